import type { PlanEnvelope, Report } from '@cutover/domain';
import type { Status } from '@cutover/engine';
import { COMMANDS } from '../state/commands.ts';
import type { Page } from '../state/state.ts';
import { fit } from '../text/cells.ts';
import { EMPTY, type Line, labelled, paragraph, span, strong } from '../text/line.ts';
import { oneLine, printable } from '../text/printable.ts';
import { manyOf, number, plural } from '../words/objects.ts';
import { typeOf } from '../words/target.ts';
import { byWeight, capRows, costRows, findingRows } from './figures.ts';

/** The plan as it stands: what it creates, in which stages, at what cost. */
export const planPage =
  ({ envelope, stale }: { envelope: PlanEnvelope; stale: readonly string[] }): Page =>
  (width) => {
    const { plan, meta, digest } = envelope;
    const open = plan.decisions.filter(({ status }) => status === 'proposed').length;
    return [
      ...labelled('Decided', `${plan.decisions.length - open} of ${plan.decisions.length}`, width),
      ...labelled('Grade', `${meta.grade.letter}. ${meta.grade.timeline}`, width),
      ...costRows(envelope, width),
      ...capRows(meta.caps, width),
      ...labelled(
        'Rows',
        Object.entries(plan.counts)
          .map(([object, count]) => `${number(count)} ${manyOf(object)}`)
          .join(', '),
        width,
      ),
      ...labelled('Digest', `${digest}, serial ${plan.serial}`, width, { look: 'quiet' }),
      ...stale.flatMap((why, i) => labelled(i === 0 ? 'Stale' : '', printable(why), width, { look: 'bad' })),
      EMPTY,
      strong('Fields'),
      ...plan.schema.fields.flatMap((field) =>
        labelled(
          field.entity,
          printable(`${field.name} (${typeOf(field.type)})${field.use === 'existing' ? ', there already' : ''}`),
          width,
          { column: 14 },
        ),
      ),
      EMPTY,
      strong(printable(`Stages of ${plan.schema.pipeline?.name ?? 'the pipeline'}`)),
      ...plan.schema.stages.flatMap((stage) =>
        labelled(String(stage.order), printable(`${stage.name} (${stage.status})`), width, { column: 4 }),
      ),
      EMPTY,
      strong('Activity types'),
      ...plan.schema.activityTypes.flatMap((type) => paragraph(printable(`${type.name}${type.use === 'create' ? ' (new)' : ''}`), width)),
    ];
  };

/** What is odd in the export, and who owns what. */
export const qaPage =
  ({ meta }: PlanEnvelope): Page =>
  (width) => [
    ...(meta.findings.length === 0
      ? paragraph('Nothing odd was found.', width, { look: 'good' })
      : findingRows(byWeight(meta.findings), width, { advice: true })),
    EMPTY,
    strong('Owners'),
    ...meta.owners.flatMap(({ coach, user, how, records }) =>
      labelled(
        fit(oneLine(coach), 18),
        printable(`${user ?? 'nobody yet'}${how === 'fallback' ? ' (fallback)' : ''}, ${plural(records, 'record')}`),
        width,
        {
          column: 20,
          look: user === null ? 'bad' : 'plain',
        },
      ),
    ),
  ];

/** What became of every row, and what is left to do by hand. */
export const reportPage =
  (report: Report, files: readonly string[], dir: string): Page =>
  (width) => [
    ...paragraph(
      `${plural(report.ids.length, 'record')} in ${oneLine(report.company)}. ${number(report.tokens.spent)} API tokens spent, ${number(report.tokens.estimated)} estimated.`,
      width,
    ),
    EMPTY,
    ...countRows(report, width),
    EMPTY,
    ...(isRolledBack(report)
      ? paragraph(
          'Rolled back since: the table says what was loaded, and the account holds it no longer, but for what people edited.',
          width,
          {
            look: 'warn',
          },
        )
      : paragraph(discrepancies(report), width, { look: report.discrepancies === 0 ? 'good' : 'warn' })),
    ...report.failures.flatMap((one) =>
      paragraph(printable(`${one.object} ${one.sourceId}: ${one.reason}`), width, { lead: span('✗ ', 'bad') }),
    ),
    ...report.rejects.flatMap((one) =>
      paragraph(
        printable(`${one.file} line ${one.line}${one.column === null ? '' : `, ${one.column}`}: ${one.outcome}, ${one.reason}`),
        width,
        { lead: span('! ', 'warn') },
      ),
    ),
    ...(report.notMigrated.length === 0 ? [] : [EMPTY, strong('Not migrated')]),
    ...report.notMigrated.flatMap((one) => [
      ...paragraph(printable(`${one.what}: ${one.why}`), width, { lead: span('· ', 'quiet') }),
      ...(one.todo === '' ? [] : paragraph(printable(one.todo), width, { indent: 2, look: 'quiet' })),
    ]),
    EMPTY,
    ...labelled('Written to', oneLine(dir), width),
    ...labelled('', files.map(oneLine).join(', '), width, { look: 'quiet' }),
  ];

function countRows({ counts }: Report, width: number): Line[] {
  if (width < 76)
    return counts.flatMap((c) =>
      labelled(
        manyOf(c.object),
        `${c.source} rows: ${c.rejected} rejected, ${c.skipped} skipped, ${c.created} created, ${c.reused} reused, ${c.failed} failed`,
        width,
        { column: 17 },
      ),
    );
  const cell = (value: string | number): string => String(value).padStart(9);
  const heads = ['rows', 'rejected', 'skipped', 'created', 'reused', 'failed'];
  return [
    [span(`${fit('', 17)}${heads.map(cell).join('')}`, 'quiet')],
    ...counts.map(
      (c): Line => [
        span(fit(manyOf(c.object), 17)),
        span([c.source, c.rejected, c.skipped, c.created, c.reused, c.failed].map(cell).join('')),
      ],
    ),
  ];
}

/** Nothing was loaded after the last rollback. */
const isRolledBack = ({ runs }: Report): boolean =>
  runs.findLast(({ kind, state }) => kind !== 'verify' && kind !== 'schema' && state === 'finished')?.kind === 'rollback';

const discrepancies = ({ discrepancies: count }: Report): string =>
  count === null
    ? 'Not read back yet: /verify compares everything.'
    : count === 0
      ? 'Read back and compared: nothing differs that is not declared.'
      : `Read back and compared: ${plural(count, 'discrepancy', 'discrepancies')}.`;

/** Where this migration stands; goes into the conversation. */
export function statusRows(status: Status, width: number): Line[] {
  const { decisions, staged, company, source, target, runs } = status;
  return [
    ...labelled('From', oneLine(source), width),
    ...labelled('To', oneLine(`${company ?? 'not asked yet'} (${target})`), width),
    ...labelled('Export', staged === null ? 'not read yet' : `${plural(staged, 'row')} read`, width),
    ...labelled('Decided', decisions === null ? 'no plan yet' : `${decisions.total - decisions.open} of ${decisions.total}`, width),
    ...runs.flatMap((run, i) => labelled(i === 0 ? 'Runs' : '', `${run.kind}: ${run.state} (${number(run.tokens)} tokens)`, width)),
    ...labelled('Next', nextOf(status), width, { look: 'accent' }),
  ];
}

/** The next step as it is called here. */
export function nextOf(status: Pick<Status, 'next'>): string {
  const word = /^cutover (\w+)(?: (\w+))?/.exec(status.next);
  const [, first = '', second = ''] = word ?? [];
  if (first === 'extract' || first === 'plan') return 'say "start", and the export is read';
  if (first === 'approve' || first === 'schema') return second === 'full' ? '/full' : '/sample';
  if (first === 'diff') return '/diff, then /full';
  return `/${first}`;
}

export const helpPage: Page = (width) => [
  ...paragraph('Ask in plain words, or type one of these. Tab completes.', width),
  EMPTY,
  ...COMMANDS.flatMap(({ name, does }) => labelled(name, does, width)),
  EMPTY,
  ...labelled('Esc', 'interrupts an answer, and closes a screen', width),
  ...labelled('Ctrl-C', 'while a run is watched: once finishes and saves, twice leaves', width),
  EMPTY,
  ...paragraph('The assistant proposes and explains. Only your keys answer a decision, and only your signature opens a gate.', width, {
    look: 'quiet',
  }),
];
