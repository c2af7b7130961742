import { type Experiment, seen, settled, taken, unsettled } from './fact.ts';

const LONGEST_NOTE = 100_000;
/** Long past and done, so that nobody is reminded of it. */
const PAST = { due_date: '2020-01-02', done: true };

/** Activities and notes (api-facts §3.4, §3.5, §10). */
export const TEXTS: readonly Experiment[] = [
  {
    about: 'what an activity is given by itself',
    switches: ['activity-defaults', 'activity-time-shape'],
    async run({ bench, activityType: type }) {
      // Without a subject, the note carries the mark.
      const bare = await bench.try('activity', { subject: undefined, type, note: bench.name() });
      const timed = await bench.make('activity', { type, ...PAST, due_time: '09:30', duration: '01:00' });
      const time = timed.at('data.due_time');
      const [subject, date] = [bare.at('data.subject'), bare.at('data.due_date')];
      const filled = typeof subject === 'string' && subject !== '';
      const words = `subject ${JSON.stringify(subject)}, due_date ${JSON.stringify(date)}`;
      return [
        !bare.ok
          ? taken('activity-defaults', bare, 'an activity without subject and date', ['filled', 'refused'])
          : filled === (date !== null)
            ? settled('activity-defaults', filled ? 'filled' : 'empty', words)
            : unsettled('activity-defaults', words),
        time === '09:30:00' || time === '09:30'
          ? settled('activity-time-shape', time === '09:30' ? 'HH:MM' : 'HH:MM:SS', `09:30 is answered as ${time}`)
          : unsettled('activity-time-shape', `09:30 is answered as ${JSON.stringify(time)}`),
      ];
    },
  },
  {
    about: 'the key of a type that had a namesake',
    switches: ['type-name-reuse'],
    async run({ bench }) {
      const name = bench.name();
      const first = await bench.make('activity type', { name, icon_key: 'task' });
      await bench.remove('activity type', first.id);
      const second = await bench.make('activity type', { name, icon_key: 'task' });
      const [was, is] = [first.at('data.key_string'), second.at('data.key_string')];
      return [settled('type-name-reuse', was === is ? 'same-key' : 'new-key', `${String(was)}, then ${String(is)}`)];
    },
  },
  {
    about: 'notes',
    switches: ['note-html', 'oversized-note', 'deleted-note'],
    async run({ bench }) {
      const person = await bench.make('person');
      const parent = { person_id: Number(person.id) };
      const styled = await bench.make('note', { ...parent, content: `<h2>${bench.name()}</h2><p>a <b>bold</b> word</p>` });
      const content = String(styled.at('data.content'));
      const huge = await bench.try('note', { ...parent, content: `${bench.name()} `.padEnd(LONGEST_NOTE + 1, 'x') });
      const length = String(huge.at('data.content') ?? '').length;
      await bench.remove('note', styled.id);
      const read = await bench.read('note', styled.id);
      return [
        settled(
          'note-html',
          content.includes('<h2') ? 'wide' : 'narrow',
          content.includes('<h2') ? 'a heading stays' : 'a heading is taken out',
        ),
        huge.ok
          ? length === LONGEST_NOTE
            ? settled('oversized-note', 'truncated', `${LONGEST_NOTE + 1} characters became ${length}`)
            : unsettled('oversized-note', `${LONGEST_NOTE + 1} characters were taken`)
          : huge.status === 413
            ? settled('oversized-note', '413', seen(huge))
            : taken('oversized-note', huge, `${LONGEST_NOTE + 1} characters`, ['truncated', '400']),
        read.status === 200 || read.status === 404
          ? settled('deleted-note', read.status === 200 ? 'readable' : 'not-found', seen(read))
          : unsettled('deleted-note', seen(read)),
      ];
    },
  },
];
