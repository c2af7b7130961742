import { asCutoverError, CutoverError, type Entity, EXIT, type Exit, type RunKind } from '@cutover/domain';
import type { Door } from '@cutover/pipedrive';
import { type Log, openLog } from '../log.ts';
import { openTarget } from '../planning/target.ts';
import { instant } from '../ports.ts';
import type { Workspace } from '../workspace.ts';
import { type OpenedRun, openRun, type RunOptions } from './open.ts';

/** What a run works with. */
export interface RunContext extends OpenedRun {
  readonly ws: Workspace;
  readonly door: Door;
  readonly log: Log;
  readonly options: RunOptions;
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

const BLOCK_MS = 15 * 60_000;

/**
 * Opens a run behind its gate, does its work, and leaves it finished or resumable. Whatever ends it early leaves the journal saved and the lock free.
 * @throws CutoverError the gate's refusal, or what ended the work
 */
export async function execute<T>(
  ws: Workspace,
  kind: RunKind,
  options: RunOptions,
  work: (context: RunContext) => Promise<Worked<T>>,
): Promise<RunResult<T>> {
  const opened = openRun(ws, kind, options);
  const { ledger, ports } = ws;
  const log = openLog(ws.dir, ports.clock.now);
  const say = (state: 'started' | 'resumed' | 'paused' | 'finished' | 'failed', message?: string): void => {
    const event = {
      type: 'run' as const,
      run: opened.run,
      kind,
      state,
      at: instant(ports.clock),
      ...(message === undefined ? {} : { message }),
    };
    log.event(event);
    ports.emit(event);
  };
  let tokens = 0;
  let saved = 0;
  const saveTokens = (): void => {
    if (tokens > saved) ledger.runs.addTokens(opened.run, tokens - saved);
    saved = tokens;
  };
  try {
    const door = openTarget(ws, {
      onCall: (call) => {
        log.call(call);
        tokens += call.tokens;
        if (tokens - saved >= 100) saveTokens();
      },
    });
    const context: RunContext = {
      ...opened,
      ws,
      door,
      log,
      options,
      progress: (stage, done, total) =>
        ports.emit({ type: 'progress', run: opened.run, stage, done, total, tokens, at: instant(ports.clock) }),
      notice: (level, message, code) => {
        const event = { type: 'notice' as const, level, message, at: instant(ports.clock), ...(code === undefined ? {} : { code }) };
        log.event(event);
        ports.emit(event);
      },
    };
    say(opened.resumed ? 'resumed' : 'started');
    const worked = await work(context);
    saveTokens();
    ledger.runs.setState(opened.run, 'finished', { exit: worked.exit, ...worked.summary });
    say('finished');
    return { run: opened.run, exit: worked.exit, data: worked.data };
  } catch (thrown) {
    const error = asCutoverError(thrown);
    log.failure(error);
    saveTokens();
    if (error.code === 'blocked')
      ledger.block(ports.clock.now() + BLOCK_MS, 'an HTML page came instead of an answer, or too many requests were refused');
    ledger.runs.setState(opened.run, error.exit === EXIT.paused ? 'paused' : 'interrupted', { code: error.code, message: error.message });
    say(error.exit === EXIT.paused ? 'paused' : 'failed', `${error.code}: ${error.message}`);
    throw error;
  } finally {
    ledger.lock.release(opened.epoch);
  }
}

/** Thrown where a run stops at a person's word: everything in flight has been finished and saved. */
export function stoppedByPerson(): CutoverError {
  return new CutoverError('interrupted', 'stopped at your word; everything in flight was finished and saved');
}
