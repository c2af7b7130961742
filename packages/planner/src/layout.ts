import {
  type ColumnProfile,
  canonicalJson,
  type Decision,
  type ExtractSummary,
  type FieldAnswer,
  type FieldPart,
  type FileProfile,
  type SourceObject,
} from '@cutover/domain';
import { isBlank, refsIn } from '@cutover/values';
import { inForce, ofKind } from './decide.ts';
import type { PlannerRow } from './input.ts';

/** A column with the meaning in force for it. */
export interface Column {
  readonly file: string;
  readonly object: SourceObject;
  readonly index: number;
  /** As written; `Column 3` where there is none. */
  readonly header: string;
  readonly profile: ColumnProfile;
  readonly answer: FieldAnswer;
}

export interface Table {
  readonly profile: FileProfile;
  readonly file: string;
  readonly object: SourceObject;
  /** Its rows are parts of rows of another table of the same object (lines of invoices). */
  readonly detail: boolean;
  /** Without those that are ignored. */
  readonly columns: readonly Column[];
}

/** What the decisions in force make of the export: answers where there are some, proposals elsewhere. */
export interface Layout {
  readonly tables: readonly Table[];
}

export function headerOf(profile: ColumnProfile): string {
  return profile.name.trim() === '' ? `Column ${profile.index + 1}` : profile.name.trim();
}

/** The object each file is taken for; files that are left out or undecided are not in it. */
export function objectsOf(decisions: readonly Decision[]): Map<string, SourceObject> {
  const objects = new Map<string, SourceObject>();
  for (const decision of ofKind(decisions, 'object')) {
    const answer = inForce(decision);
    const file = decision.subject.file;
    if (answer && answer.object !== 'ignore' && typeof file === 'string') objects.set(file, answer.object);
  }
  return objects;
}

export function layoutOf(extract: ExtractSummary, decisions: readonly Decision[]): Layout {
  const objects = objectsOf(decisions);
  const answers = new Map(ofKind(decisions, 'field').map((decision) => [decision.id, inForce(decision)]));
  const tables = extract.files.flatMap((profile): Table[] => {
    const object = objects.get(profile.file);
    if (object === undefined) return [];
    const columns = profile.columns.flatMap((column): Column[] => {
      const answer = answers.get(`field:${profile.file}#${column.index}`);
      if (!answer || answer.target === 'ignore') return [];
      return [{ file: profile.file, object, index: column.index, header: headerOf(column), profile: column, answer }];
    });
    const own = columns.some((column) => column.answer.target === `link:${object}`);
    const hasId = columns.some((column) => column.answer.target.endsWith('.source_id'));
    return [{ profile, file: profile.file, object, detail: own && !hasId && object !== 'coach' && object !== 'tag', columns }];
  });
  return { tables };
}

/** Whether two layouts of one export read every column as the same thing. */
export function sameLayout(a: Layout, b: Layout): boolean {
  const said = ({ tables }: Layout): string =>
    canonicalJson(
      tables.map(({ file, object, detail, columns }) => [file, object, detail, columns.map(({ index, answer }) => [index, answer])]),
    );
  return said(a) === said(b);
}

export function tablesOf(layout: Layout, object: SourceObject): Table[] {
  return layout.tables.filter((table) => table.object === object);
}

/** Columns with this target (and part), in the order of the file. */
export function columnsFor(table: Table, target: string, part?: FieldPart): Column[] {
  return table.columns.filter((column) => column.answer.target === target && (part === undefined || column.answer.as?.part === part));
}

export function columnFor(table: Table, target: string, part?: FieldPart): Column | null {
  return columnsFor(table, target, part)[0] ?? null;
}

export function cellOf(row: PlannerRow, column: Column | null): string {
  return column === null ? '' : (row.cells[column.index] ?? '').trim();
}

/** The single values of a cell: the whole text when it is known as one value (a company's name may hold a comma), else taken apart. */
export function partsOf(cell: string, column: Column, known: (text: string) => boolean = () => false): string[] {
  if (isBlank(cell)) return [];
  return refsIn(cell, column.answer.as?.separator ?? column.profile.reading.separator, known);
}

/** Cells of a multi-select field or of labels hold several values. */
export function holdsLists({ answer }: Column): boolean {
  return answer.as?.type === 'set' || answer.target.endsWith('.labels');
}
