import { test } from 'vitest';
import { mkdtempSync } from 'node:fs';
import { wholeRoad } from '../tools/road.ts';
import { smallExport } from './small.ts';
test('probe', async () => {
  const { traveller, road } = await wholeRoad({ source: smallExport(mkdtempSync('/tmp/gx/s-')) });
  console.log(JSON.stringify(road.report.counts), JSON.stringify(road.report.rejects), JSON.stringify(road.report.failures), road.diff.records.length, JSON.stringify(road.verify.sums), JSON.stringify(traveller.ws.ledger.runs.list().map((r)=>r.summary)));
  await traveller.close();
});
