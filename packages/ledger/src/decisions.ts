import { CutoverError, canonicalJson, Decision, Finding, isOpen } from '@cutover/domain';
import { z } from 'zod';
import { type Connection, query } from './connection.ts';
import { instantOf, readJson, writeJson } from './json.ts';
import type { Decisions } from './ledger.ts';
import { createState } from './meta.ts';

const Findings = z.array(Finding);
const Serial = z.number().int().nonnegative();

/** What the plan's digest covers of a decision (contract §1). */
const planPart = ({ id, kind, subject, status, answer }: Decision): string => canonicalJson({ id, kind, subject, status, answer });

/** An answer that stands, by its place in the log, with what there was before it. */
interface Standing {
  readonly n: number;
  readonly together: number;
  readonly before: Decision;
}

/** What a person said to it. */
const answerPart = ({ status, answer, by, at }: Decision): string => canonicalJson({ status, answer, by, at });

export function createDecisions(db: Connection, clock: () => number): Decisions {
  const state = createState(db);
  const read = (json: string, id: string): Decision => readJson(Decision, json, `decision ${id}`);
  const all = (): Decision[] =>
    db.all(query.selectFrom('decision').select(['id', 'json']).orderBy('position')).map(({ id, json }) => read(json, id));
  const get = (id: string): Decision | null => {
    const row = db.get(query.selectFrom('decision').select('json').where('id', '=', id));
    return row === undefined ? null : read(row.json, id);
  };
  const serial = (): number => state.get('serial', Serial) ?? 0;
  const known = (id: string): Decision => {
    const found = get(id);
    if (found === null) throw new CutoverError('no-decision', `there is no decision ${id}`, { place: { id } });
    return found;
  };
  /** Writes a decision over the one of its id; the serial rises when the plan's part of it changed. */
  const replace = (before: Decision, after: Decision, change: 'put' | 'undo', together: number | null): void => {
    const json = writeJson(after, after.id);
    db.run(query.updateTable('decision').set({ json }).where('id', '=', after.id));
    const log = { at: instantOf(clock), change, id: after.id, before: writeJson(before, before.id), after: json, together };
    db.run(query.insertInto('decision_log').values({ ...log, count: null, undone: 0 }));
    if (planPart(before) !== planPart(after)) state.set('serial', serial() + 1);
  };
  const nextInLog = (): number => 1 + (db.get(query.selectFrom('decision_log').select(({ fn }) => fn.max('n').as('n')))?.n ?? 0);

  /** What was answered and stands as it was answered, newest first: what an undo or a new proposal wrote is no answer. */
  function* standing(): Generator<Standing> {
    const rows = query.selectFrom('decision_log').selectAll().where('change', '=', 'put').where('undone', '=', 0).orderBy('n', 'desc');
    for (const { n, id, before, after, together } of db.all(rows)) {
      if (id === null || before === null || after === null) continue;
      const given = read(after, id);
      const now = get(id);
      if (now === null || isOpen(given) || answerPart(now) !== answerPart(given)) continue;
      yield { n, together: together ?? n, before: read(before, id) };
    }
  }

  return {
    all,
    get,
    serial,
    replaceAll(decisions) {
      const parsed = decisions.map((decision) => Decision.parse(decision));
      db.transaction(() => {
        const same = all().map(planPart).join('\n') === parsed.map(planPart).join('\n');
        db.run(query.deleteFrom('decision'));
        for (const [position, decision] of parsed.entries())
          db.run(query.insertInto('decision').values({ position, id: decision.id, json: writeJson(decision, decision.id) }));
        db.run(
          query.insertInto('decision_log').values({
            at: instantOf(clock),
            change: 'replace',
            id: null,
            before: null,
            after: null,
            count: parsed.length,
            undone: 1,
            together: null,
          }),
        );
        if (!same) state.set('serial', serial() + 1);
      });
    },
    put(...decisions) {
      const parsed = decisions.map((decision) => Decision.parse(decision));
      db.transaction(() => {
        const together = nextInLog();
        for (const after of parsed) replace(known(after.id), after, 'put', together);
      });
    },
    undo() {
      return db.transaction(() => {
        const taken: Standing[] = [];
        for (const one of standing()) {
          if (one.together !== (taken[0] ?? one).together) break;
          taken.push(one);
        }
        return taken.map(({ n, before: { id, status, answer, by, at } }) => {
          const now = known(id);
          const after = Decision.parse({ ...now, status, answer, by, at });
          replace(now, after, 'undo', null);
          db.run(query.updateTable('decision_log').set({ undone: 1 }).where('n', '=', n));
          return after;
        });
      });
    },
    findings: () => state.get('findings', Findings) ?? [],
    setFindings: (findings) => state.set('findings', Findings.parse(findings)),
  };
}
