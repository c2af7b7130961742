/** Which room may open which door: imports go down only. A room that is not listed here fails the check. */
export const ROOMS: Readonly<Record<string, readonly string[]>> = {
  '@cutover/domain': [],
  '@cutover/values': ['@cutover/domain'],
  '@cutover/practice': ['@cutover/domain', '@cutover/values'],
  '@cutover/planner': ['@cutover/domain', '@cutover/values'],
  '@cutover/projection': ['@cutover/domain', '@cutover/values'],
  '@cutover/pipedrive': ['@cutover/domain'],
  '@cutover/ledger': ['@cutover/domain'],
  // Knows nothing of the others, so it cannot agree with them by accident.
  '@cutover/sandbox': [],
  '@cutover/engine': [
    '@cutover/domain',
    '@cutover/values',
    '@cutover/practice',
    '@cutover/planner',
    '@cutover/projection',
    '@cutover/pipedrive',
    '@cutover/ledger',
  ],
  // `@cutover/engine/desk` is the person's hand: only doors that a person stands behind may import it.
  cutover: ['@cutover/domain', '@cutover/engine', '@cutover/engine/desk', '@cutover/sandbox'],
};
