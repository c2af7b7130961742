import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { listSwitches } from './data/switches.ts';

const main = new URL('./main.ts', import.meta.url).pathname;

test('in a process of its own: the ready line first, then it answers, and it ends when asked to', async () => {
  const child = spawn(process.execPath, [main, '--seed', 'own', '--pipedrive-plan', 'growth', '--seats', '2'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [chunk] = await once(child.stdout, 'data');
  const ready: unknown = JSON.parse(String(chunk));
  expect(ready).toMatchObject({ type: 'ready', seed: 'own', plan: 'growth', url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) });
  const { url, token } = Object(ready);
  const answer = await fetch(`${url}/api/v1/users/me`, { headers: { 'x-api-token': String(token) } });
  expect(answer.headers.get('x-daily-ratelimit-token-limit')).toBe('120000');
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
});

test('wrong options end it with a reason', async () => {
  const child = spawn(process.execPath, [main, '--pipedrive-plan', 'gold'], { stdio: ['ignore', 'ignore', 'pipe'] });
  const [chunk] = await once(child.stderr, 'data');
  expect(String(chunk)).toContain('there is no plan "gold"');
  expect(await once(child, 'exit')).toEqual([2, null]);
});

test('the switches as lines', async () => {
  const child = spawn(process.execPath, [main, '--list-switches'], { stdio: ['ignore', 'pipe', 'ignore'] });
  let text = '';
  child.stdout.on('data', (chunk) => {
    text += String(chunk);
  });
  await once(child, 'close');
  const rows = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(rows).toEqual(listSwitches().map((row) => ({ ...row })));
});
