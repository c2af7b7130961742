import { createHmac } from 'node:crypto';

/** Hides values of one bundle: the same value gets the same mark within it, and nobody can compare two bundles or try names out, because the salt is kept nowhere. */
export interface Veil {
  /** `#` and 12 hex digits. */
  readonly mark: (text: string) => string;
  /** What a machine said, with everything but a closed set of words marked. */
  readonly words: (text: string) => string;
  /** The shape of a JSON value: keys of API bodies as they are, of values only kind and size. */
  readonly shape: (value: unknown) => unknown;
}

/** Words that errors of Pipedrive and of ours are made of (api-facts §1.4); anything else may come out of the data. */
const PLAIN: ReadonlySet<string> = new Set(
  `a account activity add allowed already an and are array as be body boolean break bytes cannot change client code collection connection couldn't create custom custom_fields
  cut daily date datetime deal deals deleted different exists expected exceeded fail failed field fields file for forbidden found gave given had has have html in instead integer internal invalid
  is it json key length limit limits long malformed many more must name no non-empty not note null number object of on once only open option or organization owner page parameter
  payload per permissions person phone pipeline please plan reached read-only record refused request required rights seconds sent server set size stage status stopped string taken text than the there this time to
  token tokens too twice type unauthorized unique unknown update user validation value values visible was with write you your`.split(/\s+/),
);
const CODE = /^ERR_[A-Z_]{3,40}$|^[1-5]\d\d$/;
/** Keys of API bodies: ours to send, Pipedrive's to name. */
const BODY_KEY = /^[a-z][a-z_]{0,39}$/;

export function veilOf(salt: Uint8Array): Veil {
  const mark = (text: string): string => `#${createHmac('sha256', salt).update(text).digest('hex').slice(0, 12)}`;
  const words = (text: string): string =>
    text
      .split(/([\s"'`()[\]{}:;,.!?]+)/)
      .map((part, at) =>
        at % 2 === 1 ? part.replace(/\s+/g, ' ') : part === '' || PLAIN.has(part.toLowerCase()) || CODE.test(part) ? part : mark(part),
      )
      .join('')
      .slice(0, 600);
  const shape = (value: unknown): unknown => {
    if (value === null || typeof value === 'boolean') return value === null ? 'null' : 'boolean';
    if (typeof value === 'number') return 'number';
    if (typeof value === 'string') return `text(${sizeOf(value.length)})`;
    if (Array.isArray(value)) return [`list(${value.length})`, ...(value.length === 0 ? [] : [shape(value[0])])];
    if (typeof value !== 'object') return 'nothing';
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [BODY_KEY.test(key) ? key : mark(key), shape(each)]));
  };
  return { mark, words, shape };
}

/** Roughly how long: an exact length could tell who it is. */
const sizeOf = (length: number): string => (length === 0 ? '0' : `<=${2 ** Math.ceil(Math.log2(length + 1))}`);
