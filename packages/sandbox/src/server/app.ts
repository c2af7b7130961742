import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import fastify from 'fastify';
import { operations } from '../data/operations.ts';
import { pageRoutes } from '../page/routes.ts';
import { allRoutes } from '../routes/all.ts';
import { readBody } from './bodies.ts';
import { controlRoutes } from './control.ts';
import type { Door } from './door.ts';
import { admitted, answered, elsewhere, failed, guard, sending } from './door.ts';

const costs = new Map(operations.map((each) => [`${each.api} ${each.method} ${each.path}`, each.tokens]));
const prefixes = { v1: ['/api/v1', '/v1'], v2: ['/api/v2'] } as const;

/** The web server of one company: its API, its controls and its page. */
export async function buildApp(door: Door): Promise<FastifyInstance> {
  const app = fastify({
    logger: false,
    bodyLimit: 200_000_000,
    forceCloseConnections: true,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 200 },
  });
  await app.register(multipart, { limits: { fileSize: 150_000_000, files: 1 } });
  // Bodies are read as text and parsed later, so that a bad one is answered in the words of its API version.
  app.removeContentTypeParser(['application/json', 'text/plain']);
  for (const type of ['application/json', 'application/x-www-form-urlencoded']) {
    app.addContentTypeParser(type, { parseAs: 'string' }, (_request, body, done) => done(null, body));
  }
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));

  app.decorateRequest('meter', null);
  app.addHook('onRequest', guard(door));
  app.addHook('preParsing', admitted(door));
  app.addHook('onSend', sending(door));
  app.addHook('onResponse', answered(door));
  app.setErrorHandler(failed);
  app.setNotFoundHandler(elsewhere(door));

  for (const route of allRoutes) {
    const key = `${route.api} ${route.method} ${route.path}`;
    const config = {
      api: route.api,
      endpoint: `${route.method} /api/${route.api}${route.path}`,
      tokens: costs.get(key) ?? 0,
      search: route.search,
    };
    for (const prefix of prefixes[route.api]) {
      app.route({
        method: route.method,
        url: `${prefix}${route.path.replace(/\{(\w+)\}/g, ':$1')}`,
        exposeHeadRoute: false,
        config,
        handler: async (request, reply) => {
          const { body, upload } = await readBody(request, route.api);
          const user = door.meterOf(request).user;
          const params = stringParams(request);
          const answer = route.run({ world: door.company().world, user, params, query: door.queryOf(request), body, upload });
          if (answer.bytes !== undefined) {
            const name = encodeURIComponent(answer.bytes.name);
            return reply
              .header('content-type', answer.bytes.type)
              .header('content-disposition', `attachment; filename*=UTF-8''${name}`)
              .header('x-content-type-options', 'nosniff')
              .send(Buffer.from(answer.bytes.data));
          }
          return reply.code(answer.status ?? 200).send(answer.body);
        },
      });
    }
  }
  controlRoutes(app, door);
  pageRoutes(app, door);
  return app;
}

const stringParams = (request: FastifyRequest): Record<string, string> => {
  const { params } = request;
  if (typeof params !== 'object' || params === null) return {};
  return Object.fromEntries(Object.entries(params).map(([key, value]) => [key, String(value)]));
};
