import { createReadStream, mkdirSync, readFileSync, renameSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { CutoverError } from '@cutover/domain';
import { z } from 'zod';
import { PageMark } from './paging.ts';

/** `full`: every record. `changed`: those changed since an earlier reading; what is absent is unchanged. */
export const PullMode = z.enum(['full', 'changed']);
export type PullMode = z.infer<typeof PullMode>;

const Pull = z.strictObject({
  n: z.number().int().positive(),
  /** Milliseconds since 1970. */
  began: z.number(),
  /** The source's own clock when the first answer came. */
  asOf: z.number().nullable(),
  /** Per endpoint, by position. */
  modes: z.array(PullMode),
  /** Per endpoint: the instant from which changes were asked for, in milliseconds since 1970. */
  since: z.array(z.number().nullable()),
  done: z.boolean(),
});
export type Pull = z.infer<typeof Pull>;

const Manifest = z.strictObject({ format: z.literal(1), connector: z.string(), pulls: z.array(Pull) });
type Manifest = z.infer<typeof Manifest>;

/** What follows the rows of a page. */
const PageEnd = z.strictObject({ next: PageMark.optional() });
/** What follows the last page of an endpoint. */
const ListEnd = z.strictObject({
  /** The list stood still while it was read, as far as can be told. */
  settled: z.boolean(),
  /** How many rows the source said there are. */
  said: z.number().int().nullable(),
  came: z.number().int(),
});
export type ListEnd = z.infer<typeof ListEnd>;

/** One line of the copy of an endpoint: a record, the end of a page, or the end of the list. */
export type CopyLine =
  | { readonly kind: 'row'; readonly text: string }
  | { readonly kind: 'page'; readonly next: PageMark | undefined }
  | { readonly kind: 'end'; readonly end: ListEnd };

const MANIFEST = 'copy.json';

async function* linesIn(path: string): AsyncGenerator<{ text: string; end: number }> {
  let rest: Buffer = Buffer.alloc(0);
  let at = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 })) {
    const bytes: Buffer = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let from = 0;
    for (let to = bytes.indexOf(10); to !== -1; to = bytes.indexOf(10, from)) {
      at += to + 1 - from;
      yield { text: bytes.toString('utf8', from, to), end: at };
      from = to + 1;
    }
    rest = bytes.subarray(from);
  }
}

function lineOf(text: string): CopyLine {
  const body = text.slice(1);
  switch (text[0]) {
    case 'r':
      return { kind: 'row', text: body };
    case 'p':
      return { kind: 'page', next: PageEnd.parse(JSON.parse(body)).next };
    default:
      return { kind: 'end', end: ListEnd.parse(JSON.parse(body)) };
  }
}

/** The growing copy of one endpoint's list. What is in it up to the last whole page survives a crash. */
export class ListWriter {
  readonly #file: FileHandle;

  constructor(file: FileHandle) {
    this.#file = file;
  }

  /** @param rows each as one line of JSON */
  async page(rows: readonly string[], next: PageMark | undefined): Promise<void> {
    await this.#file.appendFile(`${rows.map((row) => `r${row}\n`).join('')}p${JSON.stringify(next === undefined ? {} : { next })}\n`);
  }

  async end(end: ListEnd): Promise<void> {
    await this.#file.appendFile(`e${JSON.stringify(end)}\n`);
    await this.#file.datasync();
  }

  async close(): Promise<void> {
    await this.#file.close();
  }
}

/**
 * The copy of an account, kept in a folder of the workspace beside the ledger: what a broken extract goes on from, and what a later one that asks
 * only for changes lays them over. A pull is one reading of all endpoints; the copy holds the last full list of each and the changes after it.
 */
export class SourceCopy {
  readonly #dir: string;
  #manifest: Manifest;

  private constructor(dir: string, manifest: Manifest) {
    this.#dir = dir;
    this.#manifest = manifest;
  }

  /** @param connector digest of address and connector: a copy made with another one is dropped */
  static open(dir: string, connector: string): SourceCopy {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    const manifest = readManifest(join(dir, MANIFEST));
    if (manifest?.connector === connector) return new SourceCopy(dir, manifest);
    rmSync(dir, { recursive: true, force: true });
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    return new SourceCopy(dir, { format: 1, connector, pulls: [] });
  }

  #save(pulls: readonly Pull[]): void {
    this.#manifest = { ...this.#manifest, pulls: [...pulls] };
    const file = join(this.#dir, MANIFEST);
    writeFileSync(`${file}.new`, JSON.stringify(this.#manifest), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }

  #put(pull: Pull): void {
    this.#save([...this.#manifest.pulls.filter(({ n }) => n !== pull.n), pull]);
  }

  /** The last finished pull. */
  last(): Pull | null {
    return this.#manifest.pulls.findLast((pull) => pull.done) ?? null;
  }

  /** A pull that was broken off. */
  unfinished(): Pull | null {
    return this.#manifest.pulls.find((pull) => !pull.done) ?? null;
  }

  /** Begins a pull; one that was broken off is dropped. */
  begin(pull: Pick<Pull, 'began' | 'modes' | 'since'>): Pull {
    for (const { n } of this.#manifest.pulls.filter(({ done }) => !done)) rmSync(this.#folder(n), { recursive: true, force: true });
    const done = this.#manifest.pulls.filter((one) => one.done);
    const begun: Pull = { ...pull, n: (done.at(-1)?.n ?? 0) + 1, asOf: null, done: false };
    rmSync(this.#folder(begun.n), { recursive: true, force: true });
    mkdirSync(this.#folder(begun.n), { recursive: true, mode: 0o700 });
    this.#save([...done, begun]);
    return begun;
  }

  /** Notes the source's own time, once. */
  answered(pull: Pull, at: number): Pull {
    if (pull.asOf !== null) return pull;
    const noted = { ...pull, asOf: at };
    this.#put(noted);
    return noted;
  }

  /** Marks a pull as staged, and drops what it supersedes. */
  finish(pull: Pull): void {
    this.#put({ ...pull, done: true });
    const needed = new Set(pull.modes.flatMap((_, index) => this.layers(index).map(({ n }) => n)));
    const kept = this.#manifest.pulls.filter(({ n, done }) => needed.has(n) || !done);
    for (const { n } of this.#manifest.pulls)
      if (!kept.some((one) => one.n === n)) rmSync(this.#folder(n), { recursive: true, force: true });
    this.#save(kept);
  }

  /** Forgets a pull that came whole and was not taken: the next one asks anew. */
  drop(pull: Pull): void {
    this.#save(this.#manifest.pulls.filter(({ n }) => n !== pull.n));
    rmSync(this.#folder(pull.n), { recursive: true, force: true });
  }

  /** The pulls whose lists of an endpoint lie over one another, oldest first: the last full one and the changes since. */
  layers(endpoint: number): Pull[] {
    const pulls = this.#manifest.pulls;
    return pulls.slice(
      Math.max(
        0,
        pulls.findLastIndex((pull) => pull.modes[endpoint] === 'full'),
      ),
    );
  }

  #folder(n: number): string {
    return join(this.#dir, String(n));
  }

  #file(pull: Pull, endpoint: number, attempt: number): string {
    return join(this.#folder(pull.n), `${endpoint}-${attempt}.rows`);
  }

  /** How many attempts at a list there are; later ones saw it later. */
  attempts(pull: Pull, endpoint: number): number {
    let n = 0;
    while (statSync(this.#file(pull, endpoint, n + 1), { throwIfNoEntry: false }) !== undefined) n += 1;
    return n;
  }

  async *lines(pull: Pull, endpoint: number, attempt: number): AsyncGenerator<CopyLine> {
    for await (const { text } of linesIn(this.#file(pull, endpoint, attempt))) yield lineOf(text);
  }

  /** Opens a list for writing where its last whole page ended; `visit` is told what is there up to then. */
  async write(pull: Pull, endpoint: number, attempt: number, visit: Visit): Promise<ListWriter> {
    const path = this.#file(pull, endpoint, attempt);
    if (statSync(path, { throwIfNoEntry: false }) !== undefined) {
      let whole = 0;
      let page: string[] = [];
      for await (const { text, end } of linesIn(path)) {
        const line = lineOf(text);
        if (line.kind === 'row') page.push(line.text);
        else {
          whole = end;
          if (line.kind === 'page') visit.page(page, line.next);
          else visit.end();
          page = [];
        }
      }
      truncateSync(path, whole);
    }
    return new ListWriter(await open(path, 'a', 0o600));
  }

  /** Keeps one attempt of a list alone, as the first. */
  keepOnly(pull: Pull, endpoint: number, attempt: number): void {
    if (attempt === 1) return;
    for (let n = 2; n <= attempt + 1; n += 1) if (n !== attempt) rmSync(this.#file(pull, endpoint, n), { force: true });
    renameSync(this.#file(pull, endpoint, attempt), this.#file(pull, endpoint, 1));
  }
}

/** Told what an earlier process left of a list. */
export interface Visit {
  page(rows: readonly string[], next: PageMark | undefined): void;
  end(): void;
}

function readManifest(file: string): Manifest | null {
  if (statSync(file, { throwIfNoEntry: false }) === undefined) return null;
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new CutoverError('source-unreadable', `${file} is damaged: remove the folder it is in, and everything is read anew`, {
      place: { file },
      cause,
    });
  }
  const parsed = Manifest.safeParse(value);
  if (!parsed.success)
    throw new CutoverError('source-unreadable', `${file} is of no known form: remove the folder it is in, and everything is read anew`, {
      place: { file },
    });
  return parsed.data;
}
