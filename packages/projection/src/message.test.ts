import { describe, expect, it } from 'vitest';
import { type DecisionSpec, first, html, ownerDecision, valueIn, world } from '../testing/kit.ts';

const DECISIONS: DecisionSpec[] = [
  ownerDecision('Sam Okafor', 'sam@example.com', [], 'sam@example.com'),
  ['message', { object: 'message', value: 'Call' }, { as: 'activity' }],
  ['message', { object: 'message', value: 'Chat' }, { as: 'note' }],
  ['activity-type', { object: 'message', value: 'Call' }, { type: 'Phone call' }],
];

function messages(...rows: string[][]) {
  return world({
    files: {
      'c.csv': { object: 'client', id: 'Id', columns: { Id: 'person.source_id', Name: 'person.name' }, rows: [['C1', 'Maya Chen']] },
      'm.csv': {
        object: 'message',
        id: 'Id',
        columns: {
          Id: 'activity.source_id',
          Kind: 'activity.type',
          Way: { target: 'activity.note', as: { part: 'direction' } },
          At: { target: 'activity.due_date', as: { with: 'time' } },
          Min: 'activity.duration',
          Client: 'link:client',
          By: 'activity.owner',
          Subject: 'activity.subject',
          Text: { target: 'activity.note', as: { part: 'text' } },
        },
        rows,
      },
    },
    decisions: DECISIONS,
  });
}

describe('message → activity', () => {
  it('keeps time, length, direction, text, client and coach, and is done', () => {
    const call = first(
      messages(['M1', 'Call', 'Incoming', '2025-10-02 16:05', '12', 'C1', 'Sam Okafor', '', 'Can we move\nTuesday?']).records('m.csv'),
    );
    expect(call.entity).toBe('activity');
    expect(valueIn(call, 'type')).toBe('Phone call');
    expect(valueIn(call, 'subject')).toBe('Call: Maya Chen');
    expect([valueIn(call, 'due_date'), valueIn(call, 'due_time'), valueIn(call, 'duration')]).toEqual(['2025-10-02', '20:05', '00:12']);
    expect(valueIn(call, 'done')).toBe(true);
    expect(valueIn(call, 'owner')).toBe('sam@example.com');
    expect(call.fields.participants).toEqual({ t: 'participants', v: [{ person: 'client:C1', primary: true }] });
    expect(html(call, 'note')).toBe('<p>Incoming</p><p>Can we move<br>Tuesday?</p><p>Source: message M1</p>');
  });

  it('is done even when it was sent after the load began', () => {
    expect(valueIn(first(messages(['M1', 'Call', '', '2027-10-02 16:05', '', 'C1', '', 'Later', '']).records('m.csv')), 'done')).toBe(true);
  });

  it('stays without participant when the client is not there', () => {
    const call = first(messages(['M1', 'Call', '', '2025-10-02 16:05', '', 'C9', '', 'Hello', '']).records('m.csv'));
    expect(call.fields).not.toHaveProperty('participants');
    expect(html(call, 'note')).toContain('client: C9');
  });
});

describe('message → note', () => {
  it('has the original time, the direction and who wrote it', () => {
    const chat = first(
      messages(['M7', 'Chat', 'Incoming', '2026-01-29 17:20', '', 'C1', 'Sam Okafor', '—', 'Snow everywhere']).records('m.csv'),
    );
    expect(chat.entity).toBe('note');
    expect(chat.fields.add_time).toEqual({ t: 'instant', v: '2026-01-29T22:20:00Z' });
    expect(chat.fields.person).toEqual({ t: 'ref', v: 'client:C1' });
    expect(html(chat, 'content')).toBe(
      '<p><strong>Chat</strong></p><p>Incoming</p><p>Snow everywhere</p><p>Author: Sam Okafor</p><p>Source: message M7</p>',
    );
  });

  it('fails when it hangs on nobody, and says why', () => {
    const outcome = messages(['M7', 'Chat', '', '2026-01-29 17:20', '', 'C9', '', '', 'Hi']).outcome('m.csv');
    expect(outcome).toEqual({ kind: 'failed', code: 'orphan', reason: 'the message names no client or package that is in the export' });
  });
});
