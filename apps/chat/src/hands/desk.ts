import type { KeyObject } from 'node:crypto';
import { CutoverError, canonicalJson, type Decision, isOpen } from '@cutover/domain';
import {
  type Command,
  cancelRun,
  dryRun,
  extractSummary,
  makeReport,
  readDiff,
  rollbackDryRun,
  showPlan,
  startDetached,
  statusOf,
  type Workspace,
} from '@cutover/engine';
import {
  allowColumn,
  approve,
  catchUp,
  decideMany,
  exportColumns,
  openKey,
  saveAnswers,
  undoLast,
  type Verdict,
  withholdColumn,
} from '@cutover/engine/desk';
import { z } from 'zod';
import { namedColumns } from './columns.ts';
import { finishedSinceRollback, gateFacts } from './gate-facts.ts';
import type { PersonHand } from './person.ts';
import { createWatcher } from './watch.ts';

/** Where a person stopped, in the ledger: so that the next start shows the same card. */
const PLACE = 'chat-card';
const EXAMPLES = 4;

/** The person's hand over one workspace. @param exampleKey the key that the example made for itself; null for every other workspace */
export function deskOf(ws: Workspace, command: Command, exampleKey: KeyObject | null): PersonHand {
  const { ledger } = ws;
  const watch = createWatcher(ws);
  const decisions = (): readonly Decision[] => ledger.decisions.all();
  /** Work that reads the plan, with all answers in it. */
  const upToDate = <T>(work: () => T): T => {
    catchUp(ws);
    return work();
  };
  return Object.freeze({
    dir: ws.dir,
    ownKey: exampleKey !== null,
    about: () => {
      const all = decisions();
      return {
        company: ws.company()?.domain ?? null,
        decided: all.length === 0 ? null : { done: all.length - all.filter(isOpen).length, total: all.length },
        example: exampleKey !== null,
      };
    },
    status: () => upToDate(() => statusOf(ws)),
    decisions,
    examples: (decision) => examplesOf(ws, decision),
    answer: (shown, verdict) => {
      for (const one of shown) holdDecision(ledger.decisions.get(one.id), one);
      const answers = Object.fromEntries(shown.map(({ id }) => [id, verdict] satisfies [string, Verdict]));
      if ('accept' in verdict) saveAnswers(ws, answers);
      else decideMany(ws, answers);
    },
    catchUp: () => catchUp(ws),
    undo: () => undoLast(ws).undone,
    columns: () => (ledger.staging.summary() === null ? [] : namedColumns(exportColumns(ws))),
    allow: (column, yes) => (yes ? allowColumn(ws, column) : withholdColumn(ws, column)),
    place: () => ledger.meta.get(PLACE, z.string()),
    keepPlace: (id) => ledger.meta.set(PLACE, id),
    plan: () => upToDate(() => showPlan(ws)),
    diff: () => readDiff(ws),
    report: () => upToDate(() => makeReport(ws)),
    gate: (gate, reason) => upToDate(() => gateFacts(ws, gate, reason)),
    leftOver: () => rollbackDryRun(ws, {}),
    approve: (shown, signer, company) => {
      approve(ws, { gate: shown.gate, key: keyOf(signer, exampleKey), company, shown: shown.subject });
    },
    needed: (kind) => (kind === 'sample' && !finishedSinceRollback(ws, 'schema') ? ['schema', 'sample'] : [kind]),
    unfinished: (kind) => ledger.runs.resumable(kind) !== null,
    start: (kind) => upToDate(() => startDetached(ws, kind, command)),
    expected: async (kind) => (kind === 'sample' || kind === 'full' ? (await upToDate(() => dryRun(ws, kind))).create : {}),
    watch: (run) => watch(run),
    activeRun: () => ledger.runs.list().findLast(({ run, state }) => state === 'running' && watch(run).active)?.run ?? null,
    cancel: (run) => cancelRun(ws, watch(run).run),
    close: () => {
      catchUp(ws);
      ws.close();
    },
  } satisfies PersonHand);
}

/** What a person answers is what they saw. @throws CutoverError `stale-list` */
function holdDecision(now: Decision | null, shown: Decision): void {
  const seen = ({ proposal, alternatives, status, answer }: Decision): string => canonicalJson({ proposal, alternatives, status, answer });
  if (now === null || seen(now) !== seen(shown))
    throw new CutoverError('stale-list', 'this decision has changed since it was shown: look at it again', { place: { id: shown.id } });
}

function keyOf(signer: Parameters<PersonHand['approve']>[1], exampleKey: KeyObject | null): KeyObject {
  if (signer !== 'example') return openKey(signer.file, signer.passphrase);
  if (exampleKey !== null) return exampleKey;
  throw new CutoverError('bad-key', 'only the example signs with a key of its own');
}

function examplesOf(ws: Workspace, { subject }: Decision): readonly string[] {
  const { file, index } = subject;
  if (typeof file !== 'string' || typeof index !== 'number') return [];
  const column = extractSummary(ws)
    .files.find((one) => one.file === file)
    ?.columns.find((one) => one.index === index);
  return column?.examples.slice(0, EXAMPLES) ?? [];
}
