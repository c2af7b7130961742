import { normalName, type PlanField } from '@cutover/domain';
import { readBoolean } from '@cutover/values';

interface Options {
  readonly byText: ReadonlyMap<string, string>;
  readonly byName: ReadonlyMap<string, string>;
  readonly yes: string | null;
  readonly no: string | null;
}

const compiled = new WeakMap<PlanField, Options>();

function optionsOf(field: PlanField): Options {
  const known = compiled.get(field);
  if (known !== undefined) return known;
  const byName = new Map<string, string>();
  for (const label of field.options) if (!byName.has(normalName(label))) byName.set(normalName(label), label);
  const meaning = (wanted: boolean): string | null =>
    field.options.find((label) => {
      const read = readBoolean(label);
      return read.ok && read.value === wanted;
    }) ?? null;
  const options: Options = { byText: new Map(field.options.map((o) => [o, o])), byName, yes: meaning(true), no: meaning(false) };
  compiled.set(field, options);
  return options;
}

/** The plan's option that a text means, after merging variants: same spelling, else same name, else the same yes or no. Null: none. */
export function optionOf(field: PlanField, text: string, merge: ReadonlyMap<string, string>): string | null {
  const wanted = merge.get(text) ?? text;
  const { byText, byName, yes, no } = optionsOf(field);
  const found = byText.get(wanted) ?? byName.get(normalName(wanted));
  if (found !== undefined) return found;
  if (yes === null || no === null) return null;
  const read = readBoolean(wanted);
  return read.ok ? (read.value ? yes : no) : null;
}
