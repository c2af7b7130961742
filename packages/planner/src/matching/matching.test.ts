import { describe, expect, it } from 'vitest';
import { likeness } from './similarity.ts';
import { plainWords, wordsOf } from './words.ts';

describe('words of a header', () => {
  it.each([
    ['clientID', 'client id'],
    ['client_ids', 'client id'],
    ['Client ID(s)', 'client id'],
    ['CLIENT-NAME', 'client name'],
    ['emailaddress', 'email address'],
    ['firstname', 'first name'],
    ['Prénom', 'prenom'],
    ['Straße', 'strasse'],
    ['How did you hear about us?', 'how hear about us'],
    ['Companies', 'company'],
    ['Status', 'status'],
    ['Chance %', 'chance percent'],
    ['Имя клиента', 'имя клиента'],
    ['???', ''],
  ])('%s → %s', (header, words) => {
    expect(wordsOf(header).join(' ')).toBe(words);
  });

  it('do not come apart by chance', () => {
    expect(wordsOf('Cancelled At')).toEqual(['cancelled', 'at']);
    expect(plainWords('Inactive')).toEqual(['inactive']);
    expect(plainWords('In progress')).toEqual(['in', 'progress']);
  });
});

describe('likeness of phrases', () => {
  const like = (a: string, b: string) => likeness(wordsOf(a), wordsOf(b));

  it('is 1 for the same words, near it for a slip, and low for other words', () => {
    expect(like('E-mail address', 'e_mail_address')).toBe(1);
    expect(like('Adress', 'address')).toBeGreaterThan(0.6);
    expect(like('Billing address', 'address')).toBeGreaterThan(like('Billing address', 'invoice number'));
    expect(like('Coach', 'Company')).toBeLessThan(0.5);
    expect(like('', 'name')).toBe(0);
  });

  it('weighs common words less than telling ones', () => {
    expect(like('coach name', 'coach')).toBeGreaterThan(like('coach name', 'package name'));
  });
});
