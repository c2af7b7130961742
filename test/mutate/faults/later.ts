import { type Fault, faultsIn } from '../fault.ts';

const E = 'packages/engine/src';

/** What comes after the full run: the three-way rule, what a delta leaves alone, and what takes it back. */
export const later: readonly Fault[] = [
  ...faultsIn(
    'packages/projection/src/three-way.ts',
    ['delta-rules', 'three-way/three-way'],
    [
      {
        id: 'three-way/pipedrive-unseen',
        about: 'what a person changed in Pipedrive is overwritten',
        find: 'const theirs = !same(field, held, now) && !same(field, base, now);',
        replace: 'const theirs = false;',
      },
      {
        id: 'three-way/always-both',
        about: 'what the export alone changed counts as a conflict',
        find: "return theirs ? 'both' : 'source';",
        replace: "return 'both';",
      },
      {
        id: 'three-way/no-agreement',
        about: 'both sides saying the same is a conflict',
        find: "if (agree) return 'agreed';",
        replace: '',
      },
    ],
  ),
  ...faultsIn(
    `${E}/delta/sides.ts`,
    ['delta-rules', 'three-way/three-way'],
    [
      {
        id: 'delta/rule',
        about: 'the rule of the plan is not asked',
        find: "fixed ? 'fixed' : rule === 'take-source' ? 'taken' : 'conflict';",
        replace: "fixed ? 'fixed' : 'conflict';",
      },
    ],
  ),
  ...faultsIn(
    `${E}/delta/image.ts`,
    ['delta-rules', 'three-way/three-way'],
    [
      {
        id: 'delta/image',
        about: "a person's earlier edit counts as ours after an update, and a rollback deletes the record",
        find: 'if (!isImage(old)) return is as Json;',
        replace: 'return is as Json;',
      },
    ],
  ),
  ...faultsIn(
    `${E}/gates/delta.ts`,
    ['delta-rules'],
    [
      {
        id: 'delta/bounds',
        about: 'a delta of any size goes under the full approval',
        find: 'scope.creates <= maxCreates && scope.updates + scope.deletes <= maxUpdates',
        replace: 'scope.creates >= 0',
      },
      {
        id: 'delta/hours',
        about: 'the full approval covers deltas for ever',
        find: 'ws.ports.clock.now() < window.until && withinBounds',
        replace: 'withinBounds',
      },
      {
        id: 'delta/closed',
        about: 'a closing report ends nothing',
        find: '{ until: Math.min(until, Date.parse(closed)), closed: true }',
        replace: '{ until, closed: true }',
      },
    ],
  ),
  ...faultsIn(
    `${E}/delta/vanished.ts`,
    ['delta-rules'],
    [
      {
        id: 'delta/hanging',
        about: 'a vanished record goes with what a person hung on it',
        find: 'if (one !== undefined) return',
        replace: "if (one === 'nothing') return",
      },
    ],
  ),
  ...faultsIn(
    `${E}/repair/run.ts`,
    ['repair'],
    [
      {
        id: 'repair/other-operations',
        about: 'a repair performs what the account needs now, not what was approved',
        find: "if (resumes === null && repairDigest(await planned(ws)) !== saved.digest) throw refusal(ws, 'repair', envelope, 'diff');",
        replace: '',
      },
    ],
  ),
];
