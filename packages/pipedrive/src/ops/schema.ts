import type { CustomEntity } from '@cutover/domain';
import { z } from 'zod';
import type { Caller, Written } from '../call.ts';
import type { Operation } from '../data/operations.ts';
import { collect, type Page, pagesV2, whole } from '../pages.ts';
import { WireActivityType, WireField, WireOption, WirePipeline, WireStage } from '../wire/account.ts';
import { ActivityTypeCreate, FieldCreate, OptionsCreate, OptionsDelete, PipelineCreate, StageCreate } from '../wire/bodies.ts';
import { one } from '../wire/envelope.ts';
import { parametersOf, StageQuery } from '../wire/queries.ts';
import { checkedBody, removeRecord, type WriteResult, writeRecord } from './write.ts';

interface FieldOperations {
  readonly list: Operation;
  readonly add: Operation;
  readonly remove: Operation;
  readonly addOptions: Operation;
  readonly removeOptions: Operation;
}

const FIELDS: Readonly<Record<CustomEntity, FieldOperations>> = {
  person: {
    list: 'getPersonFields',
    add: 'addPersonField',
    remove: 'deletePersonField',
    addOptions: 'addPersonFieldOptions',
    removeOptions: 'deletePersonFieldOptions',
  },
  organization: {
    list: 'getOrganizationFields',
    add: 'addOrganizationField',
    remove: 'deleteOrganizationField',
    addOptions: 'addOrganizationFieldOptions',
    removeOptions: 'deleteOrganizationFieldOptions',
  },
  deal: {
    list: 'getDealFields',
    add: 'addDealField',
    remove: 'deleteDealField',
    addOptions: 'addDealFieldOptions',
    removeOptions: 'deleteDealFieldOptions',
  },
};

/** Fields and options; a field is known by its 40-character key (`field_code`). */
export interface Fields {
  list(entity: CustomEntity): Promise<Page<WireField>>;
  create(entity: CustomEntity, body: FieldCreate): Promise<Written<WireField>>;
  /** All or nothing; the answer holds the new options only. */
  addOptions(entity: CustomEntity, key: string, labels: readonly string[]): Promise<Written<WireOption[]>>;
  remove(entity: CustomEntity, key: string): Promise<Written<unknown>>;
  removeOptions(entity: CustomEntity, key: string, ids: readonly number[]): Promise<Written<unknown>>;
}

export const fields = (caller: Caller): Fields => ({
  list: (entity) => collect(pagesV2(caller, { operation: FIELDS[entity].list }, WireField)),
  async create(entity, body) {
    const operation = FIELDS[entity].add;
    return caller.write({ operation, body: { json: checkedBody(FieldCreate, body, operation) } }, one(WireField));
  },
  async addOptions(entity, key, labels) {
    const operation = FIELDS[entity].addOptions;
    const json = checkedBody(
      OptionsCreate,
      labels.map((label) => ({ label })),
      operation,
    );
    return caller.write({ operation, params: { field_code: key }, body: { json } }, one(z.array(WireOption)));
  },
  async remove(entity, key) {
    return caller.write({ operation: FIELDS[entity].remove, params: { field_code: key } }, z.looseObject({}));
  },
  async removeOptions(entity, key, ids) {
    const operation = FIELDS[entity].removeOptions;
    const json = checkedBody(
      OptionsDelete,
      ids.map((id) => ({ id })),
      operation,
    );
    return caller.write({ operation, params: { field_code: key }, body: { json } }, z.looseObject({}));
  },
});

export interface Pipelines {
  list(): Promise<Page<WirePipeline>>;
  create(body: PipelineCreate): Promise<WriteResult<WirePipeline>>;
  remove(id: number): Promise<WriteResult<null>>;
}

export const pipelines = (caller: Caller): Pipelines => ({
  list: () => collect(pagesV2(caller, { operation: 'getPipelines' }, WirePipeline)),
  create: async (body) =>
    writeRecord(caller, { operation: 'addPipeline', body: { json: checkedBody(PipelineCreate, body, 'addPipeline') } }, WirePipeline),
  remove: (id) => removeRecord(caller, { operation: 'deletePipeline', params: { id } }, id),
});

export interface Stages {
  /** All stages, or those of one pipeline (an unknown one has none: api-facts §6). */
  list(pipeline?: number): Promise<Page<WireStage>>;
  /** A new stage comes last: create them in order. */
  create(body: StageCreate): Promise<WriteResult<WireStage>>;
  remove(id: number): Promise<WriteResult<null>>;
}

export const stages = (caller: Caller): Stages => ({
  list: (pipeline) => {
    const query = parametersOf(StageQuery, pipeline === undefined ? {} : { pipeline_id: pipeline });
    return collect(pagesV2(caller, { operation: 'getStages', query }, WireStage));
  },
  create: async (body) =>
    writeRecord(caller, { operation: 'addStage', body: { json: checkedBody(StageCreate, body, 'addStage') } }, WireStage),
  remove: (id) => removeRecord(caller, { operation: 'deleteStage', params: { id } }, id),
});

export interface ActivityTypes {
  list(): Promise<Page<WireActivityType>>;
  create(body: ActivityTypeCreate): Promise<WriteResult<WireActivityType>>;
  remove(id: number): Promise<WriteResult<null>>;
}

export const activityTypes = (caller: Caller): ActivityTypes => ({
  list: () => whole(caller, { operation: 'getActivityTypes' }, WireActivityType),
  create: async (body) =>
    writeRecord(
      caller,
      { operation: 'addActivityType', body: { json: checkedBody(ActivityTypeCreate, body, 'addActivityType') } },
      WireActivityType,
    ),
  remove: (id) => removeRecord(caller, { operation: 'deleteActivityType', params: { id } }, id),
});
