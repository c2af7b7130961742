/** Outcome of reading one text: the value, with a note when the reading rests on something worth telling, or why it cannot be read. */
export type Read<T> = { readonly ok: true; readonly value: T; readonly note?: string } | { readonly ok: false; readonly reason: string };

export function yes<T>(value: T, note?: string): Read<T> {
  return note === undefined ? { ok: true, value } : { ok: true, value, note };
}

export function no(reason: string): { readonly ok: false; readonly reason: string } {
  return { ok: false, reason };
}

/** What every reader answers to a text that says nothing. */
export const BLANK = no('blank');
