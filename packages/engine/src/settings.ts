import { PlanTier } from '@cutover/domain';
import { Connector } from '@cutover/practice';
import { z } from 'zod';

/** What `init` fixes for the life of a workspace. A person chooses it; nothing later changes it. */
export const Settings = z.strictObject({
  format: z.literal(1),
  lineage: z.uuid(),
  source: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('folder'), path: z.string() }),
    z.strictObject({ kind: z.literal('rest'), url: z.url(), host: z.string(), connector: Connector }),
  ]),
  target: z.strictObject({ url: z.url(), host: z.string() }),
  /** SPKI PEM of each key whose approvals count. */
  trust: z.array(z.string()).min(1),
  tier: PlanTier.nullable(),
  seats: z.number().int().positive().nullable(),
  createdAt: z.string(),
});
export type Settings = z.infer<typeof Settings>;

/** The company that answered at the target's address when it was asked first. */
export const Company = z.strictObject({ id: z.number().int(), domain: z.string(), name: z.string() });
export type Company = z.infer<typeof Company>;

/** Keys of the ledger's meta table. */
export const META = Object.freeze({
  /** How a person says that single files are to be read. */
  reading: 'reading',
  settings: 'settings',
  company: 'company',
  /** The account as the plan was made for it, without what we made there. */
  account: 'account',
  /** The account as the schema run found it: what writing goes by. */
  accountNow: 'account-now',
  /** The run that saw it so. */
  accountSeenBy: 'account-seen-by',
  /** What a schema run has seen of it while it still reads. */
  accountHalf: 'account-half',
  /** Instant from which "past" and "future" sessions are told apart: the start of the first run. */
  loadAt: 'load-at',
  tier: 'tier',
  /** When the last request was sent, in milliseconds since 1970: the next command leaves its window alone. */
  lastCall: 'last-call',
  /** Columns whose values a person allowed the assistant to see: ids of field decisions. */
  allowedColumns: 'allowed-columns',
  /** The newest activity, note and file before the first load: what we make has a higher id. */
  newest: 'newest',
  /** The run that worked last, and when it last asked something. */
  lastWork: 'last-work',
  /** Digest of the rows that were read from the export last, and the folder they came from when it is not the one given at init. */
  readRows: 'read-rows',
  readFrom: 'read-from',
  /** What the rows in force were read from, to the byte, and how: the same need not be read again. */
  readBytes: 'read-bytes',
  /** The run whose account was checked last, all of it. */
  checkedBy: 'checked-by',
  /** What a delta has seen of others' edits while it still reads, or has to go on. */
  deltaTouched: 'delta-touched',
  /** How far it has got with asking organizations for their relationships. */
  deltaAsked: 'delta-asked',
  /** How much the rows read last would change: what a person is shown before they approve a delta. */
  deltaScope: 'delta-scope',
  /** Digest of all that stood when the last load had brought everything in. */
  broughtIn: 'brought-in',
  /** When a delta last began to look at the account: what was edited there before is known. */
  deltaLooked: 'delta-looked',
  /** Records of an earlier migration are to be taken over at the next load; removed once they were. */
  adopting: 'adopting',
  /** When a closing report ended the window of the deltas. */
  deltaClosed: 'delta-closed',
  /** Tokens the last look at the account cost. */
  planTokens: 'plan-tokens',
});
