/** What a probe makes, where it is made and taken away again, and what that costs (api-facts §2.2). */
export const KINDS = {
  person: { path: '/api/v2/persons', create: 5, read: 1, remove: 3, name: 'name', list: 10 },
  organization: { path: '/api/v2/organizations', create: 5, read: 1, remove: 3, name: 'name', list: 10 },
  deal: { path: '/api/v2/deals', create: 5, read: 1, remove: 3, name: 'title', list: 10 },
  activity: { path: '/api/v2/activities', create: 5, read: 1, remove: 3, name: 'subject', list: 10 },
  note: { path: '/api/v1/notes', create: 10, read: 2, remove: 6, name: 'content', list: 20 },
  file: { path: '/api/v1/files', create: 10, read: 2, remove: 6, name: 'name', list: 20 },
  pipeline: { path: '/api/v2/pipelines', create: 5, read: 1, remove: 3, name: 'name', list: 5 },
  stage: { path: '/api/v2/stages', create: 5, read: 1, remove: 3, name: 'name', list: 5 },
  'activity type': { path: '/api/v1/activityTypes', create: 10, read: 20, remove: 6, name: 'name', list: 20 },
  /** An option of the built-in label field of people; known as `<field code>/<id>`. */
  'label option': { path: '/api/v2/personFields', create: 5, read: 1, remove: 3, name: 'label', list: 10 },
  'person field': { path: '/api/v2/personFields', create: 5, read: 1, remove: 3, name: 'field_name', list: 10 },
} as const;
export type Kind = keyof typeof KINDS;

/** All that a probe makes begins with this, so that it is found again and nobody takes it for their own. */
export const MARK = 'Cutover probe';
