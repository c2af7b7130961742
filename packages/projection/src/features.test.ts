import { describe, expect, it } from 'vitest';
import { first, world } from '../testing/kit.ts';
import { featuresOf } from './index.ts';

describe('featuresOf', () => {
  const made = world({
    files: {
      'c.csv': {
        object: 'client',
        id: 'Id',
        columns: {
          Id: 'person.source_id',
          First: 'person.first_name',
          Last: 'person.last_name',
          Mail: { target: 'person.emails', as: { label: 'home' } },
          Tier: 'person.custom.tier',
        },
        rows: [
          ['C1', 'Mei', 'Wu', 'a@example.com; b@example.com', 'Gold'],
          ['C2', '', '', 'c@example.com', ''],
        ],
      },
      's.csv': {
        object: 'session',
        id: 'Id',
        columns: { Id: 'activity.source_id', Client: 'link:client', Date: 'activity.due_date', Type: 'activity.type' },
        rows: [['S1', 'C1; C2', '2026-01-01', 'Coaching']],
      },
    },
    fields: [{ entity: 'person', slug: 'tier', type: 'enum', options: ['Gold', 'Silver'] }],
    decisions: [['activity-type', { object: 'session', value: 'Coaching' }, { type: 'Meeting' }]],
  });

  it('names what a person shows: fields, options, owner, transformations, several mails, missing links', () => {
    const features = featuresOf(first(made.records('c.csv', 0)));
    for (const one of [
      'person:client',
      'person.custom.tier=Gold',
      'person.owner=unassigned@example.com',
      'person.name ← first and last name joined',
      'person.emails:several',
      'person.emails (home)',
      'person:no org',
    ])
      expect(features).toContain(one);
  });

  it('tells plain from odd', () => {
    const features = featuresOf(first(made.records('c.csv', 1)));
    expect(features).toContain('person.name ← no name in the export');
    expect(features).toContain('person.emails:one');
    expect(features).not.toContain('person.custom.tier');
  });

  it('names what an activity shows', () => {
    const features = featuresOf(first(made.records('s.csv', 0)));
    for (const one of [
      'activity:session',
      'activity.type=Meeting',
      'activity.done=true',
      'activity.participants:group',
      'activity:no deal',
      'activity.due_date ← no time of day: all day',
    ])
      expect(features).toContain(one);
    expect(new Set(features).size).toBe(features.length);
  });
});
