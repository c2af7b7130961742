export type Answer = Record<string, unknown>;

export interface FakeDecision {
  readonly id: string;
  readonly kind: string;
  readonly about: string;
  state: string;
  proposal: Answer | null;
  readonly alternatives: readonly Answer[];
  answer: Answer | null;
  confidence: number | null;
  proposedBy: string;
  readonly evidence: readonly string[];
  reason: string;
}

const types = ['Meeting', 'Task', 'Deadline', 'Email', 'Lunch'].map((type): Answer => ({ type }));

function decision(
  id: string,
  kind: string,
  about: string,
  proposal: Answer | null,
  alternatives: readonly Answer[],
  confidence: number | null,
): FakeDecision {
  return {
    id,
    kind,
    about,
    state: 'proposed',
    proposal,
    alternatives,
    answer: null,
    confidence,
    proposedBy: 'built-in',
    evidence: ['12 of 150 rows', 'masked examples: (999) 999-9999'],
    reason: 'The header is a usual name for it.',
  };
}

const column = (
  file: string,
  index: number,
  name: string,
  proposal: Answer,
  alternatives: readonly Answer[] = [],
  confidence = 0.98,
): FakeDecision =>
  decision(`field:${file}#${index}`, 'field', `column "${name}" of ${file}`, proposal, [...alternatives, { target: 'ignore' }], confidence);

const own = (slug: string, name: string, type: string): Answer => ({ target: `person.custom.${slug}`, as: { name, type } });

/** A small practice: one or more decisions of every kind that the guide can be asked about. */
export function fakePractice(): FakeDecision[] {
  const user = (name: string): Answer => ({ user: `${name}@example.com` });
  return [
    decision('object:clients.csv', 'object', 'clients.csv', { object: 'client' }, [{ object: 'company' }], 0.99),
    decision('object:packages.csv', 'object', 'packages.csv', { object: 'package' }, [{ object: 'invoice' }], 0.99),
    decision('object:automations.csv', 'object', 'automations.csv', { object: 'automation' }, [], 0.99),
    column('clients.csv', 5, 'Mobile', own('mobile', 'Mobile', 'phone'), [{ target: 'person.phones', as: { label: 'mobile' } }]),
    column('clients.csv', 6, 'Other Phones', { target: 'person.phones', as: { label: 'other', separator: ';' } }),
    column('clients.csv', 8, 'Job Title', own('job-title', 'Job Title', 'varchar')),
    column('clients.csv', 9, 'Coach', { target: 'person.owner' }, [own('coach', 'Coach', 'varchar')]),
    column('clients.csv', 12, 'How did you hear about us?', own('how-did-you-hear-about-us', 'How did you hear about us?', 'enum')),
    column('clients.csv', 13, 'Coaching Tier', own('coaching-tier', 'Coaching Tier', 'enum'), [], 0.7),
    column('clients.csv', 19, 'Instagram', {
      target: 'person.custom.instagram',
      as: { name: 'Instagram', type: 'varchar', part: 'social' },
    }),
    column('packages.csv', 5, 'Package Price', { target: 'deal.value', as: { part: 'total' } }),
    column('packages.csv', 10, 'Coach', { target: 'deal.owner' }),
    decision(
      'owner:coach:dana.reyes@example.com',
      'owner',
      'coach "Dana Reyes"',
      user('dana.reyes'),
      [{ fallback: true }, user('alex.rivera'), user('sam.okafor')],
      0.98,
    ),
    decision(
      'owner:coach:sam.okafor@example.com',
      'owner',
      'coach "Sam Okafor"',
      user('sam.okafor'),
      [{ fallback: true }, user('alex.rivera'), user('dana.reyes')],
      0.98,
    ),
    decision(
      'owner:coach:l***@e***.com~abc123',
      'owner',
      'coach "Lee Marsh"',
      { fallback: true },
      [user('dana.reyes'), user('sam.okafor')],
      0.8,
    ),
    decision('owner-fallback', 'owner-fallback', 'owner-fallback', user('unassigned'), [user('dana.reyes'), user('sam.okafor')], 0.9),
    decision(
      'activity-type:session:Discovery Call',
      'activity-type',
      'session "Discovery Call"',
      { type: 'Call' },
      [...types, { newType: { name: 'Discovery Call', icon: 'call' } }],
      0.88,
    ),
    decision(
      'activity-type:session:Check-in',
      'activity-type',
      'session "Check-in"',
      { type: 'Meeting' },
      [{ type: 'Call' }, ...types.slice(1)],
      0.95,
    ),
    decision(
      'activity-type:session:Admin',
      'activity-type',
      'session "Admin"',
      { type: 'Meeting' },
      [{ type: 'Call' }, ...types.slice(1)],
      0.95,
    ),
    decision('activity-type:message:Call', 'activity-type', 'message "Call"', { type: 'Call' }, types, 0.97),
    decision('message:message:Chat', 'message', 'message "Chat"', { as: 'activity' }, [{ as: 'note' }], 0.8),
    decision('message:message:Call', 'message', 'message "Call"', { as: 'activity' }, [{ as: 'note' }], 0.9),
    decision(
      'stage:package:Rolled Over',
      'stage',
      'package "Rolled Over"',
      { stage: 'Rolled Over', order: 3, status: 'open' },
      [{ stage: 'Rolled Over', order: 3, status: 'won' }],
      0.35,
    ),
    decision('stage:package:Active', 'stage', 'package "Active"', { stage: 'Active', order: 1, status: 'open' }, [], 0.95),
    decision('deal-value', 'deal-value', 'deal-value', { use: 'total' }, [{ use: 'remaining' }, { use: 'zero' }], 0.75),
    decision(
      'picklist:client:How did you hear about us?',
      'picklist',
      'column "How did you hear about us?" of clients.csv',
      { merge: { referral: 'Referral' } },
      [{ merge: {} }],
      0.95,
    ),
    decision(
      'duplicate:client:C001',
      'duplicate',
      'client',
      { use: 'existing' },
      [{ use: 'create' }, { use: 'merge' }, { use: 'skip' }],
      0.95,
    ),
    decision('invoice', 'invoice', 'invoice', { as: 'each' }, [{ as: 'billing-note' }], 0.8),
    decision('timezone', 'timezone', 'timezone', { zone: 'America/New_York' }, [{ zone: 'UTC' }], 0.93),
    decision('sample', 'sample', 'sample', { size: 100 }, [{ size: 50 }], 0.8),
    decision('side-effects', 'side-effects', 'side-effects', null, [{ paused: true }], null),
  ];
}
