import { type CustomEntity, CutoverError, LABEL_KEYS } from '@cutover/domain';
import type { z } from 'zod';
import type { Caller, Refused, Written } from '../call.ts';
import type { Operation } from '../data/operations.ts';
import { collect, pagesV1 } from '../pages.ts';
import { WireFieldV1, type WireOption } from '../wire/account.ts';
import { LabelsUpdate } from '../wire/bodies.ts';
import { one } from '../wire/envelope.ts';
import { checkedBody } from './write.ts';

/**
 * The built-in labels of one entity. They can only be written whole, by v1 (api-facts §2.3), so each change reads them first, and changes take turns:
 * two at once would undo each other.
 */
export interface Labels {
  /** Those that are there already are left alone. The answer holds the new ones. 30 tokens. */
  add(entity: CustomEntity, labels: readonly string[]): Promise<Written<WireOption[]>>;
  /** Nothing is written when none of them is there. */
  remove(entity: CustomEntity, ids: readonly number[]): Promise<Written<unknown>>;
}

const OPERATIONS: Readonly<Record<CustomEntity, { readonly list: Operation; readonly update: Operation }>> = {
  person: { list: 'getPersonFieldsV1', update: 'updatePersonFieldV1' },
  organization: { list: 'getOrganizationFieldsV1', update: 'updateOrganizationFieldV1' },
  deal: { list: 'getDealFieldsV1', update: 'updateDealFieldV1' },
};

const FIELDS_PAGE = 500;
type Option = z.infer<typeof LabelsUpdate>['options'][number];

export function labels(caller: Caller): Labels {
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = last.then(work, work);
    last = mine.catch(() => undefined);
    return mine;
  };

  async function fieldOf(entity: CustomEntity): Promise<WireFieldV1> {
    const { items } = await collect(pagesV1(caller, { operation: OPERATIONS[entity].list }, WireFieldV1, FIELDS_PAGE));
    const field = items.find(({ key }) => LABEL_KEYS.has(key));
    if (field === undefined) throw new CutoverError('answer-unusable', `the account shows no label field of ${entity} records`);
    return field;
  }

  function write(entity: CustomEntity, field: WireFieldV1, options: readonly Option[]): Promise<Written<WireFieldV1>> {
    const operation = OPERATIONS[entity].update;
    return caller.write(
      { operation, params: { id: field.id }, body: { json: checkedBody(LabelsUpdate, { options }, operation) } },
      one(WireFieldV1),
    );
  }

  return {
    add: (entity, wanted) =>
      inTurn(async () => {
        const field = await fieldOf(entity);
        const known = optionsOf(field);
        const fresh = wanted.filter((label) => !known.some((option) => option.label === label));
        const result = await write(entity, field, [...known, ...fresh.map((label) => ({ label }))]);
        if (result.outcome !== 'done') return result;
        const made = (result.value.options ?? []).filter(({ label }) => fresh.includes(label));
        return { ...result, value: made.map(({ id, label }) => ({ id, label })) };
      }),
    remove: (entity, ids) =>
      inTurn(async () => {
        const field = await fieldOf(entity);
        const gone = new Set(ids.map(String));
        const left = optionsOf(field).filter(({ id }) => !gone.has(String(id)));
        return left.length === optionsOf(field).length ? notThere : write(entity, field, left);
      }),
  };
}

/** As a delete of something that is gone is answered. */
const notThere: Refused = Object.freeze({
  outcome: 'refused',
  code: 'write-refused',
  kind: 'not-found',
  status: 404,
  reason: 'there is no such label',
});

const optionsOf = ({ options }: WireFieldV1): Option[] =>
  (options ?? []).map(({ id, label, color }) => ({ id, label, ...(color === null || color === undefined ? {} : { color }) }));
