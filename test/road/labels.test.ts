import { rollbackDryRun, runFull, runRollback, runSample, runSchema, runVerify } from '@cutover/engine';
import { expect, test } from 'vitest';
import { planned, sayYes, setOut } from '../tools/travel.ts';
import { verifies } from '../tools/verifies.ts';

interface Labelled {
  readonly persons: readonly {
    readonly id: number;
    readonly name: string;
    readonly is_deleted: boolean;
    readonly label_ids: readonly number[];
  }[];
  readonly personFields: readonly {
    readonly field_code: string;
    readonly options: readonly { readonly id: number; readonly label: string }[] | null;
  }[];
}

/** From groups.csv and the Tags column of clients.csv: own tags, and groups with those above them. */
const WANTED = {
  'Amara Diallo': ['Leaders', 'Women in Leadership', 'executive', 'health care'],
  'Mei-Ling Wu': ['Leaders', 'Spring Circle 2026', 'Women in Leadership', 'executive', 'remote'],
};
/** The four that a company starts with (api-facts §2.3). */
const BUILT_IN = ['Cold lead', 'Customer', 'Hot lead', 'Warm lead'];
/** 8 tags and 6 groups. */
const NEW = 14;

test(`${verifies('R25')}tags and groups become labels where that is the answer: missing ones are made, and taken back by a rollback`, async () => {
  const traveller = await setOut();
  try {
    const { ws } = traveller;
    const look = async () => (await traveller.get('state')) as unknown as Labelled;
    const labelsIn = (state: Labelled) => state.personFields.find((field) => field.field_code === 'label_ids')?.options ?? [];
    const before = await traveller.get('digest');
    const had = (await look()).persons.find((person) => person.name === 'Maya Chen')?.label_ids ?? [];

    const envelope = await planned(traveller, { tags: { set: { as: 'labels' } } });
    expect(envelope.plan.schema.fields.filter((field) => field.name === 'Tags')).toEqual([]);
    sayYes(traveller, 'plan');
    await runSchema(ws, {});
    await runSample(ws, {});
    sayYes(traveller, 'full');
    expect((await runFull(ws, {})).data).toMatchObject({ failed: 0 });
    expect((await runVerify(ws, {})).data).toMatchObject({ different: 0, missing: 0 });

    const after = await look();
    const options = labelsIn(after);
    expect(options).toHaveLength(BUILT_IN.length + NEW);
    expect(options.map(({ label }) => label)).toEqual(expect.arrayContaining(BUILT_IN));
    for (const [name, wanted] of Object.entries(WANTED)) {
      const person = after.persons.find((each) => each.name === name && !each.is_deleted);
      expect([name, (person?.label_ids ?? []).map((id) => options.find((option) => option.id === id)?.label).sort()]).toEqual([
        name,
        wanted,
      ]);
    }
    // The person who was there keeps the labels they had, beside ours.
    expect(after.persons.find((person) => person.name === 'Maya Chen')?.label_ids).toEqual(expect.arrayContaining([...had]));

    await rollbackDryRun(ws, {});
    sayYes(traveller, 'rollback');
    expect((await runRollback(ws, {})).data).toMatchObject({ kept: [], failed: [] });
    expect(
      labelsIn(await look())
        .map(({ label }) => label)
        .sort(),
    ).toEqual(BUILT_IN);
    expect(await traveller.get('digest')).toEqual(before);
  } finally {
    await traveller.close();
  }
});

test(`${verifies('R41')}a label of ours that somebody has given to a person of their own stays, and is said`, async () => {
  const traveller = await setOut();
  try {
    const { ws, sandbox } = traveller;
    const look = async () => (await traveller.get('state')) as unknown as Labelled;
    await planned(traveller, { tags: { set: { as: 'labels' } } });
    sayYes(traveller, 'plan');
    await runSchema(ws, {});
    const state = await look();
    const remote = state.personFields.find((field) => field.field_code === 'label_ids')?.options?.find(({ label }) => label === 'remote');
    const own = state.persons.find(({ name }) => name === 'Oliver Brandt');
    const answer = await fetch(`${sandbox.url}/api/v2/persons/${own?.id}`, {
      method: 'PATCH',
      headers: { 'x-api-token': sandbox.token, 'content-type': 'application/json' },
      body: JSON.stringify({ label_ids: [remote?.id] }),
    });
    expect(answer.status).toBe(200);

    const shown = await rollbackDryRun(ws, {});
    expect(shown.kept).toEqual([{ entity: 'option', id: String(remote?.id), fields: ['other records use it'], updatedAt: null }]);
    sayYes(traveller, 'rollback');
    expect((await runRollback(ws, {})).data.failed).toEqual([]);
    const left = (await look()).personFields.find((field) => field.field_code === 'label_ids')?.options ?? [];
    expect(left.map(({ label }) => label).sort()).toEqual([...BUILT_IN, 'remote']);
    expect((await look()).persons.find(({ name }) => name === 'Oliver Brandt')?.label_ids).toEqual([remote?.id]);
  } finally {
    await traveller.close();
  }
});
