import { describe, expect, test } from 'vitest';
import { openKit } from '../testing/kit.ts';

const forbidden = (error: string) => ({
  success: false,
  error,
  error_info: 'Please check developers.pipedrive.com',
  data: null,
  additional_data: null,
});

describe('caps (api-facts §1.4, §4.5)', () => {
  test('thirty custom fields on the smallest plan, over all entities', async () => {
    const lite = await openKit({ plan: 'lite' });
    try {
      const add = (entity: string, n: number) =>
        lite.call('POST', `/api/v2/${entity}Fields`, { field_name: `Field ${n}`, field_type: 'varchar' });
      // The company has two of its own.
      for (let n = 0; n < 28; n += 1) expect((await add(['person', 'deal', 'organization'][n % 3] ?? '', n)).status).toBe(200);
      const over = await add('deal', 31);
      const said = "Couldn't add the field. You've reached the custom fields limit of your plan.";
      expect([over.status, over.body]).toEqual([403, { ...forbidden(said), code: 'feature_capping_custom_fields_limit' }]);
      const field = (await lite.call('GET', '/api/v2/dealFields?limit=500')).rows().find((row) => Object(row).field_name === 'Field 1');
      await lite.call('DELETE', `/api/v2/dealFields/${Object(field).field_code}`);
      expect((await add('deal', 31)).status).toBe(200);
    } finally {
      await lite.sandbox.close();
    }
  });

  test('activity types of a company', async () => {
    const own = await openKit({ switches: { 'activity-type-cap': '8' } });
    try {
      const add = (name: string) => own.call('POST', '/api/v1/activityTypes', { name, icon_key: 'task' });
      // Six come with the company.
      expect([(await add('Seven')).status, (await add('Eight')).status]).toEqual([200, 200]);
      const over = await add('Nine');
      const said = "Couldn't add activity type. You've reached the activity type per company limit.";
      expect([over.status, over.body]).toEqual([403, forbidden(said)]);
    } finally {
      await own.sandbox.close();
    }
  });
});
