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
  /** For commands of which a workspace takes one at a time. */
  readonly oneByOne?: boolean;
}

/** Longest message a person is shown for one error. */
const LONGEST = 700;

/**
 * Starts the command twice, for a person and for a program, and holds both answers to the same rules: the right code and exit, a short message that
 * names the cause and the next step, no stack trace, no secret, one JSON object where JSON was asked for, nothing written anywhere.
 * @returns the JSON it answered with
 */
export async function refused(
  place: Place,
  args: readonly string[],
  { code, exit, names }: Refusal,
  { untouched = [], oneByOne = false, ...start }: Attempt = {},
): Promise<Record<string, unknown>> {
  const before = untouched.map(contentOf);
  const writes = (await place.metrics()).writes;
  const asText = place.run(args, start);
  if (oneByOne) await asText;
  const [text, json] = await Promise.all([asText, place.run([...args, '--output', 'json'], start)]);
  for (const answer of [text, json]) {
    expect(answer.exit, answer.err + answer.out).toBe(exit);
    spotless(place, answer);
  }
  expect(text.out).toBe('');
  expect(text.err).toContain(`${code}: `);
  expect(text.err).toContain(ERRORS[code].advice);
  expect(text.err.length, text.err).toBeLessThan(LONGEST);

  const object = oneObject(json);
  const error = object.error as Record<string, unknown>;
  expect(object.exit).toBe(exit);
  expect(error).toMatchObject({ code, advice: ERRORS[code].advice, retry: ERRORS[code].retry });
  for (const name of names) {
    expect(String(error.message)).toMatch(name);
    expect(text.err).toMatch(name);
  }
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
