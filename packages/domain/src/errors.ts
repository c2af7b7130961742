/** Exit codes of contract §4. */
export const EXIT = {
  done: 0,
  failed: 1,
  usage: 2,
  approval: 3,
  stale: 4,
  partial: 5,
  paused: 6,
  refused: 7,
  interrupted: 130,
} as const;
export type Exit = (typeof EXIT)[keyof typeof EXIT];

/** What a caller may do about an error: nothing, start again after mending, wait and start again, or resume the same run. */
export type Retry = 'never' | 'after-fix' | 'after-wait' | 'resume';

interface ErrorRow {
  readonly exit: Exit;
  readonly retry: Retry;
  /** What the person should do next; one sentence. */
  readonly advice: string;
}

const row = (exit: Exit, retry: Retry, advice: string): ErrorRow => Object.freeze({ exit, retry, advice });

/** The closed set of error codes. Every failure that leaves the engine carries one of these. */
export const ERRORS = Object.freeze({
  usage: row(EXIT.usage, 'after-fix', 'See cutover --help for the command.'),
  'no-workspace': row(EXIT.usage, 'after-fix', 'Run cutover init DIR first, or point --workspace at a folder that init made.'),
  'workspace-exists': row(EXIT.usage, 'after-fix', 'Use another folder, or go on in this one without init.'),
  'source-missing': row(
    EXIT.usage,
    'after-fix',
    'Check the path given as --source: it must be the folder, the archive or the file with the export.',
  ),
  'source-empty': row(EXIT.failed, 'after-fix', 'Export again from The Practice and point --source at the folder with its files.'),
  'source-unrecognised': row(
    EXIT.failed,
    'after-fix',
    'Say what the files are with cutover decide, or check that this is an export of The Practice.',
  ),
  'source-unreadable': row(EXIT.failed, 'after-fix', 'Mend or remove the file named here, then run cutover extract again.'),
  'no-source-key': row(EXIT.usage, 'after-fix', "Set CUTOVER_SOURCE_KEY, or save the source's key in a file only you can read."),
  'source-refused': row(EXIT.failed, 'after-fix', "Check the source's address, its key and the connector: it did not let us read."),
  'source-unavailable': row(EXIT.failed, 'resume', 'The source had a fault; start the same command again: it goes on where it was.'),
  'source-answer': row(
    EXIT.failed,
    'after-fix',
    'The source answers otherwise than the connector says: check its rows, paging and limits against docs/source.md.',
  ),
  'not-extracted': row(EXIT.usage, 'after-fix', 'Run cutover extract first.'),
  'no-plan': row(EXIT.usage, 'after-fix', 'Run cutover plan first.'),
  'target-not-allowed': row(
    EXIT.usage,
    'after-fix',
    'Use https://<company>.pipedrive.com or a sandbox on 127.0.0.1, or allow the host with --allow-host at init.',
  ),
  'bad-file': row(EXIT.usage, 'after-fix', 'Mend the file at the place named here.'),
  'not-ready': row(EXIT.usage, 'after-fix', 'Run the step named here first.'),
  'no-decision': row(EXIT.usage, 'after-fix', 'cutover decisions lists the ids.'),
  'no-column': row(
    EXIT.usage,
    'after-fix',
    'Give the column by the name it has in the export, with its file where several are called the same.',
  ),
  'bad-answer': row(EXIT.usage, 'after-fix', 'cutover decisions ID shows the alternatives, which have its form.'),
  'bad-argument': row(
    EXIT.usage,
    'after-fix',
    'Call the tool again with the arguments its schema lists; nothing else was wrong, and nothing was done.',
  ),
  'stale-list': row(EXIT.usage, 'after-fix', 'Something changed since it was shown: look at it again, then answer.'),
  'no-terminal': row(EXIT.usage, 'after-fix', 'Start this in a terminal, or use the headless commands (cutover --help).'),
  'passphrase-set': row(EXIT.usage, 'after-fix', 'Unset CUTOVER_KEY_PASSPHRASE: only approve, keys and doctor --probe may see it.'),
  'bad-key': row(EXIT.usage, 'after-fix', 'Check the key file and its passphrase; cutover keys new makes one.'),
  'approval-required': row(EXIT.approval, 'after-fix', 'A person has to approve this gate; the command to run is in "ask".'),
  'decisions-open': row(EXIT.approval, 'after-fix', 'Answer the open decisions with cutover decide, then approve again.'),
  'wrong-company': row(EXIT.approval, 'after-fix', 'Give the company domain of the account this workspace writes to.'),
  'plan-stale': row(EXIT.stale, 'after-fix', 'cutover plan show lists what is stale; run cutover plan again and approve the new plan.'),
  'plan-invalid': row(EXIT.stale, 'after-fix', 'The plan file is damaged or was edited by hand: export it again with cutover plan show.'),
  'ledger-corrupt': row(EXIT.stale, 'never', 'Restore the workspace from a copy; nothing was written.'),
  'ledger-newer': row(EXIT.stale, 'after-fix', 'This workspace was made by a newer Cutover: use that version.'),
  'ledger-foreign': row(EXIT.stale, 'never', 'This ledger belongs to another migration or account: use its own workspace.'),
  'ledger-edited': row(EXIT.stale, 'never', 'Something in the ledger was changed by hand: run cutover extract and cutover plan again.'),
  'already-migrated': row(
    EXIT.stale,
    'after-fix',
    'Records of this source are in the account but not in this ledger: go on in the workspace that made them, or take them over with --adopt.',
  ),
  'other-target': row(EXIT.stale, 'never', 'Another company answers at this address than when the workspace was made.'),
  'run-active': row(EXIT.failed, 'after-wait', 'Another run holds this workspace: wait for it, or use --take-over when it is dead.'),
  'epoch-moved': row(EXIT.failed, 'never', 'Another process took this workspace over: this run stopped before its next write.'),
  interrupted: row(EXIT.paused, 'resume', 'Start the same command again: it goes on where it stopped.'),
  killed: row(EXIT.interrupted, 'resume', 'Start the same command again: it goes on where it stopped.'),
  'partly-done': row(EXIT.partial, 'after-fix', 'cutover report names every record concerned and why.'),
  'budget-spent': row(EXIT.paused, 'resume', "Start the same command again after the account's daily reset, or use --wait."),
  unreachable: row(EXIT.failed, 'after-wait', 'Check the address and the network, then start the same command again.'),
  'answer-unusable': row(
    EXIT.failed,
    'resume',
    'The target answered in a form that cannot be read; start the same command again, and report it if it stays.',
  ),
  unavailable: row(EXIT.failed, 'resume', 'The target had a fault; start the same command again in a while.'),
  'no-token': row(EXIT.refused, 'after-fix', 'Set PIPEDRIVE_API_TOKEN, or save the token in a file only you can read.'),
  'token-elsewhere': row(EXIT.refused, 'after-fix', 'This token was saved for another host: save the token of this one.'),
  unauthorized: row(EXIT.refused, 'after-fix', 'The token was not accepted: copy it again from Pipedrive (Personal preferences, API).'),
  forbidden: row(EXIT.refused, 'after-fix', "Use an admin's token: this one may not do what the plan needs."),
  'cap-reached': row(EXIT.refused, 'after-fix', 'Fold fields together in the plan, or make room in the account.'),
  'account-closed': row(EXIT.refused, 'after-fix', 'The Pipedrive account is not open (trial over or unpaid).'),
  blocked: row(EXIT.refused, 'after-wait', 'Pipedrive blocks this client: wait at least 15 minutes and ask what else uses this token.'),
  'write-refused': row(EXIT.failed, 'after-fix', 'Pipedrive refused this record; the reason is in the report.'),
  unresolved: row(EXIT.failed, 'resume', 'It could not be found out whether a write arrived; start the same command again.'),
  'disk-full': row(EXIT.failed, 'resume', 'Make room on the disk of the workspace, then start the same command again.'),
  internal: row(EXIT.failed, 'never', 'This is a fault in Cutover: please report it with the log file of the workspace.'),
} satisfies Record<string, ErrorRow>);

export type ErrorCode = keyof typeof ERRORS;

/** Where in the input an error lies. */
export interface Place {
  readonly file?: string;
  readonly line?: number;
  readonly column?: string;
  readonly id?: string;
}

export interface ErrorDetails {
  readonly place?: Place;
  readonly found?: string;
  readonly expected?: string;
  readonly cause?: unknown;
  /** Machine-readable extras for `--output json`. Never secrets, never note texts. */
  readonly data?: Readonly<Record<string, unknown>>;
}

/** The one error class: a code of the table above, a message that says what was found, and where. */
export class CutoverError extends Error {
  override readonly name = 'CutoverError';
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.details = details;
  }

  get exit(): Exit {
    return ERRORS[this.code].exit;
  }

  get advice(): string {
    return ERRORS[this.code].advice;
  }
}

/** Anything thrown, as a CutoverError; a foreign error becomes `internal` and keeps its cause. */
export function asCutoverError(thrown: unknown): CutoverError {
  if (thrown instanceof CutoverError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new CutoverError('internal', message, { cause: thrown });
}
