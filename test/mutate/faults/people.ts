import { type Fault, faultsIn } from '../fault.ts';

const P = 'packages/projection/src';

/** Clients, companies, and what stands in their fields. */
export const people: readonly Fault[] = [
  ...faultsIn(
    `${P}/cells.ts`,
    ['exactly/person'],
    [
      {
        id: 'person/name-order',
        about: 'the last name comes first',
        find: 'const parts = [...firsts, ...lasts].map',
        replace: 'const parts = [...lasts, ...firsts].map',
      },
      {
        id: 'cell/blank-words',
        about: '`N/A`, `TBD` and `—` count as values',
        find: "text === '' || isBlank(text) ? '' : text;",
        replace: 'text;',
        tests: ['exactly/custom'],
      },
    ],
  ),
  ...faultsIn(
    `${P}/person.ts`,
    ['exactly/person'],
    [
      {
        id: 'person/primary',
        about: 'the second mail or phone is the primary one',
        find: 'primary: contacts.size === 0 });',
        replace: 'primary: contacts.size === 1 });',
      },
      {
        id: 'person/further-contacts',
        about: 'only the first mail and phone are kept',
        find: 'if (contacts.has(key)) continue;',
        replace: 'if (contacts.size > 0) continue;',
      },
      {
        id: 'person/labels',
        about: 'the label that a column stands for is not used',
        find: 'cell.column.as.label ?? (contacts',
        replace: '(contacts',
      },
      {
        id: 'person/phone-form',
        about: 'phone numbers stay as written',
        find: 'cut(p.e164 ?? oneLine(p.text), LIMITS.varchar)',
        replace: 'cut(oneLine(p.text), LIMITS.varchar)',
      },
      {
        id: 'person/owner',
        about: 'every person belongs to the fallback owner',
        find: "{ t: 'user', v: client.owner.mail }",
        replace: "{ t: 'user', v: work.mapping.fallback.mail }",
      },
      {
        id: 'person/main-company',
        about: 'the last affiliation is taken for the first',
        find: 'const [first, ...others] = client.companies;',
        replace: 'const [first, ...others] = client.companies.toReversed();',
      },
      {
        id: 'person/other-companies',
        about: 'of the further affiliations the first is left out of the field',
        find: '[...others.map((o) => o.name), ...lost]',
        replace: '[...others.slice(1).map((o) => o.name), ...lost]',
        tests: ['exactly/organization'],
      },
      {
        id: 'person/lost-company',
        about: 'the name of a company that is not in the export is lost',
        find: 'o.name), ...lost].join',
        replace: 'o.name)].join',
        tests: ['exactly/organization'],
      },
      {
        id: 'person/add-time',
        about: 'the time of creation is not sent',
        find: "if (at !== null) put(to, 'add_time'",
        replace: "if (at !== null && work.index === null) put(to, 'add_time'",
      },
      {
        id: 'duplicate/first-card',
        about: 'of two cards of one client the second one counts',
        find: 'for (const { file, row } of rows) {\n    const found = firstFilled(file, row, target);',
        replace: 'for (const { file, row } of rows.toReversed()) {\n    const found = firstFilled(file, row, target);',
      },
      {
        id: 'person/source-id',
        about: 'the source id field holds the whole key',
        find: "putSourceId(work, to, 'person', client.id);",
        replace: "putSourceId(work, to, 'person', client.key);",
      },
      {
        id: 'person/customs',
        about: 'columns that go to custom fields are left out',
        find: "putCustoms(work, to, 'person', client.folded);",
        replace: '',
        tests: ['exactly/custom'],
      },
      {
        id: 'person/private-note-field',
        about: 'private notes do not reach their field',
        find: "if (work.mapping.privateNote !== 'field') return;",
        replace: 'if (work.mapping !== null) return;',
        tests: ['exactly/private-note'],
      },
      {
        id: 'person/private-note-twice',
        about: 'private notes are written as notes although a field was decided',
        find: "if (work.mapping.privateNote !== 'note') return [];",
        replace: '',
        tests: ['exactly/private-note'],
      },
      {
        id: 'person/contracts',
        about: 'of several contracts only the first address is kept',
        find: 'contracts.map((c) => c.address)',
        replace: 'contracts.slice(0, 1).map((c) => c.address)',
        tests: ['exactly/documents'],
      },
      {
        id: 'person/tags-as-labels',
        about: 'tags decided to be labels are written nowhere',
        find: "if (tags === 'labels') {",
        replace: 'if (tags === null) {',
        tests: ['labels'],
      },
      {
        id: 'person/tags',
        about: 'tags that a client has are not written, only groups',
        find: "if (field.type === 'set') addOptions(",
        replace: "if (field.type === 'text') addOptions(",
        tests: ['exactly/tags'],
      },
      {
        id: 'person/groups',
        about: 'groups are not written, only tags',
        find: "if (field?.type === 'set') addGroups(",
        replace: "if (field?.type === 'text') addGroups(",
        tests: ['exactly/tags'],
      },
    ],
  ),
  ...faultsIn(
    `${P}/groups.ts`,
    ['exactly/tags'],
    [
      {
        id: 'group/inheritance',
        about: 'a group does not bring the groups above it',
        find: 'if (node?.parent) climb(',
        replace: 'if (node?.parent && seen.has(node.parent)) climb(',
      },
    ],
  ),
  ...faultsIn(
    `${P}/custom.ts`,
    ['exactly/custom'],
    [
      {
        id: 'custom/number',
        about: 'numbers lose their decimals',
        find: "return { value: { t: 'number', v }, rule: String(v) === text",
        replace: "return { value: { t: 'number', v: Math.round(v) }, rule: String(v) === text",
      },
      {
        id: 'custom/money',
        about: 'amounts are sent in cents',
        find: "value: { t: 'money', v: amount, currency: currency ?? mapping.currency }",
        replace: "value: { t: 'money', v: amount * 100, currency: currency ?? mapping.currency }",
      },
      {
        id: 'custom/option',
        about: 'every single-select value is the first option',
        find: "value: { t: 'option', v: label }, rule: label === text",
        replace: "value: { t: 'option', v: field.options[0] ?? label }, rule: label === text",
        tests: ['exactly/picklist'],
      },
      {
        id: 'custom/address',
        about: 'an address loses what follows its first comma',
        find: "value: { t: 'address', v: cut(v, LIMITS.varchar) }",
        replace: "value: { t: 'address', v: cut(v.split(',')[0] ?? v, LIMITS.varchar) }",
      },

      {
        id: 'custom/text-limit',
        about: 'the rest of a text over the limit is lost',
        find: 'if (split) work.overflow.push(',
        replace: 'if (split && limit === 0) work.overflow.push(',
        tests: ['exactly/mutants'],
      },
    ],
  ),
  ...faultsIn(
    `${P}/options.ts`,
    ['exactly/other-answers'],
    [
      {
        id: 'option/merge',
        about: 'a word that was merged into another is looked for by itself',
        find: 'const wanted = merge.get(text) ?? text;',
        replace: 'const wanted = merge.get(text) === undefined ? text : text;',
      },
    ],
  ),
  ...faultsIn(
    `${P}/organization.ts`,
    ['exactly/organization'],
    [
      {
        id: 'organization/owner',
        about: 'organizations belong to the fallback owner',
        find: "put(to, 'owner', { t: 'user', v: company.owner.mail }, ownerFrom(firstFilled(",
        replace: "put(to, 'owner', { t: 'user', v: work.mapping.fallback.mail }, ownerFrom(firstFilled(",
      },
      {
        id: 'organization/address',
        about: 'organizations have no address',
        find: "if (address !== null) put(to, 'address'",
        replace: "if (address !== null && rows.length === 0) put(to, 'address'",
      },
      {
        id: 'organization/add-time',
        about: 'organizations are created on the day of the load',
        find: "if (at !== null) put(to, 'add_time'",
        replace: "if (at !== null && work.index === null) put(to, 'add_time'",
      },
      {
        id: 'organization/whole-numbers',
        about: 'a number with a half is cut where Pipedrive takes whole ones only, instead of rounded',
        find: 'const v = Math.round(exact);',
        replace: 'const v = Math.floor(exact);',
        tests: ['exactly/mutants'],
      },
      {
        id: 'organization/rounding-said',
        about: 'that a number was rounded is not said',
        find: 'v === exact ? RULES.readNumber : RULES.rounded)',
        replace: 'v === exact ? RULES.rounded : RULES.readNumber)',
        tests: ['exactly/mutants'],
      },
    ],
  ),
  ...faultsIn(
    `${P}/relationship.ts`,
    ['exactly/organization'],
    [
      {
        id: 'relationship/third-company',
        about: 'only the second of three companies is linked',
        find: 'for (const other of others) {',
        replace: 'for (const other of others.slice(0, 1)) {',
      },
      {
        id: 'relationship/direction',
        about: 'the further company owns the relationship instead of the main one',
        find: "put(to, 'parent', { t: 'ref', v: primary.key }, made(RULES.related, primary.name));\n    put(to, 'linked', { t: 'ref', v: other.key }",
        replace:
          "put(to, 'parent', { t: 'ref', v: other.key }, made(RULES.related, primary.name));\n    put(to, 'linked', { t: 'ref', v: primary.key }",
      },
    ],
  ),
  ...faultsIn(
    `${P}/mapping.ts`,
    ['exactly/organization'],
    [
      {
        id: 'company/dangling',
        about: 'a company that is not in the export becomes an organization',
        find: "? 'leave' : 'create',",
        replace: "? 'create' : 'leave',",
      },
    ],
  ),
  ...faultsIn(
    `${P}/decisions.ts`,
    ['exactly/deal'],
    [
      {
        id: 'coach/user',
        about: 'the user decided for a coach is not used',
        find: "'user' in answer ? { mail: answer.user, resolved: true, coach }",
        replace: "'user' in answer ? { mail, resolved: true, coach }",
      },
    ],
  ),
  ...faultsIn(
    `${P}/lookup.ts`,
    ['exactly/person'],
    [
      {
        id: 'coach/fallback',
        about: 'a coach without a user takes the first user there is',
        find: 'return owner ?? { ...mapping.fallback, coach: oneLine(text) };',
        replace: 'return owner ?? [...known.values()][0] ?? { ...mapping.fallback, coach: oneLine(text) };',
        tests: ['exactly/person', 'exactly/note'],
      },
      {
        id: 'duplicate/references',
        about: 'what hangs on the second card of a client is lost',
        find: 'finder.add(entry, { ids: [id, ...rows.map((r) => r.row.sourceId)], mails: rows.flatMap(mailsOf), names });',
        replace: 'finder.add(entry, { ids: [id], mails: [], names });',
      },
    ],
  ),
  ...faultsIn(
    `${P}/tables.ts`,
    ['exactly/other-answers'],
    [
      {
        id: 'duplicate/create',
        about: 'two cards are made one although two were decided',
        find: "second === undefined || use === 'create') continue;",
        replace: 'second === undefined) continue;',
      },
      {
        id: 'duplicate/merge',
        about: 'two cards stay two although one was decided',
        find: 'if (!leadsTo(parents, first, second)) parents.set(',
        replace: 'if (leadsTo(parents, first, second)) parents.set(',
        tests: ['exactly/person'],
      },
    ],
  ),
  ...faultsIn(
    `${P}/draft.ts`,
    ['exactly/mutants'],
    [
      {
        id: 'create-only',
        about: 'the time of creation of a record that was there already is written over',
        find: "  person: ['add_time'],\n",
        replace: '  person: [],\n',
      },
    ],
  ),
];
