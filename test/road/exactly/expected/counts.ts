/**
 * Rows of each object by their fate. Detail rows share the fate of the record they went into: the second card of C012 and the lines of
 * invoices are created with it; contracts D001 and D002 went to Maya Chen, who was there before. Coaches resolve to users and count as
 * reused; automations are skipped, and so is F007, which is not in the export.
 */
export interface ExpectedCounts {
  readonly object: string;
  readonly source: number;
  readonly rejected: number;
  readonly skipped: number;
  readonly planned: number;
  readonly created: number;
  readonly reused: number;
  readonly failed: number;
}

const row = (object: string, source: number, rejected: number, skipped: number, created: number, reused: number): ExpectedCounts => ({
  object,
  source,
  rejected,
  skipped,
  planned: created + reused,
  created,
  reused,
  failed: 0,
});

export const counts: readonly ExpectedCounts[] = [
  row('client', 41, 0, 0, 40, 1),
  row('company', 14, 0, 0, 13, 1),
  row('coach', 4, 0, 0, 0, 4),
  row('package', 45, 0, 0, 45, 0),
  row('session', 151, 1, 0, 150, 0),
  row('message', 9, 0, 0, 9, 0),
  row('note', 25, 1, 0, 24, 0),
  row('intake', 12, 0, 0, 12, 0),
  row('invoice', 46, 0, 0, 46, 0),
  row('contract', 5, 0, 0, 3, 2),
  row('file', 7, 0, 1, 6, 0),
  row('tag', 6, 0, 0, 6, 0),
  row('automation', 6, 0, 6, 0, 0),
];

/** Records of this export in Pipedrive, those that were there before included. */
export const records = { organization: 14, relationship: 4, person: 40, deal: 45, activity: 167, note: 59, file: 6 };

export const activityTypes = { Meeting: 128, Call: 15, Email: 3, Task: 10, Payment: 11 };

export const rejects: readonly (readonly [file: string, line: number, column: string | null, value: string | null])[] = [
  ['notes.csv', 19, null, null],
  ['sessions.csv', 117, 'Date', 'Tuesday after Easter'],
];
