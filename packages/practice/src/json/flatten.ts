import type { Limits } from '../limits.ts';

/** The members of a JSON object as cells by name; or why it has none. */
export type Flat = { readonly ok: true; readonly cells: ReadonlyMap<string, string> } | { readonly ok: false; readonly reason: string };

const refuse = (reason: string): Flat => ({ ok: false, reason });

type Plain = string | number | boolean | null;
const isPlain = (value: unknown): value is Plain => value === null || ['string', 'number', 'boolean'].includes(typeof value);
const textOf = (value: Plain): string => (value === null ? '' : String(value));
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Numbers that would not stay exact are kept as they are written. */
function parsed(text: string): unknown {
  if (!/\d{16}/.test(text)) return JSON.parse(text);
  return JSON.parse(text, function exact(_key, value: unknown, context?: { source?: string }) {
    return typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(context?.source ?? '') ? context?.source : value;
  });
}

/** Several values in one cell, by a mark that none of them holds; null when each mark occurs. */
function joined(values: readonly string[]): string | null {
  const mark = [';', '|', '\n'].find((one) => values.every((value) => !value.includes(one)));
  return mark === undefined ? null : values.join(mark === '\n' ? mark : `${mark} `);
}

class Flattener {
  readonly cells = new Map<string, string>();
  readonly #most: number;
  tooDeep = false;

  constructor(most: number) {
    this.#most = most;
  }

  add(name: string, value: unknown, depth: number): void {
    if (depth > this.#most) this.tooDeep = true;
    else if (isPlain(value)) this.cells.set(name, textOf(value));
    else if (Array.isArray(value)) this.#list(name, value);
    else if (isObject(value))
      for (const [key, inner] of Object.entries(value)) this.add(name === '' ? key : `${name}.${key}`, inner, depth + 1);
  }

  /** Plain values share a cell; objects give each of their members a column, whose cells hold one value for each of them. */
  #list(name: string, values: readonly unknown[]): void {
    if (values.length === 0) return;
    const whole = values.every(isPlain) ? joined(values.map(textOf)) : null;
    if (whole !== null) {
      this.cells.set(name, whole);
      return;
    }
    const columns = new Map<string, string[]>();
    const flat = values.every((value) => isObject(value) && Object.values(value).every(isPlain));
    if (flat) {
      for (const value of values.filter(isObject))
        for (const [key, inner] of Object.entries(value)) {
          const column = columns.get(key) ?? [];
          if (isPlain(inner)) column.push(textOf(inner));
          columns.set(key, column);
        }
    }
    const cells = [...columns].map(([key, column]) => [key, joined(column)] as const);
    if (!flat || cells.some(([, cell]) => cell === null)) this.cells.set(name, JSON.stringify(values));
    else for (const [key, cell] of cells) this.cells.set(`${name}.${key}`, cell ?? '');
  }
}

/** The text of a JSON object → its members: `address.city` for what lies inside, several plain values in one cell. */
export function flatten(text: string, limits: Limits): Flat {
  let value: unknown;
  try {
    value = parsed(text);
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return refuse(`it is no JSON: ${thrown.message.replace(/,? ?"[\s\S]*" is not valid JSON/, '')}`);
    throw thrown;
  }
  if (!isObject(value)) return refuse('it is no object with named values');
  const flattener = new Flattener(limits.nesting);
  flattener.add('', value, 0);
  if (flattener.tooDeep) return refuse(`values inside of values more than ${limits.nesting} deep`);
  if ([...flattener.cells.values()].some((cell) => cell.length > limits.cell))
    return refuse(`a value of more than ${limits.cell.toLocaleString('en')} characters`);
  return { ok: true, cells: flattener.cells };
}
