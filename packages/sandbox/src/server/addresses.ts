import type { ApiVersion } from '../core/errors.ts';
import type { Operation } from '../data/operations.ts';
import { operations } from '../data/operations.ts';

type Known = Operation & { readonly parts: readonly string[] };
const known: readonly Known[] = operations.map((each) => ({ ...each, parts: each.path.split('/').slice(1) }));
const byLength = Map.groupBy(known, (each) => `${each.api} ${each.parts.length}`);

/** The first words of v1 addresses that went out of support on 2026-08-01 (api-facts §2.1). */
const outOfSupport = new Set(['activities', 'deals', 'persons', 'organizations', 'products', 'pipelines', 'stages', 'itemSearch']);

export type Address = {
  readonly api: ApiVersion;
  readonly operation: Operation | null;
  readonly otherMethod: boolean;
  readonly gone: boolean;
};

const fits = (parts: readonly string[], asked: readonly string[]): boolean =>
  parts.every((part, at) => (part.startsWith('{') ? (asked[at] ?? '') !== '' : part === asked[at]));
/** Literal words beat placeholders: /users/me is not /users/{id}. */
const literals = (each: Known): number => each.parts.filter((part) => !part.startsWith('{')).length;

/** Which published operation an address is, by version, method and path; null for the API prefix itself. */
export function addressOf(method: string, path: string): Address | null {
  const found = /^\/(?:api\/(v1|v2)|(v1))(\/.*)?$/.exec(path);
  if (found === null) return null;
  const api: ApiVersion = found[1] === 'v2' ? 'v2' : 'v1';
  const asked = (found[3] ?? '').replace(/\/$/, '').split('/').slice(1);
  const hits = (byLength.get(`${api} ${asked.length}`) ?? []).filter((each) => fits(each.parts, asked));
  const most = Math.max(0, ...hits.map(literals));
  const best = hits.filter((each) => literals(each) === most);
  const operation = best.find((each) => each.method === method) ?? null;
  const gone = api === 'v1' && best.length === 0 && outOfSupport.has(asked[0] ?? '');
  return { api, operation, otherMethod: operation === null && best.length > 0, gone };
}
