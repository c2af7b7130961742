/**
 * JSON with every number as the text it was written as: `3000.00` keeps its zeros and a long id all its digits, as in a CSV file.
 * @throws SyntaxError when it is no JSON, RangeError when it is nested too deeply
 */
export function parseKeepingNumbers(text: string): unknown {
  return JSON.parse(text, (_key: string, value: unknown, ...more: { readonly source?: string }[]) =>
    typeof value === 'number' ? (more[0]?.source ?? String(value)) : value,
  );
}
