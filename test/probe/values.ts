import { listSwitches } from '@cutover/sandbox';

/** The questions that a probe settles on an account of its own with an admin's token, by hand; the values it can tell are all but those named. */
export const CLAIMS: Readonly<Record<string, { readonly not?: readonly string[] }>> = {
  'label-field-code': {},
  'builtin-field-codes': {},
  'is-writable': {},
  'label-options-v2': {},
  'limit-over-max': {},
  'field-search-shape': {},
  'reset-unit': {},
  'failed-calls': {},
  'contact-sync': {},
  'builtin-null': {},
  // That there is no cap cannot be seen.
  'contacts-per-person': { not: ['0'] },
  'person-org-null': {},
  'organization-details': {},
  'unknown-reference': {},
  'deactivated-owner': {},
  // Nor that there is somebody who is not shown.
  'deactivated-users': { not: ['hidden'] },
  'large-visibility': {},
  'read-deleted': {},
  'read-merged': {},
  'long-text': {},
  'empty-text': {},
  'custom-null': {},
  'empty-custom-fields': {},
  'custom-error-names': {},
  'field-names': {},
  'option-labels': {},
  'unknown-option': {},
  'delete-used-option': {},
  'new-pipeline': {},
  'stage-pipeline-mismatch': {},
  'close-times': {},
  'channel-id': {},
  'deal-link-null': {},
  'deal-undelete': {},
  'delete-stage-with-deals': {},
  'delete-pipeline-with-deals': {},
  'dead-parent': {},
  'files-after-parent': {},
  'activity-defaults': {},
  'activity-time-shape': {},
  'type-name-reuse': {},
  'note-html': {},
  'oversized-note': {},
  'deleted-note': {},
};

/** Every setting of every switch. */
export const SETTINGS = listSwitches().flatMap(({ name, values }) => values.map((value) => ({ name, value })));

const HIDING = ['contact-sync', 'deactivated-users', 'read-deleted'];

/** One value each of every switch: the defaults, then the next, and so on. Those that hide others' answers are left alone in the last round. */
export const ROUNDS: readonly Readonly<Record<string, string>>[] = [0, 1, 2, 1].map((place, round) =>
  Object.fromEntries(
    listSwitches().flatMap(({ name, values }) => {
      if (round === 3 && HIDING.includes(name)) return [];
      return [[name, values[place % values.length] ?? '']];
    }),
  ),
);

/** What the sandbox really does under these settings. */
export const truthOf = (switches: Readonly<Record<string, string>>): ReadonlyMap<string, string> =>
  new Map(listSwitches().map(({ name, default: usual }) => [name, switches[name] ?? usual]));
