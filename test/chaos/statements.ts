import { appendFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { z } from 'zod';

/**
 * Loaded before the command (`node --import`): kills its process, as `kill -9` does, just before or just after one statement that writes to the ledger, or
 * notes every such statement. The product knows nothing of it.
 */
const At = z.object({ sql: z.string(), nth: z.number().int().positive(), when: z.enum(['before', 'after']) });

const at = process.env.CHAOS_STATEMENT === undefined ? null : At.parse(JSON.parse(process.env.CHAOS_STATEMENT));
const list = process.env.CHAOS_STATEMENTS_TO;

/** A statement's text on one line. */
export const kindOf = (sql: string): string => sql.replace(/\s+/g, ' ');

const probe = new Database(':memory:');
const prototype: { run(...parameters: unknown[]): Database.RunResult } = Object.getPrototypeOf(probe.prepare('select 1'));
probe.close();

const run = prototype.run;
let seen = 0;
prototype.run = function (this: Database.Statement, ...parameters: unknown[]) {
  const kind = kindOf(this.source);
  if (list !== undefined) appendFileSync(list, `${kind}\n`);
  const hit = at !== null && kind === at.sql && ++seen === at.nth;
  if (hit && at.when === 'before') process.kill(process.pid, 'SIGKILL');
  const result = run.apply(this, parameters);
  if (hit && at.when === 'after') process.kill(process.pid, 'SIGKILL');
  return result;
};
