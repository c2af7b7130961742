import type { FieldDiff, RecordDiff } from '@cutover/domain';
import type { SampleDiff } from '@cutover/engine';
import type { ChatState, DiffFilter, DiffScreen } from '../state/state.ts';
import { cut, fit } from '../text/cells.ts';
import { EMPTY, type Line, type Look, paragraph, quiet, row, rule, span } from '../text/line.ts';
import { oneLine } from '../text/printable.ts';
import { number } from '../words/objects.ts';
import type { Frame } from './frame.ts';
import { keyRows } from './keys.ts';
import { titleRows } from './title.ts';

interface Entry {
  readonly record: RecordDiff;
  readonly field: FieldDiff;
}

type Verdict = FieldDiff['verdict'];
const ORDER: readonly Verdict[] = ['different', 'declared', 'equal'];
const MARKS: Readonly<Record<Verdict, [string, Look]>> = { different: ['≠', 'bad'], declared: ['~', 'warn'], equal: ['=', 'good'] };
export const FILTERS: readonly DiffFilter[] = ['all', 'different', 'declared', 'equal'];

export function tally({ records }: Pick<SampleDiff, 'records'>): Readonly<Record<Verdict, number>> {
  const counts = { different: 0, declared: 0, equal: 0 };
  for (const { fields } of records) for (const { verdict } of fields) counts[verdict] += 1;
  return counts;
}

/** Differences first, then what was declared, then what is equal; the order of the records within each. */
function entries({ records }: SampleDiff, filter: DiffFilter): Entry[] {
  const all = records.flatMap((record) => record.fields.map((field) => ({ record, field })));
  return ORDER.filter((verdict) => filter === 'all' || filter === verdict).flatMap((verdict) =>
    all.filter(({ field }) => field.verdict === verdict),
  );
}

/** From here on, source, Pipedrive and rule stand side by side; below it, one under the other. */
const WIDE = 72;

export function diffRows(diff: SampleDiff, filter: DiffFilter, width: number): Line[] {
  const list = entries(diff, filter);
  if (list.length === 0) return [quiet('Nothing with this verdict.')];
  return width >= WIDE ? [heads(width), ...list.flatMap((entry) => wide(entry, width))] : list.flatMap((entry) => narrow(entry, width));
}

/** Three columns under the record's name. */
const third = (width: number): number => Math.floor((width - 8) / 3);
const GAP = ' │ ';

function heads(width: number): Line {
  const room = third(width);
  return quiet(`  ${fit('source', room)}${GAP}${fit('Pipedrive', room)}${GAP}rule`);
}

function wide({ record, field }: Entry, width: number): Line[] {
  const room = third(width);
  const [mark, look] = MARKS[field.verdict];
  const { source, got, rule: declared } = texts(field);
  return [
    row(span(`${mark} `, look), span(`${nameOf(record)} · ${field.field}`, 'strong')),
    row(
      `  ${fit(source, room)}`,
      span(GAP, 'quiet'),
      span(fit(got, room), look === 'good' ? 'plain' : look),
      span(GAP, 'quiet'),
      span(cut(declared, room), 'quiet'),
    ),
  ];
}

function narrow({ record, field }: Entry, width: number): Line[] {
  const [mark, look] = MARKS[field.verdict];
  const { source, got, rule: declared } = texts(field);
  const value = (label: string, text: string, shade: Look): Line =>
    row(span(`  ${label.padEnd(11)}`, 'quiet'), span(fit(text, width - 14).trimEnd(), shade));
  return [
    row(span(`${mark} `, look), fit(`${nameOf(record)} · ${field.field}`, width - 3).trimEnd()),
    value('source', source, 'plain'),
    value('Pipedrive', got, look === 'good' ? 'plain' : look),
    ...(declared === '' ? [] : [value('rule', declared, 'quiet')]),
  ];
}

function texts(field: FieldDiff): { source: string; got: string; rule: string } {
  const because = field.rule ?? (field.verdict === 'different' ? `wanted ${field.wanted ?? 'nothing'}` : '');
  return { source: oneLine(field.source) || '—', got: oneLine(field.got ?? '') || '—', rule: oneLine(because) };
}

const nameOf = ({ entity, sourceId, id }: RecordDiff): string => oneLine(`${entity} ${sourceId}${id === null ? ' (not found)' : ''}`);

/** The sample's diff, with what may be done about it. */
export function diffFrame(state: ChatState, { diff, filter }: DiffScreen): Frame {
  const { columns: width } = state.size;
  const counts = tally(diff);
  const sum = counts.equal + counts.declared + counts.different;
  const verdict = diff.clean
    ? 'Nothing differs that is not declared.'
    : `${number(counts.different)} fields differ: look at them before you go on.`;
  return {
    head: [
      ...titleRows('The sample', state.about, width),
      ...paragraph(`${number(diff.records.length)} records read back, ${number(sum)} fields. ${verdict}`, width, {
        look: diff.clean ? 'good' : 'bad',
      }),
      row(
        ...FILTERS.flatMap((name) => [
          span(name === filter ? `[${label(name, counts, sum)}]` : ` ${label(name, counts, sum)} `, name === filter ? 'accent' : 'quiet'),
          ' ',
        ]),
      ),
      EMPTY,
    ],
    body: [...diffRows(diff, filter, width), ...uncovered(diff, width)],
    foot: [
      rule(width),
      ...keyRows(
        [
          ['f', 'filter'],
          ['↑↓ Space', 'scroll'],
          ['a', 'go on to the full gate'],
          ['b', 'send findings back'],
          ['q', 'back'],
        ],
        width,
      ),
    ],
  };
}

const label = (name: DiffFilter, counts: Readonly<Record<Verdict, number>>, sum: number): string =>
  name === 'all' ? `all ${number(sum)}` : `${MARKS[name][0]} ${name} ${number(counts[name])}`;

const uncovered = ({ uncovered: list }: SampleDiff, width: number): Line[] =>
  list.length === 0 ? [] : [EMPTY, ...paragraph(`Not covered by the sample: ${list.map(oneLine).join(', ')}`, width, { look: 'warn' })];

/** What is said to the assistant when a person sends the sample back. */
export function findingsText(diff: SampleDiff): string {
  const open = entries(diff, 'different').slice(0, 5);
  if (open.length === 0) return 'The sample is not what I want yet: ';
  const what = open.map(({ record, field }) => `${record.entity} ${oneLine(record.sourceId)}, ${field.field}`).join('; ');
  return `The sample differs from the plan at ${what}. Why? `;
}
