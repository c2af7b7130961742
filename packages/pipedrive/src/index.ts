export type { CallEvent, Refused, Unknown, Written } from './call.ts';
export { OPERATIONS, type Operation, type OperationRow } from './data/operations.ts';
export { dailyTokens, dealCap, TIERS, type TierLimits, tierOfLimits, WINDOW_MS } from './data/tiers.ts';
export { decode } from './decode/decode.ts';
export { stableImage } from './decode/stable-image.ts';
export { type Door, type DoorLimits, type DoorOptions, openDoor } from './door.ts';
export { type EncodeMode, encode, type WireCreate, type WireUpdate } from './encode/encode.ts';
export { canBeEmptied } from './encode/fields.ts';
export { type Found, findAllCreated, type Lost } from './find/find.ts';
export { hasSourceLine, sourceIn } from './find/marks.ts';
export { MAX_TRIES, type Next, OUTCOMES } from './http/next.ts';
export type { OutcomeClass } from './http/outcome.ts';
export type { Timeouts } from './http/transport.ts';
export { Binding, type BindingKind, type BindingOf, fieldName, optionName, splitName } from './names/bindings.ts';
export { type AccountFacts, type NamedField, type Names, namesFrom, type RecordIds } from './names/names.ts';
export type { Records } from './ops/records.ts';
export type { FileParent } from './ops/v1-records.ts';
export type { WriteResult } from './ops/write.ts';
export { collect, type Page, type Unreadable } from './pages.ts';
export { createRecord, deleteRecord, getRecord, updateRecord } from './perform.ts';
export type { Diary, Remains } from './probe/bench.ts';
export type { Settled, Unsettled } from './probe/facts/fact.ts';
export { KINDS, type Kind, MARK } from './probe/kinds.ts';
export { openProbeLine, type ProbeLine, type Reply } from './probe/line.ts';
export { clearLeft, type ProbeFindings, probe } from './probe/probe.ts';
export type { BudgetLimits, BudgetState } from './rate/budget.ts';
export { capCheck, exceeded } from './schema/caps.ts';
export { type Bound, findSchemaStep, performSchemaStep, removeBinding, type StepResult } from './schema/perform.ts';
export { fieldBindings, planSchemaSteps, type SchemaDetail, type SchemaStep } from './schema/steps.ts';
export { isAdmin, readRecords, readSettings, readSnapshot, readSnapshotFully, type SnapshotReading } from './snapshot.ts';
export type { WireActivityType, WireField, WireOption, WirePipeline, WireStage, WireUser, WireWebhook } from './wire/account.ts';
export { WireMe } from './wire/account.ts';
export type {
  WireActivity,
  WireDeal,
  WireFile,
  WireId,
  WireNote,
  WireOrganization,
  WirePerson,
  WireRelationship,
} from './wire/answers.ts';
