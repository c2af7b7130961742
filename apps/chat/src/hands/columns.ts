import type { ExportColumn } from '@cutover/engine/desk';
import { plural } from '../words/objects.ts';
import type { NamedColumn } from './facts.ts';

/** Columns by the shortest name that means no other. */
export function namedColumns(columns: readonly ExportColumn[]): readonly NamedColumn[] {
  const alone = once(columns.map(({ name }) => name));
  const clear = once(columns.map(({ file, name }) => `${file} ${name}`));
  return columns.map(({ id, file, name, filled, examples, allowed }) => {
    const long = `${file} ${name}`;
    const about = [file, plural(filled, 'value'), ...examples.slice(0, 1)].join(', ');
    return { name: alone(name) && name !== '' ? name : clear(long) && name !== '' ? long : id, about, allowed };
  });
}

/** Whether a name is there once, however it is written. */
function once(names: readonly string[]): (name: string) => boolean {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name.toLowerCase(), (counts.get(name.toLowerCase()) ?? 0) + 1);
  return (name) => counts.get(name.toLowerCase()) === 1;
}
