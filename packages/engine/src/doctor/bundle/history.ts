import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { ERRORS } from '@cutover/domain';
import { z } from 'zod';
import { LOG_FILE } from '../../log.ts';
import type { Workspace } from '../../workspace.ts';
import type { Veil } from './veil.ts';

const JOURNAL_ROWS = 60;
const LOG_LINES = 300;
const LOG_BYTES = 256 * 1024;

const Summary = z.looseObject({ code: z.string().optional(), exit: z.number().optional() });

/** Which runs there were and how they ended. Counters are ours by name and numbers by value. */
export function runsPart({ ledger }: Workspace) {
  return ledger.runs.list().map(({ run, kind, mode, state, startedAt, endedAt, tokens, counters, summary }) => {
    const { code, exit } = Summary.safeParse(summary).data ?? {};
    return {
      run,
      kind,
      mode,
      state,
      startedAt,
      endedAt,
      tokens,
      counters,
      exit: exit ?? null,
      code: code !== undefined && code in ERRORS ? code : null,
    };
  });
}

/** Refused writes, by what they were refused with. */
export function failuresPart({ ledger }: Workspace, { mark, words }: Veil) {
  return ledger.journal
    .failed()
    .map(({ run, op, entity, key, code, reason, status }) => ({ run, op, entity, key: mark(key), code, status, reason: words(reason) }));
}

/** The last rows of the journal: what was asked for by its shape, and how it ended. */
export function journalPart({ ledger }: Workspace, { mark, words, shape }: Veil) {
  const rows: unknown[] = [];
  let total = 0;
  for (const event of ledger.journal.export()) {
    if (event.type !== 'intent' && event.type !== 'result') continue;
    total += 1;
    const { type, at, seq, run } = event;
    rows.push(
      event.type === 'intent'
        ? { type, at, seq, run, op: event.op, entity: event.entity, key: mark(event.key), request: shape(event.request) }
        : {
            ...{ type, at, seq, run, intent: event.intent, state: event.state, status: event.status },
            ...{ tokens: event.tokens, code: event.code, reason: event.reason === null ? null : words(event.reason) },
          },
    );
    if (rows.length > JOURNAL_ROWS) rows.shift();
  }
  return { total, open: ledger.journal.open().length, last: rows };
}

const Line = z.union([
  z.looseObject({
    type: z.literal('call'),
    at: z.string(),
    method: z.string(),
    path: z.string(),
    status: z.number().nullable(),
    tokens: z.number(),
    ms: z.number(),
  }),
  z.looseObject({ type: z.literal('failure'), at: z.string(), code: z.string(), message: z.string() }),
  z.looseObject({ type: z.literal('run'), at: z.string(), run: z.string(), kind: z.string(), state: z.string() }),
  z.looseObject({ type: z.literal('notice'), at: z.string(), level: z.string(), code: z.string().optional(), message: z.string() }),
]);

/** The last lines of the log. */
export function logPart({ dir }: Workspace, { words }: Veil) {
  return tailOf(join(dir, LOG_FILE)).flatMap((text): unknown[] => {
    const line = Line.safeParse(jsonIn(text));
    if (!line.success) return [];
    const { at, type } = line.data;
    switch (line.data.type) {
      case 'call': {
        const { method, path, status, tokens, ms } = line.data;
        return [{ at, type, method, path: placeless(path), status, tokens, ms }];
      }
      case 'failure':
        return [{ at, type, code: line.data.code, message: words(line.data.message) }];
      case 'run':
        return [{ at, type, run: line.data.run, kind: line.data.kind, state: line.data.state }];
      default:
        return [{ at, type, level: line.data.level, code: line.data.code ?? null, message: words(line.data.message) }];
    }
  });
}

/** An address without the ids and field keys in it. */
const placeless = (path: string): string => path.replace(/\/\d+(?=\/|$)/g, '/{id}').replace(/\/[0-9a-f]{40}(?=\/|$)/g, '/{key}');

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The first line of a tail is cut, and so is the last when a process died writing it.
    return null;
  }
}

function tailOf(file: string): string[] {
  let fd: number;
  try {
    fd = openSync(file, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  try {
    const { size } = fstatSync(fd);
    const length = Math.min(size, LOG_BYTES);
    const bytes = Buffer.alloc(length);
    readSync(fd, bytes, 0, length, size - length);
    return bytes.toString('utf8').split('\n').slice(-LOG_LINES);
  } finally {
    closeSync(fd);
  }
}
