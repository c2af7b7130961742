import { CutoverError } from '@cutover/domain';
import { z } from 'zod';
import { sameHost } from './address.ts';
import { type Answer, AnswerFault } from './client.ts';
import type { Endpoint, Paging } from './connector.ts';
import { valueAt } from './path.ts';

/** Where a page begins: a number (of the page, or of its first row), a cursor or an address. Null: the first page. */
export const PageMark = z.union([z.number().int(), z.string()]).nullable();
export type PageMark = z.infer<typeof PageMark>;

export interface Page {
  readonly rows: readonly unknown[];
  /** Where the next page begins; undefined after the last one. */
  readonly next: NonNullable<PageMark> | undefined;
  /** How many rows there are in all, when the source says so. */
  readonly total: number | null;
  readonly date: number | null;
}

/** The address of a page. */
export function addressOf(base: string, endpoint: Endpoint, since: string | null, mark: PageMark): URL {
  const url = new URL(`${base}${endpoint.path}`);
  const { paging } = endpoint;
  // The next page's address as the source gave it holds everything already.
  if (paging.by === 'link' && typeof mark === 'string') return sameHost(mark, url);
  for (const [name, value] of Object.entries(endpoint.query)) url.searchParams.set(name, value);
  if (since !== null && endpoint.since !== undefined) url.searchParams.set(endpoint.since.parameter, since);
  if (paging.by === 'none') return url;
  if (paging.size !== undefined) url.searchParams.set(paging.size.parameter, String(paging.size.rows));
  if (paging.by === 'page') url.searchParams.set(paging.parameter, String(mark ?? paging.first));
  else if (paging.by === 'offset') url.searchParams.set(paging.parameter, String(mark ?? 0));
  else if (paging.by === 'cursor' && mark !== null) url.searchParams.set(paging.parameter, String(mark));
  return url;
}

const kindOf = (value: unknown): string => {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  return Array.isArray(value) ? 'a list' : typeof value === 'object' ? 'an object' : `a ${typeof value}`;
};

function totalIn(paging: Paging, json: unknown): number | null {
  if ((paging.by !== 'page' && paging.by !== 'offset') || paging.total === undefined) return null;
  const total = Number(valueAt(json, paging.total));
  if (Number.isInteger(total) && total >= 0) return total;
  throw new AnswerFault(`at paging.total (${paging.total.join('.')}) there is no count but ${kindOf(valueAt(json, paging.total))}`);
}

/** The address with `rel="next"` of a link header. */
function linkedNext(header: string | null): string | undefined {
  for (const [, address = '', parameters = ''] of (header ?? '').matchAll(/<([^>]*)>((?:\s*;\s*[^\s=;,]+(?:=(?:"[^"]*"|[^",;]*))?)*)/g))
    if (/;\s*rel\s*=\s*(?:"(?:[^"]*\s)?next(?:\s[^"]*)?"|next(?![^\s,;]))/i.test(parameters)) return address;
  return undefined;
}

function cursorIn(json: unknown, path: readonly string[]): string | undefined {
  const cursor = valueAt(json, path);
  if (cursor === undefined || cursor === null || cursor === '' || cursor === false) return undefined;
  if (typeof cursor === 'string') return cursor;
  throw new AnswerFault(`at paging.next (${path.join('.')}) there is no cursor but ${kindOf(cursor)}`);
}

function nextOf({ paging }: Endpoint, answer: Answer, mark: PageMark, rows: number): Page['next'] {
  switch (paging.by) {
    case 'none':
      return undefined;
    case 'page':
      return rows === 0 ? undefined : Number(mark ?? paging.first) + 1;
    case 'offset':
      // By what came, not by what was asked for: a source may send smaller pages.
      return rows === 0 ? undefined : Number(mark ?? 0) + rows;
    case 'cursor':
      return cursorIn(answer.json, paging.next);
    case 'link':
      return linkedNext(answer.link);
  }
}

/** Takes one answer apart. @throws AnswerFault when it is not as the connector says */
export function readPage(endpoint: Endpoint, mark: PageMark, answer: Answer): Page {
  const rows = endpoint.rows === undefined ? answer.json : valueAt(answer.json, endpoint.rows);
  if (!Array.isArray(rows)) {
    const where = endpoint.rows === undefined ? 'the answer' : `rows (${endpoint.rows.join('.')})`;
    throw new AnswerFault(`${where} should be a list and is ${kindOf(rows)}`);
  }
  return { rows, next: nextOf(endpoint, answer, mark, rows.length), total: totalIn(endpoint.paging, answer.json), date: answer.date };
}

/** Notices a source that sends the same page for ever. */
export class LoopGuard {
  readonly #endpoint: Endpoint;
  readonly #marks = new Set<PageMark>();
  #before: string | null = null;

  constructor(endpoint: Endpoint) {
    this.#endpoint = endpoint;
  }

  /** @throws CutoverError `source-answer` when this page, or the one to come, was there already */
  pass(page: Page): void {
    const { name, paging } = this.#endpoint;
    const stop = (message: string) =>
      new CutoverError('source-answer', `${name}: ${message}`, { place: { file: name }, expected: 'pages that come to an end' });
    if (paging.by === 'page' || paging.by === 'offset') {
      const text = JSON.stringify(page.rows);
      if (page.rows.length > 0 && text === this.#before)
        throw stop(`two pages in a row are the same: the source does not heed "${paging.parameter}"`);
      this.#before = text;
    } else if (page.next !== undefined) {
      if (this.#marks.has(page.next)) throw stop(`the ${paging.by} to the next page comes round again: ${String(page.next).slice(0, 80)}`);
      this.#marks.add(page.next);
    }
  }

  /** What pages of an earlier process pointed to. */
  remember(mark: PageMark): void {
    this.#marks.add(mark);
  }
}
