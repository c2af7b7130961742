import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { countOf, FROM, SEED } from '../chaos/random.ts';

/** Cases for each parser: so many in `npm test`; in the long run 10,000, in parts. */
const USUAL = 500;

/** Runs a property with the seed of this run, and says so in a line that the record of long runs is made from. */
export async function cases<T>(name: string, property: fc.IAsyncProperty<T> | fc.IProperty<T>, share = 1): Promise<void> {
  const seed = createHash('sha256').update(`${SEED} ${FROM} ${name}`).digest().readInt32LE(0);
  const numRuns = Math.max(1, Math.round(countOf(USUAL) * share));
  console.log(`fuzz ${name}: ${numRuns} cases, seed ${seed}`);
  await fc.assert(property, { seed, numRuns });
}

/** Text made of what matters to parsers, damage included. */
export const crooked = (alphabet: readonly string[], maxLength = 200): fc.Arbitrary<string> =>
  fc.array(fc.constantFrom(...alphabet), { maxLength }).map((parts) => parts.join(''));

/** Sound bytes with a few of them changed, taken away, doubled or cut off. */
export function bent(sound: Uint8Array): fc.Arbitrary<Buffer> {
  const place = fc.nat({ max: Math.max(0, sound.length - 1) });
  const change = fc.record({ at: place, byte: fc.nat({ max: 255 }), kind: fc.constantFrom('set', 'drop', 'double', 'cut') });
  return fc.array(change, { minLength: 1, maxLength: 6 }).map((changes) => {
    let bytes = Buffer.from(sound);
    for (const { at, byte, kind } of changes) {
      const here = Math.min(at, bytes.length);
      if (kind === 'set' && here < bytes.length) bytes[here] = byte;
      else if (kind === 'drop') bytes = Buffer.concat([bytes.subarray(0, here), bytes.subarray(here + 1)]);
      else if (kind === 'double') bytes = Buffer.concat([bytes.subarray(0, here), bytes.subarray(here, here + 40), bytes.subarray(here)]);
      else if (kind === 'cut' && byte < 40) bytes = bytes.subarray(0, here);
    }
    return bytes;
  });
}
