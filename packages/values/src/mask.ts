import type { ValueType } from '@cutover/domain';
import { readBoolean } from './boolean.ts';
import { readZone } from './zone.ts';

const HIDDEN = '***';
/** Types whose texts say nothing once their digits are gone. */
const DIGITS: ReadonlySet<ValueType> = new Set([
  'number',
  'integer',
  'money',
  'percent',
  'date',
  'time',
  'datetime',
  'duration',
  'balance',
  'phone',
  'id',
]);

const ONLY_MAILS = /^[^@\s;,|<>()]+@[^@\s;,|<>()]+([;,|\s]+[^@\s;,|<>()]+@[^@\s;,|<>()]+)*$/;

const first = (text: string): string => [...text][0] ?? '';

const letters = (text: string): string =>
  text
    .replace(/\p{N}/gu, '9')
    .replace(/\p{Lu}/gu, 'A')
    .replace(/[\p{L}\p{M}]/gu, (letter) => (letter === 'A' ? 'A' : 'a'));

function words(text: string, most: number): string {
  const all = text.split(/\s+/).filter((word) => word !== '');
  const shown = all.slice(0, most).map((word) => first(word).replace(/\p{N}/u, '9') + HIDDEN);
  return all.length > most ? `${shown.join(' ')} …` : shown.join(' ');
}

/** First letters of mail name and domain, and the ending: `m***@e***.com`. */
function mail(text: string): string {
  return text.replace(/[^\s@;,|<>()]+@[^\s@;,|<>()]+/g, (one) => {
    const [name = '', domain = ''] = one.split('@');
    const dot = domain.lastIndexOf('.');
    return `${first(name)}${HIDDEN}@${first(domain)}${HIDDEN}${dot < 0 ? '' : domain.slice(dot)}`;
  });
}

/** A text with its form kept and its content gone, fit to be shown to a model: `m***@e***.com`, `J*** S***`, `999-999-9999`. */
export function mask(text: string, type: ValueType): string {
  const trimmed = text.trim();
  if (trimmed === '') return '';
  if (type === 'mail' && ONLY_MAILS.test(trimmed)) return mail(trimmed);
  if (type === 'boolean' && readBoolean(trimmed).ok) return trimmed;
  if (type === 'zone' && readZone(trimmed).ok) return trimmed;
  if (type === 'currency' && /^[A-Za-z]{3}$/.test(trimmed)) return trimmed;
  if (DIGITS.has(type) && trimmed.length <= 40 && !trimmed.includes('@')) return letters(trimmed);
  if (type === 'url') return `${/^[a-z]{2,10}:\/\//i.exec(trimmed)?.[0] ?? ''}${HIDDEN}`;
  if (type === 'path') return `${HIDDEN}${/\.[A-Za-z0-9]{1,5}$/.exec(trimmed)?.[0] ?? ''}`;
  if (type === 'longtext' || type === 'html' || trimmed.length > 80)
    return `${words(trimmed, 1)} (${trimmed.length} characters)`.replace(' …', '');
  return words(trimmed, 4);
}
