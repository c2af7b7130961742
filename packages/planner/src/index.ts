export { compilePlan } from './compile/compile.ts';
export { isCompiledFrom } from './compile/decisions.ts';
export type { CompileInput, PlannerInput } from './input.ts';
export { LEXICON, type Lexicon } from './lexicon/index.ts';
export { type Without, withoutEntries } from './lexicon/without.ts';
export { type Proposal, propose } from './propose.ts';
export { chooseSample, type Sample, type SampleCandidate } from './sample.ts';
export { staleness } from './staleness.ts';
export { type RankedPair, rankPairs, type TableColumn } from './tables/rank.ts';
