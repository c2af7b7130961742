import type { StagedRow } from '@cutover/domain';
import { questionHalf } from '@cutover/values';
import { cell, columnsAt, type Filled } from './cells.ts';
import type { Column, FileMap } from './mapping-types.ts';

interface Answered {
  readonly question: string;
  readonly text: string;
}

/** The columns of questions of a file by the columns of their answers. */
const pairsOf = new WeakMap<FileMap, ReadonlyMap<Column, Column>>();

/** `Question 1` with `Answer 1`; of several columns of one name the first question goes with the first answer. */
function pairsIn(file: FileMap): ReadonlyMap<Column, Column> {
  const known = pairsOf.get(file);
  if (known !== undefined) return known;
  const halves = columnsAt(file, 'note.content').flatMap((column) => {
    const half = questionHalf(column.header);
    return half === null ? [] : [{ column, ...half }];
  });
  const pairs = new Map<Column, Column>();
  for (const group of Map.groupBy(halves, ({ pair }) => pair).values()) {
    const questions = group.filter(({ half }) => half === 'question');
    const answers = group.filter(({ half }) => half === 'answer');
    for (const [place, { column }] of answers.entries()) {
      const question = questions[place]?.column;
      if (question !== undefined) pairs.set(column, question);
    }
  }
  pairsOf.set(file, pairs);
  return pairs;
}

/** Lists of one length in two cells, as documents with an answer inside of each question give them; else the cells as they are. */
function together(question: string, text: string, nested: boolean): Answered[] {
  if (!nested) return [{ question, text }];
  for (const mark of [';', '|', '\n']) {
    const questions = question.split(mark);
    const answers = text.split(mark);
    if (questions.length < 2 || questions.length !== answers.length) continue;
    return questions.flatMap((one, place) => {
      const answer = answers[place]?.trim() ?? '';
      return answer === '' ? [] : [{ question: one.trim(), text: answer }];
    });
  }
  return [{ question, text }];
}

/** The answers among the filled cells of a form, each with its question: the cell of the question's own column, else the column's header. */
export function asked(file: FileMap, row: StagedRow, cells: readonly Filled[]): Answered[] {
  const pairs = pairsIn(file);
  const questions = new Set(pairs.values());
  return cells.flatMap(({ column, text }) => {
    if (questions.has(column)) return [];
    const header = column.as.name ?? column.header;
    const question = pairs.get(column);
    const said = question === undefined ? '' : cell(row, question);
    return said === '' ? [{ question: header, text }] : together(said, text, column.header.includes('.'));
  });
}
