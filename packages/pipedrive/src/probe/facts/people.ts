import { type Experiment, type Found, seen, settled, taken, unsettled } from './fact.ts';

/** No company has so many users. */
const NOBODY = 2_147_483_646;
const CONTACTS = 11;
const contacts = (count: number) => Array.from({ length: count }, (_, at) => ({ value: `probe${at}@example.com` }));

/** What people and organizations take (api-facts §3.1, §3.2, §9). */
export const PEOPLE: readonly Experiment[] = [
  {
    about: 'contact fields of people',
    switches: ['contact-sync', 'builtin-null'],
    async run({ bench }) {
      const made = await bench.try('person', { job_title: 'Probe' });
      const sync = taken('contact-sync', made, 'a person with job_title', ['on', 'off']);
      if (!made.ok) return [sync, unsettled('builtin-null', 'job_title cannot be written here')];
      const cleared = await bench.change('person', made.id, { job_title: null });
      return [sync, taken('builtin-null', cleared, 'job_title: null', ['accepted', 'refused'])];
    },
  },
  {
    about: 'how many mails a person may have',
    switches: ['contacts-per-person'],
    async run({ bench }) {
      const made = await bench.try('person', { emails: contacts(CONTACTS) });
      if (made.ok) return [unsettled('contacts-per-person', `${CONTACTS} mails were taken; there may be a higher cap`)];
      const { id } = await bench.make('person');
      for (let count = CONTACTS - 1; count > 0; count -= 1) {
        const changed = await bench.change('person', id, { emails: contacts(count) });
        if (changed.ok) return [settled('contacts-per-person', String(count), `${count} mails taken, ${count + 1} refused: ${seen(made)}`)];
      }
      return [unsettled('contacts-per-person', `not even one mail was taken: ${seen(made)}`)];
    },
  },
  {
    about: 'taking a person out of an organization',
    switches: ['person-org-null'],
    async run({ bench }) {
      const org = await bench.make('organization');
      const { id } = await bench.make('person', { org_id: Number(org.id) });
      const changed = await bench.change('person', id, { org_id: null });
      if (changed.ok && changed.at('data.org_id') !== null) return [unsettled('person-org-null', 'null was taken and changed nothing')];
      return [taken('person-org-null', changed, 'org_id: null on a person', ['accepted', 'refused'])];
    },
  },
  {
    about: 'details of organizations',
    switches: ['organization-details'],
    async run({ bench }) {
      const made = await bench.try('organization', { website: 'https://example.com' });
      return [taken('organization-details', made, 'an organization with website', ['on', 'off'])];
    },
  },
  {
    about: 'owners that are not there',
    switches: ['unknown-reference', 'deactivated-owner', 'deactivated-users'],
    async run({ bench, idleUser }) {
      const made = await bench.try('person', { owner_id: NOBODY });
      const unknown: Found = ['400', '403', '404'].includes(String(made.status))
        ? settled('unknown-reference', String(made.status), `an owner_id nobody has: ${seen(made)}`)
        : unsettled('unknown-reference', `an owner_id nobody has was answered ${seen(made)}`);
      if (idleUser === null) {
        const why = 'the account shows no deactivated user';
        return [unknown, unsettled('deactivated-owner', why), unsettled('deactivated-users', `${why}; there may be none`)];
      }
      const listed = settled('deactivated-users', 'listed', `user ${idleUser} is deactivated and listed`);
      const owned = await bench.try('person', { owner_id: idleUser });
      if (owned.ok || String(owned.status) === String(made.status) || owned.status === 400 || owned.status === 403) {
        const value = owned.ok ? 'accepted' : 'refused';
        return [unknown, listed, settled('deactivated-owner', value, `a deactivated user as owner: ${seen(owned)}`)];
      }
      return [unknown, listed, unsettled('deactivated-owner', `a deactivated user as owner was answered ${seen(owned)}`)];
    },
  },
  {
    about: 'visibility on a small plan',
    switches: ['large-visibility'],
    async run({ bench, smallPlan }) {
      if (smallPlan !== true)
        return [unsettled('large-visibility', smallPlan === null ? 'the plan is not known' : 'this is no small plan')];
      return [taken('large-visibility', await bench.try('person', { visible_to: 7 }), 'visible_to 7', ['accepted', 'refused'])];
    },
  },
  {
    about: 'the time a person was added',
    switches: ['add-time-rights'],
    async run({ bench, admin }) {
      if (admin) return [unsettled('add-time-rights', 'it takes the token of somebody who is no admin')];
      const made = await bench.try('person', { add_time: '2020-01-01T00:00:00Z' });
      return [taken('add-time-rights', made, 'add_time without admin rights', ['anyone', 'admin'])];
    },
  },
  {
    about: 'people that were deleted or merged',
    switches: ['read-deleted', 'read-merged'],
    async run({ bench }) {
      const { id } = await bench.make('person');
      await bench.remove('person', id);
      const read = await bench.read('person', id);
      const deleted: Found =
        read.status === 200
          ? settled('read-deleted', 'shown', seen(read))
          : read.status === 404
            ? settled('read-deleted', 'not-found', seen(read))
            : unsettled('read-deleted', seen(read));
      const [from, into] = [await bench.make('person'), await bench.make('person')];
      const merged = await bench.line.ask({
        ...{ method: 'PUT', path: `/api/v1/persons/${from.id}/merge`, tokens: 40 },
        json: { merge_with_id: Number(into.id) },
      });
      if (!merged.ok) return [deleted, unsettled('read-merged', `the merge was refused: ${seen(merged)}`)];
      bench.forget('person', from.id);
      const old = await bench.read('person', from.id);
      if (old.status === 404 || old.status === 410) return [deleted, settled('read-merged', String(old.status), seen(old))];
      return [deleted, unsettled('read-merged', `the merged person was answered ${seen(old)}`)];
    },
  },
];
