import { digestOfBytes } from '@cutover/domain';
import type { Json } from './records.ts';

/** Keys of Pipedrive bodies that hold what people wrote (api-facts §3). */
const TEXT_KEYS: ReadonlySet<string> = new Set(['content', 'note', 'notes', 'public_description', 'lost_reason', 'description']);
/** Below these, a text may be a private note: nothing tells it from a short label. */
const CUSTOM_KEYS: ReadonlySet<string> = new Set(['custom_fields', 'custom']);
const SECRET = /token|authorization|passw|passphrase|secret|api[-_]?key/i;
const LONG = 120;

const stand = (text: string): Json => ({ digest: digestOfBytes(text), length: text.length });
const isText = (text: string): boolean => text.length > LONG || /[\n<]/.test(text);

/** A copy in which texts stand as `{digest, length}` and anything that looks like a secret is gone. */
export function redact(value: Json, hide = false): Json {
  if (typeof value === 'string') return hide || isText(value) ? stand(value) : value;
  if (Array.isArray(value)) return value.map((item) => redact(item, hide));
  if (value === null || typeof value !== 'object') return value;
  const copy: Record<string, Json> = {};
  for (const [key, item] of Object.entries(value)) {
    if (!SECRET.test(key)) copy[key] = redact(item, hide || TEXT_KEYS.has(key) || CUSTOM_KEYS.has(key));
  }
  return copy;
}
