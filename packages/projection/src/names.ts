import type { StagedRow } from '@cutover/domain';
import { readMails } from '@cutover/values';
import { filled, firstFilled, headers, personName } from './cells.ts';
import type { From } from './draft.ts';
import type { FileMap } from './mapping-types.ts';
import { RULES } from './rules.ts';
import { cut, LIMITS, oneLine } from './text.ts';

/** A record's name or title and where it came from. */
export interface Titled {
  readonly name: string;
  readonly from: From;
}

function titled(text: string, column: string | null, source: string, rule: string | null): Titled {
  const line = oneLine(text);
  const name = cut(line, LIMITS.varchar);
  return { name, from: { column, source, rule: name === line ? rule : RULES.cut } };
}

/** The person's name; without one the mail address, without that the id. Pipedrive takes no person without a name. */
export function clientTitle(file: FileMap, row: StagedRow, id: string): Titled {
  const read = personName(file, row);
  if (read !== null) {
    const rule = read.how === 'joined' ? RULES.joined : read.how === 'turned' ? RULES.nameOrder : null;
    return titled(read.name, read.columns, read.source, rule);
  }
  for (const { column, text } of filled(file, row, 'person.emails')) {
    const mails = readMails(text);
    const first = mails.ok ? mails.value[0] : undefined;
    if (first !== undefined) return titled(first, column.header, text, RULES.noName);
  }
  return titled(`Client ${id}`, null, '', RULES.noName);
}

export function companyTitle(file: FileMap, row: StagedRow, id: string): Titled {
  const name = firstFilled(file, row, 'organization.name');
  return name === null ? titled(`Company ${id}`, null, '', RULES.noName) : titled(name.text, name.column.header, name.text, null);
}

/** `<client> – <package>`; what is missing is left out, the id stands in for a package without a name. */
export function dealTitle(file: FileMap, row: StagedRow, id: string, client: string | null): Titled {
  const parts = filled(file, row, 'deal.title');
  const name = parts.length > 0 ? parts.map((p) => p.text).join(' ') : `Package ${id}`;
  const text = client === null ? name : `${client} – ${name}`;
  return titled(text, parts.length > 0 ? headers(parts) : null, parts.map((p) => p.text).join(' '), RULES.title);
}
