import type { AnswerData } from '../mcp/reads.ts';

const FIELD_TYPE_WORDS: Readonly<Record<string, string>> = Object.freeze({
  varchar: 'text',
  text: 'long text',
  double: 'number',
  monetary: 'money',
  date: 'date',
  time: 'time',
  enum: 'single-select',
  set: 'multi-select',
  phone: 'phone',
  address: 'address',
});

/** What people call a type of field; first what it is shown as. */
const TYPE_NAMES: Readonly<Record<string, readonly string[]>> = Object.freeze({
  varchar: ['text', 'text field', 'short text', 'plain text', 'varchar'],
  text: ['long text', 'large text', 'long text field', 'multi-line text'],
  double: ['number', 'numeric', 'decimal', 'number field', 'double', 'integer'],
  monetary: ['money', 'amount', 'monetary', 'currency amount', 'money field'],
  date: ['date', 'date field'],
  time: ['time', 'time field'],
  enum: [
    'single-select',
    'single select',
    'singleselect',
    'dropdown',
    'drop-down',
    'picklist',
    'single option',
    'choice',
    'enum',
    'single-select field',
  ],
  set: ['multi-select', 'multi select', 'multiselect', 'multiple options', 'multiple choice', 'set', 'multi-select field'],
  phone: ['phone field', 'phone number field'],
  address: ['address field'],
});

/** The type of custom field a phrase names, or null. */
export function fieldTypeOf(phrase: string): string | null {
  const said = plain(phrase);
  for (const [type, names] of Object.entries(TYPE_NAMES)) if (names.some((name) => plain(name) === said)) return type;
  return null;
}

const plain = (text: string): string =>
  text
    .toLowerCase()
    .replace(/^(a|an|the) /, '')
    .replace(/[-\s]+/g, ' ')
    .trim();

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

/** An answer in a person's words: `Task`, `a single-select field "Tier" of the person`, `remaining credit`. */
export function answerWords(kind: string, answer: AnswerData | null): string {
  if (answer === null) return 'nothing yet';
  const said = WORDS[kind]?.(answer) ?? null;
  return said ?? JSON.stringify(answer);
}

const WORDS: Readonly<Record<string, (answer: AnswerData) => string | null>> = Object.freeze({
  object: ({ object }: AnswerData) => (object === 'ignore' ? 'left out' : text(object)),
  field: fieldWords,
  'activity-type': ({ type, newType }: AnswerData) => text(type) ?? newTypeWords(newType),
  stage: ({ stage, order, status }: AnswerData) => `stage "${String(stage)}", place ${String(order)}, ${String(status)}`,
  owner: ({ user, fallback }: AnswerData) => (fallback === true ? 'the fallback owner' : text(user)),
  'owner-fallback': ({ user }: AnswerData) => text(user),
  picklist: ({ merge }: AnswerData) => {
    const pairs = typeof merge === 'object' && merge !== null ? Object.entries(merge) : [];
    return pairs.length === 0
      ? 'every value an option of its own'
      : pairs.map(([from, to]) => `"${from}" becomes "${String(to)}"`).join(', ');
  },
  'deal-value': named('use', { remaining: 'remaining credit', total: 'total price', zero: 'zero' }),
  'session-group': named('as', { 'one-activity': 'one activity with all participants', 'one-per-client': 'one activity for each client' }),
  duplicate: named('use', { existing: 'use the existing record', create: 'create another', merge: 'merge', skip: 'leave out' }),
  tags: named('as', { set: 'a multi-select field', labels: 'labels', ignore: 'left out' }),
  'private-note': named('as', { field: 'a long-text field', note: 'a note', ignore: 'left out' }),
  invoice: named('as', { each: 'one note for each invoice', 'billing-note': 'one billing note for each deal' }),
  message: named('as', { activity: 'an activity', note: 'a note' }),
  'session-status': named('as', { type: 'an activity type of its own', subject: 'a mark in the subject' }),
  'status-times': named('as', { text: 'one text field', dates: 'a date field for each status' }),
  'text-limit': named('as', { split: 'split into parts', cut: 'cut' }),
  vanished: named('as', { keep: 'kept', delete: 'deleted' }),
  visibility: named('to', {
    default: "the account's default",
    owner: 'the owner',
    group: "the owner's group",
    company: 'the whole company',
  }),
  attachment: ({ upload }: AnswerData) => (upload === true ? 'uploaded' : 'not uploaded'),
  contract: ({ transfer }: AnswerData) => (transfer === true ? 'transferred, in a step of its own' : 'not transferred'),
  timezone: ({ zone }: AnswerData) => text(zone),
  currency: ({ code }: AnswerData) => text(code),
  'phone-country': ({ code }: AnswerData) => text(code),
  'date-format': named('order', { dmy: 'day, month, year', mdy: 'month, day, year', ymd: 'year, month, day' }),
  sample: ({ size }: AnswerData) => `${String(size)} rows`,
  delta: ({ hours, maxCreates, maxUpdates, rule }: AnswerData) =>
    `${String(hours)} hours, at most ${String(maxCreates)} new and ${String(maxUpdates)} changed records; ${rule === 'take-source' ? 'the source wins' : 'what a person changed in Pipedrive stays'}`,
  'side-effects': () => 'webhooks and automations are paused, or may fire',
});

function named(key: string, words: Readonly<Record<string, string>>): (answer: AnswerData) => string | null {
  return (answer) => words[String(answer[key])] ?? null;
}

function newTypeWords(newType: unknown): string | null {
  if (typeof newType !== 'object' || newType === null || !('name' in newType)) return null;
  return `a new activity type "${String(newType.name)}"`;
}

function fieldWords({ target, as }: AnswerData): string | null {
  const where = text(target);
  if (where === null) return null;
  if (where === 'ignore') return 'left out';
  if (where === 'file') return 'a file';
  const link = /^link:(.+)$/.exec(where)?.[1];
  if (link !== undefined) return `the link to its ${link}`;
  const custom = /^(\w+)\.custom\.(.+)$/.exec(where);
  if (custom === null) {
    const [entity = '', key = ''] = where.split('.');
    return `${key.replaceAll('_', ' ')} of the ${entity}`;
  }
  const { name, type } =
    typeof as === 'object' && as !== null ? { name: undefined, type: undefined, ...as } : { name: undefined, type: undefined };
  const kind = FIELD_TYPE_WORDS[String(type)];
  return `a ${kind === undefined ? '' : `${kind} `}field "${text(name) ?? custom[2]}" of the ${custom[1]}`;
}
