import { describe, expect, it } from 'vitest';
import { type DecisionSpec, first, html, ownerDecision, type Spec, valueIn, world } from '../testing/kit.ts';

const DECISIONS: DecisionSpec[] = [
  ownerDecision('Dana Reyes', 'dana@example.com', ['K1'], 'dana@example.com'),
  ownerDecision('Lee Marsh', 'lee@example.com', ['K4'], null),
  ['attachment', {}, { upload: true }],
];
const clients = {
  object: 'client',
  id: 'Id',
  columns: { Id: 'person.source_id', Name: 'person.name' },
  rows: [
    ['C1', 'Maya Chen'],
    ['C2', 'Raj Patel'],
  ],
} as const;
const packages = {
  object: 'package',
  id: 'Id',
  columns: { Id: 'deal.source_id', Client: 'link:client', Name: 'deal.title' },
  rows: [['P1', 'C1', 'Compass']],
} as const;
const sessions = {
  object: 'session',
  id: 'Id',
  columns: { Id: 'activity.source_id', Client: 'link:client', Package: 'link:package' },
  rows: [
    ['S1', 'C2; C1', 'P1'],
    ['S2', 'C2', ''],
  ],
} as const;

function note(cells: Record<string, string>, more: Partial<Spec> = {}) {
  const columns = {
    Id: 'note.source_id',
    Client: 'link:client',
    Package: 'link:package',
    Session: 'link:session',
    By: 'note.owner',
    On: 'note.add_time',
    Title: { target: 'note.content', as: { part: 'title' } },
    Body: { target: 'note.content', as: { part: 'text' } },
    File: 'file',
  } as const;
  const given: Record<string, string> = { Id: 'N1', Client: 'C1', Body: 'Hello', ...cells };
  const file = { object: 'note', id: 'Id', columns, rows: [Object.keys(columns).map((h) => given[h] ?? '')] } as const;
  return world({
    ...more,
    files: { 'c.csv': clients, 'p.csv': packages, 's.csv': sessions, 'n.csv': file, ...more.files },
    decisions: [...DECISIONS, ...(more.decisions ?? [])],
  });
}
const one = (cells: Record<string, string>, more: Partial<Spec> = {}) => first(note(cells, more).records('n.csv'));

describe('content', () => {
  it('is safe HTML with its source as the last line', () => {
    const made = one({
      Body: '<p>A <strong>b</strong> <a href="https://x.example.com" onclick="x()">c</a></p><img src=x onerror=alert(1)>',
    });
    expect(html(made, 'content')).toBe('<p>A <strong>b</strong> <a href="https://x.example.com">c</a></p><p>Source: note N1</p>');
    expect(made.provenance.content?.rule).toBe('HTML sanitised');
  });

  it('has a title in bold', () => {
    expect(html(one({ Title: 'First <meeting>' }), 'content')).toBe(
      '<p><strong>First &lt;meeting&gt;</strong></p><p>Hello</p><p>Source: note N1</p>',
    );
  });

  it('names its attachments, and those that are missing', () => {
    const attachments = [{ path: 'files/plan.pdf', size: 10 }];
    expect(html(one({ File: 'plan.pdf' }, { attachments }), 'content')).toBe(
      '<p>Hello</p><p>Attachment: plan.pdf</p><p>Source: note N1</p>',
    );
    expect(html(one({ File: 'talk.mp4' }, { attachments }), 'content')).toBe(
      '<p>Hello</p><p>Attachment, missing in the export: talk.mp4</p><p>Source: note N1</p>',
    );
  });

  it('is split and numbered over the limit', () => {
    const body = Array.from({ length: 1200 }, (_, i) => `<p>Paragraph <em>${i} ${'x'.repeat(190)}</em></p>`).join('');
    const parts = note({ Body: body, On: '2025-01-02 03:04' }).records('n.csv');
    expect(parts.map((p) => p.key)).toEqual(['note:N1', 'note:N1/2', 'note:N1/3']);
    for (const [i, part] of parts.entries()) {
      const text = html(part, 'content');
      expect(text.length).toBeLessThanOrEqual(100_000);
      expect(text.startsWith(`<p>(${i + 1}/3)</p>`)).toBe(true);
      expect(text.endsWith(`<p>Source: note ${part.sourceId}</p>`)).toBe(true);
      expect(text.match(/<em>/g)?.length).toBe(text.match(/<\/em>/g)?.length);
      expect(part.fields.add_time).toEqual({ t: 'instant', v: '2025-01-02T08:04:00Z' });
      expect(part.provenance.content?.rule).toBe('over the size limit: split and numbered');
    }
    const numbers = parts.flatMap((p) => [...html(p, 'content').matchAll(/Paragraph (?:<em>)?(\d+) /g)].map((m) => Number(m[1])));
    expect(new Set(numbers).size).toBe(1200);
  });

  it('is cut by decision, with the rule', () => {
    const parts = note({ Body: 'word '.repeat(30_000) }, { decisions: [['text-limit', {}, { as: 'cut' }]] }).records('n.csv');
    expect(parts).toHaveLength(1);
    const [part] = parts;
    expect(part && html(part, 'content').length).toBeLessThanOrEqual(100_000);
    expect(part && html(part, 'content').endsWith('<p>…</p><p>Source: note N1</p>')).toBe(true);
    expect(part?.provenance.content?.rule).toBe('cut to the limit');
  });
});

describe('time and author', () => {
  it('keeps the time written, in UTC', () => {
    expect(one({ On: '2023-02-06 10:15' }).fields.add_time).toEqual({ t: 'instant', v: '2023-02-06T15:15:00Z' });
    expect(one({ On: '—' }).fields).not.toHaveProperty('add_time');
  });

  it('sets the author where the token may, else names it', () => {
    const admin = { context: { noteAuthors: true } };
    const set = one({ By: 'K1' }, admin);
    expect(set.fields.author).toEqual({ t: 'user', v: 'dana@example.com' });
    expect(html(set, 'content')).toBe('<p>Hello</p><p>Source: note N1</p>');
    const named = one({ By: 'K1' });
    expect(named.fields).not.toHaveProperty('author');
    expect(html(named, 'content')).toBe('<p>Hello</p><p>Author: Dana Reyes</p><p>Source: note N1</p>');
  });

  it('names an author without user, also where the token may set one', () => {
    const admin = { context: { noteAuthors: true } };
    for (const [by, name] of [
      ['Lee Marsh', 'Lee Marsh'],
      ['Ana Belmonte', 'Ana Belmonte'],
    ] as const) {
      const made = one({ By: by }, admin);
      expect(made.fields).not.toHaveProperty('author');
      expect(html(made, 'content')).toContain(`<p>Author: ${name}</p>`);
    }
  });
});

describe('what it hangs on', () => {
  it('is the person, the deal, or both', () => {
    expect(one({}).fields.person).toEqual({ t: 'ref', v: 'client:C1' });
    const both = one({ Package: 'P1' });
    expect([valueIn(both, 'person'), valueIn(both, 'deal')]).toEqual(['client:C1', 'package:P1']);
    expect([...both.dependsOn].sort()).toEqual(['client:C1', 'package:P1']);
    expect(one({ Client: '', Package: 'P1' }).fields).not.toHaveProperty('person');
  });

  it("is its session's person and deal when it names only that", () => {
    const made = one({ Client: '', Session: 'S1' });
    expect([valueIn(made, 'person'), valueIn(made, 'deal')]).toEqual(['client:C2', 'package:P1']);
    expect(valueIn(one({ Client: '', Session: 'S2' }), 'person')).toBe('client:C2');
  });

  it('fails when it is nobody', () => {
    expect(note({ Client: 'C99' }).outcome('n.csv')).toEqual({
      kind: 'failed',
      code: 'orphan',
      reason: 'the note names no client, package or session that is in the export',
    });
  });

  it('says what it could not find when something else is there', () => {
    expect(html(one({ Client: 'C99', Package: 'P1' }), 'content')).toBe(
      '<p>Hello</p><p>Not found in the export: C99</p><p>Source: note N1</p>',
    );
  });
});

describe('files of a note', () => {
  const attachments = [
    { path: 'files/plan.pdf', size: 10 },
    { path: 'files/talk.txt', size: 20 },
  ];
  const list = {
    object: 'file',
    columns: { Path: { target: 'file', as: { part: 'path' } }, Client: 'link:client' },
    rows: [['files/plan.pdf', 'C1']],
  } as const;

  it('hang on what the note hangs on', () => {
    const [, file] = note({ File: 'plan.pdf' }, { attachments }).records('n.csv');
    expect(file?.entity).toBe('file');
    expect(file?.key).toBe('note:N1/file');
    expect(file?.fields.file).toMatchObject({ t: 'file', path: 'files/plan.pdf', name: 'plan.pdf', size: 10 });
    expect(file?.fields.person).toEqual({ t: 'ref', v: 'client:C1' });
  });

  it('come once when a list of attachments has them', () => {
    expect(note({ File: 'plan.pdf' }, { attachments, files: { 'f.csv': list } }).records('n.csv')).toHaveLength(1);
    expect(
      note({ File: 'plan.pdf; talk.txt' }, { attachments, files: { 'f.csv': list } })
        .records('n.csv')
        .map((r) => r.key),
    ).toEqual(['note:N1', 'note:N1/file']);
  });

  it('stay behind by decision', () => {
    expect(note({ File: 'plan.pdf' }, { attachments, decisions: [] }).mapping.upload).toBe(true);
    const off = world({
      files: {
        'c.csv': clients,
        'n.csv': {
          object: 'note',
          id: 'Id',
          columns: { Id: 'note.source_id', C: 'link:client', F: 'file' },
          rows: [['N1', 'C1', 'plan.pdf']],
        },
      },
      attachments,
    });
    expect(off.records('n.csv').map((r) => r.entity)).toEqual(['note']);
  });
});

describe('intake → note', () => {
  const intake = (cells: string[]) =>
    world({
      files: {
        'c.csv': clients,
        'q.csv': {
          object: 'intake',
          id: 'Id',
          columns: {
            Id: 'note.source_id',
            Client: 'link:client',
            At: 'note.add_time',
            'Why now?': { target: 'note.content', as: { part: 'answer' } },
            'Health & sleep?': { target: 'note.content', as: { part: 'answer' } },
          },
          rows: [cells],
        },
      },
    });

  it('has each question in bold and its answer below, blank ones left out', () => {
    const made = first(intake(['Q1', 'C1', '2023-02-04 21:12', 'I became the boss.', 'Fine\nnow']).records('q.csv'));
    expect(html(made, 'content')).toBe(
      '<p><strong>Why now?</strong></p><p>I became the boss.</p><p><strong>Health &amp; sleep?</strong></p><p>Fine<br>now</p><p>Source: intake Q1</p>',
    );
    expect(valueIn(made, 'add_time')).toBe('2023-02-05T02:12:00Z');
    const short = first(intake(['Q1', 'C1', '', 'Yes.', 'TBD']).records('q.csv'));
    expect(html(short, 'content')).toBe('<p><strong>Why now?</strong></p><p>Yes.</p><p>Source: intake Q1</p>');
  });

  it('fails without a person', () => {
    expect(intake(['Q1', 'C9', '', 'Yes.', '']).outcome('q.csv').kind).toBe('failed');
  });

  it('heads answers with the questions that stand in columns of their own, row by row', () => {
    const answer = { target: 'note.content', as: { part: 'answer' } } as const;
    const made = world({
      files: {
        'c.csv': clients,
        'q.csv': {
          object: 'intake',
          id: 'Id',
          columns: {
            Id: 'note.source_id',
            Client: 'link:client',
            'Question 1': answer,
            'Response 1': answer,
            'Question 2': answer,
            'Response 2': answer,
            'Question 3': answer,
            Anything: answer,
          },
          rows: [
            ['Q1', 'C1', 'Why <now>?', 'I became the boss.', 'Sleep?', 'N/A', 'Asked, never answered', 'No'],
            ['Q2', 'C1', 'What brings you here?', 'A new job', '', 'Badly', '', ''],
          ],
        },
      },
    });
    expect(html(first(made.records('q.csv', 0)), 'content')).toBe(
      '<p><strong>Why &lt;now&gt;?</strong></p><p>I became the boss.</p>' +
        '<p><strong>Question 3</strong></p><p>Asked, never answered</p><p><strong>Anything</strong></p><p>No</p><p>Source: intake Q1</p>',
    );
    expect(html(first(made.records('q.csv', 1)), 'content')).toBe(
      '<p><strong>What brings you here?</strong></p><p>A new job</p><p><strong>Response 2</strong></p><p>Badly</p><p>Source: intake Q2</p>',
    );
  });

  it('heads the answers of a document with its questions, one for one', () => {
    const answer = { target: 'note.content', as: { part: 'answer' } } as const;
    const made = world({
      files: {
        'c.csv': clients,
        'q.json': {
          object: 'intake',
          id: 'id',
          columns: { id: 'note.source_id', client: 'link:client', 'answers.question': answer, 'answers.answer': answer },
          rows: [
            ['Q1', 'C1', 'Why now?; Sleep?; Goals?', 'The board; ; A letter'],
            ['Q2', 'C1', 'Why now?', 'One; two'],
          ],
        },
      },
    });
    expect(html(first(made.records('q.json', 0)), 'content')).toBe(
      '<p><strong>Why now?</strong></p><p>The board</p><p><strong>Goals?</strong></p><p>A letter</p><p>Source: intake Q1</p>',
    );
    expect(html(first(made.records('q.json', 1)), 'content')).toBe(
      '<p><strong>Why now?</strong></p><p>One; two</p><p>Source: intake Q2</p>',
    );
  });
});
