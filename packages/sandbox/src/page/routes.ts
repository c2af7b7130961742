import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Door } from '../server/door.ts';
import { fieldsPage, pipelinePage, spendPage } from './account.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';
import { layout } from './layout.ts';
import { peoplePage, personPage } from './people.ts';
import { style } from './style.ts';

const policy = "default-src 'none'; style-src 'self'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'";
const numberIn = (value: unknown): number => (typeof value === 'string' && /^\d{1,12}$/.test(value) ? Number(value) : 0);
const entry = (of: unknown, key: string): unknown =>
  typeof of === 'object' && of !== null ? new Map(Object.entries(of)).get(key) : undefined;

/** A page to look around in what has arrived: made on the server, without any script, everything in it escaped. */
export function pageRoutes(app: FastifyInstance, door: Door): void {
  const send = (reply: FastifyReply, current: string, content: Html | null) =>
    reply
      .code(content === null ? 404 : 200)
      .type('text/html; charset=utf-8')
      .headers({ 'content-security-policy': policy, 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' })
      .send(layout(door.company(), current, content ?? html`<p>There is nothing here.</p>`));
  const world = () => door.company().world;
  app.get('/', async (request: FastifyRequest, reply) => send(reply, '/', peoplePage(world(), numberIn(entry(request.query, 'page')))));
  app.get('/people/:id', async (request: FastifyRequest, reply) =>
    send(reply, '/', personPage(world(), numberIn(entry(request.params, 'id')))),
  );
  app.get('/pipeline', async (_request, reply) => send(reply, '/pipeline', pipelinePage(world())));
  app.get('/fields', async (_request, reply) => send(reply, '/fields', fieldsPage(world())));
  app.get('/spend', async (_request, reply) => send(reply, '/spend', spendPage(door.company())));
  app.get('/sandbox.css', async (_request, reply) => reply.type('text/css; charset=utf-8').send(style));
}
