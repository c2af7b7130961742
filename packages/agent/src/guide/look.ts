import { proposerWords } from '@cutover/domain';
import { UNCERTAIN } from '../loop/review.ts';
import { type Explained, explain, type Line, readDecisions } from '../mcp/reads.ts';
import { bookOf, type Entry, isIn, labelOf } from './book.ts';
import { type Act, askWhich, paragraph, type Talk } from './talk.ts';
import { answerWords } from './words.ts';

/** Rows of a list that are written out; the rest is counted. */
const MOST = 15;

/** How sure the proposal is; one that was put forward later has no measure, only somebody who did it. */
function sure({ proposal, confidence, proposedBy }: Line): string {
  if (proposal === null) return 'no proposal';
  return confidence === null ? `put forward by ${proposerWords(proposedBy)}` : `${Math.round(confidence * 100)} % sure`;
}

/** `what is still open?`, `what is open for clients?` */
export async function* open(talk: Talk, about: string | null): Act {
  const lines = yield* readDecisions(talk.hand, {}, talk.signal);
  const all = bookOf(lines).entries.filter(({ line }) => line.state === 'proposed');
  const entries = about === null ? all : all.filter((entry) => isIn(entry, about) || bookOf([entry.line]).find(about).length > 0);
  talk.lead();
  if (all.length === 0) yield paragraph(`Nothing is open: all ${lines.length} decisions have your answer.`);
  else if (entries.length === 0)
    yield paragraph(`Nothing is open for "${about}". ${all.length} of ${lines.length} decisions are open in all.`);
  else {
    yield paragraph(`${entries.length} of ${lines.length} decisions are open${about === null ? '' : ` for ${about}`}:`);
    if (about === null && entries.length > MOST) yield* byKind(entries);
    else yield* listed(entries);
    const without = entries.filter(({ line }) => line.proposal === null);
    if (without.length > 0) yield paragraph(`Without a proposal: ${without.map(labelOf).join(', ')}.`);
  }
}

function* byKind(entries: readonly Entry[]): Generator<ReturnType<typeof paragraph>> {
  const groups = Map.groupBy(entries, ({ line }) => line.kind);
  for (const [kind, group] of groups) {
    const names = group.slice(0, 4).map(({ name }) => name);
    const more = group.length - names.length;
    yield paragraph(`  ${kind.replaceAll('-', ' ')}: ${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`);
  }
}

function* listed(entries: readonly Entry[]): Generator<ReturnType<typeof paragraph>> {
  for (const entry of entries.slice(0, MOST)) {
    yield paragraph(`  ${labelOf(entry)}: ${answerWords(entry.line.kind, entry.line.proposal)} (${sure(entry.line)})`);
  }
  if (entries.length > MOST) yield paragraph(`  … and ${entries.length - MOST} more`);
}

/** `what is uncertain?`: the proposals to look at first, with what speaks for them and what else there is. */
export async function* uncertain(talk: Talk): Act {
  const below = yield* readDecisions(talk.hand, { open: true, below: UNCERTAIN }, talk.signal);
  // What somebody put forward was looked at already.
  const lines = below.filter(({ proposedBy }) => proposedBy === 'built-in');
  const [first, ...rest] = [...lines].sort((a, b) => (a.confidence ?? 0) - (b.confidence ?? 0));
  talk.lead();
  if (first === undefined) return yield paragraph('No open proposal is uncertain.');
  yield paragraph(`${lines.length} to look at, the least sure first:`);
  for (const line of [first, ...rest].slice(0, 5)) yield* told(yield* explain(talk.hand, line.id, talk.signal), null);
  if (lines.length > 5)
    yield paragraph(
      `… and ${lines.length - 5} more: ${rest
        .slice(4)
        .map(({ about }) => about)
        .join(', ')}`,
    );
}

/** `why is Tier a single-select?`: finds where the name ends by the names there are. */
export async function* why(talk: Talk, about: string): Act {
  const known = bookOf(yield* readDecisions(talk.hand, {}, talk.signal));
  const words = about.split(' ');
  for (let end = words.length; end > 0; end -= 1) {
    const found = known.find(words.slice(0, end).join(' '));
    if (found.length === 0) continue;
    const claim = words.slice(end).join(' ');
    const fitting = narrowed(found, claim);
    const [only] = fitting;
    if (only !== undefined && fitting.length === 1) return yield* told(yield* explain(talk.hand, only.line.id, talk.signal), claim);
    return yield* askWhich(
      talk,
      'Which one do you mean?',
      fitting.slice(0, 9).map((entry) => ({
        label: labelOf(entry),
        act: async function* () {
          yield* told(yield* explain(talk.hand, entry.line.id, talk.signal), claim);
        },
      })),
    );
  }
  yield paragraph(`I find no decision about "${about}". "what is open?" lists them.`);
}

/** Of several with one name those whose proposal is what the person says it is. */
function narrowed(found: readonly Entry[], claim: string): readonly Entry[] {
  if (claim === '' || found.length === 1) return found;
  const fitting = found.filter(({ line }) => claims(line, claim));
  return fitting.length > 0 ? fitting : found;
}

function claims(line: Line, claim: string): boolean {
  const said = answerWords(line.kind, line.answer ?? line.proposal).toLowerCase();
  return claim
    .toLowerCase()
    .replace(/^((becom(e|es|ing)|be|being|go(es|ing)?|made|a|an|the|to|in|into|as) )+/, '')
    .split(' ')
    .every((word) => said.includes(word.replace(/s$/, '')));
}

async function* told(decision: Explained, claim: string | null): Act {
  const answered = decision.state !== 'proposed';
  const answer = answered ? decision.answer : decision.proposal;
  const words = answerWords(decision.kind, answer);
  if (claim !== null && claim !== '' && !claims({ ...decision, proposal: answer, answer: null }, claim)) {
    yield paragraph(`It is not: ${decision.about} becomes ${words}.`);
  } else yield paragraph(`${decision.about}: ${words}.`);
  yield paragraph(`  ${decision.reason} (${answered ? `your answer: ${decision.state}` : sure(decision)})`);
  if (decision.evidence.length > 0) yield paragraph(`  Evidence: ${decision.evidence.join(' · ')}`);
  const others = decision.alternatives.map((one) => answerWords(decision.kind, one));
  if (others.length > 0) yield paragraph(`  Instead: ${others.join(' · ')}`);
}
