import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DoctorFinding, runDoctor, runFull, runSample, runSchema } from '@cutover/engine';
import { fault } from '@cutover/sandbox';
import { afterAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { newDay, planned, sayYes, setOut, type Traveller, type TravelOptions } from '../tools/travel.ts';
import { verifies } from '../tools/verifies.ts';
import { SMALL_SAMPLE, smallExport, writes } from './small.ts';

const dir = mkdtempSync(join(tmpdir(), 'doctor-'));
const source = smallExport(dir);
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** Sets out, lets `before` change the account, and has the doctor look; nothing may be written, whatever it finds. */
async function looked(options: TravelOptions, before: (traveller: Traveller) => Promise<unknown> = async () => undefined) {
  const traveller = await setOut({ source, ...options });
  try {
    await before(traveller);
    const written = await writes(traveller);
    const { exit, data } = await runDoctor(traveller.ws);
    expect(await writes(traveller)).toBe(written);
    for (const { severity, advice } of data.findings) expect(advice === '', severity).toBe(severity === 'ok');
    return { exit, data, of: (check: DoctorFinding['check']) => data.findings.filter((each) => each.check === check) };
  } finally {
    await traveller.close();
  }
}

async function send(traveller: Traveller, method: string, path: string, body: unknown): Promise<void> {
  const { url, token } = traveller.sandbox;
  const headers = { 'x-api-token': token, 'content-type': 'application/json' };
  const answer = await fetch(`${url}/api/${path}`, { method, headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
}

describe('an account in order', () => {
  test(`${verifies('R47', 'R46')}before there is a plan: who, rights, plan, budget, clock, caps, users, visibility; automations cannot be read`, async () => {
    const { exit, data, of } = await looked({});
    expect(exit).toBe(0);
    expect(data.company?.name).toBe('Harbour Coaching');
    expect(data.findings.map(({ check, code, severity }) => `${severity} ${check} ${code}`)).toEqual([
      'ok target company',
      'ok token admin',
      'ok plan tier tier-given',
      'ok budget budget',
      'ok clock clock',
      'ok custom fields cap',
      'ok deals cap',
      'ok activity types types',
      'warning webhooks webhooks-fire',
      'info automations automations-unread',
      'ok users users',
      'ok visibility visibility',
      'ok records records',
    ]);
    // By hand: premium has 30,000 × 5 tokens for each of three seats; 300 custom fields, 2 of which the company has.
    expect(of('budget')[0]?.message).toMatch(/^\d+ of 450000 API tokens are left today; the load may use \d+$/);
    expect(of('custom fields')[0]?.message).toBe('custom fields: 2 there, of 300 on premium');
    expect(of('users')[0]?.message).toBe('5 active users, 1 deactivated (robin.vale@example.com)');
  });

  test('with a plan it says what is still to come, and after the load that nothing is', async () => {
    const traveller = await setOut({ source });
    try {
      await planned(traveller, SMALL_SAMPLE);
      const before = await runDoctor(traveller.ws);
      const said = (report: typeof before, check: string) =>
        report.data.findings.filter((each) => each.check === check).map(({ message }) => message);
      const [fields] = said(before, 'custom fields');
      expect(fields).toMatch(/^custom fields: 2 there and \d+ to come, of 300 on premium$/);
      expect(said(before, 'users')[0]).toMatch(/all \d owners of the plan are among them$/);
      expect(said(before, 'plan')).toEqual(['everything the plan names is in the account, or will be made']);
      sayYes(traveller, 'plan');
      await runSchema(traveller.ws, {});
      await runSample(traveller.ws, {});
      sayYes(traveller, 'full');
      await runFull(traveller.ws, {});
      const after = await runDoctor(traveller.ws);
      expect(after.exit).toBe(0);
      const coming = Number(/and (\d+) to come/.exec(fields ?? '')?.[1]);
      expect(said(after, 'custom fields')).toEqual([`custom fields: ${2 + coming} there, of 300 on premium`]);
      expect(said(after, 'budget')[0]).toMatch(/needs about 0$/);
      expect(said(after, 'records')[0]).toMatch(/^\d+ people/);
    } finally {
      await traveller.close();
    }
  });
});

describe('what would hurt a load', () => {
  test(`${verifies('R46')}a token that is no admin's: what it cannot do and cannot see`, async () => {
    const users = [
      { name: 'Alex', email: 'alex.rivera@example.com', admin: true },
      { name: 'Dana', email: 'dana.reyes@example.com', token_user: true },
    ];
    const { exit, of } = await looked({ sandbox: { users } });
    expect(exit).toBe(5);
    expect(of('token')).toMatchObject([{ severity: 'error', code: 'token-not-admin' }]);
    expect(of('visibility')).toMatchObject([{ severity: 'warning', code: 'partly-blind' }, { severity: 'ok' }]);
    expect(of('webhooks')).toMatchObject([{ severity: 'warning', code: 'webhooks-forbidden' }]);
  });

  test(`${verifies('R47')}too few custom fields left for the plan`, async () => {
    const { exit, of } = await looked({ tier: 'lite', sandbox: { plan: 'lite' } }, async (traveller) => {
      for (let at = 0; at < 26; at += 1) {
        await send(traveller, 'POST', 'v2/personFields', { field_name: `Theirs ${at}`, field_type: 'varchar' });
        await traveller.post('clock', { advanceSeconds: 1 });
      }
      await traveller.post('clock', { advanceSeconds: -26 });
      await planned(traveller, SMALL_SAMPLE);
    });
    expect(exit).toBe(5);
    expect(of('custom fields')).toMatchObject([
      {
        severity: 'error',
        code: 'cap-reached',
        message: expect.stringMatching(/^custom fields: 28 there and \d+ to come, of 30 on lite$/),
      },
    ]);
  });

  // The company has one for new people already.
  test('webhooks that would fire, by their host alone, and never one for something else', async () => {
    const { exit, data, of } = await looked({}, async (traveller) => {
      const hook = (event_action: string, event_object: string) =>
        send(traveller, 'POST', 'v1/webhooks', {
          ...{ subscription_url: 'https://hooks.example.com/catch/secret-path', event_action, event_object, name: 'Zap' },
          ...{ http_auth_user: 'zap', http_auth_password: 'open-sesame' },
        });
      await hook('create', 'person');
      await hook('*', '*');
      await hook('create', 'product');
      await hook('delete', 'deal');
    });
    expect(exit).toBe(0);
    expect(of('webhooks')).toMatchObject([{ severity: 'warning', code: 'webhooks-fire' }]);
    expect(of('webhooks')[0]?.message).toMatch(
      /^a load fires 3 webhooks: create person → hooks\.example\.com \(\d+\), create person → hooks\.example\.com \(\d+\), \* \* → hooks\.example\.com \(\d+\)$/,
    );
    expect(JSON.stringify(data)).not.toMatch(/secret-path|open-sesame/);
  });

  test(`${verifies('R20')}an owner of the plan who was deactivated since`, async () => {
    const { exit, of } = await looked({}, async (traveller) => {
      await planned(traveller, SMALL_SAMPLE);
      const { users } = z.object({ users: z.array(z.object({ id: z.number(), email: z.string() })) }).parse(await traveller.get('state'));
      const dana = users.find(({ email }) => email === 'dana.reyes@example.com');
      await send(traveller, 'PUT', `v1/users/${dana?.id}`, { active_flag: 0 });
    });
    expect(exit).toBe(4);
    expect(of('users')).toMatchObject([
      { severity: 'error', code: 'owner-deactivated', message: 'the plan gives records to dana.reyes@example.com, who is deactivated' },
    ]);
    expect(of('plan')).toMatchObject([{ severity: 'error', code: 'plan-stale' }]);
  });

  test('a clock that is behind, and one that is far ahead', async () => {
    const behind = await looked({}, (traveller) => traveller.post('clock', { advanceSeconds: 300 }));
    expect(behind.of('clock')).toMatchObject([
      {
        severity: 'warning',
        code: 'clock-skew',
        message: expect.stringMatching(/^this machine's clock is 5 minutes behind the account's$/),
      },
    ]);
    expect(behind.exit).toBe(0);
    const ahead = await looked({ now: () => Date.now() + 3 * 3_600_000 });
    expect(ahead.of('clock')).toMatchObject([
      { severity: 'error', code: 'clock-skew', message: "this machine's clock is 3 hours ahead of the account's" },
    ]);
    expect(ahead.exit).toBe(5);
  });

  test('a budget that is too short for the plan, one down to the part kept for others, and one that is spent', async () => {
    const day = (): TravelOptions => {
      const now = newDay();
      return { now, tier: 'lite', sandbox: { plan: 'lite', seats: 1, now } };
    };
    const short = await looked(day(), async (traveller) => {
      await planned(traveller, SMALL_SAMPLE);
      await spendUntil(traveller, 6_600);
    });
    expect(short.of('budget')).toMatchObject([{ severity: 'warning', code: 'budget-short' }]);
    const low = await looked(day(), (traveller) => spendUntil(traveller, 5_900));
    // A fifth of 30,000 is kept for others; the doctor itself may use it.
    expect(low.of('budget')).toMatchObject([{ severity: 'error', code: 'budget-spent', message: expect.stringContaining('(6000)') }]);
    expect(low.of('records')).toHaveLength(1);
    expect(low.exit).toBe(5);
    const spent = await looked({}, (traveller) => traveller.post('faults', [fault({ path: '/api/v1/users' }, { budget: 'spent' })]));
    expect(spent.exit).toBe(6);
    expect(spent.of('target')).toMatchObject([
      { severity: 'error', code: 'budget-spent' },
      { severity: 'ok', code: 'company' },
    ]);
    expect(spent.of('budget')).toMatchObject([{ severity: 'error', code: 'budget-spent' }]);
  });

  test('another plan than was given, and one that nobody gave', async () => {
    const other = await looked({ tier: 'premium', sandbox: { plan: 'lite' } });
    expect(other.of('plan tier')).toMatchObject([
      { severity: 'error', code: 'tier-differs', message: "premium was given, but the account's limits are those of lite" },
    ]);
    expect(other.exit).toBe(5);
    const traveller = await setOut({ source, tier: 'lite' });
    try {
      const unsaid = { ...traveller.ws, settings: { ...traveller.ws.settings, tier: null, seats: null } };
      const { data } = await runDoctor(unsaid);
      expect(data.findings.filter(({ check }) => check === 'plan tier')).toMatchObject([
        { severity: 'ok', code: 'tier-observed', message: "the account's limits are those of lite with 3 seats" },
      ]);
      // By the plan that the account told of, and nothing is said to be assumed.
      expect(data.findings.find(({ check }) => check === 'custom fields')?.message).toBe('custom fields: 2 there, of 30 on lite');
    } finally {
      await traveller.close();
    }
  });

  test('another company at the same address', async () => {
    const traveller = await setOut({ source });
    const { url } = traveller.sandbox;
    try {
      await planned(traveller, SMALL_SAMPLE);
      await traveller.sandbox.close();
      const stranger = await setOut({ source, sandbox: { seed: 'stranger', port: Number(new URL(url).port) } });
      try {
        const token = () => stranger.sandbox.token;
        const { exit, data } = await runDoctor({ ...traveller.ws, ports: { ...traveller.ports, token } });
        expect(exit).toBe(4);
        expect(data.findings.find(({ code }) => code === 'other-target')?.message).toContain(stranger.sandbox.company.domain);
      } finally {
        await stranger.close();
      }
    } finally {
      traveller.ws.close();
    }
  });
});

describe('what stands in the way of looking', () => {
  test('a token that is not accepted, one that is missing, an account that is closed, a block, nobody there', async () => {
    const bad = await looked({}, (traveller) => traveller.post('faults', [fault({}, { status: 401 })]));
    expect([bad.exit, bad.data.findings.map(({ code }) => code)]).toEqual([7, ['unauthorized', 'clock']]);
    expect(bad.data.findings[0]?.advice).toContain('copy it again');
    const closed = await looked({}, (traveller) => traveller.post('faults', [fault({}, { status: 402 })]));
    expect([closed.exit, closed.data.findings.map(({ code }) => code)]).toEqual([7, ['account-closed', 'clock']]);
    const blocked = await looked({}, (traveller) => traveller.post('faults', [fault({}, { html403: true })]));
    expect([blocked.exit, blocked.data.findings.map(({ code }) => code)]).toEqual([7, ['blocked', 'clock']]);

    const traveller = await setOut({ source });
    try {
      const none = await runDoctor({ ...traveller.ws, ports: { ...traveller.ports, token: () => null } });
      expect([none.exit, none.data.findings.map(({ code }) => code)]).toEqual([7, ['no-token']]);
      await traveller.sandbox.close();
      const nobody = await runDoctor(traveller.ws);
      expect([nobody.exit, nobody.data.findings.map(({ code }) => code)]).toEqual([1, ['unreachable']]);
    } finally {
      traveller.ws.close();
    }
  });
});

/** Somebody else spends the day's tokens until so many are left. */
async function spendUntil({ sandbox, post }: Traveller, left: number): Promise<void> {
  const headers = { 'x-api-token': sandbox.token };
  for (;;) {
    const answer = await fetch(`${sandbox.url}/api/v1/users/find?term=nobody`, { headers });
    await answer.arrayBuffer();
    const remaining = Number(answer.headers.get('x-daily-ratelimit-token-remaining'));
    if (answer.status === 200 && remaining <= left) return;
    await post('clock', { advanceSeconds: 0.004 });
  }
}
