import { readFileSync } from 'node:fs';
import { digestOfBytes } from '@cutover/domain';
import { expect, test } from 'vitest';
import { PROMPTS } from './prompts.ts';

/** Version and digest of each file: a text that changes is another version. */
const PINNED: Readonly<Record<string, readonly [version: string, digest: string]>> = {
  start_migration: ['1', '33170dff0863970c'],
  review_plan: ['1', '4da6c4f08c65bfe3'],
  explain_discrepancy: ['1', '59e84b1eade38930'],
};

test.each(PROMPTS.map((prompt) => [prompt.name, prompt] as const))(
  '%s has the version of its text, and says what a person has to do',
  (name, prompt) => {
    const file = readFileSync(new URL(`../../../prompts/${name}.md`, import.meta.url), 'utf8');
    const [version, digest] = PINNED[name] ?? [];
    expect(file).toContain(`---\nid: ${name}\nversion: ${version}\n---\n`);
    expect(digestOfBytes(file).slice(7, 23)).toBe(digest);
    expect(prompt.text({})).not.toMatch(/^---|\{\{/);
    expect(prompt.text({})).toContain('fromExport');
  },
);

test('an argument is put in its place, cut to size', () => {
  const prompt = PROMPTS.find(({ name }) => name === 'explain_discrepancy');
  expect(prompt?.text({ source_id: 'C009' })).toContain('Record: C009 (');
  expect(prompt?.text({})).toContain('Record: (not given) (');
  expect(prompt?.text({ source_id: 'x'.repeat(5000) })).not.toContain('x'.repeat(201));
});
