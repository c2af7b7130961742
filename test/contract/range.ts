/** The families of operations the product deals with, by the first word of their address; the others (products, leads, projects, …) are none of its business. */
export const RANGE: ReadonlySet<string> = new Set([
  ...['users', 'userSettings', 'currencies', 'webhooks'],
  ...['persons', 'organizations', 'organizationRelationships', 'deals', 'activities', 'notes', 'files'],
  ...['pipelines', 'stages', 'activityTypes'],
  ...['personFields', 'organizationFields', 'dealFields', 'activityFields', 'noteFields'],
  'itemSearch',
]);
