import { expect, test } from 'vitest';
import { freeSlug, normalName, slugOf } from './text.ts';

test.each([
  ['How did you hear about us?', 'how-did-you-hear-about-us'],
  ['Größe (cm)', 'grosse-cm'],
  ['  Prénom — client ', 'prenom-client'],
  ['年齢', 'field'],
  ['', 'field'],
])('slug of %s', (name, slug) => {
  expect(slugOf(name)).toBe(slug);
});

test('a slug that is taken gets a number', () => {
  expect(freeSlug('Tags', new Set())).toBe('tags');
  expect(freeSlug('Tags', new Set(['tags', 'tags-2']))).toBe('tags-3');
});

test.each([
  ['Brightwater  Studio, Ltd.', 'brightwater studio ltd'],
  ['Ångström', 'angstrom'],
  ['日本 株式会社', '日本 株式会社'],
])('%s compares as %s', (name, normal) => {
  expect(normalName(name)).toBe(normal);
});
