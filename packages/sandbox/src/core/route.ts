import type { z } from 'zod';
import type { ApiVersion } from './errors.ts';
import { refuse } from './errors.ts';
import type { User } from './model.ts';
import { readAs } from './schema.ts';
import type { World } from './world.ts';

export type Upload = { readonly name: string; readonly mediaType: string; readonly bytes: Uint8Array };
export type Answer = {
  readonly status?: number;
  readonly body: unknown;
  /** Bytes instead of JSON (a download). */
  readonly bytes?: { readonly type: string; readonly name: string; readonly data: Uint8Array };
};
export type RawCall = {
  readonly world: World;
  readonly user: User;
  readonly params: Readonly<Record<string, string>>;
  readonly query: unknown;
  readonly body: unknown;
  readonly upload: Upload | null;
};
export type Call<Q, B> = Omit<RawCall, 'query' | 'body'> & { readonly query: Q; readonly body: B };
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
export type Route = {
  readonly api: ApiVersion;
  readonly method: Method;
  readonly path: string;
  readonly search: boolean;
  readonly run: (call: RawCall) => Answer;
};

/**
 * One operation: what it takes and what it does. The path is written as OpenAPI writes it. Query and body are read by their schemas
 * before `run` sees them.
 */
export function route<Q extends z.ZodType, B extends z.ZodType>(definition: {
  readonly api: ApiVersion;
  readonly method: Method;
  readonly path: string;
  readonly admin?: boolean;
  readonly search?: boolean;
  readonly query: Q;
  readonly body: B;
  readonly run: (call: Call<z.output<Q>, z.output<B>>) => Answer;
}): Route {
  const { api, method, path, admin = false, search = false } = definition;
  return {
    api,
    method,
    path,
    search,
    run: (raw) => {
      if (admin && !raw.user.admin) throw refuse(api, 403, 'You do not have permissions to do this.');
      const query = readAs(api, definition.query, raw.query);
      const body = readAs(api, definition.body, raw.body);
      return definition.run({ ...raw, query, body });
    },
  };
}

export const ok = (data: unknown, more: Readonly<Record<string, unknown>> = {}): Answer => ({ body: { success: true, data, ...more } });

/** A number in the path; anything else is an address nothing lives at. */
export function pathId(api: ApiVersion, call: { readonly params: Readonly<Record<string, string>> }, name = 'id'): number {
  const value = call.params[name] ?? '';
  if (!/^\d{1,15}$/.test(value)) throw refuse(api, api === 'v1' ? 404 : 400, `${name}: The value is not a valid 'integer'`);
  return Number(value);
}
