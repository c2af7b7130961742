import { isBlank, readBalance, readDateTime, readTime } from '@cutover/values';
import { type Column, cellOf, columnFor, columnsFor, type Table } from '../layout.ts';
import { orderIn } from './packages.ts';
import { needOf } from './readers.ts';
import { type Cases, cases, kept, note } from './tally.ts';
import type { Visitor } from './visit-links.ts';

/** Filled cells of a column that are not what its target needs, by column. */
export type Unfit = Map<Column, Cases & { readonly what: string; readonly texts: Set<string> }>;

const MOST_TEXTS = 3;
const MOST_REMEMBERED = 20_000;

/** Days and times repeat themselves more than names do. */
function remembering<T>(read: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const value = read(text);
    if (known.size < MOST_REMEMBERED) known.set(kept(text), value);
    return value;
  };
}

/** Notes the cells that come to nothing. Where the profile keeps all values of a column, its rows are read only when one of them does. */
export function unfitVisitors(table: Table, unfit: Unfit): Visitor[] {
  return table.columns.flatMap((column): Visitor[] => {
    const need = needOf(column);
    if (need === null) return [];
    const { values } = column.profile;
    if (values?.every(({ value }) => isBlank(value) || need.reads(value.trim()))) return [];
    const found = { ...cases(), what: need.what, texts: new Set<string>() };
    unfit.set(column, found);
    const reads = remembering((cell) => isBlank(cell) || need.reads(cell));
    return [
      (row) => {
        const cell = cellOf(row, column);
        if (cell === '' || reads(cell)) return;
        note(found, row.key);
        if (found.texts.size < MOST_TEXTS) found.texts.add(kept(cell));
      },
    ];
  });
}

const COUNTS: ReadonlySet<string> = new Set(['sessions-total', 'sessions-used', 'sessions-remaining']);

/** Notes the cells of columns of counts that hold two of them. */
export function pairVisitors(table: Table, pairs: Map<Column, Cases>): Visitor[] {
  return table.columns.flatMap((column): Visitor[] => {
    const { values } = column.profile;
    if (!COUNTS.has(column.answer.as?.part ?? '') || values?.every(({ value }) => !readBalance(value).ok)) return [];
    const found = cases();
    pairs.set(column, found);
    return [
      (row) => {
        const read = readBalance(cellOf(row, column));
        if (read.ok && read.value.a <= read.value.b) note(found, row.key);
      },
    ];
  });
}

/** Local times of the night whose zone is a decision, as `YYYY-MM-DD HH:MM`: only these can fall where clocks change. */
export type NightTimes = Map<string, Cases>;

/** Clocks change between nine in the evening and four in the morning, in every zone there is. */
const isNight = (time: string): boolean => time < '04' || time >= '21';
/** Surely between four and nine, whatever stands after it. */
const BY_DAY = /(?:^|[\sT])(?:0[4-8]|1[3-9]|20):\d\d(?!.*[ap]\.?m)/i;
const MOST_TIMES = 50_000;

/** Notes the times of a table that says no zone for them: the zone in force may skip them or show them twice. */
export function nightVisitors(table: Table, night: NightTimes): Visitor[] {
  const due = columnsFor(table, 'activity.due_date').find((one) => one.answer.as?.part === undefined) ?? null;
  const time = columnsFor(table, 'activity.due_time').find((one) => one.answer.as?.part === undefined) ?? null;
  const zone = columnFor(table, 'activity.due_time', 'zone') ?? columnFor(table, 'activity.due_date', 'zone');
  const order = due === null ? null : orderIn(due);
  if (due === null || order === null || table.detail) return [];
  const timeOf = remembering((text) => {
    const read = readTime(text);
    return read.ok ? read.value : null;
  });
  const options = order.order === undefined ? {} : { order: order.order };
  const dayOf = remembering((text) => {
    const read = readDateTime(text, options);
    return read.ok && read.value.offset === null && read.value.zone === null ? read.value : null;
  });
  return [
    (row) => {
      const clock = cellOf(row, time);
      const cell = cellOf(row, due);
      if (BY_DAY.test(clock === '' ? cell : clock) || !isBlank(cellOf(row, zone))) return;
      const apart = isBlank(clock) ? null : timeOf(clock);
      if (apart !== null && !isNight(apart)) return;
      const moment = dayOf(cell);
      const at = apart ?? moment?.time ?? null;
      if (moment === null || at === null || !isNight(at)) return;
      const key = `${moment.date} ${at}`;
      const found = night.get(key) ?? cases();
      if (found.count === 0 && night.size >= MOST_TIMES) return;
      if (found.count === 0) night.set(kept(key), found);
      note(found, row.key);
    },
  ];
}
