import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Kit } from '../testing/kit.ts';
import { openKit } from '../testing/kit.ts';
import { html } from './html.ts';

let kit: Kit;
beforeAll(async () => {
  kit = await openKit();
});
afterAll(() => kit.sandbox.close());
const page = async (path: string) => {
  const response = await fetch(`${kit.sandbox.url}${path}`);
  return { status: response.status, text: await response.text(), policy: response.headers.get('content-security-policy') ?? '' };
};

test('what is put into a template is escaped, what is HTML already is not', () => {
  const bold = html`<b>${'<&"'}</b>`;
  expect(html`<p>${bold} ${[html`<i>1</i>`, '>', 2]}${null}</p>`.html).toBe('<p><b>&lt;&amp;&quot;</b> <i>1</i>&gt;2</p>');
});

test('a person with deals, activities, notes and files', async () => {
  const { call } = kit;
  const person_id = (
    await call('POST', '/api/v2/persons', { name: '<script>alert(1)</script> Kay', phones: [{ value: '555-0104' }] })
  ).id();
  const deal_id = (await call('POST', '/api/v2/deals', { title: 'Six "sessions"', person_id, value: 1200 })).id();
  await call('POST', '/api/v2/activities', {
    subject: 'Kick-off & plan',
    due_date: '2026-01-02',
    due_time: '09:30',
    participants: [{ person_id }],
    done: true,
  });
  await call('POST', '/api/v1/notes', { content: '<p>First line</p><p>Second &lt;line&gt;</p>', deal_id });
  await kit.upload({ person_id: String(person_id), file: new Blob(['12345']) }, 'intake.pdf');
  const { text, policy } = await page(`/people/${person_id}`);
  expect(text).not.toContain('<script>');
  expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt; Kay');
  for (const part of [
    'Six &quot;sessions&quot;',
    '1,200 USD',
    'Kick-off &amp; plan',
    '2026-01-02 09:30',
    'First line\nSecond &lt;line&gt;',
    'intake.pdf',
    '555-0104 (work)',
  ]) {
    expect(text).toContain(part);
  }
  expect(policy).toContain("default-src 'none'");
  expect((await page('/')).text).toContain(`<a href="/people/${person_id}">`);
});

test('the pipeline as a board, the custom fields, the tokens, and nothing where nothing is', async () => {
  const board = (await page('/pipeline')).text;
  for (const part of ['Sales', 'Qualified', 'Signed', 'Larkspur leadership programme', 'card won', 'card lost'])
    expect(board).toContain(part);
  const fields = (await page('/fields')).text;
  for (const part of ['Heard of us through', 'A friend, Conference, Web search', 'Contract number', '2 of 500 custom fields'])
    expect(fields).toContain(part);
  expect((await page('/spend')).text).toContain('POST /api/v2/persons');
  expect((await page('/people/1')).status).toBe(404);
  expect((await page('/sandbox.css')).text).toContain('.board');
});
