import { expect, test } from 'vitest';
import { verifies } from '../../tools/verifies.ts';
import { emptyAccount } from '../columns/proposer.ts';
import { type Case, CLIENT, decided, ofKind, type Row, scored } from './practice.ts';

const USERS = [
  ['Dana Reyes', 'dana.reyes@acme.example.com'],
  ['Sam Okafor', 'sam@acme.example.com'],
  ['Priya Nair', 'Priya.Nair@acme.example.com'],
  ['Lee Marsh', 'lee.marsh@acme.example.com'],
  ['Jürgen Weiß', 'j.weiss@acme.example.com'],
] as const;

/** Coach name, mail, the mail of the user proposed (null: the fallback), and the user that has to be offered first if there is none. */
const COACHES: readonly (readonly [name: string, mail: string, user: string | null, offered: string | null])[] = [
  ['Dana Reyes', 'dana.reyes@acme.example.com', 'dana.reyes@acme.example.com', null],
  ['D. Reyes', 'DANA.REYES@ACME.EXAMPLE.COM', null, null],
  ['Sam Okafor', 'sam@acme.example.com', 'sam@acme.example.com', null],
  ['Priya Nair', 'priya.nair@acme.example.com', 'priya.nair@acme.example.com', null],
  ['Lee Marsh', 'lee@other.example.com', null, 'lee.marsh@acme.example.com'],
  ['Lee Marsch', 'l@other.example.com', null, 'lee.marsh@acme.example.com'],
  ['Somebody', 'sam@acme.exampel.com', null, 'sam@acme.example.com'],
  ['Juergen Weiss', 'j.weis@acme.example.com', null, 'j.weiss@acme.example.com'],
  ['Jürgen Weiß', 'j.weiss@acme.example.com', 'j.weiss@acme.example.com', null],
  ['Nora Quist', 'nora@acme.example.com', null, null],
  ['Otto Pell', 'otto@acme.example.com', null, null],
  ['Sam Okafor Jr', 'samjr@else.example.com', null, null],
  ['Dana Reyes-Cole', 'drc@else.example.com', null, null],
  ['Gone Person', 'gone@acme.example.com', null, null],
  ['Priya N', 'priya.nai@acme.example.com', null, 'priya.nair@acme.example.com'],
];

test(`${verifies('R20')}coaches become the users with their mail; near misses are offered, never taken`, async () => {
  const account = emptyAccount(USERS.map(([name, mail]) => ({ name, mail })));
  const users = [...account.users, { id: 99, name: 'Gone Person', mail: 'gone@acme.example.com', active: false, admin: false }];
  const cases: Case[] = [];
  for (const [place, [name, mail, user, offered]] of COACHES.entries()) {
    const decisions = await decided({
      account: { users },
      coaches: [
        ['K1', name, mail, 'Coach'],
        ['K2', 'Filler One', 'filler1@else.example.com', 'Coach'],
        ['K3', 'Filler Two', 'filler2@else.example.com', 'Coach'],
      ],
    });
    const one = ofKind(decisions, 'owner').find(({ subject }) => subject.name === name);
    const proposal = one?.proposal ?? null;
    const got = proposal !== null && 'user' in proposal ? proposal.user : 'fallback';
    // A mail is the same in capitals.
    const wanted = mail !== mail.toLowerCase() ? mail.toLowerCase() : (user ?? 'fallback');
    cases.push({ given: `${place} ${name} <${mail}>`, wanted, got });
    if (offered !== null) {
      expect(one?.alternatives[0], name).toEqual({ user: offered });
      expect(one?.confidence, name).toBeLessThanOrEqual(0.5);
      expect(one?.evidence.join(' '), name).toMatch(/same name|nearly the same/);
    }
    if (name === 'Gone Person') expect(one?.evidence).toContain('the user with this mail is deactivated');
  }
  expect(scored('owner', cases)).toBe(1);
});

const client = (id: string, name: string, mail: string, phone = ''): Row => [id, name, mail, phone, '', '', '', '', '', ''];

/** Two cards and what is proposed about them; none: they are not asked about. */
const CARDS: readonly (readonly [a: Row, b: Row, use: 'merge' | 'create' | 'none'])[] = [
  [client('A', 'Maya Chen', 'maya@example.com'), client('B', 'Maya Chen', 'maya@example.com'), 'merge'],
  [client('A', 'Maya Chen', 'maya@example.com'), client('B', 'maya chen', 'MAYA@example.com'), 'merge'],
  [client('A', 'Maya Chen', 'maya@example.com'), client('B', 'Chen Maya', 'maya@example.com'), 'merge'],
  [client('A', 'Katherine Boyd', 'kb@example.com'), client('B', 'Katherine Boyt', 'kb@example.com'), 'merge'],
  [client('A', 'Jürgen Weiß', 'jw@example.com'), client('B', 'Jurgen Weiß', 'jw@example.com'), 'merge'],
  [client('A', 'Maya Chen', 'one@example.com', '+1 212 555 0101'), client('B', 'Maya Chen', 'two@example.com', '(212) 555-0101'), 'merge'],
  [client('A', 'Ana Belmonte', 'family@example.com'), client('B', 'Luis Belmonte', 'family@example.com'), 'create'],
  [client('A', 'Noah Tan', 'office@example.com'), client('B', 'Mei Ruiz', 'office@example.com'), 'create'],
  [client('A', 'Bo Li', 'bo@example.com; b@example.com'), client('B', 'Bo Li', 'b@example.com'), 'merge'],
  [client('A', 'Maya Chen', 'maya1@example.com'), client('B', 'Maya Chen', 'maya2@example.com'), 'none'],
  [client('A', 'Maya Chen', 'm1@example.com', '+1 212 555 0101'), client('B', 'Maya Chen', 'm2@example.com', '+1 212 555 0109'), 'none'],
  [
    client('A', 'Ana Belmonte', 'a@example.com', '+1 212 555 0101'),
    client('B', 'Luis Belmonte', 'l@example.com', '+1 212 555 0101'),
    'none',
  ],
  [client('A', 'Ida Frost', 'ida@example.com'), client('B', 'Leo Mark', 'leo@example.com'), 'none'],
  [client('A', 'Ida Frost', 'ida@example.com'), client('B', 'Ida Frost', ''), 'none'],
  [client('A', 'Sofia Ruiz', 'sofia@example.com'), client('B', 'Sofía Ruiz', 'sofia@example.com'), 'merge'],
];

test(`${verifies('R32')}cards of one person are folded, people who share a mail stay two, and what differs is said`, async () => {
  const cases: Case[] = [];
  for (const [place, [a, b, wanted]] of CARDS.entries()) {
    const decisions = await decided({ clients: [a, b, client('Z', 'Zoe Other', 'zoe@example.com', '+1 212 555 0177')] });
    const [pair] = ofKind(decisions, 'duplicate');
    cases.push({ given: `${place} ${a[1]} / ${b[1]}`, wanted, got: pair?.proposal?.use ?? 'none' });
    if (pair !== undefined) expect(pair.evidence.join(' ')).toMatch(/name.*(mail|phone)/);
  }
  expect(scored('duplicate in the export', cases)).toBe(1);
});

/** A client, a person of the account, and what is proposed. */
const IN_ACCOUNT: readonly (readonly [
  client: readonly [name: string, mail: string],
  person: readonly [name: string, mail: string],
  use: string,
])[] = [
  [['Maya Chen', 'maya@example.com'], ['Maya Chen', 'maya@example.com'], 'existing'],
  [['Maya Chen', 'MAYA@example.com'], ['maya chen', 'maya@example.com'], 'existing'],
  [['Maya Chen', 'maya@example.com'], ['Maya Chen-Ruiz', 'maya@example.com'], 'existing'],
  [['Maya Chen', 'maya@example.com'], ['Reception', 'maya@example.com'], 'existing'],
  [['Jürgen Weiß', 'jw@example.com'], ['Juergen Weiss', 'jw@example.com'], 'existing'],
  [['Ana Ruiz', 'ana@example.com; ana@work.example.com'], ['Ana Ruiz', 'ana@work.example.com'], 'existing'],
  [['Maya Chen', 'maya@example.com'], ['Maya Chen', 'other@example.com'], 'none'],
  [['Maya Chen', ''], ['Maya Chen', 'maya@example.com'], 'none'],
  [['Bo Li', 'bo@example.com'], ['Ida Frost', 'ida@example.com'], 'none'],
  [['Bo Li', 'bo@example.com'], ['Bo Li', ''], 'none'],
  [['Noah Tan', 'n.tan@example.com'], ['Noah Tan', 'ntan@example.com'], 'none'],
  [['Mei Sato', 'mei@example.com'], ['Sato Mei', 'mei@example.com'], 'existing'],
  [['Lee Marsh', 'lee@example.com'], ['Lee Marsh', 'LEE@EXAMPLE.COM'], 'existing'],
  [['Ida Frost', 'ida@example.co'], ['Ida Frost', 'ida@example.com'], 'none'],
  [['Kwame Boateng', 'kb@example.com'], ['Kwame B.', 'kb@example.com'], 'existing'],
];

test(`${verifies('R32')}people whom the account has already are found by their mail`, async () => {
  const cases: Case[] = [];
  for (const [place, [[name, mail], [known, at], wanted]] of IN_ACCOUNT.entries()) {
    const persons = [{ id: 5, name: known, mails: at === '' ? [] : [at], phones: [], orgId: null, sourceId: null }];
    const decisions = await decided({
      clients: [client('A', name, mail, '+1 212 555 0101'), client('B', 'Zoe Other', 'zoe@example.com', '+1 212 555 0102')],
      account: { persons },
    });
    const [found] = ofKind(decisions, 'duplicate');
    cases.push({ given: `${place} ${name} <${mail}>`, wanted, got: found?.proposal?.use ?? 'none' });
    if (found !== undefined) expect(found.alternatives).toContainEqual({ use: 'create' });
  }
  expect(scored('duplicate with the account', cases)).toBe(1);
});

test(`${verifies('R25')}tags, private notes and files are counted where they are decided about`, async () => {
  const cases: Case[] = [];
  for (let count = 1; count <= 15; count += 1) {
    const clients = Array.from(
      { length: 20 },
      (_, nth): Row => [
        `C${nth}`,
        `N${nth} M${nth}`,
        `c${nth}@example.com`,
        '',
        '',
        '',
        nth < count ? `tag ${nth}; all` : '',
        nth < count ? `Only for me, number ${nth}` : '',
        '',
        '',
      ],
    );
    const decisions = await decided({ clients });
    const [tags] = ofKind(decisions, 'tags');
    const [notes] = ofKind(decisions, 'private-note');
    // `tag 0` to `tag n`, and `all`.
    cases.push({ given: `${count} tags`, wanted: `set: ${count + 1} different tags`, got: `${tags?.proposal?.as}: ${tags?.evidence[0]}` });
    cases.push({
      given: `${count} notes`,
      wanted: `field: ${count} clients have one`,
      got: `${notes?.proposal?.as}: ${notes?.evidence[0]}`,
    });
  }
  expect(scored('tags and private notes', cases)).toBe(1);
  const none = await decided({ clients: [CLIENT] });
  expect(ofKind(none, 'tags')).toEqual([]);
  expect(ofKind(none, 'private-note')).toEqual([]);
});
