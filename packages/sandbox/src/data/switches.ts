/**
 * Every question about Pipedrive that nobody has answered (UNVERIFIED in api-facts) as a named switch. `default` is the suggestion of
 * api-facts' table "Simulator defaults" where it has one, else the answer that is harder on a loader. A `number` switch takes any whole number.
 */
export type Switch = {
  readonly name: string;
  readonly values: readonly string[];
  readonly default: string;
  readonly section: string;
  readonly description: string;
  readonly number?: true;
};

const row = <const N extends string>(name: N, values: readonly [string, ...string[]], section: string, description: string) =>
  ({ name, values, default: values[0], section, description }) as const;
const count = <const N extends string>(name: N, values: readonly [string, ...string[]], section: string, description: string) =>
  ({ ...row(name, values, section, description), number: true }) as const;

export const switchTable = [
  row('query-token', ['refused', 'accepted'], '§1.2', 'Whether ?api_token= authenticates'),
  row('field-cap-code', ['present', 'absent'], '§1.4', 'Whether the 403 for too many custom fields carries a code'),
  row(
    'contact-sync',
    ['on', 'off'],
    '§1.4, §3.1',
    'Whether postal_address, notes, im, birthday and job_title of a person may be written; off answers 403',
  ),
  row(
    'organization-details',
    ['on', 'off'],
    '§3.2, §11 #30',
    'Whether website, linkedin, industry, annual_revenue and employee_count of an organization are there',
  ),
  row('label-field-code', ['label_ids', 'label'], '§2.3', 'The field_code of the built-in label field in v2'),
  row('label-options-v2', ['refused', 'accepted'], '§2.3', 'Whether v2 option calls work on the built-in label field'),
  row('builtin-field-codes', ['v2', 'v1'], '§4.1', 'Whether v2 names built-in fields as v2 records do (emails) or as v1 did (email)'),
  count('labels-per-deal', ['0', '10'], '§2.3', 'Most labels on one deal; 0 is no cap'),
  count('contacts-per-person', ['0', '10'], '§3.1', 'Most emails, and most phones, on one person; 0 is no cap'),
  count('notes-per-deal', ['0', '100'], '§3.5', 'Most notes on one deal; 0 is no cap'),
  count('activity-type-cap', ['100', '12'], '§1.4', 'Most activity types in a company'),
  row('person-org-null', ['accepted', 'refused'], '§3.1', 'Whether org_id: null clears a person’s organization'),
  row('deal-link-null', ['accepted', 'refused'], '§3.3, §12 #12', 'Whether person_id: null and org_id: null clear a deal’s links'),
  row('builtin-null', ['refused', 'accepted'], '§1.4', 'What null does in a built-in field that OpenAPI does not call nullable'),
  row('custom-null', ['clears', 'refused'], '§4.4', 'Whether null in custom_fields clears a value'),
  row('empty-custom-fields', ['nothing', 'clears-all'], '§4.4', 'What custom_fields: {} does on PATCH'),
  row('add-time-rights', ['anyone', 'admin'], '§3.1, §12 #5', 'Who may set add_time on persons and organizations'),
  row('stage-pipeline-mismatch', ['stage-wins', 'refused'], '§3.3', 'A deal with a stage of another pipeline than its pipeline_id'),
  row(
    'close-times',
    ['with-status', 'existing-status'],
    '§3.3, §12 #5',
    'Whether won_time and lost_time may come in the body that sets the status, or only afterwards',
  ),
  row('deal-undelete', ['ignored', 'restores', 'refused'], '§3.3, §7', 'PATCH is_deleted: false on a deleted deal'),
  row('channel-id', ['refused', 'accepted'], '§3.3', 'Whether channel_id on a deal is accepted though undocumented'),
  row('activity-defaults', ['filled', 'empty', 'refused'], '§3.4', 'Missing subject, type and due_date of an activity'),
  row('activity-time-shape', ['HH:MM:SS', 'HH:MM'], '§3.4', 'How due_time and duration are answered'),
  row('new-pipeline', ['no-stages', 'default-stages'], '§3.6', 'Whether a new pipeline brings stages'),
  row('delete-stage-with-deals', ['refused', 'moves', 'hides'], '§7', 'Deleting a stage that holds deals'),
  row('delete-pipeline-with-deals', ['refused', 'hides'], '§7', 'Deleting a pipeline that holds deals'),
  row('delete-used-option', ['clears', 'keeps'], '§7', 'What happens to values that point at a deleted option'),
  row('type-name-reuse', ['same-key', 'new-key'], '§7', 'key_string of an activity type named like a deleted one'),
  row('field-names', ['repeatable', 'unique'], '§4.1', 'Whether two custom fields of an entity may share a name'),
  row('option-labels', ['repeatable', 'unique'], '§4.2', 'Whether two options of a field may share a label'),
  row('unknown-option', ['refused', 'dropped'], '§4.4', 'An option id that does not exist'),
  row('long-text', ['refused', 'truncated'], '§4.4', 'Custom text over 255 characters or over 65 535'),
  row('empty-text', ['refused', 'stored'], '§4.4', 'An empty string in a custom text field'),
  row(
    'custom-error-names',
    ['as-seen', 'field-code'],
    '§1.4',
    'Whether a refusal of a custom value begins with custom_fields or with custom_fields.<code>',
  ),
  row('required-fields', ['ui-only', 'enforced'], '§11 #11', 'Whether a create without a field marked required is refused with 403'),
  row('limit-over-max', ['refused', 'clamped'], '§6', 'A limit above the page maximum'),
  row('unknown-reference', ['400', '403', '404'], '§9', 'The answer to an unknown owner_id, person_id, org_id, deal_id, stage_id'),
  row('deactivated-owner', ['refused', 'accepted'], '§9', 'Whether a deactivated user may become an owner'),
  row('deactivated-users', ['listed', 'hidden'], '§9', 'Whether GET /users shows deactivated users'),
  row('large-visibility', ['refused', 'accepted'], '§9', 'visible_to 5 and 7 on a small plan'),
  row('read-deleted', ['shown', 'not-found'], '§1.4, §7', 'GET by id of a record deleted less than 30 days ago'),
  row('read-merged', ['404', '410'], '§8', 'GET by id of a record that was merged away'),
  row('dead-parent', ['id-kept', 'id-cleared'], '§7', 'Whether records keep the id of a deleted parent'),
  row('files-after-parent', ['kept', 'deleted'], '§7', 'Files of a deleted parent'),
  row('deleted-note', ['readable', 'not-found'], '§7', 'GET of a deleted note'),
  row('note-html', ['narrow', 'wide'], '§10', 'Which HTML survives in notes: the small safe subset, or a wide one'),
  row('oversized-note', ['400', '413', 'truncated'], '§1.4, §10', 'A note over 100 000 characters'),
  row('oversized-file', ['413', '400'], '§1.4, §10', 'A file over the cap'),
  count('file-cap-mb', ['50', '10'], '§10', 'Largest file in megabytes'),
  row('failed-calls', ['cost', 'free'], '§5.2', 'Whether an answer of 400 and above costs tokens'),
  row('search-window', ['counts-in-general', 'separate'], '§5.1', 'Whether a search also counts in the general two-second window'),
  row('burst-body', ['gateway', 'other-words', 'empty'], '§1.4', 'The body of the burst 429, which nobody has shown'),
  row('reset-unit', ['seconds', 'epoch'], '§5.3', 'Whether x-ratelimit-reset is seconds to wait or a moment in seconds since 1970'),
  row('burst-retry-after', ['absent', 'present'], '§5.3', 'Whether the burst 429 carries retry-after'),
  row('daily-error-info', ['absent', 'present'], '§1.4', 'Whether the daily 429 carries error_info'),
  row('token-headers', ['always', 'late'], '§5.3', 'Whether the token headers come from the first answer on, or only from the fourth'),
  row('daily-reset-zone', ['UTC', 'America/New_York', 'Europe/Tallinn'], '§5.1', 'Whose midnight starts a new day'),
  count('block-after', ['20', '5'], '§5.4', 'How many 429s within ten seconds bring the HTML 403'),
  count('block-seconds', ['60', '600'], '§5.4', 'How long the HTML 403 lasts'),
  row(
    'field-search-shape',
    ['scored', 'plain'],
    '§8',
    'Whether a hit of itemSearch/field is {result_score, item}, as its schema says, or the item itself, as its example does',
  ),
  count('search-lag-seconds', ['5', '60', '0'], '§8', 'How far the search index is behind'),
  count('list-lag-seconds', ['0', '2'], '§8', 'How far list endpoints are behind'),
  row('deleted-in-search', ['found', 'gone'], '§7', 'Whether deleted persons and organizations stay in search'),
  row('is-writable', ['absent', 'present'], '§0', 'Whether field definitions carry is_writable'),
] as const;

type Row = (typeof switchTable)[number];
export type SwitchName = Row['name'];
export type SwitchValue<N extends SwitchName> = Extract<Row, { name: N }>['values'][number];

/** The settings of one company. `is` is typed by the table, so a misspelt value does not compile. */
export type Switches = {
  readonly is: <N extends SwitchName>(name: N, value: SwitchValue<N>) => boolean;
  readonly text: (name: SwitchName) => string;
  readonly number: (name: SwitchName) => number;
};

/** All switches: `{name, values, default, section, description}`, for `--list-switches`. */
export const listSwitches = (): readonly Switch[] => switchTable;

/**
 * The settings of a company: the defaults with the given ones put over them.
 * @throws Error naming the switch that is unknown, or the values it takes.
 */
export function chooseSwitches(given: Readonly<Record<string, string>>): Switches {
  const rows = new Map<string, Switch>(switchTable.map((each) => [each.name, each]));
  for (const [name, value] of Object.entries(given)) {
    const known = rows.get(name);
    if (known === undefined) throw new Error(`there is no switch named "${name}"; --list-switches shows them`);
    const fits = known.values.includes(value) || (known.number === true && /^\d+$/.test(value));
    if (!fits)
      throw new Error(`switch "${name}" takes ${known.values.join(', ')}${known.number ? ' or another whole number' : ''}, not "${value}"`);
  }
  const chosen = new Map<SwitchName, string>(switchTable.map((each) => [each.name, given[each.name] ?? each.default]));
  const text = (name: SwitchName) => chosen.get(name) ?? '';
  return Object.freeze({
    text,
    is: (name: SwitchName, value: string) => text(name) === value,
    number: (name: SwitchName) => Number(text(name)),
  });
}
