import { type Fault, faultsIn } from '../fault.ts';

const P = 'packages/projection/src';

/** Notes, intake responses, invoices as notes, files, and what is not migrated. */
export const notes: readonly Fault[] = [
  ...faultsIn(
    `${P}/html.ts`,
    ['exactly/note'],
    [
      {
        id: 'note/tags',
        about: 'underlining is lost',
        find: "'em', 'u', 'ul'",
        replace: "'em', 'ul'",
      },
      {
        id: 'note/script',
        about: 'the text of a script is kept',
        find: "disallowedTagsMode: 'discard',",
        replace: "disallowedTagsMode: 'discard', nonTextTags: [],",
      },
      {
        id: 'note/source-line',
        about: 'the last line does not say `Source:`',
        find: 'return `<p>Source: ',
        replace: 'return `<p>From: ',
      },
      {
        id: 'note/entities',
        about: 'signs that HTML uses are sent as they are',
        find: "return /[&<>]/.test(text) ? text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;') : text;",
        replace: 'return text;',
        tests: ['exactly/mutants'],
      },
    ],
  ),
  ...faultsIn(
    `${P}/note.ts`,
    ['exactly/note'],
    [
      {
        id: 'note/add-time',
        about: 'notes are dated at midnight of their day',
        find: "set('add_time', { t: 'instant', v: at.v }",
        replace: "set('add_time', { t: 'instant', v: at.v.replace(/T.*/, 'T00:00:00Z') }",
      },
      {
        id: 'note/author',
        about: 'whoever loads is the author of every note',
        find: 'if (work.mapping.noteAuthors && owner.resolved)',
        replace: 'if (work.mapping.noteAuthors && owner.resolved && parents === null)',
      },
      {
        id: 'note/byline',
        about: 'an author who is no user is not named in the text',
        find: "else byline = factLine('Author', oneLine(owner.coach ?? note.author.text));",
        replace: 'else byline = byline.trim();',
      },
      {
        id: 'note/attachment',
        about: 'attachments are not named in the text',
        find: "texts.map((c) => toHtml(c.text)).join('') + names,",
        replace: "texts.map((c) => toHtml(c.text)).join(''),",
      },
      {
        id: 'note/person',
        about: 'notes hang on the organization of their person',
        find: "set('person', clients.found[0] ?? of?.client,",
        replace:
          "set(clients.found[0]?.companies[0] === undefined ? 'person' : 'org', clients.found[0]?.companies[0] ?? clients.found[0] ?? of?.client,",
      },
    ],
  ),
  ...faultsIn(
    `${P}/notes.ts`,
    ['exactly/mutants'],
    [
      {
        id: 'note/split-number',
        about: 'the parts of a long note are not numbered',
        find: 'return one(note, id, `<p>(',
        replace: 'return one(note, id, `<p>',
      },
      {
        id: 'note/split-rest',
        about: 'a long note is cut although it was to be split',
        find: "if (work.mapping.textLimit === 'cut') return",
        replace: "if (work.mapping.textLimit !== 'cut') return",
      },
      {
        id: 'note/limit',
        about: 'a text over the limit is sent whole',
        find: 'if (note.html.length <= room) return',
        replace: 'if (note.html.length <= room * 100) return',
      },
    ],
  ),
  ...faultsIn(
    `${P}/intake.ts`,
    ['exactly/note'],
    [
      {
        id: 'intake/questions',
        about: 'answers stand without their questions',
        find: 'return bold + toHtml(text);',
        replace: 'return bold.slice(0, 0) + toHtml(text);',
      },
    ],
  ),
  ...faultsIn(
    `${P}/invoice.ts`,
    ['exactly/invoice'],
    [
      {
        id: 'invoice/amount',
        about: 'the amount of an invoice is left out',
        find: "if (amount !== null) fact('Amount', amountText(amount, currency));",
        replace: "if (amount !== null) fact('Amount', currency);",
      },
      {
        id: 'invoice/status',
        about: 'the status of an invoice is left out',
        find: "if (status !== '') fact('Status', status);",
        replace: "if (status === '') fact('Status', status);",
      },
      {
        id: 'invoice/balance',
        about: 'what remains to be paid is left out',
        find: "if (balance !== null) fact('Remaining balance'",
        replace: "if (balance !== null && balance < 0) fact('Remaining balance'",
      },
      {
        id: 'invoice/void',
        about: 'that an invoice is void, and its first amount, are left out',
        find: "if (isVoid) fact('Void'",
        replace: "if (isVoid && amount === 0) fact('Void'",
        tests: ['exactly/mutants'],
      },
      {
        id: 'invoice/lines',
        about: 'the lines of an invoice are left out',
        find: "const table = lines.length === 0 ? '' :",
        replace: "const table = lines.length > 0 ? '' :",
      },
      {
        id: 'invoice/line-sum',
        about: 'a line says its price for its sum',
        find: 'const sum = pricesGiven ? given * count : given;',
        replace: 'const sum = pricesGiven ? given : given / count;',
      },
      {
        id: 'invoice/parent',
        about: 'an invoice hangs on its person although it has a deal',
        find: 'if (deal !== null) {\n    const from = { column: links.packages.columns',
        replace: 'if (deal !== null && client === null) {\n    const from = { column: links.packages.columns',
      },
      {
        id: 'invoice/billing-note',
        about: 'a note is made of each invoice although one for each deal was decided',
        find: "if (work.mapping.invoice === 'billing-note') return facts.client",
        replace: "if (work.mapping.invoice === 'billing-note' && facts.deal === null) return facts.client",
        tests: ['exactly/other-answers'],
      },
    ],
  ),
  ...faultsIn(
    `${P}/text.ts`,
    ['exactly/invoice'],
    [
      {
        id: 'invoice/currency',
        about: 'amounts stand without their currency',
        find: 'return currency === null ? amount',
        replace: 'return currency !== null ? amount',
      },
    ],
  ),
  ...faultsIn(
    `${P}/file.ts`,
    ['exactly/documents'],
    [
      {
        id: 'file/activity',
        about: 'a file of a session hangs on nothing',
        find: "set('activity', session);",
        replace: "set('deal', session === null ? null : packages.found[0]);",
      },
      {
        id: 'file/upload',
        about: 'files are sent although no upload was decided',
        find: 'if (!work.mapping.upload) return',
        replace: 'if (work.mapping === null) return',
        tests: ['exactly/other-answers'],
      },
      {
        id: 'file/missing',
        about: 'a file that is not in the export counts as a failure',
        find: "if (attachment === null) return { kind: 'skipped', reason: MISSING };",
        replace: "if (attachment === null) return { kind: 'failed', code: 'missing', reason: MISSING };",
      },
    ],
  ),
  ...faultsIn(
    `${P}/extra.ts`,
    ['exactly/documents'],
    [
      {
        id: 'contract/step',
        about: 'documents of contracts are sent with the load',
        find: 'yield* relationships(index);',
        replace: 'yield* relationships(index);\n  yield* contractFiles(mapping, index);',
      },
    ],
  ),
  ...faultsIn(
    `${P}/project.ts`,
    ['exactly/documents'],
    [
      {
        id: 'automation/migrated',
        about: 'automations count as migrated',
        find: "return { kind: 'skipped', reason: 'not migrated: see the rebuild document' };",
        replace: "return { kind: 'resolved', why: 'migrated' };",
      },
    ],
  ),
];
