import { generateKeyPairSync } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cutover, oneObject } from './cutover.ts';
import { contentOf, PASSPHRASE, type Place, settle } from './place.ts';
import { refused, spotless } from './refused.ts';

let place: Place;
beforeAll(async () => {
  place = await settle();
  await place.at('approved');
});
afterAll(() => place.close());

/** A file of the test's own with this text. */
function written(name: string, text: string): string {
  const file = place.fresh(name);
  writeFileSync(file, text);
  return file;
}

describe('answers', () => {
  test('that are not JSON name the option or the file, and the place in it', async () => {
    const workspace = await place.at('planned');
    const set = ['decide', 'stage:package:Active', '--set', '{"stage": ', '--workspace', workspace];
    await refused(place, set, { code: 'bad-file', exit: 2, names: ['--set', 'JSON'] }, { untouched: [workspace] });
    const file = written('answers.json', '{\n  "tags": {accept: true}\n}\n');
    const read = ['decide', '--file', file, '--workspace', workspace];
    await refused(place, read, { code: 'bad-file', exit: 2, names: [file, 'line 2'] }, { untouched: [workspace] });
    const missing = ['decide', '--file', place.dir, '--workspace', workspace];
    await refused(place, missing, { code: 'bad-file', exit: 2, names: [place.dir, 'is a folder'] }, { untouched: [workspace] });
  });

  test('of no known form, or to no decision, name the id; and none of the file is taken', async () => {
    const workspace = await place.at('planned');
    const form = written('answers.json', JSON.stringify({ tags: { accept: true }, 'stage:package:Active': { take: 1 } }));
    const formless = ['decide', '--file', form, '--workspace', workspace];
    await refused(place, formless, { code: 'bad-file', exit: 2, names: [form, 'stage:package:Active'] }, { untouched: [workspace] });
    const unknown = written('answers.json', JSON.stringify({ tags: { accept: true }, 'stage:package:Nowhere': { choose: 1 } }));
    const stranger = ['decide', '--file', unknown, '--workspace', workspace];
    await refused(place, stranger, { code: 'no-decision', exit: 2, names: ['stage:package:Nowhere'] }, { untouched: [workspace] });
    const one = ['decide', 'owner:nobody', '--accept', '--workspace', workspace];
    await refused(place, one, { code: 'no-decision', exit: 2, names: ['owner:nobody'] }, { untouched: [workspace] });
  });

  test('that do not fit the decision', async () => {
    const workspace = await place.at('planned');
    const decide = (...how: string[]): string[] => ['decide', 'deal-value', ...how, '--workspace', workspace];
    const bad = { code: 'bad-answer', exit: 2, names: ['deal-value'] } as const;
    await refused(place, decide('--set', '{"use":"half"}'), bad, { untouched: [workspace] });
    await refused(place, decide('--choose', '99'), { ...bad, names: ['deal-value', '99'] }, { untouched: [workspace] });
    await refused(place, decide('--reject'), bad, { untouched: [workspace] });
    await refused(place, decide(), { code: 'usage', exit: 2, names: ['--accept'] }, { untouched: [workspace] });
    await refused(place, decide('--all', '--accept'), { code: 'usage', exit: 2, names: ['--all'] }, { untouched: [workspace] });
  });

  test('to a list that is not the one on screen', async () => {
    const workspace = await place.at('planned');
    const stale = `sha256:${'0'.repeat(64)}`;
    const args = ['decide', '--all', '--accept', '--list', stale, '--workspace', workspace];
    await refused(place, args, { code: 'stale-list', exit: 2, names: ['list'] }, { untouched: [workspace] });
  });
});

describe('keys and approvals', () => {
  const env = { CUTOVER_KEY_PASSPHRASE: PASSPHRASE };
  const approve = (workspace: string, ...more: string[]): string[] => ['approve', ...more, '--workspace', workspace];

  test('a key is never overwritten, and never made with a short passphrase', async () => {
    const exists = ['keys', 'new', '--out', place.key];
    const bytes = readFileSync(place.key);
    await refused(place, exists, { code: 'bad-key', exit: 2, names: [place.key, 'exists'] }, { env });
    expect(readFileSync(place.key)).toEqual(bytes);
    const short = place.fresh('short.key');
    await refused(
      place,
      ['keys', 'new', '--out', short],
      { code: 'bad-key', exit: 2, names: ['8'] },
      { env: { CUTOVER_KEY_PASSPHRASE: 'short' }, untouched: [short] },
    );
    const nowhere = join(place.dir, 'no such folder', 'k.key');
    await refused(place, ['keys', 'new', '--out', nowhere], { code: 'bad-file', exit: 2, names: [nowhere] }, { env });
  });

  test('trust takes public keys only', async () => {
    const workspace = place.fresh('never');
    const init = (trust: string): string[] => [
      'init',
      workspace,
      '--source',
      place.source,
      '--target',
      place.sandbox.url,
      '--trust',
      trust,
    ];
    await refused(place, init(place.key), { code: 'bad-key', exit: 2, names: [place.key, '.pub'] }, { untouched: [workspace] });
    const junk = written('junk.pub', 'no key at all\n');
    await refused(place, init(junk), { code: 'bad-key', exit: 2, names: [junk] }, { untouched: [workspace] });
    const missing = join(place.dir, 'missing.pub');
    await refused(place, init(missing), { code: 'bad-key', exit: 2, names: [missing] }, { untouched: [workspace] });
  });

  test('a wrong passphrase, a key nobody trusts, another company, a gate that there is not', async () => {
    const workspace = await place.at('decided');
    const { domain } = place.sandbox.company;
    const plan = ['plan', '--key', place.key, '--company', domain];
    const wrong = { untouched: [workspace], env: { CUTOVER_KEY_PASSPHRASE: 'not the passphrase' } };
    await refused(place, approve(workspace, ...plan), { code: 'bad-key', exit: 2, names: [place.key, 'passphrase'] }, wrong);
    const stranger = generateKeyPairSync('ed25519', {
      privateKeyEncoding: { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: PASSPHRASE },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    });
    const strange = written('stranger.key', stranger.privateKey);
    await refused(
      place,
      approve(workspace, 'plan', '--key', strange, '--company', domain),
      { code: 'bad-key', exit: 2, names: ['trust'] },
      { untouched: [workspace], env },
    );
    const other = ['plan', '--key', place.key, '--company', 'somebody-else'];
    await refused(
      place,
      approve(workspace, ...other),
      { code: 'wrong-company', exit: 3, names: [domain, 'somebody-else'] },
      { untouched: [workspace], env },
    );
    await refused(
      place,
      approve(workspace, 'everything', ...plan.slice(1)),
      { code: 'usage', exit: 2, names: ['everything'] },
      { untouched: [workspace], env },
    );
    for (const expires of ['soon', '0h', '9999d'])
      await refused(
        place,
        approve(workspace, ...plan, '--expires', expires),
        { code: 'usage', exit: 2, names: [expires] },
        { untouched: [workspace], env },
      );
  });

  test('without a terminal and without the passphrase variable nobody approves', async () => {
    const workspace = await place.at('decided');
    const plan = ['plan', '--key', place.key, '--company', place.sandbox.company.domain];
    const names = ['terminal', 'CUTOVER_KEY_PASSPHRASE'];
    await refused(place, approve(workspace, ...plan), { code: 'no-terminal', exit: 2, names }, { untouched: [workspace] });
    const out = place.fresh('unasked.key');
    await refused(place, ['keys', 'new', '--out', out], { code: 'no-terminal', exit: 2, names: ['terminal'] }, { untouched: [out] });
  });

  test('what must not see the passphrase refuses to start while it is set', async () => {
    const workspace = await place.at('approved');
    const before = contentOf(workspace);
    const commands = [['schema'], ['schema', '--dry-run'], ['sample'], ['full'], ['verify'], ['rollback'], ['run', 'x'], ['demo']];
    const plan = place.fresh('plan.json');
    for (const command of [
      ...commands,
      ['replay', plan, '--source', place.source, '--target', place.sandbox.url, '--trust', `${place.key}.pub`],
    ]) {
      const answer = await place.run([...command, '--workspace', workspace, '--output', 'json'], { env });
      expect([command[0], answer.exit, oneObject(answer).error]).toMatchObject([command[0], 2, { code: 'passphrase-set' }]);
      spotless(place, answer);
    }
    expect(contentOf(workspace)).toEqual(before);
    expect((await place.metrics()).writes).toBe(0);
  });
});

describe('the command line', () => {
  test.each([
    ['an unknown command', ['plam'], 'plam'],
    ['an unknown option', ['status', '--wrokspace', 'x'], '--wrokspace'],
    ['a missing option', ['init', 'x', '--source', 'y'], '--target'],
    ['a missing argument', ['approve'], 'gate'],
    ['an argument too many', ['status', 'now'], 'argument'],
    ['a number that is none', ['verify', '--sample', 'all'], '--sample all'],
    ['a plan tier that there is not', ['sandbox', '--pipedrive-plan', 'gold'], 'gold'],
    ['a switch without a value', ['sandbox', '--switch', 'query-token'], 'query-token'],
    ['a switch that there is not', ['sandbox', '--switch', 'gravity=off'], 'gravity'],
  ])('%s', async (_, args, names) => {
    await refused(place, args, { code: 'usage', exit: 2, names: [names] });
  });

  test('an output format that there is not is refused in words', async () => {
    const answer = await place.run(['status', '--output', 'xml']);
    expect(answer).toMatchObject({ exit: 2, out: '' });
    expect(answer.err).toMatch(/^usage: .*xml.*text, json, ndjson/);
    spotless(place, answer);
  });

  test('nothing at all: a terminal is needed for more, so the commands are shown', async () => {
    const answer = await cutover([]);
    expect(answer).toMatchObject({ exit: 2, out: '' });
    expect(answer.err).toContain('Usage: cutover');
    spotless(place, answer);
  });

  test("the sandbox's own files name themselves and the place", async () => {
    const sandbox = (option: string, file: string): string[] => ['sandbox', option, file];
    const users = written('users.json', JSON.stringify([{ name: 'Kim Doe', email: 'kim' }]));
    await refused(place, sandbox('--users', users), { code: 'bad-file', exit: 2, names: [users, /\[0\]\.email/] });
    const faults = written('faults.json', '[{"match": ');
    await refused(place, sandbox('--faults', faults), { code: 'bad-file', exit: 2, names: [faults, 'JSON'] });
    const missing = join(place.dir, 'no-users.json');
    await refused(place, sandbox('--users', missing), { code: 'bad-file', exit: 2, names: [missing, 'not there'] });
  });
});

describe('a plan file', () => {
  const replay = (plan: string, workspace: string): string[] => [
    ...['replay', plan, '--source', place.source, '--target', place.sandbox.url, '--trust', `${place.key}.pub`, '--workspace', workspace],
  ];

  test('that is missing, not JSON, something else, or changed by hand', async () => {
    const workspace = place.fresh('never');
    const untouched = [workspace];
    const missing = join(place.dir, 'no-plan.json');
    await refused(place, replay(missing, workspace), { code: 'bad-file', exit: 2, names: [missing] }, { untouched });
    const half = written('plan.json', '{"format": 1,\n "plan": {');
    await refused(place, replay(half, workspace), { code: 'plan-invalid', exit: 4, names: [half, 'line 2'] }, { untouched });
    const else_ = written('plan.json', '{"format": 2}');
    await refused(place, replay(else_, workspace), { code: 'plan-invalid', exit: 4, names: [else_, 'format'] }, { untouched });
    const envelope = await place.well(['plan', 'show', '--workspace', await place.at('approved')]);
    const plan = envelope.plan as Record<string, unknown>;
    const edited = written('plan.json', JSON.stringify({ ...envelope, plan: { ...plan, serial: Number(plan.serial) + 1 } }));
    await refused(place, replay(edited, workspace), { code: 'plan-invalid', exit: 4, names: [edited, 'changed'] }, { untouched });
  });

  test('of another migration does not enter this workspace', async () => {
    const envelope = await place.well(['plan', 'show', '--workspace', await place.at('approved')]);
    const file = written('plan.json', JSON.stringify(envelope));
    const workspace = place.fresh('other');
    await place.well(['init', workspace, '--source', place.source, '--target', place.sandbox.url, '--trust', `${place.key}.pub`]);
    await refused(place, replay(file, workspace), { code: 'ledger-foreign', exit: 4, names: [workspace] }, { untouched: [workspace] });
  });
});
