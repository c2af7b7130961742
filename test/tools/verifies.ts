/**
 * Names the promises of docs/promises.md that a test proves; goes into the test's title, where a reader and the check both find it.
 * `test(verifies('R12', 'R13') + 'a client becomes a person', …)`
 */
export function verifies(...promises: readonly `R${number}`[]): string {
  return `[${promises.join(' ')}] `;
}
