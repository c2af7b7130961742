import type { Reply } from '../line.ts';
import { type Experiment, type Found, type Setting, seen, settled, taken, unsettled } from './fact.ts';

const WON = '2024-01-01T00:00:00Z';

/** A pipeline of the probe's own with two stages. */
async function ownStages({ bench }: Setting) {
  const pipeline = await bench.make('pipeline');
  const first = await bench.make('stage', { pipeline_id: Number(pipeline.id) });
  await bench.make('stage', { pipeline_id: Number(pipeline.id) });
  return { pipeline: pipeline.id, first: first.id };
}

const hidden = (deal: Reply): boolean => deal.status === 404 || deal.status === 410 || deal.at('data.is_deleted') === true;

const countIn = (reply: Reply): number | null => {
  const list = reply.at('data');
  return Array.isArray(list) ? list.length : null;
};

function stagesSeen(reply: Reply): Found {
  const count = countIn(reply);
  if (count === null) return unsettled('new-pipeline', `its stages were answered ${seen(reply)}`);
  return settled('new-pipeline', count === 0 ? 'no-stages' : 'default-stages', `${count} stages`);
}

/** Deals, stages and pipelines (api-facts §3.3, §3.6, §7). */
export const DEALS: readonly Experiment[] = [
  {
    about: 'what a new pipeline brings',
    switches: ['new-pipeline'],
    async run({ bench, listLag }) {
      const { id } = await bench.make('pipeline');
      const look = () => bench.line.ask({ method: 'GET', path: `/api/v2/stages?pipeline_id=${id}`, tokens: 5 });
      const first = await look();
      if (countIn(first) !== 0) return [stagesSeen(first)];
      // A list may be behind: nothing there at once proves nothing.
      await listLag();
      return [stagesSeen(await look())];
    },
  },
  {
    about: 'what a deal takes',
    switches: ['stage-pipeline-mismatch', 'close-times', 'channel-id', 'deal-link-null'],
    async run(setting) {
      const { bench, otherPipeline } = setting;
      const { first } = await ownStages(setting);
      const mixed = await bench.try('deal', { stage_id: Number(first), pipeline_id: otherPipeline });
      const won = await bench.try('deal', { stage_id: Number(first), status: 'won', won_time: WON });
      const channel = await bench.try('deal', { stage_id: Number(first), channel_id: 'probe' });
      const person = await bench.make('person');
      const { id } = await bench.make('deal', { stage_id: Number(first), person_id: Number(person.id) });
      const loose = await bench.change('deal', id, { person_id: null });
      return [
        mixed.ok && mixed.at('data.stage_id') !== Number(first)
          ? unsettled('stage-pipeline-mismatch', 'the deal went to another stage')
          : taken('stage-pipeline-mismatch', mixed, 'a stage of another pipeline', ['stage-wins', 'refused']),
        won.ok && Date.parse(String(won.at('data.won_time'))) !== Date.parse(WON)
          ? unsettled('close-times', `won_time became ${String(won.at('data.won_time'))}`)
          : taken('close-times', won, 'won_time with the status', ['with-status', 'existing-status']),
        taken('channel-id', channel, 'channel_id', ['accepted', 'refused']),
        loose.ok && loose.at('data.person_id') !== null
          ? unsettled('deal-link-null', 'null was taken and changed nothing')
          : taken('deal-link-null', loose, 'person_id: null on a deal', ['accepted', 'refused']),
      ];
    },
  },
  {
    about: 'bringing a deleted deal back',
    switches: ['deal-undelete'],
    async run(setting) {
      const { bench } = setting;
      const { first } = await ownStages(setting);
      const { id } = await bench.make('deal', { stage_id: Number(first) });
      const alive = await bench.change('deal', id, { is_deleted: false });
      if (!alive.ok) return [taken('deal-undelete', alive, 'is_deleted: false on a living deal', ['ignored', 'refused'])];
      await bench.remove('deal', id);
      const back = await bench.change('deal', id, { is_deleted: false });
      if (back.status === 404 || back.status === 410)
        return [unsettled('deal-undelete', `a deleted deal cannot be addressed: ${seen(back)}`)];
      if (!back.ok) return [settled('deal-undelete', 'ignored', `on a deleted deal: ${seen(back)}`)];
      const restored = !hidden(await bench.read('deal', id));
      if (restored) bench.again('deal', id);
      return [settled('deal-undelete', restored ? 'restores' : 'ignored', `on a deleted deal: ${seen(back)}`)];
    },
  },
  {
    about: 'deleting a stage or a pipeline with deals',
    switches: ['delete-stage-with-deals', 'delete-pipeline-with-deals'],
    async run(setting) {
      const { bench } = setting;
      const one = await ownStages(setting);
      const inStage = await bench.make('deal', { stage_id: Number(one.first) });
      const stage = await bench.remove('stage', one.first);
      const moved = await bench.read('deal', inStage.id);
      const other = await ownStages(setting);
      const inPipeline = await bench.make('deal', { stage_id: Number(other.first) });
      const pipeline = await bench.remove('pipeline', other.pipeline);
      const after = await bench.read('deal', inPipeline.id);
      return [deletedStage(stage, moved, one.first), deletedPipeline(pipeline, after)];
    },
  },
  {
    about: 'what hangs on a deleted record',
    switches: ['dead-parent', 'files-after-parent'],
    async run(setting) {
      const { bench } = setting;
      const { first } = await ownStages(setting);
      const person = await bench.make('person');
      const { id } = await bench.make('deal', { stage_id: Number(first), person_id: Number(person.id) });
      const file = await bench.make('file', {}, { text: 'probe', fields: { deal_id: id } });
      await bench.remove('person', person.id);
      const left = (await bench.read('deal', id)).at('data.person_id');
      await bench.remove('deal', id);
      const read = await bench.read('file', file.id);
      const gone = read.status === 404 || read.status === 410 || read.at('data.active_flag') === false;
      return [
        settled(
          'dead-parent',
          left === null ? 'id-cleared' : 'id-kept',
          `the deal of a deleted person has person_id ${JSON.stringify(left)}`,
        ),
        read.ok || gone
          ? settled('files-after-parent', gone ? 'deleted' : 'kept', `the file of a deleted deal: ${seen(read)}`)
          : unsettled('files-after-parent', seen(read)),
      ];
    },
  },
];

function deletedStage(answer: Reply, deal: Reply, deleted: string): Found {
  if (!answer.ok) return taken('delete-stage-with-deals', answer, 'deleting it', ['moves', 'refused']);
  if (hidden(deal)) return settled('delete-stage-with-deals', 'hides', `the deal then: ${seen(deal)}`);
  const stage = deal.at('data.stage_id');
  return stage === Number(deleted) || typeof stage !== 'number'
    ? unsettled('delete-stage-with-deals', 'the deal is alive, in a stage that is not')
    : settled('delete-stage-with-deals', 'moves', 'the deal is in another stage then');
}

function deletedPipeline(answer: Reply, deal: Reply): Found {
  if (!answer.ok) return taken('delete-pipeline-with-deals', answer, 'deleting it', ['hides', 'refused']);
  return hidden(deal)
    ? settled('delete-pipeline-with-deals', 'hides', `the deal then: ${seen(deal)}`)
    : unsettled('delete-pipeline-with-deals', 'the deal is alive, in a pipeline that is not');
}
