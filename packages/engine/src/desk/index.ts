export { type ApproveInput, approve, DEFAULT_LIFETIME_MS, type GateSubject, gateSubject, readyFor } from './approve.ts';
export { Answers, acceptAll, type DecideResult, decide, decideMany, listDecisions, listDigestOf, undoLast, Verdict } from './decide.ts';
export { newKey, openKey, readPublicKey, throwAwayKey } from './keys.ts';
