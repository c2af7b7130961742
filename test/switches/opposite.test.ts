import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ProbeFile } from '@cutover/domain';
import { expect, test } from 'vitest';
import { ALL_ZERO, type Left, zerosOf } from '../chaos/meaning.ts';
import { countOf, FROM } from '../chaos/random.ts';
import type { Traveller } from '../tools/travel.ts';
import { verifies } from '../tools/verifies.ts';
import { type Travelled, travel } from './journey.ts';
import { ENDS, type Ends, OPPOSITES, type Opposite, PROBED, STOPS } from './opposites.ts';
import { SCENES, type SceneName } from './scenes.ts';

/** Those in `npm test`; with CHAOS_COUNT, so many from CHAOS_FROM on. */
const USUAL = ['list-lag-seconds=2', 'custom-null=refused', 'dead-parent=id-cleared'];
const keyOf = ({ name, value }: Opposite): string => `${name}=${value}`;
const count = countOf(0);
const chosen = count === 0 ? OPPOSITES.filter((each) => USUAL.includes(keyOf(each))) : OPPOSITES.slice(FROM, FROM + count);

const known = new Map<SceneName, Promise<Travelled>>();
/** The same scene with every switch at its default. */
function usualOf(scene: SceneName): Promise<Travelled> {
  const found = known.get(scene) ?? travel({ scene: SCENES[scene] });
  known.set(scene, found);
  return found;
}

const seenBy =
  ({ loaded = (left) => left }: Ends) =>
  (all: readonly Left[]): Left[] =>
    all.flatMap((left) => loaded(left) ?? []);

/** What stopped a run is another matter than how it ended; how often depends on the moment. */
const say = (opposite: Opposite, how: string, { met }: Travelled): void =>
  console.info(
    `switch ${keyOf(opposite)} (${opposite.scene}): ${how}${met.length > 0 ? `; waited for ${[...new Set(met)].join(', ')}` : ''}`,
  );

function compare(want: Travelled, got: Travelled, ends: Ends): void {
  const exits = { ...want.exits, ...ends.exits };
  expect(got.exits).toEqual(exits);
  expect(got.verified).toEqual({ different: 0, missing: 0 });
  const zeros = zerosOf(seenBy(ends)(want.loaded), seenBy(ends)(got.loaded));
  const missing = zeros.missing.filter((mark) => ends.missing?.test(mark) !== true);
  const wrong = ends.missing === undefined ? zeros.wrong : zeros.wrong.filter((each) => !ends.missing?.test(each));
  expect({ ...zeros, missing, wrong }).toEqual(ALL_ZERO);
  if (ends.counts !== false) expect(got.counts).toBe(want.counts);
  expect(got.undone).toBe(ends.undone ?? want.undone);
  const { remains } = ends;
  const marks = (all: readonly Left[]): string[] => all.map(({ mark }) => mark.replace(/ \(deleted\)/g, ''));
  if (ends.remainsByMark === true) expect(marks(got.remains)).toEqual(marks(want.remains));
  else if (remains === undefined) expect(zerosOf(want.remains, got.remains)).toEqual(ALL_ZERO);
  else for (const { mark } of got.remains) expect(mark).toMatch(remains);
  expect(got.failed.length).toBeGreaterThanOrEqual(ends.failed?.least ?? 0);
  if (ends.failed === undefined) expect(got.failed).toEqual(want.failed);
  for (const reason of got.failed) expect(reason).toMatch(ends.failed?.says ?? /./);
}

/** Every switch of the sandbox is a question about Pipedrive that nobody has answered: the road has to end well whatever the answer is. */
test.each(chosen)(`${verifies('R41', 'R61')}the road with $name at $value`, async (opposite) => {
  const { name, value, scene } = opposite;
  const want = await usualOf(scene);
  const key = keyOf(opposite);
  const stop = STOPS[key];
  if (stop !== undefined) {
    const got = await travel({ scene: SCENES[scene], switches: { [name]: value }, stop });
    compare(want, got, { why: stop.why, loaded: stop.loaded });
    return say(opposite, stop.why, got);
  }
  const ends = ENDS[key];
  const got = await travel({ scene: SCENES[scene], switches: { [name]: value } });
  compare(want, got, ends ?? { why: 'as usual' });
  say(opposite, ends?.why ?? 'as usual', got);
});

test.each(chosen.filter((each) => PROBED.includes(keyOf(each))))(
  `${verifies('R41')}the road with $name at $value, which a probe had found: everything comes back`,
  async ({ name, value, scene }) => {
    const got = await travel({ scene: SCENES[scene], switches: { [name]: value }, prepare: (traveller) => tell(traveller, name, value) });
    expect({ exits: got.exits, verified: got.verified, undone: got.undone, failed: got.failed }).toEqual({
      exits: (await usualOf(scene)).exits,
      verified: { different: 0, missing: 0 },
      undone: true,
      failed: [],
    });
  },
);

test(`${verifies('R45', 'R61')}the road while another tool bursts on the same token: as without it, and nothing is taken for lost`, async () => {
  const [alone, crowded] = [await usualOf('plain'), await usualOf('crowded')];
  expect({ exits: crowded.exits, verified: crowded.verified, failed: crowded.failed, undone: crowded.undone }).toEqual({
    exits: alone.exits,
    verified: { different: 0, missing: 0 },
    failed: [],
    undone: true,
  });
  expect(zerosOf(alone.loaded, crowded.loaded)).toEqual(ALL_ZERO);
  expect(crowded.remains).toEqual([]);
  console.info(
    `beside another tool: ${crowded.statuses['429'] ?? 0} × 429${crowded.met.length > 0 ? `, waited for ${crowded.met.join(', ')}` : ''}`,
  );
});

/** Gives the workspace what a probe would have written. */
function tell({ ws, sandbox }: Traveller, name: string, value: string): void {
  const file: ProbeFile = {
    ...{ format: 1, at: '2026-11-22T12:00:00Z', tool: 'test', company: sandbox.company, consent: { by: 'terminal', who: 'test' } },
    ...{ facts: [{ switch: name, value, evidence: 'by hand' }], unsettled: [], remains: [], tokens: 0 },
  };
  writeFileSync(join(ws.dir, 'probe.json'), JSON.stringify(file));
}
