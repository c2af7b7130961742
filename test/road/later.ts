import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runFull, runSample, runSchema } from '@cutover/engine';
import { expect } from 'vitest';
import { accountOf } from '../tools/account.ts';
import { type SandboxState, sandboxState } from '../tools/sandbox-state.ts';
import { newDay, planned, SMALL, sayYes, setOut, type Traveller, type TravelOptions } from '../tools/travel.ts';

/** An edit of an export: in this file, this text becomes that one; it must be there once. */
export type Edit = readonly [file: string, from: string, to: string];

/** Puts edits into a copy of an export, in place. */
export function editExport(dir: string, edits: readonly Edit[]): void {
  for (const [file, from, to] of edits) {
    const path = join(dir, file);
    const text = readFileSync(path, 'utf8');
    expect(text.split(from), `${file}: ${from}`).toHaveLength(2);
    writeFileSync(
      path,
      text.replace(from, () => to),
    );
  }
}

/** A copy of the example export that a test may edit. */
export function ownCopy(dir: string): string {
  cpSync(SMALL, dir, { recursive: true });
  return dir;
}

export interface Loaded {
  readonly traveller: Traveller;
  readonly before: SandboxState;
  /** The account's digest before the first write. */
  readonly digest: unknown;
}

export const stateOf = async (traveller: Pick<Traveller, 'get'>): Promise<SandboxState> => sandboxState(await traveller.get('state'));

/** The account as a test reads it, next to what it was before. */
export const seen = async ({ traveller, before }: Loaded) => accountOf(await stateOf(traveller), before);

/** Loads the export up to its end, on the day it was written for unless another clock is given; every first proposal accepted but for the answers given. */
export async function fullyLoaded(
  source: string,
  answers: Parameters<typeof planned>[1] = {},
  options: TravelOptions = {},
): Promise<Loaded> {
  const now = newDay();
  const traveller = await setOut({
    now,
    ...options,
    sandbox: { ...(options.now === undefined ? { now } : {}), ...options.sandbox },
    source,
  });
  const before = await stateOf(traveller);
  const { digest } = await traveller.get('digest');
  await planned(traveller, answers);
  sayYes(traveller, 'plan');
  expect((await runSchema(traveller.ws, {})).exit).toBe(0);
  await runSample(traveller.ws, {});
  sayYes(traveller, 'full');
  expect((await runFull(traveller.ws, {})).data.failed).toBe(0);
  return { traveller, before, digest };
}

/** Somebody else at work in the account: the web app, an integration. @returns the answer's data */
export async function send(
  { sandbox: { url, token } }: Pick<Traveller, 'sandbox'>,
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE',
  path: string,
  body?: unknown,
): Promise<Record<string, unknown>> {
  const answer = await fetch(`${url}/api/${path}`, {
    method,
    headers: { 'x-api-token': token, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  expect(answer.ok, `${method} ${path}: ${answer.status}`).toBe(true);
  return ((await answer.json()) as { data: Record<string, unknown> }).data;
}
