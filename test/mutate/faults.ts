import type { Fault } from './fault.ts';
import { activities } from './faults/activities.ts';
import { deals } from './faults/deals.ts';
import { gates } from './faults/gates.ts';
import { later } from './faults/later.ts';
import { loader } from './faults/loader.ts';
import { notes } from './faults/notes.ts';
import { people } from './faults/people.ts';

/** Every fault that the road's tests have to notice: in the projection (DESIGN §8), in the gates, and in what makes a load happen once. */
export const faults: readonly Fault[] = [...people, ...deals, ...activities, ...notes, ...gates, ...loader, ...later];
