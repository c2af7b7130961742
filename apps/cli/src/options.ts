import { CutoverError } from '@cutover/domain';

/** A command's options as the command line gives them. */
export type Options = Readonly<Record<string, unknown>>;

const flag = (name: string): string => `--${name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}`;

/** Text of an option, or undefined. */
export function text(options: Options, name: string): string | undefined {
  const value = options[name];
  return typeof value === 'string' ? value : undefined;
}

/** Like `text`, but it must be there. @throws CutoverError `usage` */
export function required(options: Options, name: string): string {
  const value = text(options, name);
  if (value === undefined) throw new CutoverError('usage', `${flag(name)} is missing`);
  return value;
}

/** Values of an option that may be given several times. */
export function list(options: Options, name: string): readonly string[] {
  const value = options[name];
  return Array.isArray(value) ? value.map(String) : [];
}

/** A whole number from `least` on, or undefined. @throws CutoverError `usage` */
export function count(options: Options, name: string, least = 1): number | undefined {
  const value = text(options, name);
  if (value === undefined) return undefined;
  const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
  if (!Number.isSafeInteger(number) || number < least)
    throw new CutoverError('usage', `${flag(name)} ${value} is not a whole number from ${least} on`);
  return number;
}

const UNITS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const LONGEST_MS = 366 * 86_400_000;

/** `72h`, `30m`, `2d`, `90s` in milliseconds; more than nothing, at most a year. @throws CutoverError `usage` */
export function duration(value: string): number {
  const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?)([smhd])$/.exec(value) ?? [];
  const ms = Number(number) * (UNITS[unit] ?? Number.NaN);
  if (ms > 0 && ms <= LONGEST_MS) return ms;
  throw new CutoverError('usage', `${value} is not a duration`, { expected: 'a number with s, m, h or d, such as 72h; at most a year' });
}
