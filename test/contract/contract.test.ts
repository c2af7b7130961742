import { OPERATIONS as OURS } from '@cutover/pipedrive';
import { operations as PRICED, servedOperations } from '@cutover/sandbox';
import * as one from 'pipedrive/v1';
import * as two from 'pipedrive/v2';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkAnswer, checkRequest, type Finding, operationOf } from './check.ts';
import { account } from './client/account.ts';
import { activities } from './client/activities.ts';
import { type Company, openCompany, present } from './client/company.ts';
import { deals } from './client/deals.ts';
import { fields } from './client/fields.ts';
import { lists } from './client/lists.ts';
import { papers } from './client/papers.ts';
import { people } from './client/people.ts';
import { limits, refusals } from './client/refusals.ts';
import { compare } from './deviations.ts';
import { everyOperation } from './product/every-operation.ts';
import { exampleJourneys } from './product/journey.ts';
import { OPERATIONS, PUBLISHED } from './published.ts';
import { checkRefusal } from './refusal.ts';
import type { Exchange } from './witness.ts';

const keyOf = (operation: { readonly api: string; readonly method: string; readonly path: string }): string =>
  `${operation.api} ${operation.method} ${operation.path}`;
const ours = Object.values(OURS).map(({ method, path, tokens }) => {
  const [, api = '', rest = ''] = /^\/api\/(v[12])(\/.*)$/.exec(path) ?? [];
  return { key: `${api} ${method} ${rest}`, tokens };
});
const served = new Set(servedOperations.map(keyOf));
const accepted = (exchange: Exchange): boolean => exchange.status >= 200 && exchange.status < 300;
const keysOf = (exchanges: readonly Exchange[]): Set<string> => new Set(exchanges.map((exchange) => operationOf(exchange).key));

/** Whether the official client has a method for an operation: they are named after the operation ids. */
const methodsOf = (client: object): ReadonlySet<string> =>
  new Set(
    Object.entries(client)
      .filter(([name, value]) => name.endsWith('Api') && typeof value === 'function')
      .flatMap(([, value]) => Object.getOwnPropertyNames(Object(value).prototype)),
  );
const offered = { v1: methodsOf(one), v2: methodsOf(two) };

let company: Company;
const theCompany = (): Company => company;
const elsewhere: Exchange[] = [];
let product: readonly Exchange[] = [];
let everything: readonly Exchange[] = [];

beforeAll(async () => {
  company = await openCompany();
});
afterAll(() => company.close());

describe('the official client finds what it expects', () => {
  people(theCompany);
  deals(theCompany);
  activities(theCompany);
  fields(theCompany);
  papers(theCompany);
  account(theCompany);
  lists(theCompany);
  refusals(theCompany);
  limits((closing) => void elsewhere.push(...closing.line.seen));
});

describe('what went over the line', () => {
  beforeAll(async () => {
    const { said, probed } = await exampleJourneys();
    product = [...said, ...(await everyOperation())];
    everything = [...company.line.seen, ...elsewhere, ...product, ...probed];
  });

  test('costs are those of the published documents, in the door and in the sandbox', () => {
    const published = [...OPERATIONS.values()].map(({ key, tokens }) => [key, tokens]);
    const priced = new Map(PRICED.map((each) => [keyOf(each), each.tokens]));
    expect(published.map(([key]) => [key, priced.get(String(key))])).toEqual(published);
    expect(ours.map(({ key, tokens }) => [key, tokens])).toEqual(ours.map(({ key }) => [key, OPERATIONS.get(key)?.tokens]));
  });

  test('requests and answers are as published, but for the deviations that are known', async () => {
    const findings: Finding[] = [];
    for (const exchange of product) findings.push(...(await checkRequest(exchange)));
    // Whoever sends what is not published must not be told that it was accepted; v1 ignores what it does not know (api-facts §1.3).
    for (const exchange of company.line.seen) {
      if (accepted(exchange) && operationOf(exchange).api === 'v2') findings.push(...(await checkRequest(exchange)));
    }
    for (const exchange of everything) findings.push(...(accepted(exchange) ? checkAnswer(exchange) : checkRefusal(exchange)));
    expect(compare(findings)).toEqual({ unlisted: [], unused: [] });
  });

  test('every operation of the door was said; the official client drove every operation of the sandbox that it has', () => {
    const said = keysOf(product.filter(accepted));
    expect(ours.map(({ key }) => key).filter((key) => !said.has(key))).toEqual([]);
    const has = [...OPERATIONS.values()].filter(({ api, id }) => offered[api].has(id)).map(({ key }) => key);
    const driven = keysOf(company.line.seen.filter(accepted));
    expect(has.filter((key) => served.has(key) && !driven.has(key))).toEqual([]);
    expect([...served].filter((key) => !OPERATIONS.has(key))).toEqual([]);
    console.log(
      `operations: ${new Set(ours.map(({ key }) => key)).size} ours, all seen; ${driven.size} driven by the official client of the ${served.size} the sandbox serves ` +
        `(the client has ${has.length} in our range); ${OPERATIONS.size} in our range of ${PUBLISHED} published; ${present(everything.length)} exchanges checked`,
    );
  });
});
