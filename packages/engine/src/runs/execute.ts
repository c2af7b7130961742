import { asCutoverError, CutoverError, type Entity, EXIT, type Exit, type RunEvent, type RunId, type RunKind } from '@cutover/domain';
import type { Door } from '@cutover/pipedrive';
import { z } from 'zod';
import { type Log, openLog } from '../log.ts';
import { type CallInfo, openTarget } from '../planning/target.ts';
import { instant } from '../ports.ts';
import { META } from '../settings.ts';
import type { Workspace } from '../workspace.ts';
import { type OpenedRun, openRun, type RunOptions } from './open.ts';

/** What a run works with. */
export interface RunContext extends OpenedRun {
  readonly ws: Workspace;
  readonly door: Door;
  readonly log: Log;
  readonly options: RunOptions;
  /** It goes on so soon after the process before it that looking at the account anew would show no more than that one knew. */
  readonly straightOn: boolean;
  /** Tells how far a stage has come. */
  readonly progress: (stage: Entity | string, done: number, total: number | null) => void;
  readonly notice: (level: 'info' | 'warning' | 'error', message: string, code?: string) => void;
}

export interface RunResult<T> {
  readonly run: string;
  readonly exit: Exit;
  readonly data: T;
}

/** What the work of a run gives back: a summary for the ledger and whether everything came out as planned. */
export interface Worked<T> {
  readonly exit: Exit;
  readonly data: T;
  readonly summary: Record<string, number | string | boolean | null>;
}

export const BLOCK_MS = 15 * 60_000;
/** A watcher in another process sees progress this often. */
const WATCH_MS = 500;

/**
 * Opens a run behind its gate, does its work, and leaves it finished or resumable. Whatever ends it early leaves the journal saved and the lock free.
 * With `wait`, a day's budget that is spent is slept over.
 * @throws CutoverError the gate's refusal, or what ended the work
 */
export async function execute<T>(
  ws: Workspace,
  kind: RunKind,
  options: RunOptions,
  work: (context: RunContext) => Promise<Worked<T>>,
): Promise<RunResult<T>> {
  for (;;) {
    try {
      return await once(ws, kind, options, work);
    } catch (error) {
      const until = options.wait === true ? resetOf(error) : null;
      if (until === null) throw error;
      await sleepUntil(ws, until);
    }
  }
}

async function once<T>(
  ws: Workspace,
  kind: RunKind,
  options: RunOptions,
  work: (context: RunContext) => Promise<Worked<T>>,
): Promise<RunResult<T>> {
  const { ledger, ports } = ws;
  const log = openLog(ws.dir, ports.clock.now);
  const hears: { call(call: CallInfo): void; beforeWrite(): void } = { call: log.call, beforeWrite: () => undefined };
  // The door first: without a token, or while the target blocks us, no approval is used up.
  const { ready: door, ...opened } = openRun(ws, kind, options, () =>
    openTarget(ws, { onCall: (call) => hears.call(call), beforeWrite: () => hears.beforeWrite() }),
  );
  const stillSpent = options.wait === true ? knownAsSpent(ws, opened.run) : null;
  const meter = meterOf(ws, opened.run);
  const straightOn = opened.resumed && workedLately(ws, opened.run);
  const working = noteWork(ws, opened.run);
  const tell = teller(ws, opened.run, log);
  const say = (state: 'started' | 'resumed' | 'paused' | 'finished' | 'failed', message?: string): void =>
    tell({ type: 'run', run: opened.run, kind, state, at: instant(ports.clock), ...(message === undefined ? {} : { message }) });
  hears.call = (call) => {
    log.call(call);
    meter.add(call.tokens);
    working();
  };
  // A process that slept while another took over must not send what it had in mind: its turn in the queue came after the check of the journal.
  hears.beforeWrite = () => ledger.lock.assertEpoch(opened.epoch);
  try {
    // Asking while the day is known to be spent is what makes Pipedrive block a client (api-facts §5.4).
    if (stillSpent !== null) throw stillSpent;
    say(opened.resumed ? 'resumed' : 'started');
    const worked = await work({
      ...opened,
      ws,
      door,
      log,
      options,
      straightOn,
      progress: (stage, done, total) =>
        tell({ type: 'progress', run: opened.run, stage, done, total, tokens: meter.total(), at: instant(ports.clock) }),
      notice: (level, message, code) =>
        tell({ type: 'notice', level, message, at: instant(ports.clock), ...(code === undefined ? {} : { code }) }),
    });
    ledger.lock.assertEpoch(opened.epoch);
    ledger.runs.setState(opened.run, 'finished', { exit: worked.exit, ...worked.summary });
    say('finished');
    return { run: opened.run, exit: worked.exit, data: worked.data };
  } catch (thrown) {
    const error = asCutoverError(thrown);
    log.failure(error);
    // Whoever took over has the say about the run now.
    if (error.code === 'epoch-moved') throw error;
    if (error.code === 'blocked')
      ledger.block(ports.clock.now() + BLOCK_MS, 'it answered with a page instead of data, or refused too many requests');
    const until = resetOf(error);
    ledger.runs.setState(opened.run, error.exit === EXIT.paused ? 'paused' : 'interrupted', {
      ...{ code: error.code, message: error.message },
      ...(until === null ? {} : { resetsAt: new Date(until).toISOString() }),
    });
    say(error.exit === EXIT.paused ? 'paused' : 'failed', `${error.code}: ${error.message}`);
    throw error;
  } finally {
    meter.save();
    await door.close();
    ledger.lock.release(opened.epoch);
  }
}

/** A pause longer than this, and people may have changed what the run saw. */
const STRAIGHT_ON_MS = 15 * 60_000;
const NOTE_WORK_MS = 1000;
const Work = z.strictObject({ run: z.string(), at: z.number() });

function workedLately(ws: Workspace, run: RunId): boolean {
  const last = ws.ledger.meta.get(META.lastWork, Work);
  const pause = last?.run === run ? ws.ports.clock.now() - last.at : Number.POSITIVE_INFINITY;
  // A clock that was set back tells nothing.
  return pause >= 0 && pause < STRAIGHT_ON_MS;
}

/** Call it with every request: writes down now and then when this run asked something last. */
function noteWork(ws: Workspace, run: RunId): () => void {
  let noted = Number.NEGATIVE_INFINITY;
  return () => {
    const at = ws.ports.clock.now();
    if (Math.abs(at - noted) < NOTE_WORK_MS) return;
    noted = at;
    ws.ledger.meta.set(META.lastWork, { run, at });
  };
}

/** Counts a run's tokens and writes them down now and then: a killed run loses few. */
function meterOf(ws: Workspace, run: RunId): { add(tokens: number): void; total(): number; save(): void } {
  let total = 0;
  let saved = 0;
  const save = (): void => {
    if (total > saved) ws.ledger.runs.addTokens(run, total - saved);
    saved = total;
  };
  return {
    add: (tokens) => {
      total += tokens;
      if (total - saved >= 100) save();
    },
    total: () => total,
    save,
  };
}

/** Passes events on to whoever started the run, and keeps them for those who watch it through the ledger. */
function teller(ws: Workspace, run: RunId, log: Log): (event: RunEvent) => void {
  let lastProgress = 0;
  return (event) => {
    ws.ports.emit(event);
    const now = ws.ports.clock.now();
    if (event.type === 'progress') {
      if (event.done !== event.total && Math.abs(now - lastProgress) < WATCH_MS) return;
      lastProgress = now;
    } else {
      log.event(event);
    }
    ws.ledger.runs.addEvent(run, event);
  };
}

const Reset = z.looseObject({ resetsAt: z.iso.datetime() });

/** When the day's budget comes back, if that is what stopped the run. */
function resetOf(error: unknown): number | null {
  if (!(error instanceof CutoverError) || error.code !== 'budget-spent') return null;
  const data = Reset.safeParse(error.details.data);
  return data.success ? Date.parse(data.data.resetsAt) : null;
}

const Paused = z.looseObject({ code: z.literal('budget-spent'), message: z.string(), resetsAt: z.iso.datetime() });
/** A reset that is further away than a day was told by a clock that has been set since. */
const LONGEST_PAUSE_MS = 25 * 3_600_000;

/** Why a run was paused, when the day's budget that stopped it is not back yet. */
function knownAsSpent(ws: Workspace, run: RunId): CutoverError | null {
  const paused = Paused.safeParse(ws.ledger.runs.get(run)?.summary);
  if (!paused.success) return null;
  const { code, message, resetsAt } = paused.data;
  const left = Date.parse(resetsAt) - ws.ports.clock.now();
  return left > 0 && left < LONGEST_PAUSE_MS ? new CutoverError(code, message, { data: { resetsAt } }) : null;
}

const LONGEST_NAP_MS = 60_000;

async function sleepUntil(ws: Workspace, until: number): Promise<void> {
  const { clock, stop } = ws.ports;
  try {
    // In short stretches: a timer does not run while a machine sleeps, and knows nothing of a clock that is set.
    while (clock.now() < until) await clock.sleep(Math.min(until - clock.now(), LONGEST_NAP_MS), stop);
  } catch (error) {
    throw stop.aborted ? stoppedByPerson() : error;
  }
}

/** Thrown where a run stops at a person's word: everything in flight has been finished and saved. */
export function stoppedByPerson(): CutoverError {
  return new CutoverError('interrupted', 'stopped at your word; everything in flight was finished and saved');
}
