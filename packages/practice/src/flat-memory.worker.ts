import { Readable } from 'node:stream';
import { parentPort } from 'node:worker_threads';
import { type ExportFiles, readExport } from './index.ts';

/** Reads an export that is made while it is read, so that no more of it than the reader keeps is ever in memory. */
const ROWS = 40_000;
const PROSE = 'She talked about the board and the letter that nobody wants to write. '.repeat(12);

function* clients(): Generator<string> {
  yield 'Client ID,First Name,Last Name\n';
  for (let i = 0; i < 2_000; i += 1) yield `C${i},Ana,Lim\n`;
}

function* sessions(): Generator<string> {
  yield 'Session ID,Client ID,Date,Status,Notes\n';
  const block = 1_000;
  for (let i = 0; i < ROWS; i += block) {
    const rows = Array.from(
      { length: block },
      (_, j) => `S${i + j},C${(i + j) % 2_000},2026-03-1${j % 10},${j % 7 === 0 ? 'No-show' : 'Completed'},${i + j} ${PROSE}\n`,
    );
    yield rows.join('');
  }
}

const files: ExportFiles = {
  root: 'made',
  list: () =>
    Promise.resolve([
      { path: 'c.csv', size: 1 },
      { path: 's.csv', size: 1 },
    ]),
  read: (path) => Readable.from(path === 'c.csv' ? clients() : sessions(), { objectMode: true }),
};

const counted = { rows: 0, batches: 0 };
const sink = {
  begin: () => undefined,
  rows: (batch: readonly unknown[]) => {
    counted.rows += batch.length;
    counted.batches += 1;
  },
  rejects: () => undefined,
  issues: () => undefined,
  end: () => undefined,
};
const { files: profiles } = await readExport(files, sink, { now: '2026-11-22T00:00:00Z' });
parentPort?.postMessage({ ...counted, objects: profiles.map((profile) => profile.object) });
