import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { openLedger } from './index.ts';
import { newFile, newLedger, owner, tickingClock } from './testing/fixtures.ts';

const CHILD = fileURLToPath(new URL('./testing/lock-child.ts', import.meta.url));

async function contender(file: string): Promise<{ process: ChildProcess; said: string }> {
  const child = spawn(process.execPath, ['--conditions=@cutover/source', CHILD, file], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [data] = await once(child.stdout, 'data');
  return { process: child, said: String(data).trim() };
}

async function end(child: ChildProcess, signal?: 'SIGKILL'): Promise<void> {
  const gone = once(child, 'exit');
  if (signal === undefined) child.stdin?.end();
  else child.kill(signal);
  await gone;
}

describe('the lock', () => {
  it('is taken once, given back, and taken again under a new epoch', async () => {
    const { lock, close } = await newLedger();
    expect(lock.holder()).toBeNull();
    expect(() => lock.assertEpoch(0)).toThrow(expect.objectContaining({ code: 'epoch-moved' }));
    const { epoch } = lock.acquire(owner(1), () => true);
    expect(epoch).toBe(1);
    lock.assertEpoch(1);
    expect(lock.holder()).toEqual({ ...owner(1), epoch: 1, since: expect.stringMatching(/^2026-03-08T14:00:/) });
    lock.release(1);
    expect(lock.holder()).toBeNull();
    expect(() => lock.assertEpoch(1)).toThrow(expect.objectContaining({ code: 'epoch-moved' }));
    expect(lock.acquire(owner(2), () => true)).toEqual({ epoch: 2 });
    close();
  });

  it('names the living owner', async () => {
    const { lock, close } = await newLedger();
    lock.acquire(owner(4711, { what: 'full' }), () => true);
    expect(() => lock.acquire(owner(2), () => true)).toThrow(
      expect.objectContaining({
        code: 'run-active',
        message: expect.stringMatching(/process 4711 .* full$/),
        details: { data: { pid: 4711, host: 'desk', what: 'full', since: expect.any(String) } },
      }),
    );
    lock.assertEpoch(1);
    close();
  });

  it('asks whether the owner lives by its id and start, and takes over from a dead one', async () => {
    const { lock, close } = await newLedger();
    lock.acquire(owner(4711), () => true);
    const asked: unknown[] = [];
    const { epoch } = lock.acquire(owner(2), (...about) => {
      asked.push(about);
      return false;
    });
    expect(asked).toEqual([[4711, 'start of 4711']]);
    expect(epoch).toBe(2);
    close();
  });

  it('takes an owner on another machine for alive, and takes over from it only by force', async () => {
    const { lock, close } = await newLedger();
    lock.acquire(owner(4711, { host: 'laptop' }), () => true);
    expect(() => lock.acquire(owner(2), () => false)).toThrow(
      expect.objectContaining({ code: 'run-active', message: expect.stringContaining('on laptop') }),
    );
    expect(lock.takeOver(owner(2))).toEqual({ epoch: 2 });
    expect(() => lock.assertEpoch(1)).toThrow(expect.objectContaining({ code: 'epoch-moved' }));
    close();
  });

  it('is not given back by one that lost it', async () => {
    const file = newFile();
    const first = await openLedger(file, { create: true, clock: tickingClock() });
    const second = await openLedger(file, { clock: tickingClock() });
    const { epoch } = first.lock.acquire(owner(1), () => true);
    second.lock.takeOver(owner(2));
    first.lock.release(epoch);
    expect(second.lock.holder()?.pid).toBe(2);
    first.close();
    second.close();
  });

  it('is held by one of several processes, and free for the next once that one is killed', async () => {
    const file = newFile();
    (await openLedger(file, { create: true, clock: tickingClock() })).close();
    const both = await Promise.all([contender(file), contender(file)]);
    expect(both.map(({ said }) => said).sort()).toEqual(['epoch 1', 'run-active']);
    const [winner, loser] = both[0].said === 'epoch 1' ? both : [both[1], both[0]];
    await end(winner.process, 'SIGKILL');
    const heir = await contender(file);
    expect(heir.said).toBe('epoch 2');
    await Promise.all([end(loser.process), end(heir.process)]);
  });
});
