import {
  CutoverError,
  type ErrorCode,
  type ErrorDetails,
  type ExtractSummary,
  type FileProfile,
  type Reject,
  type ValueIssue,
} from '@cutover/domain';
import type { ReadOptions } from '../read-export.ts';
import type { PackedRows } from './packed.ts';

/** What the reader's thread is told when it starts. */
export interface Task {
  /** The export: a folder, an archive or a single file. */
  readonly path: string;
  readonly options: ReadOptions;
}

/** An error on its way between threads: its class would not survive. */
export interface Failure {
  /** Null: no error of ours. */
  readonly code: ErrorCode | null;
  readonly message: string;
  readonly details: ErrorDetails;
}

/** What the reader's thread says: the calls of its sink in their order, and how it ended. */
export type Said =
  | { readonly what: 'begin'; readonly file: string }
  | { readonly what: 'rows'; readonly rows: PackedRows }
  | { readonly what: 'rejects'; readonly batch: readonly Reject[] }
  | { readonly what: 'issues'; readonly batch: readonly ValueIssue[] }
  | { readonly what: 'end'; readonly profile: FileProfile }
  | { readonly what: 'done'; readonly summary: ExtractSummary }
  | { readonly what: 'failed'; readonly failure: Failure };

/** Answered to every batch that was taken, so that the reader does not run ahead of the ledger. */
export const TAKEN = 'taken';

export function failureOf(thrown: unknown): Failure {
  if (thrown instanceof CutoverError) return { code: thrown.code, message: thrown.message, details: thrown.details };
  return { code: null, message: thrown instanceof Error ? thrown.message : String(thrown), details: { cause: thrown } };
}

export function errorOf({ code, message, details }: Failure): Error {
  return code === null ? new Error(message, { cause: details.cause }) : new CutoverError(code, message, details);
}
