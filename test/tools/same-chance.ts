import fc from 'fast-check';
import { chanceOf, SEED } from '../chaos/random.ts';

/** Properties meet the same cases in every run, so that a run that passed passes again; `CHAOS_SEED` chooses others. */
fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: chanceOf(`${SEED}/properties`).between(0, 2 ** 31 - 1) });
