import { expect, test } from 'vitest';
import { parseFaults, parseProbe, parseUsers } from './options.ts';
import { readyLine, startSandbox } from './start.ts';

test('a probe file gives the switches it settled, and says what is wrong with it', () => {
  const text = '{"format":1,"facts":[{"switch":"long-text","value":"truncated","evidence":"300 became 255"}],"unsettled":[]}';
  expect(parseProbe(text)).toEqual({ 'long-text': 'truncated' });
  expect(() => parseProbe('{"facts":[{"switch":"long-text"}]}', 'probe.json')).toThrow(/^probe\.json: .*\n {2}\.facts\[0\]\.value: /);
  expect(() => parseProbe('{', 'probe.json')).toThrow('probe.json: the probe file is not valid JSON');
});

test('a users file says which user is wrong, and where', () => {
  expect(parseUsers('[{"name":"Ada","email":"ada@example.com","admin":true,"token_user":true}]')).toEqual([
    { name: 'Ada', email: 'ada@example.com', admin: true, token_user: true },
  ]);
  expect(() => parseUsers('[{"name":"Ada","email":"ada"}]', 'team.json')).toThrow(
    /^team\.json: the users file is not as it should be\n {2}\[0\]\.email: /,
  );
  expect(() => parseUsers('[{"name":"Ada","email":"ada@example.com","boss":1}]')).toThrow('"boss"');
  expect(() => parseUsers('[')).toThrow('users file: the users file is not valid JSON');
  expect(() => parseUsers('[]')).toThrow('at least one user');
  const twice = '[{"name":"A","email":"a@example.com"},{"name":"B","email":"A@example.com"}]';
  expect(() => parseUsers(twice)).toThrow('two users share a mail');
  const both = '[{"name":"A","email":"a@example.com","token_user":true},{"name":"B","email":"b@example.com","token_user":true}]';
  expect(() => parseUsers(both)).toThrow('only one user can be the token_user');
});

test('a faults file too', () => {
  expect(parseFaults('[{"match":{"method":"post","nth":3},"then":{"cut":"after"}}]')).toMatchObject([
    { match: { method: 'POST', nth: 3 } },
  ]);
  expect(() => parseFaults('[{"match":{"nth":0},"then":{"status":500}}]', 'faults.json')).toThrow(
    'faults.json: the faults file is not as it should be\n  [0].match.nth: ',
  );
});

test('options that make no sense are refused before anything listens', async () => {
  await expect(startSandbox({ seats: 0 })).rejects.toThrow('seats must be a whole number from 1');
  await expect(startSandbox({ speed: 0 })).rejects.toThrow('speed must be a number above 0');
  await expect(startSandbox({ switches: { nonsense: 'x' } })).rejects.toThrow('no switch named "nonsense"');
});

test('a port that is taken is named', async () => {
  const first = await startSandbox();
  const port = Number(new URL(first.url).port);
  await expect(startSandbox({ port })).rejects.toThrow(`the sandbox cannot listen on port ${port}: `);
  await first.close();
});

test('users given replace the company’s, and the token is the token user’s', async () => {
  const users = [
    { name: 'Ada', email: 'ada@example.com', admin: true },
    { name: 'Ben', email: 'ben@example.com', token_user: true },
  ];
  const sandbox = await startSandbox({ users, seed: 'mine' });
  try {
    const me = await fetch(`${sandbox.url}/api/v1/users/me`, { headers: { 'x-api-token': sandbox.token } });
    const all = await fetch(`${sandbox.url}/api/v1/users`, { headers: { 'x-api-token': sandbox.token } });
    expect(await me.json()).toMatchObject({
      data: { email: 'ben@example.com', company_id: sandbox.company.id, company_domain: sandbox.company.domain },
    });
    expect(await all.json()).toMatchObject({ data: [{ name: 'Ada' }, { name: 'Ben' }] });
    expect(JSON.parse(readyLine(sandbox))).toEqual({
      type: 'ready',
      url: sandbox.url,
      token: sandbox.token,
      company: sandbox.company,
      seed: 'mine',
      plan: 'lite',
    });
  } finally {
    await sandbox.close();
  }
});
