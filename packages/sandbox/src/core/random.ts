import { createHash } from 'node:crypto';

/** 40 hex digits that depend on nothing but their parts: keys, tokens and ids of a seed are the same on every machine. */
export const hex40 = (...parts: readonly (string | number)[]): string => createHash('sha1').update(parts.join('\u0000')).digest('hex');

/** A whole number from 0 up to, not including, `below`. */
export const numberBelow = (below: number, ...parts: readonly (string | number)[]): number =>
  Number.parseInt(hex40(...parts).slice(0, 12), 16) % below;

/** A UUID-shaped name for things that carry one (permission sets). */
export function uuidOf(...parts: readonly (string | number)[]): string {
  const hex = hex40(...parts);
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
}
