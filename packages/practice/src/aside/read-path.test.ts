import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CutoverError } from '@cutover/domain';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readPath } from '../index.ts';
import type { StageSink } from '../tray.ts';

const SMALL = new URL('../../../../fixtures/practice-small', import.meta.url).pathname;
const ALWAYS = 0;
const NEVER = Number.POSITIVE_INFINITY;
const now = '2026-03-08T12:00:00Z';

let dir = '';
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'aside-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** Every call of a sink, in order. */
function listening(): { readonly calls: unknown[]; readonly sink: StageSink } {
  const calls: unknown[] = [];
  const sink: StageSink = {
    begin: (file) => void calls.push(['begin', file]),
    rows: (batch) => void calls.push(['rows', batch]),
    rejects: (batch) => void calls.push(['rejects', batch]),
    issues: (batch) => void calls.push(['issues', batch]),
    end: (profile) => void calls.push(['end', profile]),
  };
  return { calls, sink };
}

test('an export read in a thread of its own says the same, call by call', async () => {
  const here = listening();
  const aside = listening();
  const summary = await readPath(SMALL, here.sink, { now, asideFrom: NEVER });
  expect(await readPath(SMALL, aside.sink, { now, asideFrom: ALWAYS })).toEqual(summary);
  expect(aside.calls).toEqual(here.calls);
  expect(aside.calls.length).toBeGreaterThan(30);
});

test('a long table passes in many batches, each once and in order', async () => {
  const path = join(dir, 'long');
  writeFileSync(
    `${path}.csv`,
    `Client ID,First Name,Last Name\n${Array.from({ length: 30_000 }, (_, n) => `C${n},Ana,Lim${n}\n`).join('')}`,
  );
  const { calls, sink } = listening();
  const ids: string[] = [];
  const slow: StageSink = { ...sink, rows: (batch) => void ids.push(...batch.map((row) => row.sourceId)) };
  await readPath(`${path}.csv`, slow, { now, asideFrom: ALWAYS });
  expect(ids).toEqual(Array.from({ length: 30_000 }, (_, n) => `C${n}`));
  expect(calls.at(-1)).toEqual(['end', expect.objectContaining({ counts: { rows: 30_000, staged: 30_000, rejected: 0, skipped: 0 } })]);
});

test('what the reader throws in its thread is the same error here', async () => {
  const path = join(dir, 'letter.txt');
  writeFileSync(path, 'Dear all, nothing of this is a table.');
  for (const asideFrom of [NEVER, ALWAYS])
    await expect(readPath(path, listening().sink, { now, asideFrom })).rejects.toMatchObject({
      name: 'CutoverError',
      code: 'source-empty',
      details: { place: { file: path } },
    });
});

test('what the sink throws ends the reader, and nothing is handed on any more', async () => {
  const { calls, sink } = listening();
  const full = new CutoverError('internal', 'the disk is full');
  const failing: StageSink = {
    ...sink,
    rows: () => {
      throw full;
    },
  };
  await expect(readPath(SMALL, failing, { now, asideFrom: ALWAYS })).rejects.toBe(full);
  const then = calls.length;
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(calls.length).toBe(then);
});
