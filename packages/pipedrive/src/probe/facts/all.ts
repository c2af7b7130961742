import { CUSTOMS } from './customs.ts';
import { DEALS } from './deals.ts';
import { type Experiment, type Unsettled, unsettled } from './fact.ts';
import { LISTS } from './lists.ts';
import { PEOPLE } from './people.ts';
import { TEXTS } from './texts.ts';

export const EXPERIMENTS: readonly Experiment[] = [...LISTS, ...PEOPLE, ...CUSTOMS, ...DEALS, ...TEXTS];

const CAP = 'it would take filling the account up to its cap';
const LIMIT = 'it would take running into the limit, which may block the token';
const BUDGET = "it would take spending the company's whole day";
const LAG = 'one look tells nothing about the next; the loader waits and looks again instead';
const SIZE = 'it would take sending tens of megabytes';

/** Questions that no few records settle, or none that may be tried on a living account. */
export const UNTRIED: readonly Unsettled[] = [
  unsettled('query-token', 'the token would stand in an address'),
  unsettled('required-fields', 'for a moment nobody could add a person without the field'),
  ...['field-cap-code', 'labels-per-deal', 'notes-per-deal', 'activity-type-cap'].map((name) => unsettled(name, CAP)),
  ...['search-window', 'burst-body', 'burst-retry-after', 'block-after', 'block-seconds'].map((name) => unsettled(name, LIMIT)),
  ...['daily-error-info', 'daily-reset-zone'].map((name) => unsettled(name, BUDGET)),
  ...['search-lag-seconds', 'list-lag-seconds', 'deleted-in-search'].map((name) => unsettled(name, LAG)),
  ...['oversized-file', 'file-cap-mb'].map((name) => unsettled(name, SIZE)),
];
