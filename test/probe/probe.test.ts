import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { PROBE_DIARY, PROBE_FILE, ProbeFile } from '@cutover/domain';
import { runDoctor } from '@cutover/engine';
import { runProbe, throwAwayKey } from '@cutover/engine/desk';
import { fault, parseProbe, startSandbox } from '@cutover/sandbox';
import { describe, expect, test } from 'vitest';
import { countOf, FROM } from '../chaos/random.ts';
import { caught, writes } from '../road/small.ts';
import { newDay, setOut, type Traveller, type TravelOptions } from '../tools/travel.ts';
import { CLAIMS, ROUNDS, SETTINGS, truthOf } from './values.ts';

const LITE: TravelOptions = { tier: 'lite', sandbox: { plan: 'lite', seats: 3 } };
const quiet = (): void => undefined;
const yes = ({ sandbox }: Traveller) => ({ by: 'terminal', company: sandbox.company.domain }) as const;
const digest = async (traveller: Traveller): Promise<unknown> => (await traveller.get('digest')).digest;

/** Probes an account with these settings: it must be as it was before, and every claim must be true. */
async function probed(switches: Readonly<Record<string, string>>): Promise<ProbeFile> {
  const traveller = await setOut({ ...LITE, sandbox: { ...LITE.sandbox, switches } });
  try {
    const before = await digest(traveller);
    const { exit, data, stopped } = await runProbe(traveller.ws, yes(traveller), quiet);
    expect({ exit, stopped, remains: data.remains }).toEqual({ exit: 0, stopped: null, remains: [] });
    expect(await digest(traveller)).toBe(before);
    expect(existsSync(join(traveller.ws.dir, PROBE_DIARY))).toBe(false);
    const truth = truthOf(switches);
    const spent = Number((await traveller.get('metrics')).tokens);
    // By the price list; where refused calls are free, the account charges less.
    if (truth.get('failed-calls') === 'cost') expect(data.tokens).toBe(spent);
    else expect(data.tokens).toBeGreaterThan(spent);
    for (const fact of data.facts) expect([fact.switch, fact.value], fact.evidence).toEqual([fact.switch, truth.get(fact.switch)]);
    // Nothing is left out, and nothing is told twice.
    expect([...data.facts, ...data.unsettled].map((each) => each.switch).toSorted()).toEqual([...truth.keys()].toSorted());
    return data;
  } finally {
    await traveller.close();
  }
}

describe('what a probe claims is so', () => {
  test('with every switch at each of its values, the account untouched afterwards', async () => {
    const claimed = new Set<string>();
    for (const round of ROUNDS) for (const fact of (await probed(round)).facts) claimed.add(`${fact.switch}=${fact.value}`);
    const promised = SETTINGS.filter(({ name, value }) => CLAIMS[name] !== undefined && CLAIMS[name]?.not?.includes(value) !== true);
    expect([...claimed].toSorted()).toEqual(promised.map(({ name, value }) => `${name}=${value}`).toSorted());
  });

  // Each setting alone takes a minute or two: CHAOS_COUNT asks for them.
  const alone = countOf(0) === 0 ? [] : SETTINGS.slice(FROM, FROM + countOf(0));
  test.each(alone)('$name at $value alone', async ({ name, value }) => {
    const { facts } = await probed({ [name]: value });
    const promised = CLAIMS[name] !== undefined && CLAIMS[name]?.not?.includes(value) !== true;
    expect(facts.some((fact) => fact.switch === name)).toBe(promised);
    console.info(`probe ${name}=${value}: ${promised ? 'found' : 'not claimed'}, ${facts.length} facts`);
  });
});

describe('the yes', () => {
  test('of another company, or of a key that nobody trusts, opens nothing', async () => {
    const traveller = await setOut(LITE);
    try {
      const before = await writes(traveller);
      const elsewhere = await caught(() => runProbe(traveller.ws, { by: 'terminal', company: 'somebody-else' }, quiet));
      const company = traveller.sandbox.company.domain;
      const stranger = await caught(() => runProbe(traveller.ws, { by: 'key', company, key: throwAwayKey().key }, quiet));
      expect([elsewhere.code, elsewhere.exit, stranger.code, stranger.exit]).toEqual(['wrong-company', 3, 'bad-key', 2]);
      expect(await writes(traveller)).toBe(before);
      expect(existsSync(join(traveller.ws.dir, PROBE_FILE))).toBe(false);
      const { data } = await runProbe(traveller.ws, { by: 'key', company, key: traveller.key }, quiet);
      expect(data.consent).toEqual({ by: 'key', who: expect.stringMatching(/^sha256:/) });
    } finally {
      await traveller.close();
    }
  });
});

/** Breaks a probe off with a fault, and starts it again once the fault is over. */
async function brokenOff(effect: Parameters<typeof fault>[1], waitSeconds = 0) {
  let ahead = 0;
  const day = newDay();
  const traveller = await setOut({ ...LITE, sandbox: { ...LITE.sandbox, now: day }, now: () => day() + ahead });
  try {
    const before = await digest(traveller);
    await traveller.post('faults', [fault({ method: 'POST', path: '/api/v2/deals', nth: 3 }, effect)]);
    const first = await runProbe(traveller.ws, yes(traveller), quiet);
    await traveller.post('faults', []);
    const between = await digest(traveller);
    ahead = waitSeconds * 1000;
    await traveller.post('clock', { advanceSeconds: waitSeconds });
    const second = await runProbe(traveller.ws, yes(traveller), quiet);
    expect(second).toMatchObject({ exit: 0, data: { remains: [] } });
    expect(await digest(traveller)).toBe(before);
    return { first, second, cleanBetween: between === before };
  } finally {
    await traveller.close();
  }
}

describe('a token that is no admin’s', () => {
  test('it finds out what it may, says what it may not, and leaves the account as it was', async () => {
    const users = [
      { name: 'Alex Rivera', email: 'alex.rivera@example.com', admin: true },
      { name: 'Dana Reyes', email: 'dana.reyes@example.com', token_user: true },
    ];
    const traveller = await setOut({ ...LITE, sandbox: { ...LITE.sandbox, users } });
    try {
      const before = await digest(traveller);
      const { exit, data, stopped } = await runProbe(traveller.ws, yes(traveller), quiet);
      expect({ exit, stopped, remains: data.remains }).toEqual({ exit: 0, stopped: null, remains: [] });
      // A refusal for want of rights is no fact about the account: what is claimed is as true as what an admin's token finds out.
      const truth = truthOf({});
      for (const fact of data.facts) expect([fact.switch, fact.value], fact.evidence).toEqual([fact.switch, truth.get(fact.switch)]);
      expect([...data.facts, ...data.unsettled].map((each) => each.switch).toSorted()).toEqual([...truth.keys()].toSorted());
      const why = (name: string): string | undefined => data.unsettled.find((each) => each.switch === name)?.why;
      for (const name of ['field-names', 'new-pipeline', 'type-name-reuse'])
        expect(why(name)).toMatch(/was refused: 403 You do not have permissions to do this\./);
      expect(await digest(traveller)).toBe(before);
    } finally {
      await traveller.close();
    }
  });
});

describe('broken off', () => {
  test('by a lost answer: what it made is found by its mark and deleted at once', async () => {
    const { first, cleanBetween } = await brokenOff({ cut: 'after' });
    expect([first.exit, first.stopped?.code, first.data.remains]).toEqual([1, 'unresolved', []]);
    expect(cleanBetween).toBe(true);
    expect(first.data.facts.length).toBeGreaterThan(10);
    expect(first.data.unsettled.filter(({ why }) => why === 'the probe was broken off before').length).toBeGreaterThan(5);
  });

  test('by a fault of the account, which may have come after the write', async () => {
    const { first, cleanBetween } = await brokenOff({ status: 500 });
    expect([first.exit, first.stopped?.code, first.data.remains]).toEqual([1, 'unresolved', []]);
    expect(cleanBetween).toBe(true);
  });

  test('by a spent budget: what could not be deleted is told, and goes with the next start', async () => {
    const { first, second, cleanBetween } = await brokenOff({ budget: 'spent' }, 86_400);
    expect([first.exit, first.stopped?.code]).toEqual([6, 'budget-spent']);
    expect(first.data.remains.length).toBeGreaterThan(10);
    expect(cleanBetween).toBe(false);
    expect(second.clearedBefore).toBe(first.data.remains.length);
  });

  test('by a block: no other start for a quarter of an hour', async () => {
    const { first, second } = await brokenOff({ html403: true }, 901);
    expect([first.exit, first.stopped?.code]).toEqual([7, 'blocked']);
    expect(second.clearedBefore).toBe(first.data.remains.length);
  });

  test('at a word: everything made is deleted before it ends', async () => {
    const traveller = await setOut(LITE);
    try {
      const before = await digest(traveller);
      const { exit, stopped } = await runProbe(traveller.ws, yes(traveller), (done) => {
        if (done === 8) traveller.stop.abort(new Error('Ctrl-C'));
      });
      expect([exit, stopped?.code]).toEqual([6, 'interrupted']);
      expect(await digest(traveller)).toBe(before);
    } finally {
      await traveller.close();
    }
  });
});

test('the file is for its owner, and the sandbox and the doctor read it', async () => {
  const traveller = await setOut({
    ...LITE,
    sandbox: { ...LITE.sandbox, switches: { 'long-text': 'truncated', 'custom-null': 'refused' } },
  });
  try {
    const { file } = await runProbe(traveller.ws, yes(traveller), quiet);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const text = readFileSync(file, 'utf8');
    expect(ProbeFile.parse(JSON.parse(text)).company).toEqual(traveller.sandbox.company);
    expect(text).not.toContain(traveller.sandbox.token);
    expect(parseProbe(text)).toMatchObject({ 'long-text': 'truncated', 'custom-null': 'refused', 'empty-text': 'refused' });
    const like = await startSandbox({ switches: parseProbe(text) });
    await like.close();
    expect((await runDoctor(traveller.ws)).data.findings.find(({ check }) => check === 'probe')).toMatchObject({
      severity: 'ok',
      code: 'probed',
    });
  } finally {
    await traveller.close();
  }
});
