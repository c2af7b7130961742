import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { book, STYLE } from '../../packages/practice/src/testing/book.ts';
import { pack } from '../../packages/practice/src/testing/pack.ts';

/**
 * Writes those files of the fixtures that cannot be read with an editor: `node --conditions=@cutover/source test/tools/binary-fixtures.ts`.
 * What they hold stands here, and in the README beside them.
 */

const FIXTURES = new URL('../../fixtures', import.meta.url).pathname;
const put = (path: string, content: Uint8Array | string): void => {
  mkdirSync(join(FIXTURES, path, '..'), { recursive: true });
  writeFileSync(join(FIXTURES, path), content);
};

const date = (value: number) => ({ value, style: STYLE.date });
const moment = (value: number) => ({ value, style: STYLE.datetime });
const code = (value: number) => ({ value, style: STYLE.postcode });

// 46023 is 1 January 2026.
put(
  'spreadsheet-de/Praxis.xlsx',
  book({
    Klienten: [
      ['Praxis am Fluss: Klientenliste'],
      [],
      ['Kundennr', 'Vorname', 'Nachname', 'E-Mail', 'Telefon', 'PLZ', 'Ort', 'Kunde seit', 'Newsletter'],
      ['K-1', 'Anna', 'Müller', 'anna@example.com', '030 5550101', code(1067), 'Dresden', date(45_385), true],
      ['K-2', 'Jürgen', 'Weiß', 'juergen@example.com', '030 5550102', code(10_115), 'Berlin', date(45_460), false],
      ['K-3', 'Zoë', 'Groß', 'zoe@example.com', null, code(4109), 'Leipzig', date(45_700)],
    ],
    Termine: [
      ['Terminnr', 'Kundennr', 'Beginn', 'Dauer (Min)', 'Art', 'Status', 'Notizen'],
      ['T1', 'K-1', moment(46_082.416666666664), 60, 'Coaching', 'stattgefunden', 'Ziele; nächste Schritte'],
      ['T2', 'K-2', moment(46_083.479166666664), 45, 'Coaching', 'abgesagt', null],
      ['T3', 'K-1', moment(46_110.1041666667), 60, 'Erstgespräch', 'geplant', 'in der Nacht der Umstellung'],
    ],
    Hinweise: [['Diese Mappe wurde am 22.11.2026 erstellt.']],
  }),
);
put(
  'spreadsheet-de/Rechnungen.csv',
  iconv.encode(
    'Rechnungsnummer;Kundennr;Rechnungsdatum;Fällig am;Betrag;Status\r\nR-1;K-1;01.03.2026;15.03.2026;1.200,00 €;bezahlt\r\nR-2;K-2;02.03.2026;16.03.2026;180,50 €;offen\r\nR-3;K-3;13.03.2026;27.03.2026;-90,00 €;storniert\r\nSumme;;;;1.290,50 €;\r\n',
    'win1252',
  ),
);

const CLIENTS = [
  'Client ID\tFirst Name\tLast Name\tEmail\tTags',
  'C1\tMaya\tChen\tmaya@example.com\tvip; exec',
  'C2\tTomasz\tKowal\ttomasz@example.com\t',
  'C3\tAmara\tDiallo\tamara@example.com\tvip',
];
put(
  'archive/export.zip',
  pack([
    { path: 'The Practice/clients.txt', content: iconv.encode(`${CLIENTS.join('\r\n')}\r\n`, 'utf-16le', { addBOM: true }) },
    {
      path: 'The Practice/2026.zip',
      content: pack([
        {
          path: 'sessions.csv',
          content:
            '\ufeffSession ID|Client ID|Date|Length|Status\nS1|C1|2026-03-01|01:30|Completed\nS2|C2|2026-03-02|1h 30|No-show\nS3|C3|2026-03-03|90|Completed\n',
        },
      ]),
      stored: true,
    },
    {
      path: 'The Practice/files.csv',
      content:
        'File ID,File Name,Stored At,Client ID\nF1,plan.pdf,The Practice/up/plan.pdf,C1\nF2,photos.zip,The Practice/up/photos.zip,C2\n',
    },
    { path: 'The Practice/up/plan.pdf', content: '%PDF-1.4\nAn invented plan.\n' },
    {
      path: 'The Practice/up/photos.zip',
      content: pack([{ path: 'list.csv', content: 'name,size\nwheel.png,12\nlake.png,14\nhill.png,9\n' }]),
      stored: true,
    },
    { path: '../outside.csv', content: 'a,b\n1,2\n' },
    { path: 'The Practice/shortcut.csv', content: '/etc/passwd', link: true },
    { path: 'The Practice/zeros.csv', content: Buffer.alloc(3_000_000) },
    { path: '__MACOSX/The Practice/._clients.txt', content: 'left behind by a tool' },
  ]),
);

const damaged = [
  'Session ID,Client ID,Date,Start,Time Zone,Status,Notes',
  'S1,C1,2026-03-01,10:00,America/New_York,Completed,"a quote that is never closed',
  'S2,C2,2026-03-08,02:30,America/New_York,Completed,this hour did not exist',
  'S3,C1,2026-11-01,01:30,America/New_York,Completed,this hour came twice',
  'S4,C2,2026-03-10,10:00,America/New_York,No-show,\u001b[2Jclears the screen',
  'S5,C1,2026-03-11,10:00,America/New_York,Completed,=HYPERLINK("http://example.com")',
  'S6,C2,2026-03-12,10:00,America/New_York,Completed,nul\u0000inside',
  'S7,C1,2026-03-13,10:00,America/New_York,Completed,caf\udcff',
  'S7,C1,2026-03-13,11:00,America/New_York,Cancelled,another row with the same id',
  'S8,C1,2026-02-30,10:00,America/New_York,Completed,no such day',
  'S9,C2,2026-03-15,10:00,America/New_York,Completed,one,cell,too,many',
  ',C2,2026-03-16,10:00,America/New_York,Completed,no id',
  'S11,C2,2026-03-17,10:00,America/New_York,Completed,"last: Zoë, Jürgen, Łukasz, Çağla"',
];
// The lone surrogate stands for a byte that is no UTF-8.
const [before = '', after = ''] = `${damaged.join('\n')}\n`.split('\udcff');
put('damaged/sessions.csv', Buffer.concat([Buffer.from(before), Buffer.from([0xe9]), Buffer.from(after)]));
