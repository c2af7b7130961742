import { z } from 'zod';
import type { Reply } from '../line.ts';
import { type Experiment, type Found, type Setting, seen, settled, taken, unsettled } from './fact.ts';

const FieldRows = z.array(z.looseObject({ field_code: z.string(), is_writable: z.unknown().optional() }));
const People = z.array(z.looseObject({ name: z.string().min(2) }));
const Hits = z.array(z.looseObject({ item: z.looseObject({}).optional() }));
const OVER_MAX = 501;
/** Seconds to wait are few, a moment since 1970 is many. */
const MOMENT = 1_000_000_000;

/** What lists, field definitions and headers look like (api-facts §0, §2.3, §4.1, §5.3, §6). */
export const LISTS: readonly Experiment[] = [
  {
    about: 'definitions of fields',
    switches: ['label-field-code', 'builtin-field-codes', 'is-writable', 'label-options-v2'],
    async run({ bench }) {
      const list = await bench.line.ask({ method: 'GET', path: '/api/v2/personFields?limit=500', tokens: 10 });
      const rows = FieldRows.safeParse(list.at('data'));
      if (!rows.success) return [unsettled('label-field-code', `the list was answered ${seen(list)}`)];
      const codes = new Set(rows.data.map((row) => row.field_code));
      const label = ['label_ids', 'label'].find((code) => codes.has(code));
      const mail = ['emails', 'email'].find((code) => codes.has(code));
      const writable = rows.data.some((row) => row.is_writable !== undefined);
      return [
        label === undefined
          ? unsettled('label-field-code', 'no label field is listed')
          : settled('label-field-code', label, `the list has ${label}`),
        mail === undefined
          ? unsettled('builtin-field-codes', 'no mail field is listed')
          : settled('builtin-field-codes', mail === 'emails' ? 'v2' : 'v1', `the list has ${mail}`),
        settled('is-writable', writable ? 'present' : 'absent', writable ? 'field definitions carry it' : 'no field definition carries it'),
        ...(label === undefined ? [] : [await labelOption({ bench }, label)]),
      ];
    },
  },
  {
    about: 'a page that is too large',
    switches: ['limit-over-max'],
    async run({ bench }) {
      const list = await bench.line.ask({ method: 'GET', path: `/api/v2/persons?limit=${OVER_MAX}`, tokens: 10 });
      return [taken('limit-over-max', list, `limit=${OVER_MAX}`, ['clamped', 'refused'])];
    },
  },
  {
    about: 'what a search by field finds',
    switches: ['field-search-shape'],
    async run({ bench }) {
      const [someone] = People.parse(
        (await bench.line.ask({ method: 'GET', path: '/api/v2/persons?limit=1', tokens: 10 })).at('data') ?? [],
      );
      if (someone === undefined) return [unsettled('field-search-shape', 'there is nobody to search for')];
      const query = new URLSearchParams({ entity_type: 'person', field: 'name', match: 'exact', term: someone.name });
      const found = await bench.line.ask({ method: 'GET', path: `/api/v2/itemSearch/field?${query}`, tokens: 20, search: true });
      const [hit] = Hits.safeParse(found.at('data')).data ?? [];
      if (hit === undefined) return [unsettled('field-search-shape', `somebody who is there was searched for: ${seen(found)}, no hit`)];
      const scored = hit.item !== undefined;
      return [
        settled('field-search-shape', scored ? 'scored' : 'plain', scored ? 'hits carry their record under item' : 'hits are the records'),
      ];
    },
  },
  {
    about: 'headers',
    switches: ['reset-unit', 'failed-calls', 'token-headers'],
    async run({ bench }) {
      const me = () => bench.line.ask({ method: 'GET', path: '/api/v1/users/me', tokens: 2 });
      const answer = await me();
      return [resetUnit(answer), await failedCalls(me, bench), lateHeaders()];
    },
  },
];

async function labelOption({ bench }: Pick<Setting, 'bench'>, code: string): Promise<Found> {
  const reply = await bench.other('label option', async () => {
    const asked = await bench.line.ask({
      ...{ method: 'POST', path: `/api/v2/personFields/${code}/options`, tokens: 5 },
      json: [{ label: bench.name() }],
    });
    const id = asked.at('data.0.id');
    return { reply: asked, id: asked.ok && (typeof id === 'number' || typeof id === 'string') ? `${code}/${id}` : null };
  });
  return taken('label-options-v2', reply, 'a label made by v2', ['accepted', 'refused']);
}

function resetUnit({ headers }: Reply): Found {
  const text = headers['x-ratelimit-reset'];
  const reset = Number(text);
  if (text === undefined || !Number.isFinite(reset)) return unsettled('reset-unit', 'answers carry no x-ratelimit-reset');
  return settled('reset-unit', reset > MOMENT ? 'epoch' : 'seconds', `x-ratelimit-reset: ${text}`);
}

const LOOKS = 3;
const FREE_CALL = 2;
const REFUSED_CALL = 5;

/** By how much the budget fell over a refused call and a read; other traffic of the company may fall into it, so three looks have to agree. */
async function failedCalls(me: () => Promise<Reply>, bench: Setting['bench']): Promise<Found> {
  const falls: number[] = [];
  for (let look = 0; look < LOOKS; look += 1) {
    const before = leftIn(await me());
    await bench.try('person', { name: undefined, no_such_key: 1 });
    const after = leftIn(await me());
    if (before === null || after === null) return unsettled('failed-calls', 'answers do not tell how many tokens are left');
    falls.push(before - after);
  }
  const words = `a refused call and a read took ${falls.join(', ')} tokens`;
  if (falls.every((fall) => fall === FREE_CALL)) return settled('failed-calls', 'free', words);
  if (falls.every((fall) => fall === FREE_CALL + REFUSED_CALL)) return settled('failed-calls', 'cost', words);
  return unsettled('failed-calls', `${words}: something else uses the account`);
}

function leftIn({ headers }: Reply): number | null {
  const text = headers['x-daily-ratelimit-token-remaining'];
  return text === undefined || text === '' ? null : Number(text);
}

const lateHeaders = (): Found => unsettled('token-headers', 'it shows only on the first calls after a time of rest');
