import { expect, test } from 'vitest';
import { ourPrompts } from './stage.ts';

/** A prompt's text and its version change together: put the new version and its digest here. */
const PINS: Readonly<Record<string, string>> = {
  'agent@1': 'sha256:9adbdf3b8c4b47ae5493ed39ae9b01ae2e03418036822de1009689df844c7acb',
  'explain_discrepancy@1': 'sha256:73c621cf7bb9186eaa10e81ded763b7c9e0ae2a48a3d2f284ffb8e7404509cfd',
  'rerank@1': 'sha256:39ceedb47c6c96487f3877ac409061f53315354734b9cf93b3606f95cbd5e52a',
  'review_plan@1': 'sha256:26217c8050ddbc574e89408e072391ae85f2fcbf152461bc7619b2c269c84467',
  'start_migration@1': 'sha256:bef3612aaf534196b215b1704cdc4af8f34e5cdaf838bee60b86a37c3625bed1',
};

test('every prompt is pinned: version and text change together', async () => {
  const { all } = await ourPrompts();
  expect(Object.fromEntries(all.map(({ id, version, digest }) => [`${id}@${version}`, digest]))).toEqual(PINS);
});
