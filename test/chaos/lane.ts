import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openWorkspace } from '@cutover/engine';
import { planned, setOut, type Traveller, type TravelOptions } from '../tools/travel.ts';
import { ANSWERS, companyWithFields } from './journey.ts';

/** A sandbox that many journeys use one after the other: each finds it as it was at first, and a workspace whose plan is made. Saves most of a short journey. */
export interface Lane {
  /** @param now milliseconds since 1970 that the engine takes for now */
  traveller(now: () => number): Promise<Traveller>;
  close(): Promise<void>;
}

export async function laneOf(source: string, seed: string, more: Pick<TravelOptions, 'before'> = {}): Promise<Lane> {
  const first = await setOut({ source, sandbox: { seed }, ...more });
  await companyWithFields(first);
  await planned(first, ANSWERS);
  first.ws.close();
  return {
    async traveller(now) {
      await first.post('reset');
      await companyWithFields(first);
      const dir = mkdtempSync(join(first.dir, 'journey-'));
      cpSync(first.ws.dir, dir, { recursive: true });
      const ports = { ...first.ports, clock: { ...first.ports.clock, now } };
      const ws = await openWorkspace(dir, ports);
      const close = async (): Promise<void> => {
        ws.close();
        rmSync(dir, { recursive: true, force: true });
      };
      return { ...first, ws, ports, dir, close };
    },
    close: () => first.close(),
  };
}

/** Lets each of several lanes be used by one journey at a time. */
export function laneKeeper(lanes: readonly Lane[]): <T>(work: (lane: Lane) => Promise<T>) => Promise<T> {
  const free = [...lanes];
  const waiting: ((lane: Lane) => void)[] = [];
  return async (work) => {
    const lane = free.pop() ?? (await new Promise<Lane>((resolve) => waiting.push(resolve)));
    try {
      return await work(lane);
    } finally {
      const next = waiting.shift();
      if (next === undefined) free.push(lane);
      else next(lane);
    }
  };
}
