import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';

test('40,000 rows with long notes are read in a heap of 48 MB', { timeout: 60_000 }, async () => {
  const worker = new Worker(new URL('./flat-memory.worker.ts', import.meta.url), {
    execArgv: ['--conditions=@cutover/source'],
    resourceLimits: { maxOldGenerationSizeMb: 48 },
  });
  const result = await new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
  await worker.terminate();
  expect(result).toEqual({ rows: 42_000, batches: 42, objects: ['client', 'session'] });
});
