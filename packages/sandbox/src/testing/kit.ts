import type { Sandbox, SandboxOptions } from '../start.ts';
import { startSandbox } from '../start.ts';

/** An answer with its body reachable by a dotted path, for expectations written by hand. */
export type Reply = {
  readonly status: number;
  readonly text: string;
  readonly body: unknown;
  readonly headers: Headers;
  readonly at: (path: string) => unknown;
  /** A number at a path, `data.id` when none is given. */
  readonly id: (path?: string) => number;
  readonly string: (path: string) => string;
  readonly rows: (path?: string) => readonly unknown[];
};

export function walk(value: unknown, path: string): unknown {
  return path.split('.').reduce((found: unknown, key) => {
    if (typeof found !== 'object' || found === null) return undefined;
    return new Map<string, unknown>(Object.entries(found)).get(key);
  }, value);
}

function reply(status: number, text: string, headers: Headers): Reply {
  let body: unknown = text;
  if ((headers.get('content-type') ?? '').includes('json')) body = JSON.parse(text);
  const at = (path: string) => walk(body, path);
  return {
    status,
    text,
    body,
    headers,
    at,
    id: (path = 'data.id') => {
      const found = at(path);
      if (typeof found !== 'number') throw new Error(`no number at ${path} in ${text}`);
      return found;
    },
    string: (path) => {
      const found = at(path);
      if (typeof found !== 'string') throw new Error(`no text at ${path} in ${text}`);
      return found;
    },
    rows: (path = 'data') => {
      const found = at(path);
      if (!Array.isArray(found)) throw new Error(`no list at ${path} in ${text}`);
      return found;
    },
  };
}

export type Kit = {
  readonly sandbox: Sandbox;
  readonly call: (method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>) => Promise<Reply>;
  readonly as: (email: string) => Promise<Kit['call']>;
  readonly upload: (parts: Readonly<Record<string, string | Blob>>, name?: string) => Promise<Reply>;
  readonly control: (path: string, body?: unknown) => Promise<Reply>;
  readonly digest: () => Promise<string>;
};

/** A started sandbox with short ways to ask it. Plenty of budget and no waiting unless the options say otherwise. */
export async function openKit(options: SandboxOptions = {}): Promise<Kit> {
  const sandbox = await startSandbox({ plan: 'ultimate', seats: 50, speed: 1_000, seed: 'kit', ...options });
  const send = async (token: string, method: string, path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}) => {
    const json = body === undefined ? {} : { 'content-type': 'application/json' };
    const init = {
      method,
      headers: { 'x-api-token': token, ...json, ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    };
    const response = await fetch(`${sandbox.url}${path}`, init);
    return reply(response.status, await response.text(), response.headers);
  };
  const call: Kit['call'] = (method, path, body, headers) => send(sandbox.token, method, path, body, headers);
  const control: Kit['control'] = (path, body) => send('', body === undefined ? 'GET' : 'POST', `/__sandbox/${path}`, body);
  return {
    sandbox,
    call,
    control,
    as: async (email) => {
      const tokens = new Map<string, unknown>(Object.entries(Object((await control('tokens')).body)));
      const token = tokens.get(email);
      if (typeof token !== 'string') throw new Error(`no user ${email}`);
      return (method, path, body, headers) => send(token, method, path, body, headers);
    },
    upload: async (parts, name = 'a.txt') => {
      const form = new FormData();
      for (const [key, value] of Object.entries(parts)) {
        if (typeof value === 'string') form.append(key, value);
        else form.append(key, value, name);
      }
      const response = await fetch(`${sandbox.url}/api/v1/files`, {
        method: 'POST',
        headers: { 'x-api-token': sandbox.token },
        body: form,
      });
      return reply(response.status, await response.text(), response.headers);
    },
    digest: async () => (await control('digest')).string('digest'),
  };
}
