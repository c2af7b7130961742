/** One request the product can make. `path` is complete from the host on; `{x}` is filled from the call's parameters. */
export interface OperationRow {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  /** What Pipedrive charges for it (`x-token-cost` of its OpenAPI documents). */
  readonly tokens: number;
  /** Counts in the search window too (api-facts §5.1). */
  readonly search?: true;
}

const v1 = (method: OperationRow['method'], path: string, tokens: number): OperationRow => ({ method, path: `/api/v1${path}`, tokens });
const v2 = (method: OperationRow['method'], path: string, tokens: number): OperationRow => ({ method, path: `/api/v2${path}`, tokens });

/** Every operation the product sends, under its OpenAPI operation id; v2 where v2 exists (api-facts §2.2). */
export const OPERATIONS = Object.freeze({
  getCurrentUser: v1('GET', '/users/me', 2),
  getUsers: v1('GET', '/users', 20),
  getUserSettings: v1('GET', '/userSettings', 2),
  getCurrencies: v1('GET', '/currencies', 20),
  getWebhooks: v1('GET', '/webhooks', 10),

  getPersonFields: v2('GET', '/personFields', 10),
  addPersonField: v2('POST', '/personFields', 5),
  deletePersonField: v2('DELETE', '/personFields/{field_code}', 3),
  addPersonFieldOptions: v2('POST', '/personFields/{field_code}/options', 5),
  deletePersonFieldOptions: v2('DELETE', '/personFields/{field_code}/options', 3),
  /** v1: the built-in labels can be written here alone (api-facts §2.3). */
  getPersonFieldsV1: v1('GET', '/personFields', 20),
  updatePersonFieldV1: v1('PUT', '/personFields/{id}', 10),
  getOrganizationFields: v2('GET', '/organizationFields', 10),
  addOrganizationField: v2('POST', '/organizationFields', 5),
  deleteOrganizationField: v2('DELETE', '/organizationFields/{field_code}', 3),
  addOrganizationFieldOptions: v2('POST', '/organizationFields/{field_code}/options', 5),
  deleteOrganizationFieldOptions: v2('DELETE', '/organizationFields/{field_code}/options', 3),
  /** v1: the built-in labels can be written here alone (api-facts §2.3). */
  getOrganizationFieldsV1: v1('GET', '/organizationFields', 20),
  updateOrganizationFieldV1: v1('PUT', '/organizationFields/{id}', 10),
  getDealFields: v2('GET', '/dealFields', 10),
  addDealField: v2('POST', '/dealFields', 5),
  deleteDealField: v2('DELETE', '/dealFields/{field_code}', 3),
  addDealFieldOptions: v2('POST', '/dealFields/{field_code}/options', 5),
  deleteDealFieldOptions: v2('DELETE', '/dealFields/{field_code}/options', 3),
  /** v1: the built-in labels can be written here alone (api-facts §2.3). */
  getDealFieldsV1: v1('GET', '/dealFields', 20),
  updateDealFieldV1: v1('PUT', '/dealFields/{id}', 10),

  getPipelines: v2('GET', '/pipelines', 5),
  addPipeline: v2('POST', '/pipelines', 5),
  deletePipeline: v2('DELETE', '/pipelines/{id}', 3),
  getStages: v2('GET', '/stages', 5),
  addStage: v2('POST', '/stages', 5),
  deleteStage: v2('DELETE', '/stages/{id}', 3),
  getActivityTypes: v1('GET', '/activityTypes', 20),
  addActivityType: v1('POST', '/activityTypes', 10),
  deleteActivityType: v1('DELETE', '/activityTypes/{id}', 6),

  getPersons: v2('GET', '/persons', 10),
  getPerson: v2('GET', '/persons/{id}', 1),
  addPerson: v2('POST', '/persons', 5),
  updatePerson: v2('PATCH', '/persons/{id}', 5),
  deletePerson: v2('DELETE', '/persons/{id}', 3),
  getOrganizations: v2('GET', '/organizations', 10),
  getOrganization: v2('GET', '/organizations/{id}', 1),
  addOrganization: v2('POST', '/organizations', 5),
  updateOrganization: v2('PATCH', '/organizations/{id}', 5),
  deleteOrganization: v2('DELETE', '/organizations/{id}', 3),
  getDeals: v2('GET', '/deals', 10),
  getArchivedDeals: v2('GET', '/deals/archived', 20),
  getDeal: v2('GET', '/deals/{id}', 1),
  addDeal: v2('POST', '/deals', 5),
  updateDeal: v2('PATCH', '/deals/{id}', 5),
  deleteDeal: v2('DELETE', '/deals/{id}', 3),
  getActivities: v2('GET', '/activities', 10),
  getActivity: v2('GET', '/activities/{id}', 1),
  addActivity: v2('POST', '/activities', 5),
  updateActivity: v2('PATCH', '/activities/{id}', 5),
  deleteActivity: v2('DELETE', '/activities/{id}', 3),

  getNotes: v1('GET', '/notes', 20),
  getNote: v1('GET', '/notes/{id}', 2),
  addNote: v1('POST', '/notes', 10),
  updateNote: v1('PUT', '/notes/{id}', 10),
  deleteNote: v1('DELETE', '/notes/{id}', 6),
  getFiles: v1('GET', '/files', 20),
  getDealFiles: v1('GET', '/deals/{id}/files', 20),
  getPersonFiles: v1('GET', '/persons/{id}/files', 20),
  getOrganizationFiles: v1('GET', '/organizations/{id}/files', 20),
  getFile: v1('GET', '/files/{id}', 2),
  downloadFile: v1('GET', '/files/{id}/download', 20),
  addFile: v1('POST', '/files', 10),
  deleteFile: v1('DELETE', '/files/{id}', 6),
  getOrganizationRelationships: v1('GET', '/organizationRelationships', 20),
  addOrganizationRelationship: v1('POST', '/organizationRelationships', 10),
  deleteOrganizationRelationship: v1('DELETE', '/organizationRelationships/{id}', 6),

  searchItemByField: { ...v2('GET', '/itemSearch/field', 20), search: true },
} satisfies Record<string, OperationRow>);

export type Operation = keyof typeof OPERATIONS;

/** The row of an operation, with `search` readable on every one. */
export function operationRow(operation: Operation): OperationRow {
  return OPERATIONS[operation];
}
