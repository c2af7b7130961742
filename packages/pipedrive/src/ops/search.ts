import type { CustomEntity } from '@cutover/domain';
import type { Caller } from '../call.ts';
import { collect, type Page, pagesV2 } from '../pages.ts';
import { WireSearchHit } from '../wire/account.ts';

export interface Search {
  /**
   * Records whose field holds exactly this text (case counts). The index lags by seconds and keeps deleted persons and organizations (api-facts §8):
   * finding nothing proves nothing, and a hit has to be read before it counts. 20 tokens.
   */
  byField(entity: CustomEntity, key: string, term: string): Promise<Page<WireSearchHit>>;
}

export const search = (caller: Caller): Search => ({
  byField: (entity, key, term) =>
    collect(
      pagesV2(
        caller,
        { operation: 'searchItemByField', query: { entity_type: entity, field: key, match: 'exact', term, limit: '100' } },
        WireSearchHit,
      ),
    ),
});
