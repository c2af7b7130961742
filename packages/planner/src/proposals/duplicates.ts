import { type AccountSnapshot, type AnswerOf, type Decision, normalName, type SourceObject } from '@cutover/domain';
import { mask } from '@cutover/values';
import { distance } from 'fastest-levenshtein';
import { draft } from '../decide.ts';
import type { Facts } from '../facts/facts.ts';
import type { ClientFact, CompanyFact } from '../facts/people.ts';

type Use = AnswerOf<'duplicate'>['use'];

function uses(first: Use, others: readonly Use[]): { proposal: AnswerOf<'duplicate'>; alternatives: AnswerOf<'duplicate'>[] } {
  return { proposal: { use: first }, alternatives: others.map((use) => ({ use })) };
}

function sameName(a: string, b: string): boolean {
  const left = normalName(a);
  const right = normalName(b);
  if (left === '' || right === '') return false;
  if (left === right || left.split(' ').sort().join(' ') === right.split(' ').sort().join(' ')) return true;
  return Math.min(left.length, right.length) >= 8 && distance(left, right) <= 1;
}

function clientPair(first: ClientFact, second: ClientFact): Decision {
  const same = sameName(first.name, second.name);
  const mails = first.mails.filter((mail) => second.mails.includes(mail));
  const phones = first.phones.filter((phone) => second.phones.includes(phone));
  const evidence = [
    `${mask(first.name, 'name')} and ${mask(second.name, 'name')}: ${same ? 'the same name' : 'different names'}`,
    mails.length > 0 ? `the same mail ${mask(mails[0] ?? '', 'mail')}` : 'no mail in common',
    phones.length > 0 ? 'the same phone number' : 'no phone number in common',
  ];
  const { proposal, alternatives } = same ? uses('merge', ['create', 'skip']) : uses('create', ['merge', 'skip']);
  return draft(
    'duplicate',
    `duplicate:client:${first.id}+${second.id}`,
    { object: 'client', keys: [`client:${first.id}`, `client:${second.id}`], match: 'pair' },
    {
      proposal,
      alternatives,
      confidence: same ? (mails.length > 0 ? 0.92 : 0.75) : 0.7,
      evidence,
      reason: same
        ? 'One person on two cards: the second is folded into the first.'
        : 'Two people who share a mail address, like a couple, stay two.',
    },
  );
}

/** Pairs of cards of one person: the same mail, or the same name with the same phone. Each later card is paired with the first. */
function clientPairs(facts: Facts): Decision[] {
  const firstBy = new Map<string, ClientFact>();
  const made = new Map<string, Decision>();
  for (const client of facts.clients.all) {
    const keys = [
      ...client.mails.map((mail) => `mail ${mail}`),
      ...client.phones.map((phone) => `phone ${normalName(client.name)} ${phone}`),
    ];
    for (const key of keys) {
      const first = firstBy.get(key);
      if (first === undefined) firstBy.set(key, client);
      else if (first.id !== client.id && !made.has(`${first.id}+${client.id}`))
        made.set(`${first.id}+${client.id}`, clientPair(first, client));
    }
  }
  return [...made.values()];
}

function companyPairs(facts: Facts): Decision[] {
  const first = new Map<string, CompanyFact>();
  const made: Decision[] = [];
  for (const company of facts.companies.all) {
    const name = normalName(company.name);
    const known = first.get(name);
    if (name === '' || known === undefined) {
      if (name !== '') first.set(name, company);
      continue;
    }
    if (known.id === company.id) continue;
    const { proposal, alternatives } = uses('merge', ['create', 'skip']);
    made.push(
      draft(
        'duplicate',
        `duplicate:company:${known.id}+${company.id}`,
        { object: 'company', keys: [`company:${known.id}`, `company:${company.id}`], match: 'pair' },
        {
          proposal,
          alternatives,
          confidence: 0.85,
          evidence: ['the names agree but for case and punctuation'],
          reason: 'One company in two rows: the second is folded into the first.',
        },
      ),
    );
  }
  return made;
}

function match(object: SourceObject, id: string, name: string, mail: string | null, evidence: readonly string[], sure: number): Decision {
  const { proposal, alternatives } = uses('existing', ['create', 'merge', 'skip']);
  return draft(
    'duplicate',
    `duplicate:${object}:${id}`,
    { object, key: `${object}:${id}`, sourceId: id, match: 'account', name, mail },
    {
      proposal,
      alternatives,
      confidence: sure,
      evidence,
      reason: 'The account has this record already: it is linked to, and only its empty fields are filled.',
    },
  );
}

/** Records that are in the account before the migration: persons by mail, organizations by name. Those that carry a source id are the engine's affair. */
function accountMatches(account: AccountSnapshot, facts: Facts, asked: ReadonlySet<string>): Decision[] {
  const persons = new Map<string, AccountSnapshot['persons'][number]>();
  for (const person of account.persons)
    for (const mail of person.mails) if (!persons.has(mail.toLowerCase())) persons.set(mail.toLowerCase(), person);
  const organizations = new Map<string, AccountSnapshot['organizations'][number]>();
  for (const one of account.organizations) if (!organizations.has(normalName(one.name))) organizations.set(normalName(one.name), one);
  const clients = facts.clients.all.flatMap((client) => {
    const mail = client.mails.find((one) => persons.has(one));
    const person = mail === undefined ? undefined : persons.get(mail);
    if (mail === undefined || person === undefined) return [];
    if (person.sourceId !== null && !asked.has(`duplicate:client:${client.id}`)) return [];
    const same = sameName(client.name, person.name);
    const evidence = [
      `the same mail ${mask(mail, 'mail')}`,
      same ? 'the same name' : `the account calls the person ${mask(person.name, 'name')}, the export ${mask(client.name, 'name')}`,
    ];
    return [match('client', client.id, client.name, mail, evidence, same ? 0.95 : 0.7)];
  });
  const companies = facts.companies.all.flatMap((company) => {
    const found = organizations.get(normalName(company.name));
    if (normalName(company.name) === '' || found === undefined) return [];
    if (found.sourceId !== null && !asked.has(`duplicate:company:${company.id}`)) return [];
    const evidence = [found.name === company.name ? 'the same name' : 'the names agree but for case and punctuation'];
    return [match('company', company.id, company.name, null, evidence, 0.88)];
  });
  return [...clients, ...companies];
}

/** @param asked ids of decisions of an earlier proposal: a record that carries a source id by now was linked by our own load, its question stays */
export function proposeDuplicates(account: AccountSnapshot, facts: Facts, asked: ReadonlySet<string>): Decision[] {
  const all = [...accountMatches(account, facts, asked), ...clientPairs(facts), ...companyPairs(facts)];
  const ids = new Set<string>();
  return all.filter((decision) => !ids.has(decision.id) && ids.add(decision.id));
}
