import { createPublicKey, type KeyObject, randomBytes } from 'node:crypto';
import { type Approval, CutoverError, canonicalJson, type Gate, isOpen, type PlanEnvelope } from '@cutover/domain';
import { type Staged, soundPlan } from '../gates/facts.ts';
import { isTrusted, signApproval } from '../gates/signature.ts';
import type { Workspace } from '../workspace.ts';

export interface ApproveInput {
  readonly gate: Gate;
  readonly key: KeyObject;
  /** The destination's company domain as the person typed it. */
  readonly company: string;
  /** How long the approval counts; 72 hours unless given. */
  readonly lifetimeMs?: number;
  readonly onlyIf?: 'clean';
  /** What was on screen when the person said yes: if anything of it has changed since, nothing is signed. */
  readonly shown?: GateSubject;
}

/** The digests that a yes to a gate is a yes to. */
export interface GateSubject {
  readonly digest: string;
  readonly diffDigest: string | null;
  readonly operationsDigest: string | null;
  readonly stagedDigest: string | null;
}

/** What the gate is about now, to be taken before it is shown and given back with the yes. */
export function gateSubject(ws: Workspace, gate: Gate, envelope: PlanEnvelope): GateSubject {
  const operations = gate === 'repair' || gate === 'rollback' ? ws.ledger.operations.load(gate) : null;
  return {
    digest: envelope.digest,
    diffDigest: gate === 'full' ? (ws.ledger.samples.latest()?.diffDigest ?? null) : null,
    operationsDigest: operations?.digest ?? null,
    stagedDigest: gate === 'delta' ? ws.ledger.staging.digest() : null,
  };
}

const HOUR = 3_600_000;
export const DEFAULT_LIFETIME_MS = 72 * HOUR;

/**
 * A person's signed yes to one gate, for what the ledger holds now. This is the only way an approval comes into being.
 * @throws CutoverError `decisions-open`, `wrong-company`, `bad-key`, `not-ready`, and what `soundPlan` throws
 */
export function approve(ws: Workspace, input: ApproveInput): Approval {
  const envelope = readyFor(ws, input.gate);
  if (input.shown !== undefined && canonicalJson(input.shown) !== canonicalJson(gateSubject(ws, input.gate, envelope))) {
    throw new CutoverError('stale-list', `what the ${input.gate} gate is about changed while it was on screen; nothing was signed`);
  }
  const company = ws.company();
  if (company === null || input.company !== company.domain) {
    throw new CutoverError(
      'wrong-company',
      `this workspace writes to ${company?.domain ?? 'a company that was never asked'}, and "${input.company}" was given`,
      {
        found: input.company,
        ...(company === null ? {} : { expected: company.domain }),
      },
    );
  }
  const now = Math.floor(ws.ports.clock.now() / 1000) * 1000;
  const approval = signApproval(
    {
      gate: input.gate,
      lineage: ws.settings.lineage,
      company: company.domain,
      digest: envelope.digest,
      ...subjectOf(ws, input),
      approver: ws.ports.user,
      at: isoSeconds(now),
      expires: isoSeconds(now + (input.lifetimeMs ?? DEFAULT_LIFETIME_MS)),
      nonce: randomBytes(16).toString('hex'),
      publicKey: createPublicKey(input.key).export({ type: 'spki', format: 'pem' }).toString(),
    },
    input.key,
  );
  if (!isTrusted(approval, ws.settings.trust)) {
    throw new CutoverError('bad-key', 'this key is not one that the workspace trusts', {
      expected: 'the private half of a key given at init with --trust',
    });
  }
  ws.ledger.approvals.add(approval);
  return approval;
}

const ROWS: Readonly<Record<Gate, Staged>> = {
  plan: 'planned',
  full: 'planned',
  delta: 'read',
  repair: 'loaded',
  rollback: 'read',
  files: 'loaded',
};

/** The plan that the person would sign for, once nothing is missing for this gate. @throws CutoverError as `approve` */
export function readyFor(ws: Workspace, gate: Gate): PlanEnvelope {
  const envelope = soundPlan(ws, ROWS[gate]);
  const open = ws.ledger.decisions.all().filter(isOpen);
  if (open.length > 0) {
    const ids = open.map((decision) => decision.id);
    throw new CutoverError(
      'decisions-open',
      `${open.length} decisions are still open: ${ids.slice(0, 5).join(', ')}${ids.length > 5 ? ' …' : ''}`,
      { data: { open: ids } },
    );
  }
  if ((gate === 'repair' || gate === 'rollback') && ws.ledger.operations.load(gate) === null) {
    throw new CutoverError('not-ready', `there is no dry run to approve: run cutover ${gate} --dry-run first`);
  }
  return envelope;
}

function subjectOf(
  ws: Workspace,
  input: ApproveInput,
): Partial<Pick<Approval, 'diffDigest' | 'onlyIf' | 'operationsDigest' | 'stagedDigest'>> {
  switch (input.gate) {
    case 'full': {
      if (input.onlyIf === 'clean') return { onlyIf: 'clean' };
      const sample = ws.ledger.samples.latest();
      if (sample === null || sample.diffDigest === null)
        throw new CutoverError('not-ready', 'there is no sample to approve: run cutover sample first, or approve with --only-if clean');
      return { diffDigest: sample.diffDigest };
    }
    case 'repair':
    case 'rollback': {
      const operations = ws.ledger.operations.load(input.gate);
      return operations === null ? {} : { operationsDigest: operations.digest };
    }
    case 'delta':
      return { stagedDigest: ws.ledger.staging.digest() };
    case 'plan':
    case 'files':
      return {};
  }
}

function isoSeconds(ms: number): string {
  return new Date(ms).toISOString().replace('.000Z', 'Z');
}
