import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SourceObject } from '@cutover/domain';

/** A column of an invented export, with the targets a good map may give it. */
export interface Labelled {
  readonly manner: string;
  readonly object: SourceObject;
  /** Position in its table. */
  readonly index: number;
  readonly column: string;
  readonly accepted: readonly string[];
  /** What stands in its cells: see README.md. */
  readonly values: string;
}

export type Split = 'developed with' | 'held out';

const DEVELOPED_WITH: ReadonlySet<string> = new Set(['dump', 'sheet', 'deutsch', 'camel']);

export function splitOf(manner: string): Split {
  return DEVELOPED_WITH.has(manner) ? 'developed with' : 'held out';
}

/** Distractors carry nothing worth keeping, though a field of their own may be allowed. */
export function isDistractor({ accepted }: Pick<Labelled, 'accepted'>): boolean {
  return accepted[0] === 'ignore';
}

/** `person.custom.*` accepts any custom field of the entity, `person.labels` the multi-select that tags become unless decided otherwise. */
export function accepts({ accepted }: Pick<Labelled, 'accepted'>, target: string): boolean {
  return accepted.some(
    (one) =>
      one === target ||
      (one.endsWith('.custom.*') && target.startsWith(one.slice(0, -1))) ||
      (one === 'person.labels' && target === 'person.custom.tags'),
  );
}

function rowsOf(file: string): string[][] {
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n').slice(1);
  return lines.map((line) => line.split('\t'));
}

const targets = (text: string): string[] => text.split('|').map((one) => one.trim());

/** All labels of `labels/*.tsv`, manner by manner, in the order of their columns. */
export function allLabels(): Labelled[] {
  const folder = join(import.meta.dirname, 'labels');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.tsv'))
    .toSorted()
    .flatMap((name) => {
      const places = new Map<string, number>();
      return rowsOf(join(folder, name)).map(([table = '', column = '', accepted = '', values = '']): Labelled => {
        const index = places.get(table) ?? 0;
        places.set(table, index + 1);
        return { manner: name.replace('.tsv', ''), object: SourceObject.parse(table), index, column, accepted: targets(accepted), values };
      });
    });
}

/** `coach-columns.tsv`: names without values. */
export function coachNames(): Pick<Labelled, 'object' | 'column' | 'accepted'>[] {
  return rowsOf(join(import.meta.dirname, 'coach-columns.tsv')).map(([table = '', column = '', accepted = '']) => ({
    object: SourceObject.parse(table),
    column,
    accepted: targets(accepted),
  }));
}
