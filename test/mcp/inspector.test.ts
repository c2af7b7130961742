import { execFile } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type Place, settle } from '../cli/place.ts';
import { verifies } from '../tools/verifies.ts';

const run = promisify(execFile);
/** The MCP project's own inspector, on the command line. It looks for its package's name beside the folder it is started in. */
const INSPECTOR = fileURLToPath(import.meta.resolve('@modelcontextprotocol/inspector-cli/build/index.js'));
const CUTOVER = fileURLToPath(new URL('../../apps/cli/bin/cutover.js', import.meta.url));
const Named = z.array(z.looseObject({ name: z.string() }));

describe("the official inspector's command line, against the built command", () => {
  let place: Place;
  let workspace: string;
  beforeAll(async () => {
    place = await settle({ seed: 'inspected' });
    workspace = await place.at('decided');
  });
  afterAll(() => place.close());

  async function inspect(method: string, ...more: string[]): Promise<Record<string, unknown>> {
    const server = [process.execPath, CUTOVER, 'mcp', '--workspace', workspace];
    const { PATH = '', HOME = '/' } = process.env;
    const { stdout } = await run(process.execPath, [INSPECTOR, ...server, '--method', method, ...more], {
      cwd: dirname(INSPECTOR),
      env: { PATH, HOME, ...place.env },
    });
    return z.record(z.string(), z.unknown()).parse(JSON.parse(stdout));
  }

  test(`${verifies('R51', 'R55')}lists tools, resources and prompts`, async () => {
    const names = Named.parse((await inspect('tools/list')).tools).map(({ name }) => name);
    expect(names.toSorted()).toEqual(
      [
        ...['extract', 'profile', 'plan_make', 'plan_show', 'decisions_list', 'decision_explain', 'decision_propose', 'estimate'],
        ...['run_start', 'run_status', 'run_cancel', 'diff_show', 'rollback_preview', 'report_show'],
      ].toSorted(),
    );
    expect(Named.parse((await inspect('resources/list')).resources).map(({ name }) => name)).toEqual([
      ...['plan', 'qa', 'owners', 'schema', 'diff', 'report'],
    ]);
    expect(Named.parse((await inspect('prompts/list')).prompts).map(({ name }) => name)).toEqual([
      ...['start_migration', 'review_plan', 'explain_discrepancy'],
    ]);
  });

  test(`${verifies('R57')}calls a tool, and is refused at the gate like anybody else`, async () => {
    const status = await inspect('tools/call', '--tool-name', 'run_status');
    expect(status.structuredContent).toMatchObject({ next: 'cutover approve plan' });
    const refused = await inspect('tools/call', '--tool-name', 'run_start', '--tool-arg', 'kind=schema');
    expect(refused).toMatchObject({ isError: true, structuredContent: { status: 'approval_required', gate: 'plan', reason: 'missing' } });
    expect((await place.metrics()).writes).toBe(0);
  });
});
