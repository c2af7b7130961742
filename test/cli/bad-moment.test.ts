import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { objects, oneObject, start } from './cutover.ts';
import { contentOf, type Place, settle } from './place.ts';
import { refused, spotless } from './refused.ts';

let place: Place;
beforeAll(async () => {
  place = await settle();
  await place.at('approved');
});
afterAll(() => place.close());

describe('decisions that are open', () => {
  test('keep a gate from being approved, and every one of them is named', async () => {
    const workspace = await place.at('planned');
    const args = ['approve', 'plan', '--key', place.key, '--company', place.sandbox.company.domain, '--workspace', workspace];
    const open = oneObject(await place.run(['decisions', '--workspace', workspace, '--output', 'json'])).decisions as { id: string }[];
    const refusal = { code: 'decisions-open', exit: 3, names: [`${open.length} decisions`, open[0]?.id ?? ''] } as const;
    const object = await refused(place, args, refusal, {
      untouched: [workspace],
      env: { CUTOVER_KEY_PASSPHRASE: 'correct horse battery' },
    });
    expect(object.open).toEqual(open.map(({ id }) => id));
  });

  test('keep a run from starting: it says what a person has to do, and asks the account nothing', async () => {
    const workspace = await place.at('planned');
    const { requests } = await place.metrics();
    const before = contentOf(workspace);
    const json = await place.run(['schema', '--workspace', workspace, '--output', 'json']);
    expect(json.exit).toBe(3);
    const object = oneObject(json);
    expect(object).toEqual({
      status: 'approval_required',
      gate: 'plan',
      digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
      reason: 'missing',
      ask: `cutover approve plan --workspace ${workspace}`,
      open: expect.arrayContaining(['deal-value']),
    });
    const text = await place.run(['schema', '--workspace', workspace]);
    expect(text).toMatchObject({ exit: 3, out: '' });
    expect(text.err).toContain(`cutover approve plan --workspace ${workspace}`);
    expect(text.err).toMatch(/still open: .* and \d+ more/);
    expect(text.err.length).toBeLessThan(700);
    const ndjson = await place.run(['schema', '--workspace', workspace, '--output', 'ndjson']);
    expect(objects(ndjson)).toEqual([{ type: 'result', exit: 3, ...object }]);
    for (const answer of [json, text, ndjson]) spotless(place, answer);
    expect(contentOf(workspace)).toEqual(before);
    expect((await place.metrics()).requests).toEqual(requests);
  });
});

describe('the account', () => {
  test('a token without admin rights: whose it is and what it cannot do is said before the first write', async () => {
    const users = [
      { name: 'Alex Rivera', email: 'alex.rivera@example.com', admin: true },
      { name: 'Dana Reyes', email: 'dana.reyes@example.com', token_user: true },
      { name: 'Sam Okafor', email: 'sam.okafor@example.com' },
      { name: 'Priya Nair', email: 'priya.nair@example.com' },
      { name: 'Unassigned Coach', email: 'unassigned@example.com' },
    ];
    const plain = await settle({ users, seed: 'no-admin' });
    try {
      const workspace = await plain.at('approved');
      const names = ['dana.reyes@example.com', 'no admin', 'fields'];
      await refused(plain, ['schema', '--workspace', workspace], { code: 'forbidden', exit: 7, names });
    } finally {
      await plain.close();
    }
  });

  test('that holds another migration of the same source is left alone', async () => {
    const twice = await settle({ seed: 'twice' });
    try {
      await twice.at('sampled');
      const again = twice.fresh('again');
      await twice.well(['init', again, '--source', twice.source, '--target', twice.sandbox.url, '--trust', `${twice.key}.pub`]);
      for (const command of ['extract', 'plan']) await twice.well([command, '--workspace', again]);
      await twice.decide(again);
      await twice.approve('plan', again);
      await refused(twice, ['schema', '--workspace', again], { code: 'already-migrated', exit: 4, names: [/\d+ records/] });
    } finally {
      await twice.close();
    }
  });

  test('two runs at once: the second is refused while the first goes on, and the first ends well', async () => {
    const busy = await settle({ seed: 'busy' });
    try {
      const workspace = await busy.at('approved');
      await busy.fault({ method: 'POST', path: '/api/v2/personFields', nth: 1 }, { delayMs: 60_000 });
      const first = start(['schema', '--workspace', workspace], { env: busy.env });
      await first.says('schema started');
      const second = await busy.run(['schema', '--workspace', workspace, '--output', 'json']);
      expect(second.exit).toBe(1);
      expect(oneObject(second)).toMatchObject({
        error: { code: 'run-active', message: expect.stringContaining(`process ${first.child.pid}`) },
        pid: first.child.pid,
        what: 'schema',
      });
      spotless(busy, second);
      first.child.kill('SIGKILL');
      await first.finished;
      await busy.fault(null);
      expect(await busy.run(['schema', '--workspace', workspace])).toMatchObject({ exit: 0 });
    } finally {
      await busy.close();
    }
  });
});

describe('the log', () => {
  test('of a workspace tells what went wrong, without the token', async () => {
    const workspace = await place.at('approved');
    const answer = await place.run(['schema', '--workspace', workspace], {
      env: { PIPEDRIVE_API_TOKEN: '0123456789abcdef0123456789abcdef01234567' },
    });
    expect(answer.exit).toBe(7);
    const log = readFileSync(join(workspace, 'cutover.log'), 'utf8');
    expect(log).toContain('unauthorized');
    expect(log).not.toContain('0123456789abcdef');
    expect(log).not.toContain(place.sandbox.token);
  });
});
