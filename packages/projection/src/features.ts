import type { DesiredRecord, Value } from '@cutover/domain';

/**
 * What is noteworthy about a record, for a sample that shows everything at least once: entity and object, each filled field, each option,
 * stage, activity type, user and status, each transformation, and shapes such as several participants or a split text.
 */
export function featuresOf(record: DesiredRecord): string[] {
  const { entity, object, fields, provenance } = record;
  const features = new Set<string>([`${entity}:${object}`]);
  for (const [field, value] of Object.entries(fields)) {
    const at = `${entity}.${field}`;
    features.add(at);
    for (const own of ofValue(at, value)) features.add(own);
    const rule = provenance[field]?.rule;
    if (rule != null) features.add(`${at} ← ${rule}`);
  }
  if (record.rows.length > 1) features.add(`${entity}:several rows`);
  if (record.sourceId.includes('/'))
    features.add(`${entity}:part ${record.sourceId.slice(record.sourceId.indexOf('/') + 1).replace(/\d+/g, 'n')}`);
  for (const link of ['person', 'org', 'deal', 'participants'])
    if (linkless(entity, link) && !(link in fields)) features.add(`${entity}:no ${link}`);
  return [...features];
}

const LINKS: Readonly<Record<string, readonly string[]>> = Object.freeze({
  person: ['org'],
  deal: ['person', 'org'],
  activity: ['participants', 'deal'],
});

function linkless(entity: string, link: string): boolean {
  return LINKS[entity]?.includes(link) ?? false;
}

function ofValue(at: string, value: Value): string[] {
  switch (value.t) {
    case 'option':
      return [`${at}=${value.v}`];
    case 'options':
      return value.v.map((label) => `${at}=${label}`);
    case 'stage':
    case 'type':
    case 'user':
      return [`${at}=${value.v}`];
    case 'bool':
      return [`${at}=${value.v}`];
    case 'money':
      return [`${at} in ${value.currency}`];
    case 'contacts':
      return [value.v.length > 1 ? `${at}:several` : `${at}:one`, ...value.v.map((c) => `${at} (${c.label})`)];
    case 'participants':
      return value.v.length > 1 ? [`${at}:group`] : [];
    case 'text':
      return at === 'deal.status' || at === 'deal.currency'
        ? [`${at}=${value.v}`]
        : /[^\x20-\x7e\n]/.test(value.v)
          ? [`${at}:beyond ASCII`]
          : [];
    case 'number':
      return value.v === 0 ? [`${at}=0`] : value.v < 0 ? [`${at}<0`] : [];
    default:
      return [];
  }
}
