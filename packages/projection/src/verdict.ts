import { normalName, type Value, type ValueOf } from '@cutover/domain';
import { sanitise } from './html.ts';
import { showValue } from './show.ts';
import { roundTo } from './text.ts';

export type Verdict = 'equal' | 'different' | { readonly declared: string };

/**
 * What Pipedrive is known to do to values it takes. A difference that one of these explains is declared; any other is a discrepancy.
 */
export const DECLARED = Object.freeze({
  sanitised: 'HTML sanitised by Pipedrive',
  whitespace: 'blanks and line ends tidied by Pipedrive',
  phone: 'phone formatting',
  mailCase: 'mail address in another case',
  contactLabel: 'label of a contact in another case',
  rounding: 'numeric rounding',
  address: 'address formatting',
  seconds: 'time written with seconds',
  fileBytes: 'file compared by name and size',
});

/** The value, in forms that mean the same, as one text. */
const squeeze = (text: string): string => text.replace(/\s+/gu, ' ').trim();

/** Compares what was wanted with what the account holds. */
export function valuesEqual(field: string, wanted: Value, got: Value): Verdict {
  if (wanted.t === 'number' && got.t === 'money') return numbers(wanted.v, got.v);
  if (wanted.t === 'money' && got.t === 'number' && field === 'value') return numbers(wanted.v, got.v);
  if (wanted.t === 'html' && got.t === 'text') return html(wanted.v, got.v);
  // Of a file only name and size can be read back without its bytes.
  if (wanted.t === 'file' && got.t === 'text') return got.v === showValue(wanted) ? { declared: DECLARED.fileBytes } : 'different';
  return sameType(wanted, got);
}

type Compare<T extends Value['t']> = (wanted: ValueOf<T>, got: ValueOf<T>) => Verdict;

const same = (equal: boolean): Verdict => (equal ? 'equal' : 'different');
const exact = (wanted: { readonly v: unknown }, got: { readonly v: unknown }): Verdict => same(wanted.v === got.v);

/** How two values of one type are compared. */
const COMPARE: { readonly [T in Value['t']]: Compare<T> } = Object.freeze({
  text: (wanted, got) => texts(wanted.v, got.v),
  html: (wanted, got) => html(wanted.v, got.v),
  number: (wanted, got) => numbers(wanted.v, got.v),
  money: (wanted, got) => (got.currency === wanted.currency ? numbers(wanted.v, got.v) : 'different'),
  contacts: (wanted, got) => contacts(wanted.v, got.v),
  address: (wanted, got) => addresses(wanted.v, got.v),
  time: (wanted, got) => clocks(wanted.v, got.v),
  duration: (wanted, got) => clocks(wanted.v, got.v),
  instant: (wanted, got) => same(Date.parse(got.v) === Date.parse(wanted.v)),
  options: (wanted, got) => same(sameSet(wanted.v, got.v)),
  participants: (wanted, got) => same(sameSet(wanted.v.map(participant), got.v.map(participant))),
  file: (wanted, got) => files(wanted, got),
  bool: exact,
  date: exact,
  user: exact,
  ref: exact,
  option: exact,
  stage: exact,
  type: exact,
});

function sameType<T extends Value['t']>(wanted: ValueOf<T>, got: Value): Verdict {
  // The two types agree, which the checker cannot see through the table.
  const compare: Compare<T> = COMPARE[wanted.t as T];
  return got.t === wanted.t ? compare(wanted, got as ValueOf<T>) : 'different';
}

function texts(wanted: string, got: string): Verdict {
  if (wanted === got) return 'equal';
  return squeeze(wanted) === squeeze(got) ? { declared: DECLARED.whitespace } : 'different';
}

/** Tags that mean the same and blanks do not count; the text, its structure and its links do. */
function html(wanted: string, got: string): Verdict {
  if (wanted === got) return 'equal';
  return canonicalHtml(wanted) === canonicalHtml(got) ? { declared: DECLARED.sanitised } : 'different';
}

function canonicalHtml(text: string): string {
  const safe = sanitise(text)
    .replace(/<(\/?)b>/g, '<$1strong>')
    .replace(/<(\/?)i>/g, '<$1em>')
    .replace(/ rel="[^"]*"| target="[^"]*"/g, '')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replace(/&nbsp;|&#160;|\u00a0/g, ' ');
  return squeeze(safe).replace(/\s*(<\/?(?:p|ul|ol|li|br)>)\s*/g, '$1');
}

function numbers(wanted: number, got: number): Verdict {
  if (wanted === got) return 'equal';
  return roundTo(wanted, 2) === got || Math.abs(wanted - got) <= Math.abs(wanted) * 1e-12 ? { declared: DECLARED.rounding } : 'different';
}

function clocks(wanted: string, got: string): Verdict {
  if (wanted === got) return 'equal';
  return got === `${wanted}:00` || wanted === `${got}:00` ? { declared: DECLARED.seconds } : 'different';
}

function addresses(wanted: string, got: string): Verdict {
  if (wanted === got) return 'equal';
  const words = new Set(normalName(got).split(' '));
  const all = normalName(wanted).split(' ');
  // The map may add parts (a country, a post code); what we sent has to be there.
  return all.length > 0 && all[0] !== '' && all.every((w) => words.has(w)) ? { declared: DECLARED.address } : 'different';
}

type Contacts = ValueOf<'contacts'>['v'];

function contacts(wanted: Contacts, got: Contacts): Verdict {
  if (wanted.length !== got.length) return 'different';
  let declared: string | null = null;
  for (const [i, one] of wanted.entries()) {
    const other = got[i];
    if (other === undefined || other.primary !== one.primary) return 'different';
    const rule = contact(one.value, other.value);
    if (rule === false) return 'different';
    declared ??= rule;
    if (one.label !== other.label) {
      if (one.label.toLowerCase() !== other.label.toLowerCase()) return 'different';
      declared ??= DECLARED.contactLabel;
    }
  }
  return declared === null ? 'equal' : { declared };
}

const digits = (text: string): string => text.replace(/\D/g, '');

/** null: the same; false: another; else the rule that explains it. */
function contact(wanted: string, got: string): string | null | false {
  if (wanted === got) return null;
  if (wanted.includes('@')) return wanted.toLowerCase() === got.toLowerCase() ? DECLARED.mailCase : false;
  return digits(wanted) !== '' && digits(wanted) === digits(got) ? DECLARED.phone : false;
}

const participant = ({ person, primary }: { person: string; primary: boolean }): string => `${primary ? '*' : ''}${person}`;

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  const set = new Set(a);
  return set.size === new Set(b).size && b.every((one) => set.has(one));
}

function files(wanted: ValueOf<'file'>, got: ValueOf<'file'>): Verdict {
  if (wanted.name !== got.name || wanted.size !== got.size) return 'different';
  return wanted.sha256 === got.sha256 ? 'equal' : { declared: DECLARED.fileBytes };
}
