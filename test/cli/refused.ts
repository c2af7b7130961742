import { ERRORS, type ErrorCode } from '@cutover/domain';
import { expect } from 'vitest';
import { type Answer, oneObject, type Start } from './cutover.ts';
import { contentOf, filesWith, PASSPHRASE, type Place } from './place.ts';

export interface Refusal {
  readonly code: ErrorCode;
  readonly exit: number;
  /** What the message must name: file, line, column, id, host, … */
  readonly names: readonly (string | RegExp)[];
}

interface Attempt extends Start {
  /** Folders and files that must be as they were; the workspace, as a rule. */
  readonly untouched?: readonly string[];
}

/** Longest message a person is shown for one error. */
const LONGEST = 700;

/** Codes that a person has been shown by now, by test file. How an error is written out depends on its code and its parts only, and every start takes a second. */
const shownIn = new Map<string | undefined, Set<ErrorCode>>();

/**
 * Starts the command for a program, and at the first error of its code for a person too, and holds the answers to the same rules: the right code and
 * exit, a short message that names the cause and the next step, no stack trace, no secret, one JSON object on stdout, nothing written anywhere.
 * @returns the JSON it answered with
 */
export async function refused(
  place: Place,
  args: readonly string[],
  { code, exit, names }: Refusal,
  { untouched = [], ...start }: Attempt = {},
): Promise<Record<string, unknown>> {
  const before = untouched.map(contentOf);
  const writes = (await place.metrics()).writes;
  const { testPath } = expect.getState();
  const shown = shownIn.get(testPath) ?? new Set();
  shownIn.set(testPath, shown);
  if (!shown.has(code)) {
    shown.add(code);
    const text = await place.run(args, start);
    expect(text, text.err).toMatchObject({ exit, out: '' });
    spotless(place, text);
    expect(text.err).toContain(`${code}: `);
    expect(text.err).toContain(ERRORS[code].advice);
    for (const name of names) expect(text.err).toMatch(name);
    expect(text.err.length, text.err).toBeLessThan(LONGEST);
  }
  const json = await place.run([...args, '--output', 'json'], start);
  expect(json.exit, json.err + json.out).toBe(exit);
  spotless(place, json);
  const object = oneObject(json);
  expect(object.exit).toBe(exit);
  const error = object.error as Record<string, unknown>;
  expect(error).toMatchObject({ code, advice: ERRORS[code].advice, retry: ERRORS[code].retry });
  for (const name of names) expect(String(error.message)).toMatch(name);
  expect(String(error.message).length).toBeLessThan(LONGEST);

  expect(untouched.map(contentOf)).toEqual(before);
  expect((await place.metrics()).writes).toBe(writes);
  for (const path of untouched) expect(filesWith(path, place.sandbox.token, PASSPHRASE)).toEqual([]);
  return object;
}

/** What a terminal would obey rather than show. */
export const RAW = /(?![\t\n])[\p{Cc}\p{Bidi_Control}]/u;

/** No stack trace, no secret, nothing a terminal would obey. */
export function spotless(place: Place, { out, err }: Answer): void {
  for (const said of [out, err]) {
    expect(said).not.toMatch(/^\s+at .+:\d+:\d+/m);
    expect(said).not.toMatch(/node:internal|node_modules|file:\/\//);
    expect(said).not.toContain(place.sandbox.token);
    expect(said).not.toContain(PASSPHRASE);
    expect(said).not.toMatch(RAW);
  }
}
