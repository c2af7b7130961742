import { Approval, type ApprovalStatement, digestOf } from '@cutover/domain';
import { describe, expect, test } from 'vitest';
import { throwAwayKey } from '../desk/keys.ts';
import { faultOf, type GateFacts, judge } from './judge.ts';
import { signApproval } from './signature.ts';

const LINEAGE = '1b4e28ba-2fa1-41d2-883f-0016d3cca427';
const NOW = Date.parse('2026-11-22T12:00:00Z');
const digest = digestOf('plan');
const own = throwAwayKey();

function statement(change: Partial<ApprovalStatement> = {}): ApprovalStatement {
  return {
    gate: 'plan',
    lineage: LINEAGE,
    company: 'acme',
    digest,
    approver: 'ada',
    at: '2026-11-22T11:00:00Z',
    expires: '2026-11-25T11:00:00Z',
    nonce: '0123456789abcdef',
    publicKey: own.publicKey,
    ...change,
  };
}

const signed = (change: Partial<ApprovalStatement> = {}): Approval => signApproval(statement(change), own.key);

function facts(change: Partial<GateFacts> = {}): GateFacts {
  return {
    gate: 'plan',
    lineage: LINEAGE,
    company: 'acme',
    digest,
    trust: [own.publicKey],
    now: NOW,
    sample: null,
    operationsDigest: null,
    stagedDigest: digestOf('rows'),
    isUsed: () => false,
    resuming: false,
    ...change,
  };
}

test('an approval that says all the right things opens the gate', () => {
  expect(judge([signed()], facts())).toEqual({ approval: signed() });
});

test('no approval, or only those of other gates: missing', () => {
  expect(judge([], facts())).toEqual({ reason: 'missing' });
  expect(judge([signed({ gate: 'files' })], facts())).toEqual({ reason: 'missing' });
});

describe('each thing that is wrong has its own reason', () => {
  const stranger = throwAwayKey();
  test.each<[string, Approval, Partial<GateFacts>]>([
    ['untrusted', signApproval(statement({ publicKey: stranger.publicKey }), stranger.key), {}],
    ['untrusted', signed(), { trust: [stranger.publicKey] }],
    ['untrusted', { ...signed(), publicKey: 'no key at all' }, {}],
    ['forged', signApproval(statement(), stranger.key), {}],
    ['forged', { ...signed(), company: 'other' }, { company: 'other' }],
    ['forged', { ...signed(), expires: '2030-01-01T00:00:00Z' }, {}],
    ['other-target', signed(), { company: 'other' }],
    ['other-target', signed(), { company: null }],
    ['other-target', signed(), { lineage: 'c9a646d3-9c61-4cb7-bfcd-ee2522c8f633' }],
    ['digest', signed(), { digest: digestOf('another plan') }],
    ['expired', signed(), { now: Date.parse('2026-11-25T11:00:00Z') }],
    ['expired', signed({ at: '2026-11-22T12:06:00Z' }), {}],
    ['used', signed(), { isUsed: (nonce) => nonce === '0123456789abcdef' }],
  ])('%s', (reason, approval, change) => {
    expect(faultOf(approval, facts(change))).toBe(reason);
  });
});

test('a run that goes on does so under its approval, expired and used, but not under a changed plan', () => {
  const late = { now: Date.parse('2027-01-01T00:00:00Z'), isUsed: () => true, resuming: true };
  expect(faultOf(signed(), facts(late))).toBeNull();
  expect(faultOf(signed(), facts({ ...late, digest: digestOf('another plan') }))).toBe('digest');
  expect(faultOf({ ...signed(), approver: 'eve' }, facts(late))).toBe('forged');
});

describe('the full gate is bound to a sample', () => {
  const sample = { diffDigest: digestOf('diff'), clean: false };
  const full = (change: Partial<ApprovalStatement>): Approval => signed({ gate: 'full', ...change });
  test.each<[string | null, Partial<ApprovalStatement>, GateFacts['sample']]>([
    [null, { diffDigest: digestOf('diff') }, sample],
    ['diff', { diffDigest: digestOf('another diff') }, sample],
    ['diff', { diffDigest: digestOf('diff') }, null],
    ['diff', {}, sample],
    ['diff', { onlyIf: 'clean' }, sample],
    [null, { onlyIf: 'clean' }, { ...sample, clean: true }],
  ])('%s', (reason, change, seen) => {
    expect(faultOf(full(change), facts({ gate: 'full', sample: seen }))).toBe(reason);
  });
});

test('rollback and repair are bound to the operations that were shown', () => {
  const operations = digestOf('operations');
  for (const gate of ['rollback', 'repair'] as const) {
    const approval = signed({ gate, operationsDigest: operations });
    expect(faultOf(approval, facts({ gate, operationsDigest: operations }))).toBeNull();
    expect(faultOf(approval, facts({ gate, operationsDigest: digestOf('others') }))).toBe('diff');
    expect(faultOf(signed({ gate }), facts({ gate, operationsDigest: null }))).toBe('diff');
  }
});

test('a delta is bound to the rows it was asked for', () => {
  const approval = signed({ gate: 'delta', stagedDigest: digestOf('rows') });
  expect(faultOf(approval, facts({ gate: 'delta' }))).toBeNull();
  expect(faultOf(approval, facts({ gate: 'delta', stagedDigest: digestOf('newer rows') }))).toBe('diff');
});

test('of several that do not count, the reason of the one that came nearest is told', () => {
  const forged = { ...signed(), approver: 'eve' };
  expect(judge([forged, signed()], facts({ isUsed: () => true }))).toEqual({ reason: 'used' });
  expect(judge([signed(), forged], facts({ isUsed: () => true }))).toEqual({ reason: 'used' });
});

test('changing any part of a signed approval is noticed', () => {
  const approval = signed({ gate: 'full', diffDigest: digestOf('diff') });
  const other: Record<string, string> = {
    gate: 'plan',
    at: '2026-11-22T11:00:01Z',
    nonce: 'fedcba9876543210',
    approver: 'eve',
    diffDigest: digestOf('x'),
    digest: digestOf('y'),
    expires: '2026-12-31T00:00:00Z',
  };
  for (const [part, value] of Object.entries(other)) {
    const changed = Approval.parse({ ...approval, [part]: value });
    const seen = facts({ gate: changed.gate, digest: changed.digest, sample: { diffDigest: changed.diffDigest ?? '', clean: true } });
    expect([part, faultOf(changed, seen)]).toEqual([part, 'forged']);
  }
});
