import { CutoverError, EXIT } from '@cutover/domain';
import type { DetachedKind } from '@cutover/engine';
import type { LaterKind } from '../hands/ahead.ts';
import type { GateFacts, Watched } from '../hands/facts.ts';
import { TOP } from '../text/scroll.ts';
import { paceOf, runName } from '../views/run.ts';
import { leftOverText, runResult } from '../views/run-result.ts';
import { percent } from '../words/objects.ts';
import { type Chat, faultText, refreshAbout, say, seatOf, talk, working } from './chat.ts';
import { gateFactsOf, openGate, refusalIn, showGate } from './gates.ts';

const POLL_MS = 200;

/**
 * Starts runs one after the other, each in a process of its own; where a gate is closed, the person is shown it first.
 * @param known what the gate is about, where that was worked out already
 */
export async function beginRuns(chat: Chat, kinds: readonly DetachedKind[], known: GateFacts | null = null): Promise<void> {
  const [kind, ...rest] = kinds;
  if (kind === undefined) return;
  const { hand } = seatOf(chat);
  let run: string | null = null;
  let expected: Readonly<Record<string, number>> = {};
  const refused = await new Promise<ReturnType<typeof refusalIn>>((resolve) => {
    void working(chat, 'Starting', async () => {
      try {
        run = hand.start(kind);
        expected = await hand.expected(kind);
        resolve(null);
      } catch (thrown) {
        const refusal = refusalIn(thrown);
        resolve(refusal);
        if (refusal === null) throw thrown;
      }
    });
  });
  if (refused !== null && known?.gate === refused.gate) return showGate(chat, { ...known, reason: refused.reason }, kinds);
  if (refused !== null) return openGate(chat, refused.gate, refused.reason, kinds);
  if (run !== null) await follow(chat, run, rest, expected);
}

/** Delta, repair, documents: what was broken off goes on; else first what it would do, then the run, behind its gate where it needs one. */
export async function beginLater(chat: Chat, kind: LaterKind): Promise<void> {
  if (seatOf(chat).hand.unfinished(kind)) return beginRuns(chat, [kind]);
  const facts = await gateFactsOf(chat, kind, 'missing');
  if (facts === null || facts.ahead === null) return;
  const { nothing, rows } = facts.ahead;
  if (nothing !== null) return say(chat, nothing, 'quiet');
  say(chat, `${runName(kind)}: ${rows.map(([label, text]) => `${label.toLowerCase()} ${text}`).join(', ')}.`, 'quiet');
  await beginRuns(chat, [kind], facts);
}

/** Watches a run to its end, whoever started it, and goes on with what comes after. */
export async function follow(
  chat: Chat,
  run: string,
  rest: readonly DetachedKind[],
  expected: Readonly<Record<string, number>> = {},
): Promise<void> {
  const { hand } = seatOf(chat);
  if (chat.sitting.run !== null) return;
  chat.sitting.run = run;
  chat.sitting.asked = null;
  try {
    let watched = hand.watch(run);
    chat.store.send({ do: 'show', screen: { at: 'run', watched, expected, estimate: estimateOf(chat), now: chat.now(), stopping: false } });
    while (watched.active) {
      await chat.wait(POLL_MS);
      watched = hand.watch(run);
      tell(chat, watched);
      askToStop(chat, run);
    }
    ended(chat, watched);
    chat.sitting.run = null;
    if (watched.state === 'finished') await after(chat, watched, rest);
  } catch (thrown) {
    talk(chat);
    say(chat, faultText(thrown), 'bad');
  } finally {
    chat.sitting.run = null;
    chat.store.send({ do: 'running', what: null });
  }
}

function tell(chat: Chat, watched: Watched): void {
  chat.store.send({ do: 'run', change: { watched, now: chat.now() } });
  const { screen } = chat.store.get();
  const pace = screen.at === 'run' ? paceOf(screen) : null;
  const share = pace?.total === null || pace === null ? '' : ` ${percent(pace.total === 0 ? 1 : pace.done / pace.total)}`;
  chat.store.send({ do: 'running', what: `${runName(watched.kind)}${share}` });
}

function ended(chat: Chat, watched: Watched): void {
  if (chat.store.get().screen.at === 'run') talk(chat);
  const { text, look } = runResult(watched);
  say(chat, text, look);
  refreshAbout(chat);
}

function estimateOf(chat: Chat): number | null {
  try {
    return seatOf(chat).hand.plan().envelope.meta.estimate.tokens;
  } catch {
    // Without a plan there is no estimate to hold the tokens against; the run itself says what is wrong.
    return null;
  }
}

/** What comes of itself after a run that finished. */
async function after(chat: Chat, { kind }: Watched, rest: readonly DetachedKind[]): Promise<void> {
  if (rest.length > 0) return beginRuns(chat, rest);
  if (kind === 'sample') return openDiff(chat);
  if (kind === 'full' || kind === 'delta' || kind === 'repair' || kind === 'files')
    say(chat, 'Next: /verify reads everything back and compares it.', 'quiet');
  if (kind === 'verify') say(chat, 'Next: /report says what became of every row.', 'quiet');
  if (kind === 'rollback') await prove(chat);
}

/** A rollback is believed when the account was read again: what is still there of what was loaded, and why. */
async function prove(chat: Chat): Promise<void> {
  await working(chat, 'Reading the account for what is left', async () => {
    const { text, look } = leftOverText(await seatOf(chat).hand.leftOver());
    say(chat, text, look);
  });
}

export function openDiff(chat: Chat): void {
  try {
    chat.store.send({ do: 'show', screen: { at: 'diff', diff: seatOf(chat).hand.diff(), filter: 'all', scroll: TOP } });
  } catch (thrown) {
    if (thrown instanceof CutoverError && thrown.code === 'not-ready') say(chat, 'There is no sample yet: /sample loads one.', 'warn');
    else say(chat, faultText(thrown), 'bad');
  }
}

/** Ctrl-C while a run is watched: once it finishes what is in flight and saves, the second time one leaves. */
export function interruptRun(chat: Chat): void {
  const { screen } = chat.store.get();
  const { run } = chat.sitting;
  if (screen.at !== 'run' || run === null) return;
  if (screen.stopping) chat.leave(EXIT.interrupted);
  chat.store.send({ do: 'run', change: { stopping: true } });
  askToStop(chat, run);
}

/** Asks once: a second time would end it at once. While its process is only starting there is nobody to ask; it is asked as soon as there is. */
function askToStop(chat: Chat, run: string): void {
  const { screen } = chat.store.get();
  if (screen.at !== 'run' || !screen.stopping || chat.sitting.asked === run) return;
  if (seatOf(chat).hand.cancel(run)) chat.sitting.asked = run;
}

export function leaveRun(chat: Chat): void {
  talk(chat);
  say(chat, 'It goes on in a process of its own; the line below says how far it is.', 'quiet');
}
