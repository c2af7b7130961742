import { createHash } from 'node:crypto';
import { Refused, type SourceClient } from './client.ts';
import type { Endpoint } from './connector.ts';
import type { ListWriter, Pull, SourceCopy } from './copy.ts';
import { addressOf, LoopGuard, type Page, type PageMark, readPage } from './paging.ts';
import { cellAt } from './path.ts';

/** A list that changes while it is read is read again, so often. */
const MOST_ATTEMPTS = 3;
/** Answers to a cursor that an earlier process was given and that is no more. */
const STALE_MARK: ReadonlySet<number> = new Set([400, 404, 410, 422]);

/** What has been seen of a list so far. */
class Progress {
  readonly #endpoint: Endpoint;
  readonly #ids = new Set<string>();
  readonly #digest = createHash('sha256');
  readonly guard: LoopGuard;
  rows = 0;
  said: number | null = null;
  moved = false;

  constructor(endpoint: Endpoint) {
    this.#endpoint = endpoint;
    this.guard = new LoopGuard(endpoint);
  }

  /** Rows that were not there on the page before may be there twice when the list moved under the numbers of its pages. */
  add(texts: readonly string[]): void {
    this.rows += texts.length;
    for (const text of texts) this.#digest.update(text).update('\n');
    const { id, paging } = this.#endpoint;
    if (id === undefined || (paging.by !== 'page' && paging.by !== 'offset')) return;
    const here = new Set(texts.map((text) => cellAt(JSON.parse(text), id, '')));
    for (const one of here) {
      if (this.#ids.has(one)) this.moved = true;
      this.#ids.add(one);
    }
  }

  says(total: number | null): void {
    if (total === null) return;
    if (this.said !== null && this.said !== total) this.moved = true;
    this.said = total;
  }

  get complete(): boolean {
    return this.said !== null && this.rows >= this.said;
  }

  get settled(): boolean {
    return !this.moved && (this.said === null || this.said === this.rows);
  }

  digest(): string {
    return this.#digest.digest('hex');
  }
}

export interface Listing {
  readonly base: string;
  readonly endpoint: Endpoint;
  readonly index: number;
  readonly since: string | null;
  readonly parallel: number;
  readonly client: SourceClient;
  readonly copy: SourceCopy;
  readonly pull: Pull;
  /** Told each answer's own time. */
  readonly onDate: (date: number) => void;
}

/** Brings the list of one endpoint into the copy, from where an earlier process left it. */
export async function copyList(listing: Listing): Promise<void> {
  const { copy, pull, index } = listing;
  let before: string | null = null;
  for (let attempt = Math.max(1, copy.attempts(pull, index)); ; attempt += 1) {
    const read = await attemptAt(listing, attempt, before);
    if (read === 'done') return;
    before = read;
  }
}

/** One attempt. Its digest when the list has to be read again. */
async function attemptAt(listing: Listing, attempt: number, before: string | null): Promise<string | 'done'> {
  const { copy, pull, index, endpoint } = listing;
  const progress = new Progress(endpoint);
  let mark: PageMark | undefined = null;
  let ended = false;
  const writer = await copy.write(pull, index, attempt, {
    page(rows, next) {
      progress.add(rows);
      if (next !== undefined) progress.guard.remember(next);
      mark = next;
    },
    end() {
      ended = true;
    },
  });
  try {
    if (ended) return 'done';
    const fresh = await readOn(listing, writer, progress, mark);
    if (!fresh) return '';
    const digest = progress.digest();
    // The same list twice over: it has these rows, whatever its total or its ids look like.
    const settled = progress.settled || digest === before;
    if (!settled && attempt < MOST_ATTEMPTS) return digest;
    if (settled) copy.keepOnly(pull, index, attempt);
    await writer.end({ settled, said: progress.said, came: progress.rows });
    return 'done';
  } finally {
    await writer.close();
  }
}

/** Reads page after page from a mark on. False: the mark of an earlier process is known no more. */
async function readOn(listing: Listing, writer: ListWriter, progress: Progress, from: PageMark | undefined): Promise<boolean> {
  let mark = from;
  const ahead = new Map<PageMark, Promise<Page>>();
  while (mark !== undefined) {
    let page: Page;
    try {
      page = await (ahead.get(mark) ?? askFor(listing, mark));
    } catch (thrown) {
      await Promise.allSettled(ahead.values());
      if (mark !== null && mark === from && thrown instanceof Refused && STALE_MARK.has(thrown.status)) return false;
      throw thrown;
    }
    ahead.delete(mark);
    progress.guard.pass(page);
    const texts = page.rows.map((row) => JSON.stringify(row));
    progress.says(page.total);
    progress.add(texts);
    if (page.date !== null) listing.onDate(page.date);
    const next = progress.complete ? undefined : page.next;
    await writer.page(texts, next);
    if (next !== undefined) askAhead(listing, progress, next, page.rows.length, ahead);
    mark = next;
  }
  await Promise.allSettled(ahead.values());
  return true;
}

function askFor({ client, base, endpoint, since }: Listing, mark: PageMark): Promise<Page> {
  return client.ask(addressOf(base, endpoint, since, mark), (answer) => readPage(endpoint, mark, answer));
}

/** Where the number of rows is known, the pages that follow are asked for side by side; they are kept in their order. */
function askAhead(listing: Listing, { said, rows }: Progress, next: PageMark, step: number, ahead: Map<PageMark, Promise<Page>>): void {
  const { by } = listing.endpoint.paging;
  if (said === null || step === 0 || typeof next !== 'number' || (by !== 'page' && by !== 'offset')) return;
  for (let n = 0; n < listing.parallel && rows + n * step < said; n += 1) {
    const mark = next + n * (by === 'page' ? 1 : step);
    if (ahead.has(mark)) continue;
    const asked = askFor(listing, mark);
    // Whether it matters that this one failed is known when its turn has come.
    asked.catch(() => undefined);
    ahead.set(mark, asked);
  }
}
