import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { homeOf } from '@cutover/engine';
import { z } from 'zod';

/** A text that a client offers its user to start with; the text itself stands in `prompts/<name>.md`. */
export interface Prompt {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly args: { readonly [name: string]: z.ZodOptional<z.ZodString> } | null;
  readonly text: (given: Readonly<Record<string, string | undefined>>) => string;
}

const FOLDER = join(homeOf(import.meta.url), 'prompts');

const FRONT = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/;

/** A prompt's text without its front matter. @throws Error when the file is not there or has none */
function bodyOf(name: string): string {
  const match = FRONT.exec(readFileSync(join(FOLDER, `${name}.md`), 'utf8'));
  if (match === null) throw new Error(`prompts/${name}.md has no front matter`);
  return (match[2] ?? '').trim();
}

/** Puts what was given in the place of `{{name}}`; what was not given is said to be so. */
function filled(body: string, given: Readonly<Record<string, string | undefined>>): string {
  return body.replace(/\{\{([a-z_]+)\}\}/g, (_, name: string) => given[name]?.slice(0, 200) ?? '(not given)');
}

function prompt(spec: Omit<Prompt, 'text'>): Prompt {
  return Object.freeze({ ...spec, text: (given: Readonly<Record<string, string | undefined>>) => filled(bodyOf(spec.name), given) });
}

export const PROMPTS: readonly Prompt[] = Object.freeze([
  prompt({
    name: 'start_migration',
    title: 'Start a migration',
    description: 'Reads the export, makes the plan and goes through what is open, up to the first gate.',
    args: null,
  }),
  prompt({
    name: 'review_plan',
    title: 'Review the plan',
    description: 'Looks the plan over before a person approves it: uncertain proposals, owners, findings, caps and cost.',
    args: null,
  }),
  prompt({
    name: 'explain_discrepancy',
    title: 'Explain a discrepancy',
    description: 'Finds out why a record of the sample differs from what was wanted, and which decision or rule is behind it.',
    args: { source_id: z.string().max(200).optional() },
  }),
]);
