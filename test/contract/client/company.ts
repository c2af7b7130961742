import { type Sandbox, type SandboxOptions, startSandbox } from '@cutover/sandbox';
import * as one from 'pipedrive/v1';
import * as two from 'pipedrive/v2';
import { type Exchange, type Witness, witness } from '../witness.ts';

/** Both halves of the official client with one user's token. */
export interface Hand {
  readonly v1: one.Configuration;
  readonly v2: two.Configuration;
}

/** A company on a sandbox, the official client that talks to it, and a witness of what they say. */
export interface Company extends Hand {
  readonly sandbox: Sandbox;
  readonly line: Witness;
  /** The client in another user's hand. */
  readonly as: (email: string) => Promise<Hand>;
  readonly control: (path: string, body?: unknown) => Promise<unknown>;
  /** The last answer's status: the client hands back the body alone. */
  readonly status: () => number;
  readonly last: () => Exchange;
  readonly close: () => Promise<void>;
}

/** Plenty of budget and no waiting unless the options say otherwise. */
export async function openCompany(options: SandboxOptions = {}): Promise<Company> {
  const sandbox = await startSandbox({
    ...{ plan: 'ultimate', seats: 50, speed: 1_000, seed: 'client' },
    ...options,
    switches: { 'search-lag-seconds': '0', ...options.switches },
  });
  const line = await witness(sandbox.url);
  const hand = (apiKey: string): Hand => ({
    v1: new one.Configuration({ apiKey, basePath: `${line.url}/api/v1` }),
    v2: new two.Configuration({ apiKey, basePath: `${line.url}/api/v2` }),
  });
  const control = async (path: string, body?: unknown): Promise<unknown> => {
    const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
    return (await fetch(`${sandbox.url}/__sandbox/${path}`, init)).json();
  };
  const last = (): Exchange => present(line.seen.at(-1));
  return {
    sandbox,
    line,
    ...hand(sandbox.token),
    as: async (email) => hand(String(Object(await control('tokens'))[email])),
    control,
    last,
    status: () => last().status,
    close: async () => {
      await line.close();
      await sandbox.close();
    },
  };
}

export function present<T>(value: T | null | undefined): NonNullable<T> {
  if (value === null || value === undefined) throw new Error('nothing came back');
  return value;
}

/** The data of an answer. */
export async function dataOf<T>(asked: Promise<{ readonly data?: T | null }>): Promise<NonNullable<T>> {
  return present((await asked).data);
}
export async function idOf(asked: Promise<{ readonly data?: { readonly id?: number | null } | null }>): Promise<number> {
  return present((await dataOf(asked)).id);
}

/** What stands at a place of some JSON, whatever its type says. */
export const at = (value: unknown, path: string): unknown =>
  path.split('.').reduce((found: unknown, key) => (typeof found === 'object' && found !== null ? Object(found)[key] : undefined), value);

/** What the client was refused with: the body of the answer. */
export async function refusal(asked: Promise<unknown>): Promise<unknown> {
  return asked.then(
    () => ({ error: 'it was not refused' }),
    (reason: unknown) => reason,
  );
}

/** Every page of a v2 list, as the client walks them. */
export async function pagesOf<T>(
  ask: (cursor: {
    cursor?: string;
  }) => Promise<{ readonly data?: readonly T[] | null; readonly additional_data?: { readonly next_cursor?: string | null } | null }>,
): Promise<readonly (readonly T[])[]> {
  const pages: (readonly T[])[] = [];
  let cursor: string | null | undefined;
  do {
    const page = await ask(cursor == null ? {} : { cursor });
    pages.push(present(page.data));
    cursor = page.additional_data?.next_cursor;
  } while (cursor != null);
  return pages;
}
