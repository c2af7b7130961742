import { z } from 'zod';
import { Digest, Instant } from './brand.ts';
import { canonicalJson } from './canonical.ts';

export const GATES = ['plan', 'full', 'delta', 'repair', 'rollback', 'files'] as const;
export const Gate = z.enum(GATES);
export type Gate = z.infer<typeof Gate>;

/** Kinds of run, and the gate each stands behind (contract §3); a delta beyond the bounds of its full approval needs the gate `delta`. `verify` reads only. */
export const RUN_KINDS = ['schema', 'sample', 'full', 'delta', 'verify', 'repair', 'rollback', 'files'] as const;
export const RunKind = z.enum(RUN_KINDS);
export type RunKind = z.infer<typeof RunKind>;

export const GATE_OF_RUN: Readonly<Record<Exclude<RunKind, 'verify'>, Gate>> = Object.freeze({
  schema: 'plan',
  sample: 'plan',
  full: 'full',
  delta: 'full',
  repair: 'repair',
  rollback: 'rollback',
  files: 'files',
});

const Statement = z.strictObject({
  gate: Gate,
  lineage: z.uuid(),
  /** The destination's company domain. */
  company: z.string().min(1),
  digest: Digest,
  /** full: over the sample's diff. */
  diffDigest: Digest.optional(),
  /** full, for replay: the sample's diff must hold nothing but equal and declared. */
  onlyIf: z.literal('clean').optional(),
  /** repair, rollback: over the operations of the dry run that was shown. */
  operationsDigest: Digest.optional(),
  /** delta: the staged rows it was asked for. */
  stagedDigest: Digest.optional(),
  approver: z.string().min(1),
  at: Instant,
  expires: Instant,
  nonce: z.string().min(16),
  /** SPKI PEM */
  publicKey: z.string().min(1),
});
/** What is signed: everything but the signature. */
export type ApprovalStatement = z.infer<typeof Statement>;

export const Approval = Statement.extend({ signature: z.base64() });
export type Approval = z.infer<typeof Approval>;

/** The bytes an approval's Ed25519 signature covers. */
export function approvalBytes({ signature: _, ...statement }: Approval | (ApprovalStatement & { signature?: never })): Uint8Array {
  return new TextEncoder().encode(canonicalJson(statement));
}

export const REFUSAL_REASONS = ['missing', 'expired', 'used', 'untrusted', 'forged', 'digest', 'diff', 'other-target'] as const;

/** What a run without usable approval answers (contract §3). */
export const Refusal = z.strictObject({
  status: z.literal('approval_required'),
  gate: Gate,
  digest: Digest,
  reason: z.enum(REFUSAL_REASONS),
  ask: z.string(),
  open: z.array(z.string()).optional(),
});
export type Refusal = z.infer<typeof Refusal>;
