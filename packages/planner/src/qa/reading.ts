import type { Decision, Finding } from '@cutover/domain';
import { clocksChange, mask, toInstant } from '@cutover/values';
import { inForce, ofKind } from '../decide.ts';
import type { Facts } from '../facts/facts.ts';
import { type Cases, cases } from '../facts/tally.ts';
import { finding, shown, times } from './finding.ts';

/** Cells that are not what their column's target needs, cells that hold two counts, and times that are none or two in the zone in force. */
export function readingFindings(facts: Facts, decisions: readonly Decision[]): Finding[] {
  return [...unfitFindings(facts), ...pairFindings(facts), ...clockFindings(facts, decisions)];
}

function unfitFindings({ unfit }: Facts): Finding[] {
  return [...unfit].flatMap(([column, found]) =>
    finding(
      {
        code: 'value-not-read',
        severity: 'warning',
        object: column.object,
        message: `${times(found.count, 'value', 'values')} of ${column.header} (${column.file}) ${found.count === 1 ? 'does' : 'do'} not read as ${found.what} and will not be carried over: ${[...found.texts].map((text) => shown(mask(text, 'text'))).join(', ')}${found.count > found.texts.size ? ' …' : ''}`,
        advice:
          'Mend them in The Practice and export again, or choose a text field for the column; the diff and verify name each that is left.',
      },
      found,
    ),
  );
}

function pairFindings({ pairs }: Facts): Finding[] {
  return [...pairs].flatMap(([column, found]) => {
    const first = column.answer.as?.part === 'sessions-remaining' ? 'remaining' : 'used';
    return finding(
      {
        code: 'two-counts-in-cell',
        severity: 'warning',
        object: column.object,
        message: `${times(found.count, 'value', 'values')} of ${column.header} (${column.file}) ${found.count === 1 ? 'holds' : 'hold'} two counts such as 3/10: taken as ${first} and total`,
        advice: 'Where that is wrong, mend them in The Practice and export again.',
      },
      found,
    );
  });
}

const SAID = {
  gap: {
    code: 'time-skipped',
    what: 'the clocks skip',
    advice: 'They are loaded as much later as the clocks skip, with the length that is written: check them, and the zone.',
  },
  overlap: {
    code: 'time-twice',
    what: 'the clocks show twice',
    advice: 'They are loaded as the first of the two: check them, and the zone.',
  },
} as const;

function clockFindings({ night }: Facts, decisions: readonly Decision[]): Finding[] {
  const zone = ofKind(decisions, 'timezone').map(inForce)[0]?.zone;
  if (zone === undefined) return [];
  const odd: Record<'gap' | 'overlap', Cases> = { gap: cases(), overlap: cases() };
  for (const [key, found] of night) {
    const [date = '', time = ''] = key.split(' ');
    const at = clocksChange(zone, date) ? toInstant(date, time, zone) : null;
    if (at?.ok !== true || (at.note !== 'gap' && at.note !== 'overlap')) continue;
    odd[at.note].count += found.count;
    odd[at.note].rows.push(...found.rows);
  }
  return (['gap', 'overlap'] as const).flatMap((which) =>
    finding(
      {
        code: SAID[which].code,
        severity: 'warning',
        object: 'session',
        message: `${times(odd[which].count, 'time is one', 'times are ones')} that ${SAID[which].what} in ${zone}`,
        advice: SAID[which].advice,
      },
      odd[which],
    ),
  );
}
