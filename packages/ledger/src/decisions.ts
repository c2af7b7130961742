import { CutoverError, canonicalJson, Decision, Finding } from '@cutover/domain';
import { z } from 'zod';
import { type Connection, query } from './connection.ts';
import { instantOf, readJson, writeJson } from './json.ts';
import type { Decisions } from './ledger.ts';
import { createState } from './meta.ts';

const Findings = z.array(Finding);
const Serial = z.number().int().nonnegative();

/** What the plan's digest covers of a decision (contract §1). */
const planPart = ({ id, kind, subject, status, answer }: Decision): string => canonicalJson({ id, kind, subject, status, answer });

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
  const replace = (before: Decision, after: Decision, change: 'put' | 'undo'): void => {
    const json = writeJson(after, after.id);
    db.run(query.updateTable('decision').set({ json }).where('id', '=', after.id));
    const log = { at: instantOf(clock), change, id: after.id, before: writeJson(before, before.id), after: json };
    db.run(query.insertInto('decision_log').values({ ...log, count: null, undone: 0 }));
    if (planPart(before) !== planPart(after)) state.set('serial', serial() + 1);
  };

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
        db.run(query.updateTable('decision_log').set({ undone: 1 }).where('undone', '=', 0));
        db.run(
          query
            .insertInto('decision_log')
            .values({ at: instantOf(clock), change: 'replace', id: null, before: null, after: null, count: parsed.length, undone: 1 }),
        );
        if (!same) state.set('serial', serial() + 1);
      });
    },
    put(decision) {
      const after = Decision.parse(decision);
      db.transaction(() => replace(known(after.id), after, 'put'));
    },
    undo() {
      return db.transaction(() => {
        // Only answers are taken back, not what an undo wrote: so the next undo goes one answer further.
        const last = db.get(
          query.selectFrom('decision_log').selectAll().where('change', '=', 'put').where('undone', '=', 0).orderBy('n', 'desc').limit(1),
        );
        if (last === undefined || last.id === null || last.before === null) return null;
        const before = read(last.before, last.id);
        replace(known(last.id), before, 'undo');
        db.run(query.updateTable('decision_log').set({ undone: 1 }).where('n', '=', last.n));
        return before;
      });
    },
    findings: () => state.get('findings', Findings) ?? [],
    setFindings: (findings) => state.set('findings', Findings.parse(findings)),
  };
}
