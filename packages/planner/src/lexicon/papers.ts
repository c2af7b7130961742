import {
  CHOICES,
  CLIENT_LINK,
  CURRENCY,
  DAYS,
  IDS,
  NOTE_LINK,
  NUMBERS,
  type ObjectLexicon,
  OWNER,
  PACKAGE_LINK,
  PEOPLE,
  SESSION_LINK,
  TEXTS,
} from './concept.ts';

const REFS = ['id', 'integer', 'name', 'mail', 'list', 'enum', 'text'] as const;
const PLACES = ['path', 'url', 'text', 'id', 'name'] as const;
const WRITTEN =
  'date | written on | written at | created | created at | created on | note date | date created | added on | submitted | submitted at | submitted on | submission date | completed at | completed on | timestamp | time | when | received at | answered on | filled in on | logged at | datum | fecha';

export const NOTE: ObjectLexicon = {
  object: 'note',
  own: 'note | comment | journal | entry',
  concepts: [
    { target: 'note.source_id', types: IDS, names: 'id | note id | entry id | comment id | reference | record id' },
    { target: 'link:client', types: REFS, names: CLIENT_LINK },
    { target: 'link:package', types: REFS, names: PACKAGE_LINK },
    { target: 'link:session', types: REFS, names: SESSION_LINK },
    { target: 'note.content', as: { part: 'title' }, types: TEXTS, names: 'title | subject | heading | headline | topic | note title' },
    {
      target: 'note.content',
      as: { part: 'text' },
      types: ['longtext', 'html', 'text'],
      many: true,
      byValue: 0.65,
      names:
        'body | text | entry | journal | journal entry | note | notes | content | note text | note body | comment | comments | description | details | summary | message | notiz | nota',
    },
    { target: 'note.add_time', types: DAYS, byValue: 0.5, hints: ['only-date'], names: WRITTEN },
    {
      target: 'note.owner',
      types: PEOPLE,
      hints: ['users'],
      names: `author | written by | created by | by | note author | added by | entered by | user | ${OWNER}`,
    },
    {
      target: 'file',
      as: { part: 'name' },
      types: PLACES,
      names: 'attachment | attachments | file | file name | filename | attached file | document | attachment name | anhang',
    },
    {
      target: 'ignore',
      types: [],
      many: true,
      names: 'updated at | updated on | modified | type | category | visibility | pinned | shared',
    },
  ],
};

export const INTAKE: ObjectLexicon = {
  object: 'intake',
  own: 'response | form | intake | answer | questionnaire | survey | submission',
  concepts: [
    {
      target: 'note.source_id',
      types: IDS,
      names: 'id | response id | submission id | form id | intake id | reference | record id | entry id | answer id',
    },
    { target: 'link:client', types: REFS, names: CLIENT_LINK },
    { target: 'note.add_time', types: DAYS, byValue: 0.5, hints: ['only-date'], names: WRITTEN },
    {
      target: 'note.content',
      as: { part: 'title' },
      types: TEXTS,
      names: 'form | form name | form title | questionnaire | survey | template | intake form',
    },
    { target: 'note.owner', types: PEOPLE, names: `reviewed by | author | ${OWNER}` },
  ],
};

export const INVOICE: ObjectLexicon = {
  object: 'invoice',
  own: 'invoice | bill | payment | receipt',
  concepts: [
    {
      target: 'note.source_id',
      types: IDS,
      names:
        'id | invoice id | invoice no | invoice number | bill id | bill number | record id | rechnungsnummer | numero de facture | numero de factura',
    },
    {
      target: 'note.content',
      as: { part: 'number' },
      types: IDS,
      names: 'number | no | invoice no | invoice number | invoice ref | reference | document number',
    },
    { target: 'link:client', types: REFS, names: `${CLIENT_LINK} | bill to | billed to | recipient | payer` },
    { target: 'link:package', types: REFS, names: PACKAGE_LINK },
    {
      target: 'note.content',
      as: { part: 'amount' },
      types: ['money', 'number', 'integer'],
      hints: ['largest-money'],
      names:
        'amount | total | invoice amount | invoice total | total amount | grand total | amount due | gross | sum | value | betrag | montant | importe | total incl tax',
    },
    { target: 'note.content', as: { part: 'currency' }, types: ['currency', 'enum', 'text'], names: CURRENCY },
    {
      target: 'note.content',
      as: { part: 'status' },
      types: CHOICES,
      names: 'status | state | invoice status | payment status | paid | settled | estado | statut',
    },
    {
      target: 'note.content',
      as: { part: 'date' },
      types: DAYS,
      names:
        'issued | issued on | issue date | invoice date | date | date issued | billed on | sent on | created | created at | created on | rechnungsdatum | fecha',
    },
    {
      target: 'note.content',
      as: { part: 'balance' },
      types: ['money', 'number', 'integer'],
      names:
        'balance | balance due | remaining balance | outstanding | outstanding amount | open amount | amount open | remaining | still due | unpaid amount | offen',
    },
    {
      target: 'activity.due_date',
      as: { part: 'paid' },
      types: DAYS,
      names:
        'paid on | paid at | paid date | payment date | date paid | settled on | settled at | received on | payment received | bezahlt am | paid',
    },
    {
      target: 'note.content',
      as: { part: 'description' },
      types: TEXTS,
      many: true,
      names:
        'due | due date | due on | payment due | description | memo | notes | note | details | item | items | line items | for | subject | title | payment method | method | paid with | void | voided | void reason',
    },
    {
      target: 'ignore',
      types: [],
      many: true,
      names: 'updated at | tax | vat | discount | subtotal | stripe id | payment link | coach',
    },
  ],
};

/** A table of lines belonging to invoices of another table. */
export const INVOICE_LINE: ObjectLexicon = {
  object: 'invoice',
  own: 'line | item | line item | invoice line',
  concepts: [
    {
      target: 'link:invoice',
      types: REFS,
      names: 'invoice | invoice id | invoice no | invoice number | bill | bill id | parent invoice | rechnung',
    },
    {
      target: 'note.content',
      as: { part: 'line-description' },
      types: TEXTS,
      names: 'description | item | product | service | name | title | line description | what | details | text | beschreibung',
    },
    {
      target: 'note.content',
      as: { part: 'line-quantity' },
      types: NUMBERS,
      names: 'quantity | qty | count | units | hours | number of units | menge | cantidad | quantite',
    },
    {
      target: 'note.content',
      as: { part: 'line-amount' },
      types: ['money', 'number', 'integer'],
      names: 'amount | total | line total | line amount | sum | subtotal | net amount | value | betrag | importe',
    },
    {
      target: 'ignore',
      types: [],
      many: true,
      names:
        'line | line no | line number | position | pos | unit price | price | rate | price each | tax | discount | id | line id | item id',
    },
  ],
};

export const CONTRACT: ObjectLexicon = {
  object: 'contract',
  own: 'contract | agreement | document',
  concepts: [
    { target: 'link:client', types: REFS, names: CLIENT_LINK },
    { target: 'link:package', types: REFS, names: PACKAGE_LINK },
    {
      target: 'person.custom.contract-documents',
      as: { part: 'contract', type: 'text', name: 'Contract documents' },
      types: ['url', 'text', 'path'],
      many: true,
      byValue: 0.7,
      names:
        'document link | link | url | document | document url | contract link | contract url | agreement link | address | web address | signing link | view link',
    },
    {
      target: 'file',
      as: { part: 'name' },
      types: PLACES,
      names: 'file name | file | filename | document name | pdf | attachment | file path | path | stored at | datei',
    },
    {
      target: 'ignore',
      types: [],
      many: true,
      names:
        'id | contract id | agreement id | title | name | contract name | signed on | signed at | status | sent on | type | template | expires | created at | coach',
    },
  ],
};

export const FILE: ObjectLexicon = {
  object: 'file',
  own: 'file | attachment | document | upload',
  concepts: [
    { target: 'link:client', types: REFS, names: CLIENT_LINK },
    { target: 'link:package', types: REFS, names: PACKAGE_LINK },
    { target: 'link:session', types: REFS, names: SESSION_LINK },
    { target: 'link:note', types: REFS, names: NOTE_LINK },
    {
      target: 'file',
      as: { part: 'path' },
      types: ['path', 'text', 'url'],
      byValue: 0.7,
      names: 'path | file path | stored at | stored in | location | folder path | relative path | storage path | filepath | pfad',
    },
    {
      target: 'file',
      as: { part: 'name' },
      types: ['path', 'text', 'id', 'name'],
      names: 'name | file name | filename | file | title | document | original name | attachment | dateiname',
    },
    {
      target: 'file',
      as: { part: 'url' },
      types: ['url'],
      byValue: 0.6,
      names: 'url | link | download link | download url | address | share link',
    },
    {
      target: 'ignore',
      types: [],
      many: true,
      names:
        'id | file id | attachment id | size | type | mime type | content type | uploaded on | uploaded at | uploaded by | created at | date | description',
    },
  ],
};

export const TAG: ObjectLexicon = {
  object: 'tag',
  own: 'tag | group | label | segment | category | list',
  concepts: [
    { target: 'link:tag', as: { part: 'id' }, types: IDS, names: 'id | tag id | group id | label id | number' },
    {
      target: 'link:tag',
      as: { part: 'name' },
      types: ['text', 'name', 'enum', 'id'],
      byValue: 0.45,
      names: 'name | tag | group | label | title | tag name | group name | segment | gruppe | grupo',
    },
    {
      target: 'link:tag',
      as: { part: 'parent' },
      types: ['text', 'name', 'enum', 'id', 'integer'],
      names:
        'parent | parent group | parent tag | inside of | inside | part of | belongs to group | under | above | parent id | within | member of | subgroup of | ubergruppe',
    },
    { target: 'link:client', as: { part: 'member' }, types: REFS, names: `members | member ids | people | ${CLIENT_LINK}` },
    { target: 'ignore', types: [], many: true, names: 'color | colour | created at | description | count | size' },
  ],
};

export const AUTOMATION: ObjectLexicon = { object: 'automation', own: 'automation | rule | workflow | reminder', concepts: [] };
