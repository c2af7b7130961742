import { appendFileSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { CutoverError, PROBE_DIARY } from '@cutover/domain';
import { type Diary, KINDS, type Kind } from '@cutover/pipedrive';
import { z } from 'zod';

const KindName = z.string().transform((text, context): Kind => {
  const kind = (Object.keys(KINDS) as Kind[]).find((known) => known === text);
  if (kind !== undefined) return kind;
  context.addIssue(`${text} is nothing a probe makes`);
  return z.NEVER;
});
const Line = z.discriminatedUnion('what', [
  z.strictObject({ what: z.literal('making'), kind: KindName }),
  z.strictObject({ what: z.literal('refused'), kind: KindName }),
  z.strictObject({ what: z.literal('made'), kind: KindName, id: z.string() }),
  z.strictObject({ what: z.literal('gone'), kind: KindName, id: z.string() }),
]);
type Line = z.infer<typeof Line>;

export interface DiaryFile extends Diary {
  /** Everything made was deleted: the file goes too. */
  close(): void;
}

/** A probe's diary: each line is on disk before the request leaves that it is about. */
export function openDiary(dir: string): DiaryFile {
  const file = join(dir, PROBE_DIARY);
  const note = (line: Line): void => appendFileSync(file, `${JSON.stringify(line)}\n`, { mode: 0o600, flush: true });
  return {
    making: (kind) => note({ what: 'making', kind }),
    made: (kind, id) => note({ what: 'made', kind, id }),
    refused: (kind) => note({ what: 'refused', kind }),
    gone: (kind, id) => note({ what: 'gone', kind, id }),
    close: () => rmSync(file, { force: true }),
  };
}

export interface LeftBehind {
  readonly made: readonly { readonly kind: Kind; readonly id: string }[];
  /** Kinds of which something may have been made whose answer was never seen. */
  readonly unsure: ReadonlySet<Kind>;
}

/** What an earlier probe made and did not delete, by its diary. @throws CutoverError `bad-file` */
export function leftBehind(dir: string): LeftBehind {
  const file = join(dir, PROBE_DIARY);
  const made: { kind: Kind; id: string }[] = [];
  const unsure = new Set<Kind>();
  let pending: Kind | null = null;
  const unanswered = (): void => {
    if (pending !== null) unsure.add(pending);
    pending = null;
  };
  for (const line of existsSync(file) ? linesOf(file) : []) {
    if (line.what === 'making') {
      unanswered();
      pending = line.kind;
    } else if (line.what === 'made') {
      pending = null;
      made.push({ kind: line.kind, id: line.id });
    } else if (line.what === 'refused') pending = null;
    else {
      const at = made.findIndex(({ kind, id }) => kind === line.kind && id === line.id);
      if (at >= 0) made.splice(at, 1);
    }
  }
  unanswered();
  return { made, unsure };
}

function linesOf(file: string): Line[] {
  const texts = readFileSync(file, 'utf8').split('\n');
  // A process that died writing leaves its last line cut: the request it was about had not left yet, or is told by the line before.
  const whole = texts.slice(0, -1).filter((text) => text !== '');
  return whole.map((text, at) => {
    const parsed = Line.safeParse(jsonIn(text));
    if (parsed.success) return parsed.data;
    throw new CutoverError('bad-file', `${file} is no diary of a probe`, { place: { file, line: at + 1 } });
  });
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The schema refuses it, and the caller names the line.
    return null;
  }
}
