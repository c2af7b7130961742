import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { crowdedExport } from '../road/small.ts';
import { verifies } from '../tools/verifies.ts';
import { atTerminal, cutover, oneObject, start } from './cutover.ts';
import { contentOf, folder, PASSPHRASE, type Place, settle } from './place.ts';

let place: Place;
beforeAll(async () => {
  place = await settle({ seed: 'terminal' });
});
afterAll(() => place.close());

describe('approve at a terminal', () => {
  const approve = (workspace: string, ...more: string[]): string[] => ['approve', 'plan', '--workspace', workspace, ...more];

  test(`${verifies('R29')}shows what it is a yes to, takes the passphrase unseen, and signs once the company's domain is typed`, async () => {
    const workspace = await place.at('decided');
    const { domain } = place.sandbox.company;
    const screen = atTerminal(approve(workspace), { env: place.env });
    await screen.says('Your key file:');
    screen.types(`${place.key}\r`);
    await screen.says('Passphrase of');
    // Ctrl-T is the key that some prompts show their text by.
    screen.types(`${PASSPHRASE.slice(0, 4)}\u0014`);
    screen.types(`${PASSPHRASE.slice(4)}\r`);
    await screen.says('company domain to approve:');
    screen.types(`${domain}\r`);
    const { exit, out } = await screen.finished;
    expect(exit, out).toBe(0);
    expect(out).toContain('THE PLAN GATE');
    expect(out).toContain(`Account: ${domain}`);
    expect(out).toContain('will be created');
    expect(out).toContain('Cannot be undone');
    expect(out).toContain(`Approved: plan, for ${domain}`);
    expect(out.indexOf('THE PLAN GATE')).toBeLessThan(out.indexOf('Passphrase of'));
    expect(out).not.toContain(PASSPHRASE);
    expect(out).not.toContain(PASSPHRASE.slice(0, 4));
    expect(out).not.toContain(place.sandbox.token);
    const { approvals } = await place.well(['plan', 'show', '--workspace', workspace]);
    expect(approvals).toMatchObject([{ gate: 'plan', company: domain }]);
  });

  test('refuses another domain, a wrong passphrase, and Ctrl-C: nothing is signed', async () => {
    const workspace = await place.at('decided');
    const before = contentOf(workspace);
    const asked = async (passphrase: string, answer: string | null): Promise<{ exit: number | null; out: string }> => {
      const screen = atTerminal(approve(workspace, '--key', place.key), { env: place.env });
      await screen.says('Passphrase of');
      screen.types(`${passphrase}\r`);
      if (answer !== null) {
        await screen.says('company domain to approve:');
        screen.types(answer);
      }
      const done = await screen.finished;
      expect(done.out).not.toContain(passphrase);
      return done;
    };
    const elsewhere = await asked(PASSPHRASE, 'somebody-else\r');
    expect(elsewhere.exit).toBe(3);
    expect(elsewhere.out).toContain('wrong-company: ');
    const wrong = await asked('not the passphrase', null);
    expect(wrong.exit).toBe(2);
    expect(wrong.out).toContain('bad-key: ');
    const left = await asked(PASSPHRASE, '\u0003');
    expect(left.exit).toBe(6);
    expect(left.out).toContain('interrupted: ');
    expect(contentOf(workspace)).toEqual(before);
  });

  test('a new key asks for its passphrase twice', async () => {
    const file = place.fresh('typed.key');
    const screen = atTerminal(['keys', 'new', '--out', file]);
    await screen.says('New passphrase:');
    screen.types('one good passphrase\r');
    await screen.says('Once more:');
    screen.types('another passphrase\r');
    const { exit, out } = await screen.finished;
    expect([exit, out.includes('bad-key: '), out.includes('passphrase\r')]).toEqual([2, true, false]);
    expect(contentOf(file)).toBeNull();
  });
});

describe('allow', () => {
  const columns = async (workspace: string): Promise<string[]> => {
    const { columns: all } = await place.well(['allow', '--workspace', workspace]);
    return (all as { id: string; allowed: boolean }[]).filter(({ allowed }) => allowed).map(({ id }) => id);
  };

  test(`${verifies('R60')}a person at a terminal lets the assistant see a column, and takes it back; without one nobody does`, async () => {
    const workspace = await place.at('read');
    expect(await columns(workspace)).toEqual([]);
    const mail = ['allow', 'clients.csv E-mail', '--workspace', workspace];
    const refused = await place.run(mail);
    expect([refused.exit, refused.err.includes('no-terminal')]).toEqual([2, true]);
    for (const [answer, after] of [
      ['y', []],
      ['yes', ['field:clients.csv#3']],
    ] as const) {
      const screen = atTerminal(mail, { env: place.env });
      await screen.says('Type yes to allow it:');
      screen.types(`${answer}\r`);
      const { exit, out } = await screen.finished;
      expect(exit, out).toBe(0);
      expect(out).toContain('column "E-mail" of clients.csv holds');
      expect(out).not.toContain('maya.chen@example.com');
      expect(await columns(workspace)).toEqual(after);
    }
    await place.well(['allow', 'E-MAIL', '--take-back', '--workspace', workspace]);
    expect(await columns(workspace)).toEqual([]);
    const unknown = await place.run(['allow', 'Shoe Size', '--take-back', '--workspace', workspace]);
    expect([unknown.exit, unknown.err.includes('no-column')]).toEqual([2, true]);
  });
});

describe('signals', () => {
  let busy: Place;
  beforeAll(async () => {
    busy = await settle({ seed: 'signals', source: crowdedExport(folder(place.fresh('crowded'))) });
  });
  afterAll(() => busy.close());

  const slow = { method: 'POST', path: '/api/v2/activities', nth: 20 };
  const started = async (workspace: string): Promise<ReturnType<typeof start>> => {
    const { writes } = await busy.metrics();
    const full = start(['full', '--workspace', workspace, '--output', 'json'], { env: busy.env });
    await full.says('full ');
    while ((await busy.metrics()).writes < writes + 15) await pause(20);
    return full;
  };

  test(`${verifies('R61')}a full run: the first saves and pauses (6), SIGTERM does the same, two stop at once (130); resumed, nothing is lost or doubled`, async () => {
    await busy.at('decided');
    const before = await busy.ids('activities');
    const workspace = await busy.at('sampled');
    await busy.approve('full', workspace);
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      await busy.fault(slow, { delayMs: 700 });
      const full = await started(workspace);
      full.child.kill(signal);
      const answer = await full.finished;
      expect(answer.exit, answer.err).toBe(6);
      expect(answer.err).toContain('Finishing what is in flight');
      expect(oneObject(answer)).toMatchObject({ exit: 6, error: { code: 'interrupted', retry: 'resume' } });
      const status = await busy.well(['status', '--workspace', workspace]);
      expect(status).toMatchObject({ lock: null, next: 'cutover full' });
      expect((status.runs as { kind: string; state: string }[]).at(-1)).toMatchObject({ kind: 'full', state: 'paused' });
    }
    await busy.fault(slow, { delayMs: 3000 });
    const twice = await started(workspace);
    twice.child.kill('SIGINT');
    await twice.says('Finishing what is in flight');
    twice.child.kill('SIGINT');
    expect((await twice.finished).exit).toBe(130);
    // What was in flight arrives after its sender is gone.
    await pause(3000);
    await busy.fault(null);
    const rest = await busy.well(['full', '--workspace', workspace]);
    expect(rest).toMatchObject({ failed: 0 });
    const verified = await busy.well(['verify', '--workspace', workspace]);
    expect(verified).toMatchObject({ different: 0, missing: 0 });
    const { ids } = await busy.well(['report', '--workspace', workspace]);
    const ours = (ids as { entity: string; pipedrive_id: number }[]).flatMap((row) =>
      row.entity === 'activity' ? [row.pipedrive_id] : [],
    );
    expect((await busy.ids('activities')).toSorted()).toEqual([...before, ...ours].toSorted());
  });

  test('before anything was opened: SIGTERM ends with 130, Ctrl-C with 6, at once and with one object on stdout', async () => {
    const workspace = await place.at('read');
    const before = contentOf(workspace);
    for (const [signal, exit, code] of [
      ['SIGTERM', 130, 'killed'],
      ['SIGINT', 6, 'interrupted'],
    ] as const) {
      await place.fault({ method: 'GET', path: '/api/v1/users/me' }, { delayMs: 20_000 });
      const { requests } = await place.metrics();
      const plan = start(['plan', '--workspace', workspace, '--output', 'json'], { env: place.env });
      const asked = requests['GET /api/v1/users/me'] ?? 0;
      while (((await place.metrics()).requests['GET /api/v1/users/me'] ?? 0) === asked) await pause(20);
      const begun = Date.now();
      plan.child.kill(signal);
      const answer = await plan.finished;
      expect(Date.now() - begun).toBeLessThan(15_000);
      expect(answer.exit, answer.err).toBe(exit);
      expect(oneObject(answer)).toMatchObject({ exit, error: { code } });
    }
    await place.fault(null);
    expect(contentOf(workspace)).toEqual(before);
    expect(await place.well(['plan', '--workspace', workspace])).toHaveProperty('digest');
  });

  test('a sandbox is stopped by either, and that is no fault', async () => {
    for (const [signal, format] of [
      ['SIGTERM', 'json'],
      ['SIGINT', 'ndjson'],
    ] as const) {
      const sandbox = start(['sandbox', '--seed', 'stopped', '--output', format]);
      await sandbox.says('"type":"ready"');
      sandbox.child.kill(signal);
      const { exit, out } = await sandbox.finished;
      expect(exit).toBe(0);
      const [ready, ...rest] = out.trimEnd().split('\n');
      expect(Object.keys(JSON.parse(ready ?? ''))).toEqual(['type', 'url', 'token', 'company', 'seed', 'plan']);
      expect(rest).toEqual(format === 'json' ? [] : ['{"type":"result","exit":0,"stopped":true}']);
    }
    expect((await cutover(['sandbox', '--list-switches', '--output', 'json'])).exit).toBe(0);
  });
});
