export { type Consent, type ProbeResult, probeCost, runProbe } from '../doctor/probe/run.ts';
export { allowColumn, columnNamed, type ExportColumn, exportColumns, withholdColumn } from './allow.ts';
export { type ApproveInput, approve, DEFAULT_LIFETIME_MS, type GateSubject, gateSubject, readyFor } from './approve.ts';
export {
  Answers,
  acceptAll,
  catchUp,
  type DecideResult,
  decide,
  decideMany,
  listDecisions,
  listDigestOf,
  saveAnswers,
  undoLast,
  Verdict,
} from './decide.ts';
export { newKey, openKey, readPublicKey, throwAwayKey } from './keys.ts';
