import type { StagedRow, TargetKey } from '@cutover/domain';
import { targetKey } from './draft.ts';
import type { Duplicate, Mapping } from './mapping-types.ts';
import { targetId } from './tables.ts';

/** The record of the account that a row's record is to be: found by mail, else by name. */
export interface Reuse {
  /** The record it is about: a row may make others besides (an organization that only this client names). */
  readonly key: TargetKey;
  /** `existing`: link to it and fill only its empty fields; `merge`: our values win. */
  readonly use: 'existing' | 'merge';
  readonly by: 'mail' | 'name';
  readonly value: string;
}

/** Duplicate decisions about the account, by object and by each text that names the record; looked up once for each mapping. */
const matches = new WeakMap<Mapping, ReadonlyMap<string, Duplicate>>();

function matchesOf(mapping: Mapping): ReadonlyMap<string, Duplicate> {
  const known = matches.get(mapping);
  if (known !== undefined) return known;
  const made = new Map<string, Duplicate>();
  for (const duplicate of mapping.duplicates) {
    if (duplicate.match !== 'account') continue;
    for (const key of duplicate.keys) if (!made.has(`${duplicate.object} ${key}`)) made.set(`${duplicate.object} ${key}`, duplicate);
  }
  matches.set(mapping, made);
  return made;
}

/** What the duplicate decision says about a row that matched a record of the account; null: a record of its own is made. */
export function reuseOf(mapping: Mapping, row: StagedRow): Reuse | null {
  const object = mapping.files.get(row.file)?.object;
  if (object === undefined || mapping.duplicates.length === 0) return null;
  const id = targetId(row);
  const key = targetKey(object, id);
  const texts = id === row.sourceId ? [row.key, key, id] : [row.key, key];
  const found = texts.map((text) => matchesOf(mapping).get(`${object} ${text}`)).find((one) => one !== undefined);
  if (found === undefined || (found.use !== 'existing' && found.use !== 'merge')) return null;
  if (found.mail !== null) return { key, use: found.use, by: 'mail', value: found.mail };
  return found.name === null ? null : { key, use: found.use, by: 'name', value: found.name };
}
