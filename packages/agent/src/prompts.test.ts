import { expect, test } from 'vitest';
import { fillPrompt, parsePrompt, promptsOf } from './prompts.ts';

const file = (id: string, text = 'Say {{what}}.') => `---\nid: ${id}\nversion: 1.2\n---\n\n${text}\n`;

test('a prompt is its id, version and text; the digest is over the text alone', () => {
  const prompt = parsePrompt('a.md', file('a'));
  expect(prompt).toMatchObject({ id: 'a', version: '1.2', text: 'Say {{what}}.' });
  expect(parsePrompt('b.md', file('b').replaceAll('\n', '\r\n')).digest).toBe(prompt.digest);
});

test('faults name the file', () => {
  expect(() => parsePrompt('a.md', 'no front matter')).toThrow(/a\.md: .*id/s);
  expect(() =>
    promptsOf([
      { file: 'a.md', text: file('a') },
      { file: 'b.md', text: file('a') },
    ]),
  ).toThrow(/b\.md/);
  expect(() => promptsOf([]).get('a')).toThrow(/no prompt a/);
});

test('values are filled in as they are', () => {
  const prompt = parsePrompt('a.md', file('a'));
  expect(fillPrompt(prompt, { what: '$& {{x}}' })).toBe('Say $& {{x}}.');
  expect(() => fillPrompt(prompt, {})).toThrow(/what/);
});
