import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';

test('60,000 rows are read in a heap of 40 MB', { timeout: 60_000 }, async () => {
  const worker = new Worker(new URL('./flat-memory.worker.ts', import.meta.url), {
    execArgv: ['--conditions=@cutover/source'],
    resourceLimits: { maxOldGenerationSizeMb: 40 },
  });
  const result = await new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
  await worker.terminate();
  expect(result).toEqual({ rows: 62_000, batches: 62, objects: ['client', 'session'] });
});
