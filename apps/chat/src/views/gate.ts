import type { Gate, Refusal } from '@cutover/domain';
import type { GateFacts } from '../hands/facts.ts';
import type { ChatState, GateScreen } from '../state/state.ts';
import { EMPTY, type Line, labelled, paragraph, row, rule, span, strong } from '../text/line.ts';
import { oneLine, printable } from '../text/printable.ts';
import { seenAll } from '../text/scroll.ts';
import { counted, number, plural } from '../words/objects.ts';
import { typeOf } from '../words/target.ts';
import { diffRows, tally } from './diff.ts';
import { askRow } from './draft.ts';
import { byWeight, capRows, costRows, findingRows } from './figures.ts';
import type { Frame } from './frame.ts';
import { keyRows } from './keys.ts';
import { titleRows } from './title.ts';

const OPENS: Readonly<Record<Gate, string>> = {
  plan: 'Your yes lets Cutover create the schema below and load one sample. Nothing else.',
  full: 'Your yes lets Cutover load everything that the sample did not, and later changes within the bounds of the plan.',
  delta: 'Your yes lets one delta go beyond the bounds that were approved.',
  repair: 'Your yes lets Cutover perform the repair operations shown.',
  rollback: 'Your yes lets Cutover perform the operations below: it takes back what it made, and leaves what a person edited since.',
  files: 'Your yes lets Cutover transfer the documents of contracts.',
};

const WHY: Readonly<Record<Refusal['reason'], string>> = {
  missing: '',
  expired: 'The approval given before has expired.',
  used: 'The approval given before was used up by an earlier run.',
  untrusted: 'An approval is there, signed with a key that this workspace does not trust.',
  forged: 'An approval is there whose signature does not fit what it says.',
  digest: 'The approval given before was for another state of the plan.',
  diff: 'The approval given before was for another sample, or for other operations.',
  'other-target': 'The approval given before names another company or another migration.',
};

const SHOWN_DIFFERENCES = 12;

/** A gate, whole: what will be created, what it costs, what cannot be undone, what matters, and over what the signature goes. */
export function gateBody(facts: GateFacts, width: number): Line[] {
  const { gate, envelope, reason } = facts;
  return [
    ...paragraph(OPENS[gate], width),
    ...(WHY[reason] === '' ? [] : paragraph(WHY[reason], width, { look: 'warn' })),
    EMPTY,
    ...labelled('Account', oneLine(`${envelope.target.company.domain} at ${envelope.target.host}`), width, { look: 'strong' }),
    ...creates(facts, width),
    ...aheadRows(facts, width),
    ...(gate !== 'plan' && gate !== 'full'
      ? undoing(facts, width)
      : [...costRows(envelope, width), ...(gate === 'plan' ? capRows(facts.caps, width) : [])]),
    ...sampleRows(facts, width),
    ...(facts.ahead?.lists ?? []).flatMap(({ title, lines }) =>
      section(
        title,
        lines.flatMap((text) => paragraph(printable(text), width)),
      ),
    ),
    ...section(findingsTitle(facts), findingRows(byWeight(facts.findings), width, { advice: true })),
    ...(gate === 'plan' ? schemaRows(facts, width) : []),
    ...section(
      'What cannot be undone',
      facts.irreversible.flatMap((text) => paragraph(text, width, { lead: span('· ', 'quiet') })),
    ),
    ...section('What you sign', [
      ...labelled('Plan', envelope.digest, width, { look: 'quiet' }),
      ...(facts.over === null ? [] : labelled(facts.over.what, facts.over.digest, width, { look: 'quiet' })),
      ...labelled('Counts for', '72 hours, this account and this state of the plan only', width, { look: 'quiet' }),
    ]),
  ];
}

const section = (title: string, rows: readonly Line[]): Line[] => (rows.length === 0 ? [] : [EMPTY, strong(title), ...rows]);

const findingsTitle = ({ findings }: GateFacts): string => `Look at these first (${findings.length})`;

function creates({ create }: GateFacts, width: number): Line[] {
  return create.flatMap(({ step, counts, reuse }) => {
    const parts = Object.entries(counts).map(([entity, count]) => counted(count, entity));
    const there = reuse === 0 ? '' : `; ${number(reuse)} there already`;
    return labelled(step, `${parts.length === 0 ? 'nothing new' : parts.join(', ')}${there}`, width);
  });
}

const aheadRows = ({ ahead }: GateFacts, width: number): Line[] =>
  (ahead?.rows ?? []).flatMap(([label, text]) => labelled(label, printable(text), width));

function undoing({ rollback }: GateFacts, width: number): Line[] {
  if (rollback === null) return [];
  const kept = rollback.kept.slice(0, SHOWN_DIFFERENCES).map((one) => `${one.entity} ${one.id} (${one.fields.join(', ')})`);
  return [
    ...labelled('Takes back', plural(rollback.reverted, 'operation'), width),
    ...labelled('Keeps', rollback.kept.length === 0 ? 'nothing: nobody edited what was loaded' : printable(kept.join('; ')), width),
  ];
}

function sampleRows({ diff }: GateFacts, width: number): Line[] {
  if (diff === null) return [];
  const counts = tally(diff);
  const text = `${number(diff.records.length)} records read back: ${number(counts.equal)} fields equal, ${number(counts.declared)} declared, ${number(counts.different)} different`;
  const rows = labelled('Sample', text, width, { look: diff.clean ? 'good' : 'bad' });
  return diff.clean
    ? rows
    : [...rows, ...section('Where the sample differs', diffRows(diff, 'different', width).slice(0, SHOWN_DIFFERENCES))];
}

function schemaRows({ envelope }: GateFacts, width: number): Line[] {
  const { fields, stages, activityTypes, pipeline } = envelope.plan.schema;
  const made = fields.filter((field) => field.use === 'create');
  return section('The schema', [
    ...made.flatMap((field) => {
      const options = field.options.length === 0 ? '' : `: ${field.options.join(', ')}`;
      return labelled(field.entity, printable(`${field.name} (${typeOf(field.type)}${options})`), width);
    }),
    ...stages.flatMap((stage) =>
      labelled('stage', printable(`${stage.name} (${stage.status}) in ${pipeline?.name ?? 'the pipeline'}`), width),
    ),
    ...activityTypes.filter((type) => type.use === 'create').flatMap((type) => labelled('activity type', printable(type.name), width)),
  ]);
}

export function gateFrame(state: ChatState, screen: GateScreen): Frame {
  const { columns: width } = state.size;
  const body = gateBody(screen.facts, width);
  return {
    head: titleRows(`Gate: ${screen.facts.gate}`, state.about, width),
    body,
    foot: [
      ...(screen.fault === null ? [] : paragraph(printable(screen.fault), width, { look: 'bad', lead: span('! ', 'bad') })),
      rule(width),
      ...asking(screen, body.length, width),
    ],
  };
}

function asking(screen: GateScreen, total: number, width: number): Line[] {
  const { step, draft, facts, scroll } = screen;
  switch (step) {
    case 'read':
      return seenAll(scroll, total)
        ? keyRows(
            [
              ['Enter', 'go on to sign'],
              ['↑↓', 'scroll'],
              ['q', 'back, sign nothing'],
            ],
            width,
          )
        : keyRows(
            [
              ['↓ Space', 'read on (the end comes before the signature)'],
              ['q', 'back, sign nothing'],
            ],
            width,
          );
    case 'file':
      return [
        askRow('Your key file:', draft, width),
        ...keyRows(
          [
            ['Enter', 'go on'],
            ['Esc', 'sign nothing'],
          ],
          width,
        ),
      ];
    case 'passphrase':
      return [
        row(span('Passphrase of your key (nothing is shown): ', 'accent'), span(' ', 'marked')),
        ...keyRows(
          [
            ['Enter', 'go on'],
            ['Esc', 'sign nothing'],
          ],
          width,
        ),
      ];
    case 'company':
      return [
        ...paragraph(`To sign, type the company domain of the account: ${oneLine(facts.envelope.target.company.domain)}`, width),
        askRow('Company domain:', draft, width),
        ...keyRows(
          [
            ['Enter', 'sign'],
            ['Esc', 'sign nothing'],
          ],
          width,
        ),
      ];
    case 'signing':
      return paragraph('Signing …', width, { look: 'quiet' });
  }
}
