import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { atTerminal, cutover, objects, oneObject, start } from './cutover.ts';
import { PASSPHRASE, type Place, settle } from './place.ts';

let place: Place;
beforeAll(async () => {
  place = await settle({ seed: 'doctor' });
});
afterAll(() => place.close());

const digest = async (): Promise<unknown> => {
  const answer = (await (await fetch(`${place.sandbox.url}/__sandbox/digest`)).json()) as { digest: string };
  return answer.digest;
};
const key = (): string[] => ['--key', place.key, '--company', place.sandbox.company.domain];
const passphrase = { env: { CUTOVER_KEY_PASSPHRASE: PASSPHRASE } };

describe('doctor', () => {
  test('says the same in three forms, and what to do about each finding', async () => {
    const workspace = await place.at('made');
    const writes = (await place.metrics()).writes;
    const json = await place.run(['doctor', '--workspace', workspace, '--output', 'json']);
    const text = await place.run(['doctor', '--workspace', workspace]);
    const lines = objects(await place.run(['doctor', '--workspace', workspace, '--output', 'ndjson']));
    expect([json.exit, text.exit]).toEqual([0, 0]);
    const findings = oneObject(json).findings as { check: string; code: string; message: string; advice: string }[];
    expect(findings.map(({ check }) => check)).toEqual(
      expect.arrayContaining(['target', 'token', 'budget', 'webhooks', 'automations', 'users']),
    );
    for (const { message, advice } of findings) {
      // The looks themselves cost tokens.
      expect(text.out.replace(/\d+/g, '#')).toContain(message.replace(/\d+/g, '#'));
      if (advice !== '') expect(text.out).toContain(advice);
    }
    expect(text.out).toContain('0 errors, 1 warning. The look');
    expect(lines.at(-1)).toMatchObject({ type: 'result', exit: 0 });
    expect(lines.filter(({ type }) => type === 'finding').map(({ code }) => code)).toEqual(findings.map(({ code }) => code));
    expect((await place.metrics()).writes).toBe(writes);
  });

  test('gives a refused token back as a finding, with the exit code of its kind', async () => {
    const workspace = await place.at('made');
    const answer = await place.run(['doctor', '--workspace', workspace, '--output', 'json'], {
      env: { PIPEDRIVE_API_TOKEN: 'f'.repeat(40) },
    });
    expect(answer.exit).toBe(7);
    expect(oneObject(answer).findings).toMatchObject([{ severity: 'error', code: 'unauthorized' }, { code: 'clock' }]);
  });

  test('packs a bundle for its owner alone', async () => {
    const workspace = await place.at('planned');
    const file = place.fresh('bundle.json');
    const { bytes } = await place.well(['doctor', '--bundle', file, '--workspace', workspace]);
    expect(statSync(file)).toMatchObject({ size: bytes });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, 'utf8')).not.toContain(place.sandbox.token);
    const again = await place.run(['doctor', '--bundle', file, '--workspace', workspace, '--output', 'json']);
    expect([again.exit, oneObject(again).error]).toMatchObject([2, { code: 'bad-file' }]);
  });
});

describe('doctor --probe', () => {
  test('without a terminal and without a key it asks the account nothing', async () => {
    const workspace = await place.at('made');
    const before = await place.metrics();
    for (const more of [[], ['--company', place.sandbox.company.domain]]) {
      const answer = await place.run(['doctor', '--probe', '--workspace', workspace, '--output', 'json', ...more]);
      expect([answer.exit, oneObject(answer).error]).toMatchObject([2, { code: 'no-terminal' }]);
    }
    const wrong = await place.run(
      ['doctor', '--probe', '--workspace', workspace, '--output', 'json', '--key', place.key, '--company', 'another'],
      passphrase,
    );
    expect([wrong.exit, oneObject(wrong).error]).toMatchObject([3, { code: 'wrong-company' }]);
    expect((await place.metrics()).writes).toBe(before.writes);
  });

  test('on a terminal it says what it will do, and begins once the domain is typed', async () => {
    const workspace = await place.at('made');
    const before = await digest();
    const other = atTerminal(['doctor', '--probe', '--workspace', workspace], { env: place.env });
    await other.says("Type the company's domain");
    other.types('somebody-else\r');
    expect((await other.finished).out).toContain('wrong-company: ');
    const screen = atTerminal(['doctor', '--probe', '--workspace', workspace], { env: place.env });
    await screen.says("Type the company's domain");
    screen.types(`${place.sandbox.company.domain}\r`);
    const { exit, out } = await screen.finished;
    expect(exit, out).toBe(0);
    expect(out.indexOf('deletes every one of them again')).toBeLessThan(out.indexOf("Type the company's domain"));
    expect(out).toMatch(/questions settled, \d+ not, nothing left behind/);
    expect(await digest()).toBe(before);
  });

  test('killed midway, it leaves a diary, and the next start deletes what was left; the sandbox then behaves as probed', async () => {
    const workspace = await place.at('made');
    const before = await digest();
    const writes = (await place.metrics()).writes;
    const command = ['doctor', '--probe', '--workspace', workspace, '--output', 'json', ...key()];
    const killed = start(command, { env: { ...place.env, ...passphrase.env } });
    while ((await place.metrics()).writes < writes + 20) await new Promise((resolve) => setTimeout(resolve, 5));
    killed.child.kill('SIGKILL');
    await killed.finished;
    expect(await digest()).not.toBe(before);
    expect(existsSync(join(workspace, 'probe-journal.ndjson'))).toBe(true);
    const told = oneObject(await place.run(['doctor', '--workspace', workspace, '--output', 'json']));
    expect(told.findings).toContainEqual(expect.objectContaining({ check: 'probe', code: 'probe-remains' }));
    const again = await place.run(command, passphrase);
    expect(again.exit, again.err + again.out).toBe(0);
    expect(oneObject(again)).toMatchObject({ clearedBefore: expect.any(Number), remains: [] });
    expect(await digest()).toBe(before);
    const like = start(['sandbox', '--output', 'ndjson', '--probe', join(workspace, 'probe.json')]);
    await like.says('"type":"ready"');
    like.child.kill('SIGTERM');
    await like.finished;
    const bad = await cutover(['sandbox', '--output', 'json', '--probe', place.key]);
    expect([bad.exit, oneObject(bad).error]).toMatchObject([2, { code: 'bad-file' }]);
  });
});
