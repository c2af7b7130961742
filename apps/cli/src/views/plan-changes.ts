import { canonicalJson } from '@cutover/domain';
import type { PlanDifference } from './plan-diff.ts';

type Change = PlanDifference['other'][number];

const MOST = 20;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;

/** What a thing of a list is called: a field by its entity, name and type; a stage or an activity type by its name. */
function nameOf(thing: unknown): string {
  if (!isObject(thing)) return String(thing);
  const name = String(thing.name);
  return typeof thing.entity === 'string' ? `${thing.entity} ${name}` : name;
}

/** The leaves of a part of a plan, by the words that lead to them. */
function leavesOf(value: unknown, path: readonly string[]): [string, string][] {
  if (Array.isArray(value) && value.some(isObject)) return value.flatMap((one) => leavesOf(one, [...path, nameOf(one)]));
  if (Array.isArray(value)) return [[path.join(' · '), value.length === 0 ? 'none' : value.join(', ')]];
  if (isObject(value)) return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, [...path, key]));
  return [[path.join(' · '), value === null ? 'none' : String(value)]];
}

/** A thing that came or went says so once, not leaf by leaf. */
function listChanges(what: string, before: readonly unknown[], after: readonly unknown[]): string[] {
  const [old, now] = [before, after].map((list) => new Map(list.map((one) => [nameOf(one), one])));
  if (old === undefined || now === undefined) return [];
  const gone = [...old.keys()].filter((name) => !now.has(name)).map((name) => `- ${what} ${name}`);
  const come = [...now.keys()].filter((name) => !old.has(name)).map((name) => `+ ${what} ${name}`);
  const other = [...now].flatMap(([name, one]) => {
    const was = old.get(name);
    return was === undefined || canonicalJson(was) === canonicalJson(one) ? [] : leafChanges(`${what} ${name}`, was, one);
  });
  return [...gone, ...come, ...other];
}

function leafChanges(what: string, before: unknown, after: unknown): string[] {
  const [old, now] = [new Map(leavesOf(before, [])), new Map(leavesOf(after, []))];
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((path) => {
    const [was, is] = [old.get(path), now.get(path)];
    if (was === is) return [];
    const name = path === '' ? what : `${what} ${path}`;
    return [was === undefined ? `+ ${name}: ${is}` : is === undefined ? `- ${name}: ${was}` : `~ ${name}: ${was} → ${is}`];
  });
}

const WHOLE: Readonly<Record<string, string>> = Object.freeze({
  lineage: '~ the plans are of two migrations',
  stagedDigest: '~ the staged rows are others: the export was read anew',
  order: '~ the order of loading',
});
const SAID: Readonly<Record<string, string>> = Object.freeze({
  valueMaps: 'value',
  ownerMap: 'owner of',
  policies: 'policy',
  counts: 'rows of',
});
const LISTS = Object.freeze({ fields: 'field of', stages: 'stage', activityTypes: 'activity type' } as const);

/** A part of the plan that is different, thing by thing: `+` came, `-` went, `~` is another. */
export function changesOf({ part, before, after }: Change): string[] {
  const whole = WHOLE[part];
  if (whole !== undefined) return [whole];
  const [old, now] = [isObject(before) ? before : {}, isObject(after) ? after : {}];
  const all =
    part === 'schema'
      ? [
          ...leafChanges('pipeline', old.pipeline ?? null, now.pipeline ?? null),
          ...(['fields', 'stages', 'activityTypes'] as const).flatMap((list) => {
            const [was, is] = [old[list], now[list]];
            return listChanges(LISTS[list], Array.isArray(was) ? was : [], Array.isArray(is) ? is : []);
          }),
        ]
      : leafChanges(SAID[part] ?? part, before, after);
  return all.length <= MOST ? all : [...all.slice(0, MOST), `  and ${all.length - MOST} more (--output json has them all)`];
}
