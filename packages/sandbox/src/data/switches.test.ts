import { describe, expect, test } from 'vitest';
import { fault } from '../server/faults.ts';
import type { Kit } from '../testing/kit.ts';
import { openKit, walk } from '../testing/kit.ts';
import type { SwitchName } from './switches.ts';
import { chooseSwitches, listSwitches } from './switches.ts';

/** For every switch what can be seen under each of its values. Nothing may be in the table that is not shown here to have an effect. */
type Look = (kit: Kit) => Promise<unknown>;
type Case = { readonly look: Look; readonly seen: Readonly<Record<string, unknown>>; readonly plan?: 'lite' };

const status = async (asked: ReturnType<Kit['call']>): Promise<number> => (await asked).status;
const firstId = async (kit: Kit, path: string): Promise<number> => (await kit.call('GET', `${path}?limit=1`)).id('data.0.id');
const newField = async (kit: Kit, field_type: string, more: object = {}) =>
  (await kit.call('POST', '/api/v2/personFields', { field_name: 'New', field_type, ...more })).string('data.field_code');
const withValue = async (kit: Kit, type: string, value: unknown) => {
  const code = await newField(kit, type, type === 'enum' ? { options: [{ label: 'one' }] } : {});
  const made = await kit.call('POST', '/api/v2/persons', { name: 'A', custom_fields: { [code]: value } });
  return made.status === 200 ? walk(made.at('data.custom_fields'), code) : made.status;
};
const deleted = async (kit: Kit) => {
  const id = (await kit.call('POST', '/api/v2/persons', { name: 'Deleted Person' })).id();
  await kit.call('DELETE', `/api/v2/persons/${id}`);
  return id;
};
const fillWindow = async (kit: Kit) => {
  for (let at = 0; at < 20; at++) await kit.call('GET', '/api/v1/users/me');
  return kit.call('GET', '/api/v1/users/me');
};
const stageWithDeal = async (kit: Kit) => {
  const pipeline = (await kit.call('POST', '/api/v2/pipelines', { name: 'X' })).id();
  const stage = (await kit.call('POST', '/api/v2/stages', { name: 'S', pipeline_id: pipeline })).id();
  const next = (await kit.call('POST', '/api/v2/stages', { name: 'T', pipeline_id: pipeline })).id();
  const deal = (await kit.call('POST', '/api/v2/deals', { title: 'D', stage_id: stage })).id();
  return { pipeline, stage, next, deal };
};
const deactivated = async (kit: Kit) => {
  const user = (await kit.control('state')).rows('users').find((row) => walk(row, 'active_flag') === false);
  return Number(walk(user, 'id'));
};
const contact = (count: number) => Array.from({ length: count }, (_, at) => ({ value: `a${at}@example.com` }));

const cases: Readonly<Record<SwitchName, Case>> = {
  'query-token': {
    look: async (kit) => (await fetch(`${kit.sandbox.url}/api/v2/persons?api_token=${kit.sandbox.token}`)).status,
    seen: { refused: 401, accepted: 200 },
  },
  'field-cap-code': {
    plan: 'lite',
    look: async (kit) => {
      for (let at = 0; at < 28; at++) {
        await newField(kit, 'varchar');
        await kit.control('clock', { advanceSeconds: 1 });
      }
      const answer = await kit.call('POST', '/api/v2/personFields', { field_name: 'One more', field_type: 'varchar' });
      return [answer.status, answer.at('code')];
    },
    seen: { present: [403, 'feature_capping_custom_fields_limit'], absent: [403, undefined] },
  },
  'contact-sync': {
    look: (kit) => status(kit.call('POST', '/api/v2/persons', { name: 'A', job_title: 'x' })),
    seen: { on: 200, off: 403 },
  },
  'organization-details': {
    look: (kit) => status(kit.call('POST', '/api/v2/organizations', { name: 'A', website: 'https://example.com' })),
    seen: { on: 200, off: 400 },
  },
  'label-field-code': {
    look: (kit) => status(kit.call('GET', '/api/v2/personFields/label_ids')),
    seen: { label_ids: 200, label: 404 },
  },
  'label-options-v2': {
    look: (kit) => status(kit.call('POST', '/api/v2/personFields/label_ids/options', [{ label: 'VIP' }])),
    seen: { refused: 400, accepted: 200 },
  },
  'builtin-field-codes': {
    look: (kit) => status(kit.call('GET', '/api/v2/personFields/emails')),
    seen: { v2: 200, v1: 404 },
  },
  'labels-per-deal': {
    look: async (kit) => {
      const field = (await kit.call('GET', '/api/v1/dealFields?limit=500')).rows().find((row) => walk(row, 'key') === 'label');
      const options = Array.from({ length: 11 }, (_, at) => ({ label: `L${at}`, color: 'green' }));
      const made = await kit.call('PUT', `/api/v1/dealFields/${walk(field, 'id')}`, { options });
      return status(kit.call('POST', '/api/v2/deals', { title: 'A', label_ids: made.rows('data.options').map((row) => walk(row, 'id')) }));
    },
    seen: { 0: 200, 10: 403 },
  },
  'contacts-per-person': {
    look: (kit) => status(kit.call('POST', '/api/v2/persons', { name: 'A', emails: contact(11) })),
    seen: { 0: 200, 10: 400 },
  },
  'notes-per-deal': {
    look: async (kit) => {
      const deal_id = await firstId(kit, '/api/v2/deals');
      for (let at = 0; at < 99; at++) await kit.call('POST', '/api/v1/notes', { content: 'x', deal_id });
      return status(kit.call('POST', '/api/v1/notes', { content: 'x', deal_id }));
    },
    seen: { 0: 200, 100: 403 },
  },
  'activity-type-cap': {
    look: async (kit) => {
      for (let at = 0; at < 6; at++) await kit.call('POST', '/api/v1/activityTypes', { name: `T${at}`, icon_key: 'task' });
      return status(kit.call('POST', '/api/v1/activityTypes', { name: 'One more', icon_key: 'task' }));
    },
    seen: { 100: 200, 12: 403 },
  },
  'person-org-null': {
    look: async (kit) => status(kit.call('PATCH', `/api/v2/persons/${await firstId(kit, '/api/v2/persons')}`, { org_id: null })),
    seen: { accepted: 200, refused: 400 },
  },
  'deal-link-null': {
    look: async (kit) => status(kit.call('PATCH', `/api/v2/deals/${await firstId(kit, '/api/v2/deals')}`, { person_id: null })),
    seen: { accepted: 200, refused: 400 },
  },
  'builtin-null': {
    look: async (kit) => status(kit.call('PATCH', `/api/v2/persons/${await firstId(kit, '/api/v2/persons')}`, { job_title: null })),
    seen: { refused: 400, accepted: 200 },
  },
  'custom-null': { look: (kit) => withValue(kit, 'varchar', null), seen: { clears: null, refused: 400 } },
  'empty-custom-fields': {
    look: async (kit) => {
      const code = await newField(kit, 'varchar');
      const id = (await kit.call('POST', '/api/v2/persons', { name: 'A', custom_fields: { [code]: 'x' } })).id();
      return walk((await kit.call('PATCH', `/api/v2/persons/${id}`, { custom_fields: {} })).at('data.custom_fields'), code);
    },
    seen: { nothing: 'x', 'clears-all': null },
  },
  'add-time-rights': {
    look: async (kit) =>
      status((await kit.as('dana.reyes@example.com'))('POST', '/api/v2/persons', { name: 'A', add_time: '2020-01-01T00:00:00Z' })),
    seen: { anyone: 200, admin: 403 },
  },
  'stage-pipeline-mismatch': {
    look: async (kit) => {
      const { stage } = await stageWithDeal(kit);
      return status(
        kit.call('POST', '/api/v2/deals', { title: 'A', stage_id: stage, pipeline_id: await firstId(kit, '/api/v2/pipelines') }),
      );
    },
    seen: { 'stage-wins': 200, refused: 400 },
  },
  'close-times': {
    look: (kit) => status(kit.call('POST', '/api/v2/deals', { title: 'A', status: 'won', won_time: '2024-01-01T00:00:00Z' })),
    seen: { 'with-status': 200, 'existing-status': 400 },
  },
  'deal-undelete': {
    look: async (kit) => {
      const id = (await kit.call('POST', '/api/v2/deals', { title: 'A' })).id();
      const alive = await status(kit.call('PATCH', `/api/v2/deals/${id}`, { is_deleted: false }));
      await kit.call('DELETE', `/api/v2/deals/${id}`);
      return [alive, await status(kit.call('PATCH', `/api/v2/deals/${id}`, { is_deleted: false }))];
    },
    seen: { ignored: [200, 400], restores: [200, 200], refused: [400, 400] },
  },
  'channel-id': {
    look: (kit) => status(kit.call('POST', '/api/v2/deals', { title: 'A', channel_id: 'x' })),
    seen: { refused: 400, accepted: 200 },
  },
  'activity-defaults': {
    look: async (kit) => {
      const made = await kit.call('POST', '/api/v2/activities', { type: 'call' });
      return made.status === 200 ? [made.at('data.subject'), made.at('data.due_date') === null] : made.status;
    },
    seen: { filled: ['Call', false], empty: ['', true], refused: 400 },
  },
  'activity-time-shape': {
    look: async (kit) => (await kit.call('POST', '/api/v2/activities', { due_time: '09:30', duration: '01:00:00' })).at('data.due_time'),
    seen: { 'HH:MM:SS': '09:30:00', 'HH:MM': '09:30' },
  },
  'new-pipeline': {
    look: async (kit) => {
      const id = (await kit.call('POST', '/api/v2/pipelines', { name: 'X' })).id();
      return (await kit.call('GET', `/api/v2/stages?pipeline_id=${id}`)).rows().length;
    },
    seen: { 'no-stages': 0, 'default-stages': 5 },
  },
  'delete-stage-with-deals': {
    look: async (kit) => {
      const { stage, next, deal } = await stageWithDeal(kit);
      const answer = await status(kit.call('DELETE', `/api/v2/stages/${stage}`));
      const after = await kit.call('GET', `/api/v2/deals/${deal}`);
      return [answer, after.at('data.stage_id') === next, after.at('data.is_deleted')];
    },
    seen: { refused: [400, false, false], moves: [200, true, false], hides: [200, false, true] },
  },
  'delete-pipeline-with-deals': {
    look: async (kit) => {
      const { pipeline, deal } = await stageWithDeal(kit);
      const answer = await status(kit.call('DELETE', `/api/v2/pipelines/${pipeline}`));
      return [answer, (await kit.call('GET', `/api/v2/deals/${deal}`)).at('data.is_deleted')];
    },
    seen: { refused: [400, false], hides: [200, true] },
  },
  'delete-used-option': {
    look: async (kit) => {
      const made = await kit.call('POST', '/api/v2/personFields', { field_name: 'E', field_type: 'enum', options: [{ label: 'a' }] });
      const [code, option] = [made.string('data.field_code'), made.id('data.options.0.id')];
      const id = (await kit.call('POST', '/api/v2/persons', { name: 'A', custom_fields: { [code]: option } })).id();
      await kit.call('DELETE', `/api/v2/personFields/${code}/options`, [{ id: option }]);
      return (await kit.call('GET', `/api/v2/persons/${id}`)).at(`data.custom_fields.${code}`) === option;
    },
    seen: { clears: false, keeps: true },
  },
  'type-name-reuse': {
    look: async (kit) => {
      const first = await kit.call('POST', '/api/v1/activityTypes', { name: 'Payment', icon_key: 'task' });
      await kit.call('DELETE', `/api/v1/activityTypes/${first.id()}`);
      return (await kit.call('POST', '/api/v1/activityTypes', { name: 'Payment', icon_key: 'task' })).at('data.key_string');
    },
    seen: { 'same-key': 'payment', 'new-key': 'payment_1' },
  },
  'field-names': {
    look: async (kit) => {
      await newField(kit, 'varchar');
      return status(kit.call('POST', '/api/v2/personFields', { field_name: 'New', field_type: 'varchar' }));
    },
    seen: { repeatable: 200, unique: 400 },
  },
  'option-labels': {
    look: (kit) =>
      status(kit.call('POST', '/api/v2/personFields', { field_name: 'E', field_type: 'enum', options: [{ label: 'a' }, { label: 'a' }] })),
    seen: { repeatable: 200, unique: 400 },
  },
  'unknown-option': { look: (kit) => withValue(kit, 'enum', 999_999), seen: { refused: 400, dropped: null } },
  'long-text': {
    look: async (kit) => {
      const value = await withValue(kit, 'varchar', 'x'.repeat(300));
      return typeof value === 'string' ? value.length : value;
    },
    seen: { refused: 400, truncated: 255 },
  },
  'empty-text': { look: (kit) => withValue(kit, 'varchar', ''), seen: { refused: 400, stored: '' } },
  'custom-error-names': {
    look: async (kit) => {
      const code = await newField(kit, 'double');
      const answer = await kit.call('POST', '/api/v2/persons', { name: 'A', custom_fields: { [code]: {} } });
      return answer.string('error').replace(code, '<code>');
    },
    seen: {
      'as-seen': 'Validation failed: custom_fields: Invalid collection',
      'field-code': 'Validation failed: custom_fields.<code>: Invalid collection',
    },
  },
  'required-fields': {
    look: async (kit) => {
      await newField(kit, 'varchar', { required_fields: { enabled: true } });
      return status(kit.call('POST', '/api/v2/persons', { name: 'A' }));
    },
    seen: { 'ui-only': 200, enforced: 403 },
  },
  'limit-over-max': {
    look: async (kit) => [
      await status(kit.call('GET', '/api/v2/persons?limit=501')),
      await status(kit.call('GET', '/api/v1/files?limit=101')),
    ],
    seen: { refused: [400, 400], clamped: [200, 200] },
  },
  'unknown-reference': {
    look: (kit) => status(kit.call('POST', '/api/v2/persons', { name: 'A', owner_id: 1 })),
    seen: { 400: 400, 403: 403, 404: 404 },
  },
  'deactivated-owner': {
    look: async (kit) => status(kit.call('POST', '/api/v2/persons', { name: 'A', owner_id: await deactivated(kit) })),
    seen: { refused: 400, accepted: 200 },
  },
  'deactivated-users': { look: async (kit) => (await kit.call('GET', '/api/v1/users')).rows().length, seen: { listed: 6, hidden: 5 } },
  'large-visibility': {
    plan: 'lite',
    look: (kit) => status(kit.call('POST', '/api/v2/persons', { name: 'A', visible_to: 7 })),
    seen: { refused: 400, accepted: 200 },
  },
  'read-deleted': {
    look: async (kit) => status(kit.call('GET', `/api/v2/persons/${await deleted(kit)}`)),
    seen: { shown: 200, 'not-found': 404 },
  },
  'read-merged': {
    look: async (kit) => {
      const [from, into] = [(await kit.call('POST', '/api/v2/persons', { name: 'A' })).id(), await firstId(kit, '/api/v2/persons')];
      await kit.call('PUT', `/api/v1/persons/${from}/merge`, { merge_with_id: into });
      return status(kit.call('GET', `/api/v2/persons/${from}`));
    },
    seen: { 404: 404, 410: 410 },
  },
  'dead-parent': {
    look: async (kit) => {
      const person_id = (await kit.call('POST', '/api/v2/persons', { name: 'A' })).id();
      const deal = (await kit.call('POST', '/api/v2/deals', { title: 'D', person_id })).id();
      await kit.call('DELETE', `/api/v2/persons/${person_id}`);
      return (await kit.call('GET', `/api/v2/deals/${deal}`)).at('data.person_id') === person_id;
    },
    seen: { 'id-kept': true, 'id-cleared': false },
  },
  'files-after-parent': {
    look: async (kit) => {
      const id = (await kit.call('POST', '/api/v2/deals', { title: 'D' })).id();
      const file = (await kit.upload({ deal_id: String(id), file: new Blob(['x']) })).id();
      await kit.call('DELETE', `/api/v2/deals/${id}`);
      return status(kit.call('GET', `/api/v1/files/${file}`));
    },
    seen: { kept: 200, deleted: 404 },
  },
  'deleted-note': {
    look: async (kit) => {
      const id = (await kit.call('POST', '/api/v1/notes', { content: 'x', deal_id: await firstId(kit, '/api/v2/deals') })).id();
      await kit.call('DELETE', `/api/v1/notes/${id}`);
      return status(kit.call('GET', `/api/v1/notes/${id}`));
    },
    seen: { readable: 200, 'not-found': 404 },
  },
  'note-html': {
    look: async (kit) => {
      const deal_id = await firstId(kit, '/api/v2/deals');
      const content = '<h2>Plan</h2><p>A <b>bold</b> word<script>x</script></p>';
      return (await kit.call('POST', '/api/v1/notes', { content, deal_id })).at('data.content');
    },
    seen: { narrow: 'Plan<p>A <b>bold</b> word</p>', wide: '<h2>Plan</h2><p>A <b>bold</b> word</p>' },
  },
  'oversized-note': {
    look: async (kit) => {
      const made = await kit.call('POST', '/api/v1/notes', { content: 'x'.repeat(100_001), deal_id: await firstId(kit, '/api/v2/deals') });
      return made.status === 200 ? made.string('data.content').length : made.status;
    },
    seen: { 400: 400, 413: 413, truncated: 100_000 },
  },
  'oversized-file': {
    look: async (kit) => (await kit.upload({ file: new Blob([new Uint8Array(50_000_001)]) })).status,
    seen: { 413: 413, 400: 400 },
  },
  'file-cap-mb': {
    look: async (kit) => (await kit.upload({ file: new Blob([new Uint8Array(10_000_001)]) })).status,
    seen: { 50: 200, 10: 413 },
  },
  'failed-calls': {
    look: async (kit) => {
      await kit.call('POST', '/api/v2/persons', { nonsense: 1 });
      return (await kit.control('metrics')).at('tokens');
    },
    seen: { cost: 5, free: 0 },
  },
  'field-search-shape': {
    look: async (kit) => {
      const answer = await kit.call('GET', '/api/v2/itemSearch/field?entity_type=person&field=name&match=exact&term=Maya%20Chen');
      return [answer.at('data.0.item.name'), answer.at('data.0.name')].map((name) => name ?? null);
    },
    seen: { scored: ['Maya Chen', null], plain: [null, 'Maya Chen'] },
  },
  'search-window': {
    plan: 'lite',
    look: async (kit) => {
      for (let at = 0; at < 5; at++) await kit.call('GET', '/api/v2/itemSearch?term=maya');
      for (let at = 0; at < 15; at++) await kit.call('GET', '/api/v1/users/me');
      return status(kit.call('GET', '/api/v1/users/me'));
    },
    seen: { 'counts-in-general': 429, separate: 200 },
  },
  'burst-body': {
    plan: 'lite',
    look: async (kit) => (await fillWindow(kit)).text,
    seen: {
      gateway: '{"success":false,"error":"request over limit","errorCode":429}',
      'other-words': '{"success":false,"error":"Rate limit exceeded. Slow down.","errorCode":429}',
      empty: '',
    },
  },
  'reset-unit': {
    plan: 'lite',
    look: async (kit) => (await fillWindow(kit)).headers.get('x-ratelimit-reset'),
    seen: { seconds: '2', epoch: String(Date.parse('2026-03-02T12:00:02Z') / 1_000) },
  },
  'burst-retry-after': {
    plan: 'lite',
    look: async (kit) => (await fillWindow(kit)).headers.get('retry-after'),
    seen: { absent: null, present: '2' },
  },
  'daily-error-info': {
    look: async (kit) => {
      await kit.control('faults', [fault({}, { budget: 'spent' })]);
      return (await kit.call('GET', '/api/v1/users/me')).at('error_info');
    },
    seen: { absent: undefined, present: 'Please check developers.pipedrive.com' },
  },
  'token-headers': {
    look: async (kit) => {
      const shown: boolean[] = [];
      for (let at = 0; at < 4; at++) shown.push((await kit.call('GET', '/api/v1/users/me')).headers.has('x-daily-ratelimit-token-limit'));
      return shown;
    },
    seen: { always: [true, true, true, true], late: [false, false, false, true] },
  },
  'daily-reset-zone': {
    look: async (kit) => {
      await kit.control('faults', [fault({}, { budget: 'spent' })]);
      return (await kit.call('GET', '/api/v1/users/me')).headers.get('retry-after');
    },
    // The clock of these tests stands at noon UTC on 2 March: 7 in New York, 14 in Tallinn.
    seen: { UTC: String(12 * 3600), 'America/New_York': String(17 * 3600), 'Europe/Tallinn': String(10 * 3600) },
  },
  'block-after': {
    plan: 'lite',
    look: async (kit) => {
      await fillWindow(kit);
      for (let at = 0; at < 4; at++) await kit.call('GET', '/api/v1/users/me');
      return status(kit.call('GET', '/api/v1/users/me'));
    },
    seen: { 20: 429, 5: 403 },
  },
  'block-seconds': {
    plan: 'lite',
    look: async (kit) => {
      await fillWindow(kit);
      for (let at = 0; at < 20; at++) await kit.call('GET', '/api/v1/users/me');
      await kit.control('clock', { advanceSeconds: 61 });
      return status(kit.call('GET', '/api/v1/users/me'));
    },
    seen: { 60: 200, 600: 403 },
  },
  'search-lag-seconds': {
    look: async (kit) => {
      await kit.call('POST', '/api/v2/persons', { name: 'Quite Fresh' });
      const found: number[] = [];
      for (const wait of [0, 5, 60]) {
        await kit.control('clock', { advanceSeconds: wait });
        found.push((await kit.call('GET', '/api/v2/persons/search?term=Quite%20Fresh')).rows('data.items').length);
      }
      return found;
    },
    seen: { 5: [0, 1, 1], 60: [0, 0, 1], 0: [1, 1, 1] },
  },
  'list-lag-seconds': {
    look: async (kit) => {
      const id = (await kit.call('POST', '/api/v2/persons', { name: 'A' })).id();
      await kit.call('POST', '/api/v1/notes', { content: 'x', person_id: id });
      const both = async () => [
        (await kit.call('GET', `/api/v2/persons?ids=${id}`)).rows().length,
        (await kit.call('GET', `/api/v1/notes?person_id=${id}`)).at('data') === null,
      ];
      const now = await both();
      await kit.control('clock', { advanceSeconds: 2 });
      return [now, await both()];
    },
    seen: {
      0: [
        [1, false],
        [1, false],
      ],
      2: [
        [0, true],
        [1, false],
      ],
    },
  },
  'deleted-in-search': {
    look: async (kit) => {
      await deleted(kit);
      await kit.control('clock', { advanceSeconds: 10 });
      return (await kit.call('GET', '/api/v2/persons/search?term=Deleted%20Person')).rows('data.items').length;
    },
    seen: { found: 1, gone: 0 },
  },
  'is-writable': {
    look: async (kit) => (await kit.call('GET', '/api/v2/personFields/name')).at('data.is_writable'),
    seen: { absent: undefined, present: false },
  },
};

const noon = Date.parse('2026-03-02T12:00:00Z');
describe.each(listSwitches().map((row) => [row.name, row] as const))('switch %s', (name, row) => {
  const found = Object.entries(cases).find(([each]) => each === name)?.[1];
  test.each(row.values)('%s', async (value) => {
    const kit = await openKit({
      plan: found?.plan ?? 'ultimate',
      seats: 9,
      speed: 1,
      now: () => noon,
      switches: { [name]: value },
    });
    try {
      const key = Object.keys(found?.seen ?? {}).find((each) => each === value);
      expect(key, 'every value has its expectation').toBe(value);
      expect(await found?.look(kit)).toEqual(found?.seen[value]);
    } finally {
      await kit.sandbox.close();
    }
  });
});

test('a switch that does not exist, and a value it does not take, are named', () => {
  expect(() => chooseSwitches({ nonsense: 'x' })).toThrow('there is no switch named "nonsense"');
  expect(() => chooseSwitches({ 'note-html': 'x' })).toThrow('switch "note-html" takes narrow, wide, not "x"');
  expect(chooseSwitches({ 'file-cap-mb': '7' }).number('file-cap-mb')).toBe(7);
});
