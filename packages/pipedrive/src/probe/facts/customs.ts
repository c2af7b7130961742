import { type Experiment, type Found, seen, settled, taken, unsettled } from './fact.ts';

const OVER_LONG = 300;
const CUT = 255;
/** Far above any option of this account, and of the same kind. */
const NO_SUCH_OPTION = 999_999_999;

/** Custom fields and their values (api-facts §4). */
export const CUSTOMS: readonly Experiment[] = [
  {
    about: 'texts in custom fields',
    switches: ['long-text', 'empty-text', 'custom-null', 'empty-custom-fields', 'custom-error-names', 'field-names'],
    async run({ bench }) {
      const field = await bench.make('person field', { field_type: 'varchar' });
      const key = field.id;
      const long = await bench.try('person', { custom_fields: { [key]: 'x'.repeat(OVER_LONG) } });
      const kept = String(long.at(`data.custom_fields.${key}`) ?? '').length;
      const empty = await bench.try('person', { custom_fields: { [key]: '' } });
      const { id } = await bench.make('person', { custom_fields: { [key]: 'x' } });
      const nothing = await bench.change('person', id, { custom_fields: {} });
      const after = nothing.at(`data.custom_fields.${key}`);
      const cleared = await bench.change('person', id, { custom_fields: { [key]: null } });
      const wrong = await bench.try('person', { custom_fields: { [key]: {} } });
      const twin = await bench.try('person field', { field_type: 'varchar', field_name: field.at('data.field_name') });
      return [
        long.ok && kept !== CUT
          ? unsettled('long-text', `${OVER_LONG} characters became ${kept}`)
          : taken('long-text', long, `a text of ${OVER_LONG} characters`, ['truncated', 'refused']),
        taken('empty-text', empty, 'an empty text', ['stored', 'refused']),
        emptyMap(nothing, after),
        cleared.ok && cleared.at(`data.custom_fields.${key}`) !== null
          ? unsettled('custom-null', 'null was taken and changed nothing')
          : taken('custom-null', cleared, 'null in a custom field', ['clears', 'refused']),
        errorNames(wrong, key),
        taken('field-names', twin, 'a second field of the same name', ['repeatable', 'unique']),
      ];
    },
  },
  {
    about: 'options of custom fields',
    switches: ['unknown-option', 'option-labels', 'delete-used-option'],
    async run({ bench }) {
      const field = await bench.make('person field', { field_type: 'enum', options: [{ label: 'a' }, { label: 'b' }] });
      const option = field.at('data.options.0.id');
      const unknown = await bench.try('person', { custom_fields: { [field.id]: NO_SUCH_OPTION } });
      const twins = await bench.try('person field', { field_type: 'enum', options: [{ label: 'a' }, { label: 'a' }] });
      const { id } = await bench.make('person', { custom_fields: { [field.id]: option } });
      const path = `/api/v2/personFields/${field.id}/options`;
      const removed = await bench.line.ask({ method: 'DELETE', path, tokens: 3, json: [{ id: option }] });
      const left = (await bench.read('person', id)).at(`data.custom_fields.${field.id}`);
      return [
        unknown.ok && unknown.at(`data.custom_fields.${field.id}`) !== null
          ? unsettled('unknown-option', 'an option that does not exist was stored')
          : taken('unknown-option', unknown, 'an option that does not exist', ['dropped', 'refused']),
        taken('option-labels', twins, 'two options of one label', ['repeatable', 'unique']),
        removed.ok
          ? settled('delete-used-option', left === option ? 'keeps' : 'clears', `afterwards the value is ${JSON.stringify(left)}`)
          : unsettled('delete-used-option', `the option could not be deleted: ${seen(removed)}`),
      ];
    },
  },
];

type Answer = Parameters<typeof seen>[0];

function emptyMap(answer: Answer, after: unknown): Found {
  if (!answer.ok) return unsettled('empty-custom-fields', `an empty map was refused: ${seen(answer)}`);
  return settled('empty-custom-fields', after === null ? 'clears-all' : 'nothing', `afterwards the value is ${JSON.stringify(after)}`);
}

function errorNames(answer: Answer, key: string): Found {
  if (answer.ok) return unsettled('custom-error-names', 'an object was taken as a text');
  if (answer.reason.includes(`custom_fields.${key}`)) return settled('custom-error-names', 'field-code', seen(answer));
  return answer.reason.includes('custom_fields:')
    ? settled('custom-error-names', 'as-seen', seen(answer))
    : unsettled('custom-error-names', seen(answer));
}
