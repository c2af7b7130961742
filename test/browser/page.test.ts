import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { wholeRoad } from '../tools/road.ts';
import { newDay, type Traveller } from '../tools/travel.ts';
import { browserHere, isNeeded, startBrowser } from './browser.ts';

const program = browserHere();
if (program === null && !isNeeded())
  console.info(
    'The sandbox’s pages were not looked at: there is no Chromium on the PATH, nor at CHROMIUM_PATH (Debian: apt-get install chromium).',
  );

/** Run in the browser. */
const TALL_HEADS = "[...document.querySelectorAll('th')].filter((head) => head.getBoundingClientRect().height > 45).length";
const INTRUDERS = `({
  pwned: 'pwned' in window,
  scripts: document.scripts.length,
  strangers: document.querySelectorAll('main img, main script, main iframe, #bold').length,
})`;

const PAGES = ['/', '/pipeline', '/fields', '/spend'];

test('a browser is here where one is needed', () => {
  expect(program ?? (isNeeded() ? 'install chromium, or set CHROMIUM_PATH' : null)).not.toBe('install chromium, or set CHROMIUM_PATH');
});

describe.skipIf(program === null)('the sandbox in a browser, after the example was loaded', () => {
  let traveller: Traveller;
  let browser: Browser;
  let page: Page;
  /** What must not happen on any page: errors, questions, requests to anybody else. */
  const strange: string[] = [];

  beforeAll(async () => {
    const now = newDay();
    traveller = (await wholeRoad({ now, sandbox: { now } })).traveller;
    browser = await startBrowser(program ?? '');
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    page.on('console', (message) => strange.push(`console: ${message.text()}`));
    page.on('pageerror', (error) => strange.push(`error: ${error.message}`));
    page.on('dialog', async (dialog) => {
      strange.push(`dialog: ${dialog.message()}`);
      await dialog.dismiss();
    });
    page.on('request', (request) => {
      if (!request.url().startsWith(traveller.sandbox.url)) strange.push(`request: ${request.url()}`);
    });
  });
  afterAll(async () => {
    await browser?.close();
    await traveller?.close();
  });

  const visit = (path: string) => page.goto(`${traveller.sandbox.url}${path}`);
  const rowsBelow = (heading: string) => page.locator(`h2:text-is("${heading}") + .scroll tbody tr`);

  test('people, and one of them with deals, activities, notes and files', async () => {
    await visit('/');
    // By hand: 12 people of the company, 41 clients, one of whom was there, and one who is two rows of the export.
    expect(await page.locator('h2').innerText()).toBe('51 people');
    expect(await page.locator('tbody tr').count()).toBe(51);
    await page.getByRole('link', { name: 'Maya Chen' }).click();
    expect(await page.locator('h2').first().innerText()).toBe('Maya Chen');
    expect(await page.locator('dl').innerText()).toMatch(/Job Title\s+Creative Director/);
    expect(await rowsBelow('Deals').count()).toBe(2);
    expect(await rowsBelow('Activities').count()).toBe(15);
    const [session] = await rowsBelow('Activities').filter({ hasText: 'Executive Presence 1: claiming the work' }).all();
    // 10:00 in New York.
    expect(await session?.innerText()).toMatch(/Meeting\s+Executive Presence 1: claiming the work\s+2025-10-31 14:00\s+00:50\s+Dana Reyes/);
    expect(await page.locator('.note').count()).toBe(5);
    expect(await page.locator('.note').first().innerText()).toContain('Sleeps badly on Sundays');
    expect(await rowsBelow('Files').innerText()).toMatch(/goals-worksheet-maya-chen\.txt\s+text\/plain\s+239/);
  });

  test('the pipeline is a board: stages side by side in their order, deals as cards, a card leads to its person', async () => {
    await visit('/pipeline');
    const board = page.locator('h2:text-is("Coaching packages") + .board');
    const heads = await board.locator('.stage h3').allInnerTexts();
    // packages.csv: 25 active, 5 paused, 1 rolled over, 10 completed, 4 cancelled.
    expect(heads.map((text) => text.replace(/\s+/g, ' '))).toEqual([
      'Active 25',
      'Paused 5',
      'Rolled Over 1',
      'Completed 10',
      'Cancelled 4',
    ]);
    const boxes = await Promise.all((await board.locator('.stage').all()).map((stage) => stage.boundingBox()));
    const lefts = boxes.map((box) => box?.x ?? 0);
    expect(lefts).toEqual([...lefts].sort((a, b) => a - b));
    expect(new Set(boxes.map((box) => box?.y)).size).toBe(1);
    await board.getByRole('link', { name: 'Andre Baptiste' }).click();
    expect(await page.locator('h2').first().innerText()).toBe('Andre Baptiste');
  });

  test('the custom fields with their keys, and the tokens spent today', async () => {
    await visit('/fields');
    expect(await page.locator('main > p').first().innerText()).toBe('27 of 300 custom fields in use.');
    const tier = rowsBelow('Person fields').filter({ hasText: 'Coaching Tier' });
    expect(await tier.innerText()).toMatch(/enum\s+Growth, Starter, Executive\s+[0-9a-f]{40}/);
    await page.getByRole('link', { name: 'Tokens' }).click();
    const spent = Number((await traveller.get('metrics')).tokens).toLocaleString('en-US');
    expect(await page.locator('h2').innerText()).toBe(`${spent} of 450,000 tokens today`);
    expect(await page.locator('header .spend').innerText()).toBe(`${spent} of 450,000 tokens today`);
    expect(await page.locator('tbody tr').filter({ hasText: 'POST /api/v2/activities' }).innerText()).toMatch(/167\s+835/);
  });

  test('nothing is wider than the window, on a desk or on a telephone, and no word is broken', async () => {
    const person = await personLink();
    for (const width of [1280, 420]) {
      await page.setViewportSize({ width, height: 900 });
      for (const path of [...PAGES, person]) {
        await visit(path);
        const wide = await page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');
        expect([path, width, wide]).toEqual([path, width, 0]);
        const broken = await page.evaluate<number>(TALL_HEADS);
        expect([path, width, broken]).toEqual([path, width, 0]);
      }
    }
    await page.setViewportSize({ width: 1280, height: 900 });
  });

  async function personLink(): Promise<string> {
    await visit('/');
    return (await page.getByRole('link', { name: 'Maya Chen' }).getAttribute('href')) ?? '';
  }

  test('no value of the data becomes HTML, whatever it is and wherever it stands', async () => {
    const evil = `<script>window.pwned = 1</script><img src=x onerror="window.pwned = 2"><b id="bold">"'&`;
    const { person } = await plant(evil);
    for (const path of [...PAGES, `/people/${person}`]) {
      await visit(path);
      const found = await page.evaluate<unknown>(INTRUDERS);
      expect([path, found]).toEqual([path, { pwned: false, scripts: 0, strangers: 0 }]);
    }
    // It is all there, as text.
    expect(await page.locator('h2').first().innerText()).toBe(evil);
    for (const heading of ['Deals', 'Activities', 'Files']) expect(await rowsBelow(heading).innerText()).toContain('window.pwned = 2');
    await visit('/pipeline');
    expect(await page.locator('h2').last().innerText()).toBe(evil);
  });

  test('the pages run no script, ask nobody else, and say nothing to the console', async () => {
    const { headers } = await fetch(`${traveller.sandbox.url}/`);
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    const another = await fetch(`${traveller.sandbox.url}/api/v2/persons`, {
      headers: { origin: 'https://example.com', 'x-api-token': traveller.sandbox.token },
    });
    expect(another.status).toBe(403);
    // The pages' only missing file: browsers ask for an icon by themselves.
    expect(strange.filter((each) => !each.includes('favicon') && !each.includes('404'))).toEqual([]);
  });

  /** Writes a text into every place of the account that a page shows. */
  async function plant(text: string): Promise<{ person: number }> {
    const send = async (path: string, body: unknown): Promise<number> => {
      const answer = await fetch(`${traveller.sandbox.url}/api/${path}`, {
        method: 'POST',
        headers: { 'x-api-token': traveller.sandbox.token, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
      const { data } = (await answer.json()) as { data: { id: number } };
      return data.id;
    };
    const organization = await send('v2/organizations', { name: text });
    await send('v2/personFields', { field_name: text, field_type: 'enum', options: [{ label: text }] });
    const person = await send('v2/persons', {
      name: text,
      org_id: organization,
      emails: [{ value: text }],
      phones: [{ value: text }],
      job_title: text,
    });
    const pipeline = await send('v2/pipelines', { name: text });
    const stage = await send('v2/stages', { name: text, pipeline_id: pipeline });
    const deal = await send('v2/deals', { title: text, stage_id: stage, person_id: person });
    await send('v2/activities', {
      subject: text,
      type: 'call',
      note: text,
      deal_id: deal,
      participants: [{ person_id: person, primary: true }],
    });
    await send('v1/notes', { content: text, person_id: person });
    const form = new FormData();
    form.append('person_id', String(person));
    form.append('file', new Blob(['x']), text);
    await fetch(`${traveller.sandbox.url}/api/v1/files`, {
      method: 'POST',
      headers: { 'x-api-token': traveller.sandbox.token },
      body: form,
    });
    return { person };
  }
});
