export { AccountField, AccountSnapshot, AccountUser } from './account.ts';
export {
  ANSWERS,
  type Answer,
  type AnswerOf,
  DECISION_KINDS,
  type DecisionKind,
  type FieldAnswer,
  FieldAs,
  FieldPart,
  FieldTarget,
  PLAIN_TARGETS,
} from './answer.ts';
export {
  Approval,
  type ApprovalStatement,
  approvalBytes,
  GATE_OF_RUN,
  GATES,
  Gate,
  REFUSAL_REASONS,
  Refusal,
  RUN_KINDS,
  RunKind,
} from './approval.ts';
export { Digest, FieldKey, Instant, Mail, PipedriveId, RowKey, RunId, SourceId, TargetKey } from './brand.ts';
export { canonicalJson, digestOf, digestOfBytes } from './canonical.ts';
export {
  answerOf,
  canReject,
  Decision,
  type DecisionOf,
  DecisionStatus,
  isOpen,
  parseAnswer,
  proposerWords,
  type Subject,
} from './decision.ts';
export {
  asCutoverError,
  CutoverError,
  ERRORS,
  type ErrorCode,
  type ErrorDetails,
  EXIT,
  type Exit,
  type Place,
  type Retry,
} from './errors.ts';
export { type EmitEvent, RunEvent } from './events.ts';
export {
  CapUse,
  Estimate,
  PLAN_TIERS,
  Plan,
  PlanActivityType,
  PlanDecision,
  PlanEnvelope,
  PlanField,
  PlanMeta,
  PlanSchema,
  PlanStage,
  PlanTier,
  Policies,
  planDigest,
  TargetInfo,
} from './plan.ts';
export { PROBE_DIARY, PROBE_FILE, ProbeFile } from './probe.ts';
export { Failure, ObjectCounts, Report } from './report.ts';
export {
  Attachment,
  ColumnProfile,
  DateOrder,
  ExtractSummary,
  FileProfile,
  Finding,
  Link,
  Reading,
  Reject,
  SOURCE_OBJECTS,
  SourceObject,
  StagedRow,
  VALUE_TYPES,
  ValueCount,
  ValueIssue,
  ValueType,
} from './source.ts';
export {
  Contact,
  CUSTOM_ENTITIES,
  CustomEntity,
  DesiredRecord,
  ENTITIES,
  Entity,
  FIELD_TYPES,
  FieldDiff,
  FieldType,
  LABEL_FIELD,
  LABEL_KEYS,
  ObservedRecord,
  Provenance,
  RecordDiff,
  SOURCE_ID_FIELD,
  Value,
  type ValueOf,
} from './target.ts';
export { freeSlug, normalName, slugOf } from './text.ts';
