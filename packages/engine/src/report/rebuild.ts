import { soundPlan } from '../gates/facts.ts';
import { extractSummary } from '../planning/replan.ts';
import type { Workspace } from '../workspace.ts';
import { objectsOf } from './counts.ts';
import { plain } from './plain.ts';

/** What a rule of The Practice listens to, by words in it, and the Pipedrive automation (or feature) that does the same. First match wins. */
const EQUIVALENTS: readonly { readonly words: RegExp; readonly use: string }[] = [
  {
    words: /remind|upcoming|before (the |a )?(session|appointment)/i,
    use: 'Automation: trigger "activity updated/created", condition on due date, action "send email" (or the scheduler\'s own reminders)',
  },
  {
    words: /no.?show|cancel/i,
    use: 'Automation: trigger "activity updated", condition "subject contains [No-show] or [Cancelled]", action "create activity" or "send email"',
  },
  {
    words: /invoice|payment|paid|overdue/i,
    use: 'Automation: trigger "activity created" with type Payment, or an invoicing integration; action "send email" or "create activity"',
  },
  {
    words: /package|renew|sessions? (left|remaining)|completed|stage|status/i,
    use: 'Automation: trigger "deal updated", condition on stage or on the field for remaining sessions, action "create activity" or "send email"',
  },
  { words: /intake|form|questionnaire/i, use: 'Web Forms, and an automation: trigger "person created", action "create activity"' },
  { words: /contract|agreement|sign/i, use: 'Smart Docs template, sent from the deal by an automation on its stage' },
  { words: /birthday/i, use: 'Filter on the birthday field and a repeating email sequence' },
  {
    words: /new client|client (is )?(added|created)|sign.?up|welcome|lead/i,
    use: 'Automation: trigger "person created" (or "deal created"), action "send email" or "create activity"',
  },
  { words: /tag|group/i, use: 'Automation: trigger "person updated", condition on the tags field' },
];
const FALLBACK = 'Automation: choose the trigger that fits; check by hand';

/** The rebuild document: each rule of the export as it stands there, and what does the same in Pipedrive. */
export function rebuildDocument(ws: Workspace): string {
  const objects = objectsOf(ws.ledger, soundPlan(ws, 'read'));
  const files = extractSummary(ws).files.filter(({ file }) => objects.get(file)?.object === 'automation');
  const rules = files.flatMap(({ file, columns }) =>
    [...ws.ledger.staging.rows(file)].map((row) => {
      const lines = columns.flatMap((column) => {
        const text = row.cells[column.index]?.trim() ?? '';
        return text === '' ? [] : [`- ${plain(column.name || `column ${column.index + 1}`)}: ${plain(text)}`];
      });
      const all = row.cells.join(' ');
      const use = EQUIVALENTS.find(({ words }) => words.test(all))?.use ?? FALLBACK;
      return `## ${plain(row.sourceId)} (${plain(file)}, line ${row.line})\n\n${lines.join('\n')}\n- **In Pipedrive:** ${use}\n`;
    }),
  );
  const head =
    '# Automations to rebuild in Pipedrive\n\nAutomations cannot be moved: neither system lets a program read or write them. Rebuild these after the load, and switch them on last.\n';
  return `${head}\n${rules.length === 0 ? 'The export holds no automation rules.\n' : rules.join('\n')}`;
}
