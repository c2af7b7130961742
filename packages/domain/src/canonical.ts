import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { Digest } from './brand.ts';

/**
 * RFC 8785 canonical JSON of a plain JSON value.
 * @throws TypeError when the value has no JSON form (undefined, a function, NaN).
 */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('this value has no JSON form');
  return text;
}

/** `sha256:<hex>` of bytes or of a UTF-8 text. */
export function digestOfBytes(bytes: string | Uint8Array): Digest {
  return Digest.parse(`sha256:${createHash('sha256').update(bytes).digest('hex')}`);
}

/** The digest that plans, diffs, operation lists and decision lists are known by: SHA-256 over canonical JSON. */
export function digestOf(value: unknown): Digest {
  return digestOfBytes(canonicalJson(value));
}
