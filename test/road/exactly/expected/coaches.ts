/** Mails of the users in Pipedrive who stand for the coaches. */
export const dana = 'dana.reyes@example.com';
export const sam = 'sam.okafor@example.com';
export const priya = 'priya.nair@example.com';
/** The fallback: for Lee Marsh, who has no user, and for records without a coach. */
export const unassigned = 'unassigned@example.com';
export type Coach = typeof dana | typeof sam | typeof priya | typeof unassigned;
