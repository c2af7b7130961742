import { readFileSync } from 'node:fs';
import type { FieldAnswer } from '@cutover/domain';
import { readCsv } from './csv.ts';
import { type DecisionSpec, type FieldSpec, type FileSpec, ownerDecision, type World, world } from './kit.ts';

type Target = string | FieldAnswer;
const part = (target: string, name: NonNullable<FieldAnswer['as']>['part'], more: FieldAnswer['as'] = {}): FieldAnswer => ({
  target,
  as: { ...more, ...(name === undefined ? {} : { part: name }) },
});
const history = (status: string): FieldAnswer => part('deal.custom.status-history', 'status-time', { status });
const answer = part('note.content', 'answer');

/** What a person answers for each column of fixtures/practice-small, in the order of the columns. */
const FILES: Readonly<Record<string, { object: FileSpec['object']; id?: string; targets: readonly Target[] }>> = {
  'clients.csv': {
    object: 'client',
    id: 'Client ID',
    targets: [
      'person.source_id',
      'person.first_name',
      'person.last_name',
      { target: 'person.emails', as: { label: 'work' } },
      { target: 'person.emails', as: { label: 'other' } },
      { target: 'person.phones', as: { label: 'mobile' } },
      { target: 'person.phones', as: { label: 'other' } },
      { target: 'link:company', as: { separator: ';' } },
      'person.custom.job-title',
      'person.owner',
      'person.add_time',
      'person.custom.lifecycle',
      'person.custom.source',
      'person.custom.tier',
      'person.custom.score',
      'person.custom.birthday',
      'person.custom.newsletter',
      'person.custom.budget',
      'person.custom.home',
      'person.custom.instagram',
      part('person.custom.tags', 'tags', { separator: ',' }),
      part('person.custom.private-notes', 'private-note'),
    ],
  },
  'companies.csv': {
    object: 'company',
    id: 'company_id',
    targets: [
      'organization.source_id',
      'organization.name',
      'organization.website',
      'organization.custom.industry',
      'organization.address',
      'organization.add_time',
      'organization.owner',
    ],
  },
  'coaches.csv': { object: 'coach', id: 'ID', targets: [part('link:coach', 'id'), part('link:coach', 'name'), part('link:coach', 'mail')] },
  'packages.csv': {
    object: 'package',
    id: 'Package ID',
    targets: [
      'deal.source_id',
      'link:client',
      'deal.title',
      'ignore',
      'deal.stage',
      part('deal.value', 'total'),
      'deal.currency',
      part('deal.custom.sessions-total', 'sessions-total'),
      part('deal.custom.sessions-used', 'sessions-used'),
      part('deal.custom.sessions-remaining', 'sessions-remaining'),
      'deal.owner',
      part('deal.custom.created-on', 'created'),
      ...['Active', 'Paused', 'Completed', 'Cancelled'].map(history),
    ],
  },
  'sessions.csv': {
    object: 'session',
    id: 'Session ID',
    targets: [
      'activity.source_id',
      part('activity.subject', 'title'),
      'activity.type',
      'activity.due_date',
      'activity.due_time',
      part('activity.due_time', 'zone'),
      'activity.duration',
      part('activity.done', 'status'),
      { target: 'link:client', as: { separator: ';' } },
      'activity.owner',
      { target: 'link:package', as: { separator: ';' } },
      'activity.location',
      part('activity.note', 'text'),
    ],
  },
  'messages.csv': {
    object: 'message',
    id: 'messageId',
    targets: [
      'activity.source_id',
      'activity.type',
      part('activity.note', 'direction'),
      { target: 'activity.due_date', as: { with: 'time' } },
      'activity.duration',
      'link:client',
      'activity.owner',
      'activity.subject',
      part('activity.note', 'text'),
    ],
  },
  'notes.csv': {
    object: 'note',
    id: 'Note ID',
    targets: ['note.source_id', 'link:client', 'note.owner', 'note.add_time', part('note.content', 'text'), 'file'],
  },
  'intake.csv': {
    object: 'intake',
    id: 'Response ID',
    targets: ['note.source_id', 'link:client', 'note.add_time', answer, answer, answer, answer],
  },
  'invoices.csv': {
    object: 'invoice',
    id: 'INVOICE NO',
    targets: [
      'note.source_id',
      'link:client',
      'link:package',
      part('note.content', 'date'),
      part('note.content', 'date'),
      part('note.content', 'amount'),
      part('note.content', 'currency'),
      part('note.content', 'status'),
      part('note.content', 'balance'),
      part('activity.due_date', 'paid'),
    ],
  },
  'invoice items.csv': {
    object: 'invoice',
    targets: [
      'link:invoice',
      'ignore',
      part('note.content', 'line-description'),
      part('note.content', 'line-quantity'),
      'ignore',
      part('note.content', 'line-amount'),
    ],
  },
  'groups.csv': {
    object: 'tag',
    targets: [part('link:tag', 'name'), part('link:tag', 'parent'), part('link:client', 'member', { separator: ';' })],
  },
  'contracts.csv': {
    object: 'contract',
    id: 'Contract ID',
    targets: ['ignore', 'link:client', 'ignore', 'ignore', part('person.custom.contract-documents', 'contract'), part('file', 'name')],
  },
  'attachments.csv': {
    object: 'file',
    id: 'file id',
    targets: ['ignore', part('file', 'name'), part('file', 'path'), 'link:client', 'link:package', 'link:session'],
  },
  'automations.csv': { object: 'automation', id: 'Automation ID', targets: [] },
};

const field = (entity: FieldSpec['entity'], slug: string, type: FieldSpec['type'], options: readonly string[] = []): FieldSpec => ({
  entity,
  slug,
  type,
  options,
});
const OWN_TAGS = ['executive', 'remote', 'creative', 'evening slots', 'career change', 'founder', 'health care', 'education'];
const GROUPS = ['Leaders', 'Women in Leadership', 'Spring Circle 2026', 'Founders', "Founders' Lunch", 'Alumni'];
const FIELDS: readonly FieldSpec[] = [
  ...(['person', 'organization', 'deal'] as const).map((entity) => field(entity, 'source-system-id', 'varchar')),
  field('person', 'job-title', 'varchar'),
  field('person', 'lifecycle', 'enum', ['Active', 'Past Client', 'Prospect', 'Paused']),
  field('person', 'source', 'enum', ['Referral', 'Instagram', 'Conference', 'Friend or family', 'Google Search', 'Podcast']),
  field('person', 'tier', 'enum', ['Growth', 'Starter', 'Executive']),
  field('person', 'score', 'double'),
  field('person', 'birthday', 'date'),
  field('person', 'newsletter', 'enum', ['Yes', 'No']),
  field('person', 'budget', 'monetary'),
  field('person', 'home', 'address'),
  field('person', 'instagram', 'varchar'),
  field('person', 'tags', 'set', [...OWN_TAGS, ...GROUPS]),
  ...['private-notes', 'other-companies', 'contract-documents'].map((slug) => field('person', slug, 'text')),
  field('organization', 'industry', 'varchar'),
  ...['total', 'used', 'remaining'].map((which) => field('deal', `sessions-${which}`, 'double')),
  field('deal', 'created-on', 'date'),
  field('deal', 'status-history', 'text'),
  field('deal', 'total-price', 'monetary'),
];

const of = (kind: DecisionSpec[0], object: string, answers: Readonly<Record<string, Record<string, unknown>>>): DecisionSpec[] =>
  Object.entries(answers).map(([value, given]) => [kind, { object, value }, given]);

const DECISIONS: readonly DecisionSpec[] = [
  ownerDecision('Dana Reyes', 'dana.reyes@example.com', ['K1'], 'dana.reyes@example.com'),
  ownerDecision('Sam Okafor', 'sam.okafor@example.com', ['K2'], 'sam.okafor@example.com'),
  ownerDecision('Priya Nair', 'priya.nair@example.com', ['K3'], 'priya.nair@example.com'),
  ownerDecision('Lee Marsh', 'lee.marsh@example.com', ['K4'], null),
  ['duplicate', { object: 'client', keys: ['client:C012', 'client:C039'], match: 'pair' }, { use: 'merge' }],
  ['deal-value', {}, { use: 'remaining' }],
  ...of('stage', 'package', {
    Active: { stage: 'Active', order: 1, status: 'open' },
    Paused: { stage: 'Paused', order: 2, status: 'open' },
    'Rolled Over': { stage: 'Rolled Over', order: 3, status: 'open' },
    Completed: { stage: 'Completed', order: 4, status: 'won' },
    Cancelled: { stage: 'Cancelled', order: 5, status: 'lost' },
  }),
  ...of('activity-type', 'session', {
    'Coaching Session': { type: 'Meeting' },
    'Group Workshop': { type: 'Meeting' },
    'Check-in': { type: 'Meeting' },
    'Discovery Call': { type: 'Call' },
    Admin: { type: 'Task' },
  }),
  ...of('activity-type', 'message', { Call: { type: 'Call' }, Email: { type: 'Email' } }),
  ...of('activity-type', 'invoice', { payment: { newType: { name: 'Payment', icon: 'finance' } } }),
  ...of('session-status', 'session', { Cancelled: { as: 'subject' }, 'No-show': { as: 'subject' } }),
  ...of('message', 'message', { Call: { as: 'activity' }, Email: { as: 'activity' }, Chat: { as: 'note' } }),
  ['picklist', { object: 'client', file: 'clients.csv', index: 12, field: 'person.custom.source' }, { merge: { referral: 'Referral' } }],
  ['attachment', {}, { upload: true }],
];

const ROOT = new URL('../../../fixtures/practice-small/', import.meta.url);
const UPLOADS = [
  ['attachments/C001/goals-worksheet-maya-chen.txt', 239],
  ['attachments/C009/okonkwo-360-summary.txt', 171],
  ['attachments/C016/values-wheel.png', 887],
  ['attachments/C027/disc-report-mei-ling-wu.pdf', 719],
  ['attachments/packages/retainer-scope-okonkwo.txt', 137],
  ['attachments/sessions/hard-conversations-board.png', 287],
] as const;

/** The example practice under the answers its README assumes. Rows that staging rejects (N025, S112) are left out. */
export function practiceSmall(): { made: World; counts: Readonly<Record<string, number>> } {
  const files: Record<string, FileSpec> = {};
  for (const [file, { object, id, targets }] of Object.entries(FILES)) {
    const [head = [], ...rows] = readCsv(readFileSync(new URL(encodeURIComponent(file), ROOT), 'utf8'));
    const kept = rows.filter((row) => row.length === head.length && row[0] !== 'S112');
    const columns = Object.fromEntries(head.map((header, i) => [header, targets[i] ?? 'ignore']));
    files[file] = { object, columns, rows: kept, ...(id === undefined ? {} : { id }) };
  }
  const attachments = UPLOADS.map(([path, size]) => ({ path, size }));
  const counts = Object.fromEntries(Object.entries(files).map(([file, { rows }]) => [file, rows.length]));
  return { made: world({ files, fields: FIELDS, decisions: DECISIONS, attachments }), counts };
}
