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
  // Meets the engine only as an MCP client.
  '@cutover/agent': ['@cutover/domain'],
  // Never the desk: a model proposes and reads, it approves nothing.
  '@cutover/mcp-server': ['@cutover/domain', '@cutover/engine'],
  // `@cutover/engine/desk` is the person's hand: only doors that a person stands behind may import it.
  '@cutover/chat': [
    '@cutover/agent',
    '@cutover/domain',
    '@cutover/engine',
    '@cutover/engine/desk',
    '@cutover/mcp-server',
    '@cutover/sandbox',
  ],
  cutover: ['@cutover/chat', '@cutover/domain', '@cutover/engine', '@cutover/engine/desk', '@cutover/mcp-server', '@cutover/sandbox'],
};
