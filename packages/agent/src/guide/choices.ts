import type { AnswerData } from '../mcp/reads.ts';
import { fitOf } from './names.ts';

/** What people say for the answers of kinds with a closed choice. */
interface Choice {
  readonly kind: string;
  readonly answer: AnswerData;
  readonly says: readonly string[];
}

const choice = (kind: string, answer: AnswerData, ...says: readonly string[]): Choice => Object.freeze({ kind, answer, says });

const CHOICES: readonly Choice[] = Object.freeze([
  choice(
    'deal-value',
    { use: 'remaining' },
    'remaining credit',
    'remaining',
    'credit left',
    'open credit',
    'open balance',
    'remaining balance',
    'unused credit',
  ),
  choice('deal-value', { use: 'total' }, 'total price', 'total', 'full price', 'package price', 'total value', 'whole price'),
  choice('deal-value', { use: 'zero' }, 'zero', 'no value', 'no deal value', 'zero value'),
  choice(
    'session-group',
    { as: 'one-activity' },
    'one activity',
    'one activity for group sessions',
    'one activity with all participants',
    'shared activity',
  ),
  choice(
    'session-group',
    { as: 'one-per-client' },
    'one activity per client',
    'one per client',
    'an activity for each client',
    'separate activities',
  ),
  choice('invoice', { as: 'each' }, 'one note per invoice', 'a note for each invoice', 'one note each', 'separate invoice notes'),
  choice(
    'invoice',
    { as: 'billing-note' },
    'one billing note',
    'a billing note',
    'billing note',
    'one billing note per deal',
    'billing notes',
  ),
  choice('status-times', { as: 'text' }, 'one text field for status times', 'a text for status times', 'status history', 'one status text'),
  choice(
    'status-times',
    { as: 'dates' },
    'date fields',
    'a date field per status',
    'date fields for status times',
    'dates for status times',
    'status dates',
  ),
  choice('session-status', { as: 'subject' }, 'the subject', 'subject markers', 'a mark in the subject', 'subject marks'),
  choice('session-status', { as: 'type' }, 'activity types for cancelled sessions', 'an activity type of its own', 'own activity types'),
  choice('tags', { as: 'set' }, 'a multi-select for tags', 'multi-select tags', 'a tag field'),
  choice('tags', { as: 'labels' }, 'labels', 'labels for tags'),
  choice('private-note', { as: 'field' }, 'a field for private notes', 'a long text field for private notes', 'private field'),
  choice('private-note', { as: 'note' }, 'notes for private notes', 'a note for private notes'),
  choice('attachment', { upload: true }, 'attachments', 'upload attachments', 'uploaded files'),
  choice('attachment', { upload: false }, 'no attachments', 'no uploads', 'no files'),
  choice('contract', { transfer: true }, 'contract documents', 'contract transfer'),
  choice('contract', { transfer: false }, 'no contracts', 'no contract documents', 'no contract transfer'),
  choice('text-limit', { as: 'split' }, 'split texts', 'splitting', 'split notes'),
  choice('text-limit', { as: 'cut' }, 'cut texts', 'cutting', 'cut notes'),
  choice('vanished', { as: 'keep' }, 'kept records', 'keep vanished records'),
  choice('vanished', { as: 'delete' }, 'delete vanished records'),
  choice('duplicate', { use: 'existing' }, 'the existing one', 'the existing record', 'existing', 'the one in the account'),
  choice('duplicate', { use: 'create' }, 'a new record', 'another record', 'a second record', 'both'),
  choice('duplicate', { use: 'merge' }, 'merge', 'one merged record', 'merged'),
  choice('duplicate', { use: 'skip' }, 'neither', 'none of them'),
  choice('message', { as: 'activity' }, 'activities', 'an activity'),
  choice('message', { as: 'note' }, 'notes', 'a note'),
]);

/** Closed choices a phrase names, best first; with the word after `for`, choices of that kind's own words win. */
export function choicesFor(what: string, on: string | null): readonly { readonly kind: string; readonly answer: AnswerData }[] {
  const phrases = on === null ? [what] : [`${what} for ${on}`, what];
  for (const phrase of phrases) {
    for (const worst of [1, 2]) {
      const found = CHOICES.filter(({ says }) =>
        says.some((name) => {
          const fit = fitOf(phrase, name);
          return fit !== null && fit <= worst;
        }),
      );
      if (found.length > 0) return found;
    }
  }
  return [];
}

/** Single settings by their name: what `set … to …` and `use … as …` can reach. */
const SETTINGS: readonly { readonly kind: string; readonly says: readonly string[] }[] = Object.freeze([
  { kind: 'timezone', says: ['time zone', 'timezone', 'zone'] },
  { kind: 'currency', says: ['currency'] },
  { kind: 'phone-country', says: ['phone country', 'country', 'country of phones'] },
  { kind: 'date-format', says: ['date format', 'date order', 'dates'] },
  { kind: 'sample', says: ['sample', 'sample size', 'size of the sample'] },
  { kind: 'visibility', says: ['visibility'] },
  { kind: 'owner-fallback', says: ['fallback', 'fallback owner', 'owner of the rest'] },
  { kind: 'delta', says: ['delta', 'delta window', 'delta hours'] },
]);

export function settingOf(phrase: string): string | null {
  return (
    SETTINGS.find(({ says }) =>
      says.some((name) => {
        const fit = fitOf(phrase, name);
        return fit !== null && fit <= 2;
      }),
    )?.kind ?? null
  );
}

/** The answer a value means for a setting, or null when it is none. @param present the answer as it stands, of which parts may be kept */
export function settingAnswer(kind: string, value: string, present: AnswerData | null): AnswerData | null {
  const said = value.trim();
  switch (kind) {
    case 'timezone':
      return isZone(said) ? { zone: said } : null;
    case 'currency':
      return /^[a-z]{3}$/i.test(said) ? { code: said.toUpperCase() } : null;
    case 'phone-country':
      return /^[a-z]{2}$/i.test(said) ? { code: said.toUpperCase() } : null;
    case 'date-format':
      return dateOrder(said);
    case 'sample': {
      const size = Number(/\d+/.exec(said)?.[0] ?? Number.NaN);
      return Number.isInteger(size) && size >= 50 && size <= 200 ? { size } : null;
    }
    case 'delta': {
      const hours = Number(/\d+/.exec(said)?.[0] ?? Number.NaN);
      return present !== null && Number.isInteger(hours) && hours > 0 ? { ...present, hours } : null;
    }
    case 'visibility': {
      const to = ['default', 'owner', 'group', 'company'].find((word) => said.toLowerCase().includes(word));
      return to === undefined ? null : { to };
    }
    default:
      return null;
  }
}

const ORDERS: Readonly<Record<string, string>> = Object.freeze({ d: 'dmy', m: 'mdy', y: 'ymd' });

function dateOrder(said: string): AnswerData | null {
  const first = /^(d|m|y)(?:my|dy|md)?$|^(d|m|y)\w*[ -]first$|^(d|m|y)\w*, /i.exec(said);
  const letter = (first?.[1] ?? first?.[2] ?? first?.[3])?.toLowerCase();
  const order = letter === undefined ? undefined : ORDERS[letter];
  return order === undefined ? null : { order };
}

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return /\//.test(zone) || zone === 'UTC';
  } catch {
    return false;
  }
}
