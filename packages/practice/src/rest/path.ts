/** Keys from the outside in; `*` stands for every element of a list. */
export type FieldPath = readonly string[];

/** `a.b.*.c` or a list of keys → keys. */
export function fieldPath(path: string | readonly string[]): FieldPath {
  return typeof path === 'string' ? path.split('.') : path;
}

const ownValue = (value: object, key: string): unknown => (Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined);

/** The value at a path, without `*`; undefined when there is none. */
export function valueAt(value: unknown, path: FieldPath): unknown {
  let at = value;
  for (const key of path) {
    if (typeof at !== 'object' || at === null) return undefined;
    at = ownValue(at, key);
  }
  return at;
}

/** All values at a path, `*` taken apart. */
function valuesAt(value: unknown, path: FieldPath): unknown[] {
  const star = path.indexOf('*');
  if (star === -1) return [valueAt(value, path)];
  const list = valueAt(value, path.slice(0, star));
  return Array.isArray(list) ? list.flatMap((element) => valuesAt(element, path.slice(star + 1))) : [];
}

const isPlain = (value: unknown): boolean => typeof value !== 'object' || value === null;

/** One value as the text of a cell. Lists of plain values are joined; anything else with an inside stays JSON. */
function textOf(value: unknown, join: string): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (Array.isArray(value) && value.every(isPlain)) return joined(value, join);
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function joined(values: readonly unknown[], join: string): string {
  return values
    .map((value) => textOf(value, join))
    .filter((text) => text.trim() !== '')
    .join(join);
}

/** The cell that a field of a record becomes. */
export function cellAt(value: unknown, path: FieldPath, join: string): string {
  return path.includes('*') ? joined(valuesAt(value, path), join) : textOf(valueAt(value, path), join);
}

const MOST_DEPTH = 6;

/** Adds the paths of everything that a record holds, lists as `*`; no deeper than six keys. */
export function collectPaths(value: unknown, into: Set<string>, path: FieldPath = []): void {
  if (value === null || value === '' || value === undefined) return;
  if (isPlain(value) || path.length >= MOST_DEPTH) into.add(JSON.stringify(path));
  else if (Array.isArray(value)) for (const element of value) collectPaths(element, into, isPlain(element) ? path : [...path, '*']);
  else for (const [key, inner] of Object.entries(value as object)) collectPaths(inner, into, [...path, key]);
}

/** Whether a declared path reads what stands at another one: it, or something around it. */
export function covers(declared: FieldPath, path: FieldPath): boolean {
  return declared.length <= path.length && declared.every((key, index) => key === path[index]);
}
