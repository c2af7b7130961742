import { type Fault, faultsIn } from '../fault.ts';

const E = 'packages/engine/src';

/** The gates: what opens them, and what is held against what before anything is asked of the account. */
export const gates: readonly Fault[] = [
  ...faultsIn(
    `${E}/gates/judge.ts`,
    ['gates'],
    [
      {
        id: 'gate/trust',
        about: 'a key that nobody trusts opens',
        find: "if (!isTrusted(approval, facts.trust)) return 'untrusted';",
        replace: '',
      },
      {
        id: 'gate/signature',
        about: 'the signature is not checked',
        find: "if (!signatureHolds(approval)) return 'forged';",
        replace: '',
      },
      {
        id: 'gate/lineage',
        about: 'an approval of another migration opens',
        find: 'approval.lineage !== facts.lineage || approval.company',
        replace: 'approval.company',
      },
      {
        id: 'gate/company',
        about: 'an approval for another company opens',
        find: 'facts.lineage || approval.company !== facts.company) return',
        replace: 'facts.lineage) return',
      },
      {
        id: 'gate/digest',
        about: 'an approval of another plan opens',
        find: "if (approval.digest !== facts.digest) return 'digest';",
        replace: '',
      },
      {
        id: 'gate/resume-digest',
        about: 'a run goes on although the plan is another now',
        find: "if (approval.digest !== facts.digest) return 'digest';",
        replace: "if (approval.digest !== facts.digest && !facts.resuming) return 'digest';",
      },
      {
        id: 'gate/expiry',
        about: 'an expired approval opens',
        find: 'Date.parse(approval.expires) <= facts.now || ',
        replace: '',
      },
      {
        id: 'gate/ahead',
        about: 'an approval dated in the future opens',
        find: ' || Date.parse(approval.at) > facts.now + CLOCK_SKEW',
        replace: '',
        tests: ['mutants-gates'],
      },
      {
        id: 'gate/used',
        about: 'an approval opens as often as one likes',
        find: "return facts.isUsed(approval.nonce) ? 'used' : null;",
        replace: 'return null;',
      },
      {
        id: 'gate/kind',
        about: 'an approval of one gate opens every other',
        find: 'approvals.filter((approval) => approval.gate === facts.gate)',
        replace: 'approvals.filter((approval) => approval.gate !== null)',
      },
      {
        id: 'gate/sample-diff',
        about: 'an approval of another sample opens the full run',
        find: 'return approval.diffDigest === facts.sample.diffDigest ? null',
        replace: 'return approval.diffDigest !== null ? null',
      },
      {
        id: 'gate/only-if-clean',
        about: '"only if clean" opens after a sample with differences',
        find: "approval.onlyIf === 'clean' && facts.sample.clean ? null",
        replace: "approval.onlyIf === 'clean' ? null",
      },
      {
        id: 'gate/no-diff',
        about: 'an approval of no sample at all opens the full run',
        find: "return approval.onlyIf === 'clean' && facts",
        replace: 'return facts',
      },
      {
        id: 'gate/operations',
        about: 'an approval of other operations opens the rollback',
        find: 'return approval.operationsDigest !== undefined && approval.operationsDigest === facts.operationsDigest ? null',
        replace: 'return approval.operationsDigest !== undefined ? null',
      },
    ],
  ),
  ...faultsIn(
    `${E}/gates/facts.ts`,
    ['edited'],
    [
      {
        id: 'stale/plan-digest',
        about: 'an edited plan is not noticed',
        find: 'if (planDigest(envelope.plan) !== envelope.digest) {',
        replace: 'if (envelope.digest.length === 0) {',
      },
      {
        id: 'stale/staged-rows',
        about: 'rows that were staged again since the plan are not noticed',
        find: 'if (!known.includes(staged)) {',
        replace: 'if (staged.length === 0) {',
      },
      {
        id: 'stale/lineage',
        about: 'a plan of another migration is taken for ours',
        find: 'if (envelope.plan.lineage !== ws.settings.lineage) {',
        replace: "if (ws.settings.lineage === '') {",
        tests: ['mutants-gates'],
      },
      {
        id: 'stale/sample-diff',
        about: 'an edited diff of the sample is not noticed',
        find: 'sample.diff !== null && digestOf(sample.diff) !== sample.diffDigest)',
        replace: 'sample.diff !== null && sample.diffDigest === null)',
      },
      {
        id: 'stale/operations',
        about: 'edited operations of a rollback are not noticed',
        find: 'if (digest !== shown.digest)',
        replace: 'if (shown.digest.length === 0)',
      },
      {
        id: 'gate/used-kind',
        about: 'an approval of the plan opens the schema run again after the sample used it',
        find: '.some((used) => used.kind === use.runKind)',
        replace: ".some((used) => used.kind === 'full')",
        tests: ['gates'],
      },
      {
        id: 'gate/clean',
        about: 'a sample counts as clean whatever differs',
        find: "record.fields.every((field) => field.verdict !== 'different')",
        replace: "record.fields.every((field) => field.field !== '')",
        tests: ['gates'],
      },
    ],
  ),
  ...faultsIn(
    `${E}/runs/open.ts`,
    ['gates'],
    [
      {
        id: 'gate/open-decisions',
        about: 'a signed plan opens although questions are open',
        find: "if (ws.ledger.decisions.all().some(isOpen)) throw refusal(ws, gate, envelope, 'digest');",
        replace: '',
      },
      {
        id: 'gate/resume-under-another',
        about: 'a run goes on under any approval, used and expired ones too',
        find: 'judge(approvalsOf(envelope, resumes.nonce), facts(true))',
        replace: 'judge(envelope.approvals, facts(true))',
        tests: ['mutants-gates'],
      },

      {
        id: 'journal/chain',
        about: 'an edited journal is not noticed',
        find: 'ledger.journal.verify();',
        replace: '',
        tests: ['edited'],
      },
      {
        id: 'lock/two-runs',
        about: 'a second run starts while one is under way',
        find: 'options.takeOver === true ? ledger.lock.takeOver(owner)',
        replace: 'options.takeOver !== null ? ledger.lock.takeOver(owner)',
        tests: ['account'],
      },
      {
        id: 'order/finished',
        about: 'a step starts before the one it needs has finished',
        find: 'if (done <= undone) throw',
        replace: 'if (done < undone - 99) throw',
        tests: ['mutants-gates'],
      },
      {
        id: 'load/one-instant',
        about: 'the instant that parts past and future sessions moves with each run',
        find: 'if (known !== null) return known;',
        replace: "if (known === '') return known;",
        tests: ['exactly/mutants-load-time'],
      },
    ],
  ),
  ...faultsIn(
    `${E}/desk/approve.ts`,
    ['gates'],
    [
      {
        id: 'approve/open-decisions',
        about: 'a plan can be approved although questions are open',
        find: 'if (open.length > 0) {',
        replace: 'if (open.length > 9_999) {',
      },
      {
        id: 'approve/company',
        about: 'an approval is made without the name of the company',
        find: 'if (company === null || input.company !== company.domain) {',
        replace: 'if (company === null) {',
        tests: ['mutants-gates'],
      },
      {
        id: 'approve/trust',
        about: 'an approval is made with a key that the workspace does not trust',
        find: 'if (!isTrusted(approval, ws.settings.trust)) {',
        replace: 'if (ws.settings.trust.length === 0) {',
        tests: ['mutants-gates'],
      },
      {
        id: 'approve/nothing-shown',
        about: 'a rollback is approved before anybody saw what it would do',
        find: "if ((gate === 'repair' || gate === 'rollback') && ",
        replace: "if (gate === 'repair' && ",
        tests: ['mutants-gates'],
      },
    ],
  ),
  ...faultsIn(
    `${E}/desk/decide.ts`,
    ['mutants-gates'],
    [
      {
        id: 'decide/stale-list',
        about: 'a list that nobody was shown is accepted at once',
        find: 'if (list.listDigest !== listDigest) {',
        replace: 'if (listDigest.length === 0) {',
      },
    ],
  ),
  ...faultsIn(
    `${E}/runs/inventory.ts`,
    ['replay'],
    [
      {
        id: 'schema/already-migrated',
        about: 'a migration runs into an account that holds it already',
        find: 'if (strangers.length === 0) return;',
        replace: 'if (strangers.length >= 0) return;',
      },
    ],
  ),
  ...faultsIn(
    `${E}/planning/refresh.ts`,
    ['replay'],
    [
      {
        id: 'stale/account',
        about: 'users and fields that the account lacks are not noticed',
        find: 'if (stale.length > 0)',
        replace: 'if (stale.length > 999)',
      },
    ],
  ),
  ...faultsIn(
    `${E}/planning/target.ts`,
    ['account'],
    [
      {
        id: 'stale/other-company',
        about: 'another company that answers at the target is written to',
        find: 'if (known.id === answered.id) return known;',
        replace: 'if (known.id !== 0) return known;',
      },
    ],
  ),
  ...faultsIn(
    `${E}/replay.ts`,
    ['replay'],
    [
      {
        id: 'replay/edited-file',
        about: 'a plan file that was edited leaves a workspace',
        find: 'refuseEdited(input.envelope);',
        replace: '',
      },
      {
        id: 'replay/sample-differs',
        about: 'a replay goes on after a sample that differs',
        find: 'if (!diff.clean)',
        replace: "if (diff.diffDigest === '')",
      },
    ],
  ),
  ...faultsIn(
    `${E}/rollback/run.ts`,
    ['rollback'],
    [
      {
        id: 'rollback/changed-since',
        about: 'a rollback does what was approved although the account changed since',
        find: "if (now.digest !== saved.digest) throw refusal(ws, 'rollback', envelope, 'diff');",
        replace: '',
      },
    ],
  ),
  ...faultsIn(
    `${E}/rollback/operations.ts`,
    ['rollback'],
    [
      {
        id: 'rollback/edited-since',
        about: 'a rollback deletes what a person edited since',
        find: 'if (edited.length + hanging.length > 0) {',
        replace: 'if (edited.length + hanging.length > 999) {',
      },
      {
        id: 'rollback/sample',
        about: 'a rollback leaves what the sample made',
        find: "if (row.state !== 'live' && row.state !== 'gone') continue;",
        replace: "if (row.state !== 'live' || row.run.startsWith('sample')) continue;",
      },
    ],
  ),
];
