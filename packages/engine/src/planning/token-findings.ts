import type { AccountSnapshot, Finding } from '@cutover/domain';

/**
 * What the token's own rights will cost the migration. A token that is no admin's is not told which records it cannot see (api-facts §9): they are missing from
 * every list, so what is there already may not be recognised.
 */
export function tokenFindings({ me }: Pick<AccountSnapshot, 'me'>): Finding[] {
  if (me.admin) return [];
  return [
    {
      code: 'token-not-admin',
      severity: 'error',
      object: null,
      message: `the token belongs to ${me.mail}, who is no admin. Not possible with it: creating pipelines, stages, activity types and custom fields, and naming the author of a note. Not visible to it: records that only other users or groups may see, so that people, organizations and deals among them are not recognised and would be created a second time`,
      count: 1,
      rows: [],
      advice: "Use an admin's token, then run cutover plan again.",
    },
  ];
}
