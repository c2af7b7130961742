import * as two from 'pipedrive/v2';
import { describe, expect, test } from 'vitest';
import { at, type Company, dataOf, idOf, present, refusal } from './company.ts';

export const deals = (company: () => Company) =>
  describe('deals, pipelines and stages', () => {
    const api = () => new two.DealsApi(company().v2);
    const pipelines = () => new two.PipelinesApi(company().v2);
    const stages = () => new two.StagesApi(company().v2);

    test('a deal follows its stage; a pipeline alone means its first stage', async () => {
      const pipeline = await idOf(pipelines().addPipeline({ AddPipelineRequest: { name: 'Coaching' } }));
      expect(await dataOf(stages().getStages({ pipeline_id: pipeline }))).toEqual([]);
      const made: number[] = [];
      for (const name of ['Active', 'Paused']) {
        const stage = await dataOf(stages().addStage({ AddStageRequest: { name, pipeline_id: pipeline } }));
        made.push(present(stage.id));
        expect(stage.order_nr).toBe(made.length);
      }
      const [first = 0, second = 0] = made;
      const byPipeline = await dataOf(api().addDeal({ AddDealRequest: { title: 'A', pipeline_id: pipeline } }));
      expect([byPipeline.pipeline_id, byPipeline.stage_id]).toEqual([pipeline, first]);
      const plain = await dataOf(api().addDeal({ AddDealRequest: { title: 'B' } }));
      expect(plain.pipeline_id).not.toBe(pipeline);
      expect(plain.stage_change_time).toBe(null);
      const id = present(plain.id);
      const moved = await dataOf(api().updateDeal({ id, UpdateDealRequest: { stage_id: second } }));
      expect([moved.pipeline_id, moved.stage_id]).toEqual([pipeline, second]);
      expect(moved.stage_change_time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
      expect(at(await refusal(stages().deleteStage({ id: second })), 'error')).toBe('The stage still holds deals');
      expect(at(await refusal(pipelines().deletePipeline({ id: pipeline })), 'error')).toBe('The pipeline still holds deals');
      for (const deal of [byPipeline.id, id]) await api().deleteDeal({ id: present(deal) });
      await stages().deleteStage({ id: second });
      expect(await dataOf(pipelines().deletePipeline({ id: pipeline }))).toEqual({ id: pipeline });
    });

    test('pipelines and stages: read alone, renamed, rot and probability', async () => {
      const pipeline = await idOf(pipelines().addPipeline({ AddPipelineRequest: { name: 'Groups' } }));
      await pipelines().updatePipeline({ id: pipeline, UpdatePipelineRequest: { name: 'Circles', is_deal_probability_enabled: true } });
      expect(await dataOf(pipelines().getPipeline({ id: pipeline }))).toMatchObject({ name: 'Circles', is_deal_probability_enabled: true });
      const id = await idOf(stages().addStage({ AddStageRequest: { name: 'New', pipeline_id: pipeline } }));
      const change = { name: 'Asked', deal_probability: 40, is_deal_rot_enabled: true, days_to_rotten: 14 };
      await stages().updateStage({ id, UpdateStageRequest: change });
      expect(await dataOf(stages().getStage({ id }))).toMatchObject({ ...change, pipeline_id: pipeline, order_nr: 1 });
      expect((await dataOf(stages().getStages({ pipeline_id: 999_999 }))).length).toBe(0);
    });

    test('won and lost times come with their status and go with it', async () => {
      const won = await dataOf(
        api().addDeal({ AddDealRequest: { title: 'Won', status: 'won', won_time: '2024-05-06T07:08:09Z', value: 12.5 } }),
      );
      expect(won).toMatchObject({
        status: 'won',
        won_time: '2024-05-06T07:08:09Z',
        close_time: '2024-05-06T07:08:09Z',
        lost_time: null,
        currency: 'USD',
      });
      const id = present(won.id);
      const open = await dataOf(api().updateDeal({ id, UpdateDealRequest: { status: 'open' } }));
      expect(open).toMatchObject({ status: 'open', won_time: null, close_time: null });
      const lost = await dataOf(api().updateDeal({ id, UpdateDealRequest: { status: 'lost', lost_reason: 'Budget' } }));
      expect(lost).toMatchObject({ status: 'lost', lost_reason: 'Budget', won_time: null });
      expect(lost.lost_time).not.toBe(null);
    });

    test('archived deals leave the list, refuse edits, and come back', async () => {
      const id = await idOf(api().addDeal({ AddDealRequest: { title: 'Old' } }));
      await api().updateDeal({ id, UpdateDealRequest: { is_archived: true, archive_time: '2024-01-02 03:04:05' } });
      expect(await dataOf(api().getDeals({ ids: String(id) }))).toEqual([]);
      const archived = await dataOf(api().getArchivedDeals({ ids: String(id) }));
      expect(at(archived, '0.archive_time')).toBe('2024-01-02T03:04:05Z');
      const refused = await refusal(api().updateDeal({ id, UpdateDealRequest: { title: 'x' } }));
      expect([company().status(), at(refused, 'error')]).toEqual([403, 'You do not have permissions to do this.']);
      await api().updateDeal({ id, UpdateDealRequest: { is_archived: false } });
      expect(await dataOf(api().getDeals({ ids: String(id) }))).toHaveLength(1);
    });

    test('deleted deals are listed only when asked for', async () => {
      const id = await idOf(api().addDeal({ AddDealRequest: { title: 'Gone' } }));
      await api().deleteDeal({ id });
      expect(await dataOf(api().getDeals({ ids: String(id) }))).toEqual([]);
      expect(await dataOf(api().getDeals({ ids: String(id), status: 'deleted' }))).toHaveLength(1);
    });
  });
