import { AccountSnapshot, CutoverError, EXIT, PlanField, type RunId } from '@cutover/domain';
import { Json } from '@cutover/ledger';
import {
  type Binding,
  capCheck,
  exceeded,
  findSchemaStep,
  optionName,
  performSchemaStep,
  planSchemaSteps,
  readRecords,
  readSettings,
  type SchemaStep,
  type StepResult,
} from '@cutover/pipedrive';
import { z } from 'zod';
import { type DoneResult, sendAndSettle, unresolved } from '../load/send.ts';
import { accountOf, checkAccount, refuseStale } from '../planning/refresh.ts';
import { holdCompany, holdTarget } from '../planning/target.ts';
import { META } from '../settings.ts';
import type { Workspace } from '../workspace.ts';
import { bindingRow, noteBindings } from './bindings.ts';
import { execute, type RunContext, type RunResult, stoppedByPerson, type Worked } from './execute.ts';
import { refuseMigrated, takeInventory } from './inventory.ts';
import type { RunOptions } from './open.ts';

export interface SchemaResult {
  readonly created: number;
  readonly reused: number;
}

/**
 * Creates what the plan names and notes what each name became in this account; what is there by name and type is reused. Before the first write it takes
 * the inventory that a rollback is proved against.
 * @throws CutoverError `approval-required`, `plan-stale`, `cap-reached`, `already-migrated`, `forbidden` and what the door throws
 */
export function runSchema(ws: Workspace, options: RunOptions): Promise<RunResult<SchemaResult>> {
  return execute(ws, 'schema', options, (context) => work(context));
}

/** What the schema run would do, without doing it. */
export function schemaSteps(ws: Workspace, account = accountOf(ws)): readonly SchemaStep[] {
  const envelope = ws.ledger.plan.loadEnvelope();
  if (envelope === null) throw new CutoverError('no-plan', 'there is no plan yet');
  return planSchemaSteps(envelope.plan.schema, account);
}

async function work(context: RunContext): Promise<Worked<SchemaResult>> {
  const { ws, door, envelope } = context;
  const seen = seenByThisRun(context);
  if (seen !== null) {
    await checkAccount(context);
    return perform(context, planSchemaSteps(envelope.plan.schema, seen));
  }
  context.progress('inventory', 0, null);
  const account = await readRecords(door, await settingsFor(context));
  refuseStale(envelope, account);
  if (!account.me.admin)
    throw new CutoverError(
      'forbidden',
      `the token belongs to ${account.me.mail}, who is no admin: stages, activity types and fields cannot be created`,
    );
  if (context.options.adopt === true) ws.ledger.meta.set(META.adopting, true);
  else refuseMigrated(ws, account);
  const steps = planSchemaSteps(envelope.plan.schema, account);
  const [over] = exceeded(
    capCheck({
      steps,
      snapshot: account,
      tier: envelope.target.tier,
      seats: envelope.target.seats,
      deals: envelope.plan.counts.package ?? 0,
    }),
  );
  if (over !== undefined) {
    throw new CutoverError(
      'cap-reached',
      `${over.what}: ${over.planned} planned and ${over.present} there, and this account may hold ${over.cap ?? 'no more'}`,
      { expected: over.advice.join(' ') },
    );
  }
  takeInventory(ws, account);
  ws.ledger.meta.set(META.accountNow, AccountSnapshot.parse(account));
  ws.ledger.meta.set(META.accountSeenBy, context.run);
  ws.ledger.meta.remove(META.accountHalf);
  return perform(context, steps);
}

const Half = z.strictObject({ run: z.string(), account: AccountSnapshot });

/** The first half of the inventory, kept for the case that the second is broken off. */
async function settingsFor({ ws, door, run, straightOn }: RunContext): Promise<AccountSnapshot> {
  const half = straightOn ? ws.ledger.meta.get(META.accountHalf, Half) : null;
  if (half?.run === run) {
    await holdTarget(ws, door);
    return half.account;
  }
  const account = await readSettings(door);
  // Of another company nothing is kept, not even for a next try.
  holdCompany(ws, account.company);
  ws.ledger.meta.set(META.accountHalf, { run, account });
  return account;
}

/** The account as this very run saw it before its first write, when it goes straight on: reading it all again costs more than a crash should. */
function seenByThisRun({ ws, run, straightOn }: RunContext): AccountSnapshot | null {
  const { meta } = ws.ledger;
  return straightOn && meta.get(META.accountSeenBy, z.string()) === run ? meta.get(META.accountNow, AccountSnapshot) : null;
}

async function perform(context: RunContext, steps: readonly SchemaStep[]): Promise<Worked<SchemaResult>> {
  const { ledger, ports } = context.ws;
  let created = 0;
  let reused = 0;
  for (const step of leftBehind(context, steps)) {
    await make(context, step, step.seq);
    created += 1;
  }
  for (const [i, step] of steps.entries()) {
    if (ports.stop.aborted) throw stoppedByPerson();
    const left = ledger.journal.open().find((intent) => intent.op === 'schema' && intent.key === step.key);
    if (left === undefined && isBound(context.ws, step)) {
      reused += 1;
    } else if (step.reuse !== undefined && left === undefined) {
      noteBindings(context, step.reuse, 'found');
      reused += 1;
    } else {
      await make(context, step, left?.seq ?? null);
      created += 1;
    }
    context.progress('schema', i + 1, steps.length);
  }
  return { exit: EXIT.done, data: { created, reused }, summary: { created, reused } };
}

/** Whether what the step sees to is known in this account. */
export function isBound({ ledger: { bindings } }: Pick<Workspace, 'ledger'>, { kind, name, detail }: SchemaStep): boolean {
  if (detail.kind !== 'options') return bindings.get(kind, name) !== null;
  const { entity, slug } = detail.field;
  return detail.labels.every((label) => bindings.get('option', optionName(entity, slug, label)) !== null);
}

/** What an earlier process asked for and the account, as it stands now, does not need any more: options that arrived without their answer. */
function leftBehind({ ws }: Pick<RunContext, 'ws'>, steps: readonly SchemaStep[]): LeftStep[] {
  const keys = new Set(steps.map((step) => step.key));
  return leftSteps(ws).filter((step) => step.kind === 'options' && !keys.has(step.key));
}

type LeftStep = SchemaStep & { readonly seq: number; readonly run: RunId };

/** Steps whose request was on its way when the process died. */
function leftSteps(ws: Workspace): LeftStep[] {
  return ws.ledger.journal.open().flatMap(({ op, key, request, seq, run }): LeftStep[] => {
    const detail = Detail.safeParse(request);
    if (op !== 'schema' || !detail.success) return [];
    const { kind } = detail.data;
    return [{ key, kind, name: key.slice(kind.length + 1), detail: detail.data, seq, run }];
  });
}

/** The request of an intent, as `make` wrote it down. */
const Detail = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('pipeline'), title: z.string(), stages: z.array(z.string()) }),
  z.strictObject({ kind: z.literal('stage'), title: z.string(), pipeline: z.string() }),
  z.strictObject({ kind: z.literal('activity-type'), title: z.string(), icon: z.string() }),
  z.strictObject({ kind: z.literal('field'), field: PlanField }),
  z.strictObject({ kind: z.literal('options'), field: PlanField, fieldKey: z.string(), labels: z.array(z.string()) }),
]);

/** Looks what became of the schema that a process was making when it died, and makes nothing. For whoever holds the lock. */
export async function settleSchemaLeftOvers(context: Pick<RunContext, 'ws' | 'door'>): Promise<void> {
  for (const step of leftSteps(context.ws)) {
    const found = await look(context, step, LATER_LOOKS_MS);
    await context.ws.ledger.journal.settle(
      step.seq,
      found === null
        ? { state: 'abandoned', why: 'looked for and not there: it never arrived' }
        : createdResult({ ...context, run: step.run }, found),
    );
  }
}

const MAX_SENDS = 3;
const LOOKS_MS: readonly number[] = [200, 2_000, 5_000];

type Made = Extract<StepResult, { outcome: 'done' }>;
/** For what a process that died asked for: time has passed since. */
const LATER_LOOKS_MS: readonly number[] = [200, 5_000];

/** Creates one thing once: a request of unknown outcome is looked for by name and type before it is sent again. */
async function make(context: RunContext, step: SchemaStep, leftOver: number | null): Promise<void> {
  const { ledger } = context.ws;
  if (leftOver !== null) {
    const found = await look(context, step, LATER_LOOKS_MS);
    if (found !== null) return ledger.journal.settle(leftOver, createdResult(context, found));
    await ledger.journal.settle(leftOver, { state: 'abandoned', why: 'looked for and not there: it never arrived' });
  }
  const { run, epoch } = context;
  const sent = await sendAndSettle<Made>(
    { ledger, run, epoch },
    {
      intent: { op: 'schema', entity: step.kind, key: step.key, request: Json.parse(step.detail) },
      sends: MAX_SENDS,
      write: () => performSchemaStep(context.door, step, bound(context)),
      look: async () => {
        const found = await look(context, step);
        return found === null ? null : { outcome: 'done', created: true, bindings: found };
      },
      result: ({ bindings }) => createdResult(context, bindings),
      // A pipeline is made by more than one request, and what came to grief may have been a later one.
      inParts: step.kind === 'pipeline',
    },
  );
  if (sent.outcome === 'refused') throw new CutoverError(sent.code, `${step.key} was refused: ${sent.reason}`, { place: { id: step.key } });
  if (sent.outcome === 'unanswered') throw unresolved(step.key, step.key, sent);
  if (sent.notice !== undefined) context.notice('warning', sent.notice, 'more-stages');
}

async function look(context: Pick<RunContext, 'ws' | 'door'>, step: SchemaStep, looks = LOOKS_MS): Promise<readonly Binding[] | null> {
  const { ports, target } = context.ws;
  for (const wait of looks) {
    await ports.clock.sleep(wait / (target.loopback ? ports.timeScale : 1));
    const found = await findSchemaStep(context.door, step, bound(context));
    if (found !== null) return madeBy(step, found);
  }
  return null;
}

/** Of what was found, what this step made: options are added to a field that was there before, and neither it nor its own options are ours. */
function madeBy({ detail }: SchemaStep, found: readonly Binding[]): readonly Binding[] {
  if (detail.kind !== 'options') return found;
  const ours = new Set(detail.labels.map((label) => optionName(detail.field.entity, detail.field.slug, label)));
  return found.filter((binding) => binding.kind === 'option' && ours.has(binding.name));
}

/** API tokens of creating it (api-facts §2.2): activity types are v1. */
const tokensOf = (bindings: readonly Binding[]): number => (bindings[0]?.kind === 'activity-type' ? 10 : 5);

/** What the step became goes down with its result in one transaction: a field is never known without its options. */
function createdResult(context: Pick<RunContext, 'ws' | 'run'>, bindings: readonly Binding[]): DoneResult {
  return {
    state: 'done',
    status: 200,
    tokens: tokensOf(bindings),
    bindings: bindings.map((binding) => bindingRow(context, binding, 'created')),
  };
}

function bound(context: Pick<RunContext, 'ws'>) {
  return <K extends Binding['kind']>(kind: K, name: string): Extract<Binding, { kind: K }> | null => {
    const row = context.ws.ledger.bindings.get(kind, name);
    return row === null ? null : ({ kind, name, value: row.value } as Extract<Binding, { kind: K }>);
  };
}
