import { extract } from '@cutover/engine';
import { z } from 'zod';
import { refuseWhileRunning } from '../busy.ts';
import { firstOf } from '../page.ts';
import { defineTool, LOCAL } from '../tool.ts';

const Counts = z.object({ rows: z.number(), staged: z.number(), rejected: z.number(), skipped: z.number() });
const MOST_FILES = 40;

export const extractTool = defineTool({
  name: 'extract',
  title: 'Read the export',
  description:
    'Reads the export given at init into the ledger, again if need be. Use it first, and when a newer export lies in the same place. A plan made for other rows is stale afterwards. Touches nothing in Pipedrive.',
  input: z.strictObject({}),
  output: z.object({
    totals: Counts.extend({ issues: z.number() }),
    change: z.object({ new: z.number(), changed: z.number(), unchanged: z.number(), vanished: z.number() }),
    attachments: z.number(),
    fromExport: z.object({
      files: z.array(Counts.extend({ id: z.string(), object: z.string().nullable(), confidence: z.number() })),
      moreFiles: z.number(),
    }),
  }),
  annotations: LOCAL,
  alone: true,
  run: async ({ ws, shield }, _input, extra) => {
    refuseWhileRunning(ws);
    await extra.progress('reading the export');
    const { files, totals, change, attachments } = await extract(ws);
    const shown = firstOf(files, MOST_FILES, ({ file, ...rest }) => ({ id: shield.handle(`object:${file}`), ...rest }));
    return { totals, change, attachments, fromExport: { files: shown.items, moreFiles: shown.more } };
  },
});
