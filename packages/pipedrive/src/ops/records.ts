import type { z } from 'zod';
import type { Caller } from '../call.ts';
import type { Operation } from '../data/operations.ts';
import { type Page, pagesV2 } from '../pages.ts';
import { WireActivity, WireDeal, WireOrganization, WirePerson } from '../wire/answers.ts';
import {
  ActivityCreate,
  ActivityUpdate,
  DealCreate,
  DealUpdate,
  OrganizationCreate,
  OrganizationUpdate,
  PersonCreate,
  PersonUpdate,
} from '../wire/bodies.ts';
import { one } from '../wire/envelope.ts';
import { ActivityQuery, DealQuery, OrganizationQuery, PersonQuery, parametersOf } from '../wire/queries.ts';
import { checkedBody, removeRecord, type WriteResult, writeRecord } from './write.ts';

/** What can be done with one kind of v2 record. */
export interface Records<T, Q, C, U> {
  /** Pages of at most 500, ascending by id unless sorted otherwise. */
  pages(query?: Q): AsyncGenerator<Page<T>, void, void>;
  /** null: no such record, or not visible. A deleted one may still be answered, marked `is_deleted`. */
  get(id: number): Promise<T | null>;
  create(body: C): Promise<WriteResult<T>>;
  update(id: number, body: U): Promise<WriteResult<T>>;
  remove(id: number): Promise<WriteResult<null>>;
}

interface RecordsSpec<T, Q, C, U> {
  readonly list: Operation;
  readonly get: Operation;
  readonly add: Operation;
  readonly update: Operation;
  readonly remove: Operation;
  readonly answer: z.ZodType<T>;
  readonly query: z.ZodType<Q>;
  readonly create: z.ZodType<C>;
  readonly change: z.ZodType<U>;
}

function records<T extends { id: number }, Q, C, U>(caller: Caller, spec: RecordsSpec<T, Q, C, U>): Records<T, Q, C, U> {
  return {
    pages: (query) => pagesV2(caller, { operation: spec.list, query: parametersOf(spec.query, query ?? {}) }, spec.answer),
    get: (id) => caller.read({ operation: spec.get, params: { id } }, one(spec.answer)),
    create: async (body) =>
      writeRecord(caller, { operation: spec.add, body: { json: checkedBody(spec.create, body, spec.add) } }, spec.answer),
    update: async (id, body) =>
      writeRecord(
        caller,
        { operation: spec.update, params: { id }, body: { json: checkedBody(spec.change, body, spec.update) } },
        spec.answer,
      ),
    remove: (id) => removeRecord(caller, { operation: spec.remove, params: { id } }, id),
  };
}

export type Persons = Records<WirePerson, PersonQuery, PersonCreate, PersonUpdate>;
export type Organizations = Records<WireOrganization, OrganizationQuery, OrganizationCreate, OrganizationUpdate>;
export type Activities = Records<WireActivity, ActivityQuery, ActivityCreate, ActivityUpdate>;
export interface Deals extends Records<WireDeal, DealQuery, DealCreate, DealUpdate> {
  /** Archived deals, which `pages` never lists (20 tokens a page). */
  archivedPages(query?: DealQuery): AsyncGenerator<Page<WireDeal>, void, void>;
}

export const persons = (caller: Caller): Persons =>
  records(caller, {
    list: 'getPersons',
    get: 'getPerson',
    add: 'addPerson',
    update: 'updatePerson',
    remove: 'deletePerson',
    answer: WirePerson,
    query: PersonQuery,
    create: PersonCreate,
    change: PersonUpdate,
  });

export const organizations = (caller: Caller): Organizations =>
  records(caller, {
    list: 'getOrganizations',
    get: 'getOrganization',
    add: 'addOrganization',
    update: 'updateOrganization',
    remove: 'deleteOrganization',
    answer: WireOrganization,
    query: OrganizationQuery,
    create: OrganizationCreate,
    change: OrganizationUpdate,
  });

export const deals = (caller: Caller): Deals => ({
  ...records(caller, {
    list: 'getDeals',
    get: 'getDeal',
    add: 'addDeal',
    update: 'updateDeal',
    remove: 'deleteDeal',
    answer: WireDeal,
    query: DealQuery,
    create: DealCreate,
    change: DealUpdate,
  }),
  archivedPages: (query) => pagesV2(caller, { operation: 'getArchivedDeals', query: parametersOf(DealQuery, query ?? {}) }, WireDeal),
});

export const activities = (caller: Caller): Activities =>
  records(caller, {
    list: 'getActivities',
    get: 'getActivity',
    add: 'addActivity',
    update: 'updateActivity',
    remove: 'deleteActivity',
    answer: WireActivity,
    query: ActivityQuery,
    create: ActivityCreate,
    change: ActivityUpdate,
  });
