import { type Fault, faultsIn } from '../fault.ts';

const L = 'packages/engine/src/load';

/** What makes each record once, whatever happens on the way. */
export const loader: readonly Fault[] = [
  ...faultsIn(
    `${L}/perform.ts`,
    ['mutants-once'],
    [
      {
        id: 'once/known',
        about: 'the full run makes again what the sample made',
        find: "if (standsFor(ledger, record.key) !== null) return 'present';",
        tests: ['exactly/counts'],
        replace: '',
      },
      {
        id: 'once/lost-answer',
        about: 'a create whose answer was lost is sent again without looking',
        find: 'const late = (await findLost(loader, [{ record, seq }])).get(key);',
        replace: 'const late = (await findLost(loader, [])).get(key);',
      },
      {
        id: 'once/left-over',
        about: 'a create that a killed run left open is sent again without looking',
        find: 'const wire = loader.found.get(record.key);',
        replace: 'const wire = undefined;',
      },
      {
        id: 'once/parent',
        about: 'a record is made although what it hangs on is not there',
        find: 'if (parent !== undefined) return failed(loader, record,',
        replace: "if (parent !== undefined && record.entity === 'file') return failed(loader, record,",
      },
    ],
  ),
  ...faultsIn(
    `${L}/loader.ts`,
    ['rollback'],
    [
      {
        id: 'once/after-rollback',
        about: 'after a rollback nothing is made again',
        find: "return ref === null || ref.state === 'reverted' ? null : ref;",
        replace: 'return ref;',
      },
    ],
  ),
  ...faultsIn(
    `${L}/flow.ts`,
    ['mutants-once'],
    [
      {
        id: 'once/order',
        about: 'records do not wait for what they hang on',
        find: 'await Promise.all(before);',
        replace: '',
      },
    ],
  ),
  ...faultsIn(
    `${L}/resolve.ts`,
    ['mutants-once'],
    [
      {
        id: 'once/look-once',
        about: 'what arrived is not found because nobody looks',
        find: 'found.set(record.key, hit);',
        replace: '',
      },
    ],
  ),
  ...faultsIn(
    `${L}/reuse.ts`,
    ['exactly/person'],
    [
      {
        id: 'reuse/fill-only-empty',
        about: 'a record that was there before is written over although only its empty fields were to be filled',
        find: "isList(theirs) || (reuse.use === 'merge' && field !== 'name');",
        replace: "isList(theirs) || field !== 'name';",
      },
      {
        id: 'reuse/merge-name',
        about: 'a merge renames the record that was there before',
        find: "isList(theirs) || (reuse.use === 'merge' && field !== 'name');",
        replace: "isList(theirs) || reuse.use === 'merge';",
        tests: ['exactly/mutants'],
      },
      {
        id: 'reuse/create-only',
        about: 'fields that can be set on creation alone are written to a record that was there before',
        find: 'if (record.createOnly.includes(field) || ours === undefined) return false;',
        replace: 'if (ours === undefined) return false;',
        tests: ['exactly/mutants'],
      },
      {
        id: 'reuse/match',
        about: 'a second person is made beside the one the account has',
        find: 'if (id === null || (record.entity',
        replace: 'if (id !== null || (record.entity',
      },
    ],
  ),
  ...faultsIn(
    'packages/engine/src/runs/full.ts',
    ['gates'],
    [
      {
        id: 'once/all-done',
        about: 'a full run that has finished asks for another approval',
        find: 'if (done !== null) return done;',
        replace: '',
      },
    ],
  ),
  ...faultsIn(
    'packages/engine/src/runs/schema.ts',
    ['mutants-once'],
    [
      {
        id: 'schema/lost-answer',
        about: 'a field whose answer was lost is made again without looking',
        find: 'const found = await look(context, step);',
        replace: 'const found = null;',
      },
      {
        id: 'schema/bound',
        about: 'a second schema run makes again what the first made',
        find: 'if (left === undefined && isBound(context.ws, step)) {',
        replace: 'if (left !== undefined && isBound(context.ws, step)) {',
      },
    ],
  ),
];
