import type { SandboxState } from '../tools/sandbox-state.ts';
import { sandboxState } from '../tools/sandbox-state.ts';
import type { Traveller } from '../tools/travel.ts';

type Row = { readonly id: number; readonly is_deleted: boolean; readonly [key: string]: unknown };

/** Somebody at work in the account, in records that the migration made: by list, the mark of each, and what it is made to hold. */
const EDITS: readonly (readonly [list: 'persons' | 'deals' | 'activities' | 'organizations' | 'notes', mark: string, body: object])[] = [
  ['organizations', 'CO10', { name: 'Meridian' }],
  ['persons', 'C004', { name: 'Rafael M.' }],
  ['persons', 'C009', { name: 'Somebody Else', emails: [{ value: 'else@example.com', primary: true, label: 'work' }] }],
  ['persons', 'C018', { name: 'Yuki' }],
  ['deals', 'P002', { value: 1, title: 'Nothing' }],
  ['deals', 'P007', { title: 'Nothing either' }],
  ['deals', 'P028', { value: 2 }],
  ['activities', 'session S016', { subject: 'Lunch' }],
  ['activities', 'session S019', { due_date: '2026-01-01' }],
  ['activities', 'session S068', { duration: '00:05' }],
  ['activities', 'session S084', { done: false, subject: 'Tea' }],
  ['notes', 'note N006', { content: 'Gone over.<br>Source: note N006' }],
  ['notes', 'note N020', { content: 'Gone over as well.<br>Source: note N020' }],
];

/** Changes what a repair then has to mend. @throws Error when one of the records is not there, or is there twice */
export async function editByHand(traveller: Traveller): Promise<void> {
  const state = sandboxState(await traveller.get('state'));
  for (const [list, mark, body] of EDITS) {
    const [path, method] =
      list === 'notes' ? [`v1/notes/${idOf(state, list, mark)}`, 'PUT'] : [`v2/${list}/${idOf(state, list, mark)}`, 'PATCH'];
    const answer = await fetch(`${traveller.sandbox.url}/api/${path}`, {
      method,
      headers: { 'x-api-token': traveller.sandbox.token, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  }
}

function idOf(state: SandboxState, list: (typeof EDITS)[number][0], mark: string): number {
  const rows: readonly Row[] = state[list];
  const text = (row: Row): string => String(row[list === 'notes' ? 'content' : 'note']);
  const carries = (row: Row): boolean =>
    list === 'notes' || list === 'activities'
      ? new RegExp(`Source: ${mark}\\b(?!/)`).test(text(row))
      : Object.values((row.custom_fields as Record<string, unknown> | undefined) ?? {}).includes(mark);
  const [found, ...more] = rows.filter((row) => !row.is_deleted && carries(row));
  if (found === undefined || more.length > 0) throw new Error(`${list} ${mark}: ${more.length + (found === undefined ? 0 : 1)} of them`);
  return found.id;
}
