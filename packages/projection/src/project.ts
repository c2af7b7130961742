import type { DesiredRecord, SourceObject, StagedRow, TargetKey } from '@cutover/domain';
import { projectSession } from './activity.ts';
import { firstFilled } from './cells.ts';
import { projectDeal } from './deal.ts';
import { targetKey, type Unread } from './draft.ts';
import { projectFile } from './file.ts';
import { membersOf } from './groups.ts';
import type { SourceIndex } from './index-types.ts';
import { projectIntake } from './intake.ts';
import { billingId, projectInvoice } from './invoice.ts';
import { invoiceFacts } from './invoice-facts.ts';
import { linkedTo, linksOf, unlinked, withClients } from './links.ts';
import type { FileMap, Mapping } from './mapping-types.ts';
import { projectMessage } from './message.ts';
import { projectNote } from './note.ts';
import { organizationFromName, projectOrganization } from './organization.ts';
import { projectPerson } from './person.ts';
import type { Work } from './work.ts';

/** What one staged row becomes. */
export type Projected =
  /** Records of its own; `unread`: values of the row that no record carries, and why. */
  | { readonly kind: 'records'; readonly records: DesiredRecord[]; readonly unread: readonly Unread[] }
  /** A part of other records: an invoice line, a contract, a membership, a folded duplicate. */
  | { readonly kind: 'part-of'; readonly keys: TargetKey[] }
  /** A coach, who is a user already; or a group that only names others. */
  | { readonly kind: 'resolved'; readonly why: string }
  | { readonly kind: 'skipped'; readonly reason: string }
  | { readonly kind: 'failed'; readonly code: string; readonly reason: string };

/**
 * The records Pipedrive should hold for one staged row. Pure, total and deterministic: whatever stands in the cells, nothing is thrown, and
 * the same row under the same mapping and index gives the same records.
 */
export function project(mapping: Mapping, index: SourceIndex, row: StagedRow): Projected {
  const file = mapping.files.get(row.file);
  if (file === undefined)
    return { kind: 'skipped', reason: mapping.ignored.has(row.file) ? 'left out by decision' : 'its file is not in the plan' };
  const fate = index.fates.get(row.key);
  if (fate?.kind === 'skipped') return { kind: 'skipped', reason: fate.reason };
  if (fate?.kind === 'folded') return { kind: 'part-of', keys: [fate.into] };
  const work: Work = { mapping, index, file, row, unread: [], overflow: [] };
  return file.detail ? detail(work) : main(work);
}

const ORPHAN = { kind: 'failed', code: 'orphan' } as const;

function records(work: Work, made: DesiredRecord[] | null, missing: string): Projected {
  return made === null ? orphan(work, missing) : { kind: 'records', records: made, unread: work.unread };
}

/** A row that hangs on nothing: where it names what several are called, that is why. */
function orphan({ index, file, row }: Work, missing: string): Projected {
  const { clients, packages } = linksOf(index, file, row);
  const company = linkedTo(file, row, 'link:company', index.company, index.shared.company);
  const { several } = unlinked({ client: clients, package: packages, company });
  return { ...ORPHAN, reason: several.length === 0 ? missing : `the ${SAID[file.object] ?? file.object} names ${several.join('; ')}` };
}

const SAID: Readonly<Partial<Record<SourceObject, string>>> = Object.freeze({ intake: 'response' });

function main(work: Work): Projected {
  const { index, row, file } = work;
  switch (file.object) {
    case 'client': {
      const client = index.clientOf.get(row.key);
      if (client === undefined) return foreign(file);
      const named = (index.unlistedOf.get(row.key) ?? []).map((company) => organizationFromName(work, company));
      return records(work, [...named, ...projectPerson(work, { ...client, row })], '');
    }
    case 'company': {
      const company = index.companyOf.get(row.key);
      return company === undefined ? foreign(file) : records(work, projectOrganization(work, { ...company, row }), '');
    }
    case 'package': {
      const deal = index.packageOf.get(row.key);
      return deal === undefined ? foreign(file) : records(work, projectDeal(work, { ...deal, row }), '');
    }
    case 'session':
      return records(work, projectSession(work), '');
    case 'message':
      return records(work, projectMessage(work), 'the message names no client or package that is in the export');
    case 'note':
      return records(work, projectNote(work), 'the note names no client, package or session that is in the export');
    case 'intake':
      return records(work, projectIntake(work), 'the response names no client that is in the export');
    case 'invoice':
      return invoice(work);
    case 'file': {
      const outcome = projectFile(work);
      if (outcome.kind === 'failed') return orphan(work, outcome.reason);
      return outcome.kind === 'records' ? records(work, outcome.records, '') : outcome;
    }
    case 'contract':
      return contract(work);
    case 'tag':
      return tag(work);
    case 'coach': {
      const owner = index.owner(firstFilled(file, row, 'link:coach')?.text ?? row.sourceId);
      return { kind: 'resolved', why: owner.resolved ? `user ${owner.mail}` : `no user: ${owner.mail} by decision` };
    }
    case 'automation':
      return { kind: 'skipped', reason: 'not migrated: see the rebuild document' };
  }
}

/** A row that the index was not made from. */
function foreign(file: FileMap): Projected {
  return { kind: 'failed', code: 'internal', reason: `the row is not among those of ${file.file} that the index was made from` };
}

function invoice(work: Work): Projected {
  const made = projectInvoice(work);
  if (made === null || made.length > 0) return records(work, made, 'the invoice names no client or package that is in the export');
  const id = billingId(invoiceFacts({ ...work, unread: [] }));
  return { kind: 'part-of', keys: id === null ? [] : [targetKey('invoice', id)] };
}

/** A row of a file that details another: lines of invoices; elsewhere it belongs to the record it names. */
function detail(work: Work): Projected {
  const { file, row, index, mapping } = work;
  const of = firstFilled(file, row, `link:${file.object}`)?.text ?? '';
  const { shared } = index;
  const isShared = (file.object === 'client' || file.object === 'company' || file.object === 'package') && shared[file.object](of);
  const why = isShared ? 'a name that several have' : 'which is not in the export';
  const missing = { ...ORPHAN, reason: `the row belongs to ${file.object} ${of === '' ? '(none named)' : of}, ${why}` };
  if (file.object === 'invoice') {
    const entry = index.invoice(of);
    if (entry === null) return missing;
    if (mapping.invoice === 'each') return { kind: 'part-of', keys: [targetKey('invoice', entry.id)] };
    const id = billingId(invoiceFacts({ ...work, file: entry.file, row: entry.row, unread: [] }));
    return id === null ? missing : { kind: 'part-of', keys: [targetKey('invoice', id)] };
  }
  const parent =
    file.object === 'client'
      ? index.client(of)
      : file.object === 'company'
        ? index.company(of)
        : file.object === 'package'
          ? index.package(of)
          : null;
  return parent === null ? missing : { kind: 'part-of', keys: [parent.key] };
}

/** A contract is an address in a field of its client; its document moves in a step of its own. */
function contract(work: Work): Projected {
  const { found } = withClients(linksOf(work.index, work.file, work.row)).clients;
  if (found.length === 0) return orphan(work, 'the contract names no client that is in the export');
  return { kind: 'part-of', keys: found.map((c) => c.key) };
}

function tag({ file, row, index, mapping }: Work): Projected {
  if (mapping.tags === 'ignore') return { kind: 'skipped', reason: 'tags are left out by decision' };
  const members = membersOf(file, row, index);
  if (members.length > 0) return { kind: 'part-of', keys: members.map((c) => c.key) };
  return { kind: 'resolved', why: 'a tag or group without members of its own' };
}
