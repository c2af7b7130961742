import { beforeAll, describe, expect, test } from 'vitest';
import { type Account, accountOf, column, tallyBy } from '../../tools/account.ts';
import { loadedRoad } from '../../tools/road.ts';
import type { SandboxState } from '../../tools/sandbox-state.ts';
import { verifies } from '../../tools/verifies.ts';
import { dana, priya, sam, unassigned } from './expected/coaches.ts';
import { people } from './expected/people.ts';
import { homes } from './expected/texts.ts';
import { traits } from './expected/traits.ts';

let account: Account;
let before: SandboxState;
let state: SandboxState;

beforeAll(async () => {
  ({ before, state } = await loadedRoad());
  account = accountOf(state, before);
});

/** Maya Chen, C001, was in the account before: her name, mails and owner stay as they are there. */
const created = people.filter((person) => person.id !== 'C001');

describe('client → person', () => {
  test(`${verifies('R12', 'R37')}every client card is a person, the two cards of one man are one`, () => {
    expect(account.sourceIds('person')).toEqual(people.map((person) => person.id));
    expect(account.created.persons).toHaveLength(39);
  });

  test(`${verifies('R12')}the name is first and last name`, () => {
    expect(column(people, ({ id }) => account.person(id).name)).toEqual(column(people, ({ name }) => name));
  });

  test(`${verifies('R12')}mails: the first is primary and for work, further ones follow with a label`, () => {
    const wanted = column(created, ({ mails }) =>
      mails.map((value, at) => ({ value, label: at === 0 ? 'work' : 'other', primary: at === 0 })),
    );
    expect(column(created, ({ id }) => account.person(id).emails)).toEqual(wanted);
  });

  test(`${verifies('R12')}phones: in international form, the mobile is primary, further ones follow with a label`, () => {
    const wanted = column(people, ({ phones }) =>
      phones.map((value, at) => ({ value, label: at === 0 ? 'mobile' : 'other', primary: at === 0 })),
    );
    expect(column(people, ({ id }) => account.person(id).phones)).toEqual(wanted);
  });

  test(`${verifies('R12')}a social handle is a custom field`, () => {
    expect(column(traits, ({ id }) => account.person(id).custom('Instagram'))).toEqual(column(traits, ({ instagram }) => instagram));
  });

  test(`${verifies('R43')}created on the day since when the person is a client`, () => {
    expect(column(created, ({ id }) => account.person(id).addTime.slice(0, 10))).toEqual(column(created, ({ since }) => since));
  });

  test(`${verifies('R20', 'R42')}the owner is the coach, or the fallback`, () => {
    expect(column(created, ({ id }) => account.person(id).owner)).toEqual(column(created, ({ owner }) => owner));
    const owners = tallyBy(created, ({ id }) => account.person(id).owner);
    expect(owners).toEqual({ [dana]: 10, [sam]: 12, [priya]: 11, [unassigned]: 6 });
  });

  test(`${verifies('R15', 'R42')}the organization is the main company; without one, or with an unknown one, there is none`, () => {
    expect(column(people, ({ id }) => account.person(id).org)).toEqual(column(people, ({ org }) => org));
  });

  test(`${verifies('R12', 'R13')}address, birthday and job title arrive, in the account’s own fields or in custom ones`, () => {
    const home = new Map(homes);
    expect(column(people, ({ id }) => account.person(id).either('Home Address', 'postal_address'))).toEqual(
      column(people, ({ id }) => home.get(id) ?? null),
    );
    expect(column(traits, ({ id }) => account.person(id).either('Birthday', 'birthday'))).toEqual(
      column(traits, ({ birthday }) => birthday),
    );
    expect(column(traits, ({ id }) => account.person(id).either('Job Title', 'job_title'))).toEqual(column(traits, ({ job }) => job));
  });

  test(`${verifies('R13')}the lifecycle stage is kept`, () => {
    expect(column(traits, ({ id }) => account.person(id).custom('Lifecycle'))).toEqual(column(traits, ({ lifecycle }) => lifecycle));
  });
});

describe('a client who is in the account already', () => {
  const old = () => {
    const found = before.persons.find((person) => person.emails.some((mail) => mail.value === 'maya.chen@example.com'));
    if (found === undefined) throw new Error('the sandbox starts without Maya Chen');
    return found;
  };

  test(`${verifies('R26')}there is no second one; she carries her source id`, () => {
    const same = state.persons.filter((person) => person.emails.some((mail) => mail.value === 'maya.chen@example.com'));
    expect(same.map(({ id }) => id)).toEqual([old().id]);
    expect(account.person('C001').id).toBe(old().id);
  });

  test(`${verifies('R42')}what she had stays: name, primary mail, owner, time of creation`, () => {
    const maya = account.person('C001');
    expect(maya.name).toBe(old().name);
    expect(maya.emails.find((mail) => mail.primary)?.value).toBe('maya.chen@example.com');
    expect(maya.owner).toBe(state.users.find((user) => user.id === old().owner_id)?.email);
    expect(maya.addTime).toBe(old().add_time);
  });

  test(`${verifies('R12', 'R13')}what was empty is filled: phone, organization, own properties`, () => {
    const maya = account.person('C001');
    expect(old().phones).toEqual([]);
    expect(old().org_id).toBeNull();
    expect(maya.phones.map((phone) => phone.value)).toEqual(['+12125550101']);
    expect(maya.org).toBe('CO01');
    expect(maya.custom('Intake Score')).toBe(82);
    expect(maya.custom('Lifecycle')).toBe('Active');
    expect(maya.either('Job Title', 'job_title')).toBe('Creative Director');
  });
});

describe('a client who stands twice in the export', () => {
  test(`${verifies('R12', 'R42')}one Oluwaseun Adeyemi, with one mail and one phone`, () => {
    const named = state.persons.filter((person) => person.name === 'Oluwaseun Adeyemi' && !person.is_deleted);
    expect(named).toHaveLength(1);
    const seun = account.person('C012');
    expect(seun.emails.map((mail) => mail.value)).toEqual(['oluwaseun.adeyemi@example.com']);
    expect(seun.phones.map((phone) => phone.value)).toEqual(['+12015550115']);
  });

  test(`${verifies('R42')}the packages and sessions of both cards hang on him`, () => {
    expect([account.deal('P020').person, account.deal('P021').person]).toEqual(['C012', 'C012']);
    for (const id of ['S101', 'S148', 'S086', 'S103', 'S129', 'S140']) {
      expect(account.activity(`session ${id}`).participants, `session ${id}`).toEqual(['C012']);
    }
  });
});
