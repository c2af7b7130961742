import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Fault, fault } from '@cutover/sandbox';
import { EIGHT, writeExport } from '../chaos/small-export.ts';
import { accountOf } from '../tools/account.ts';
import { type SandboxState, sandboxState } from '../tools/sandbox-state.ts';
import type { Traveller, TravelOptions } from '../tools/travel.ts';

/** What happens on the way, so that a switch has something to show its other side at. */
export interface Scene {
  readonly options?: TravelOptions;
  /** Changes the export before it is read. */
  readonly edit?: (dir: string) => void;
  readonly answers?: Readonly<Record<string, { readonly set: Readonly<Record<string, unknown>> }>>;
  /** Faults that are set when this stage begins. */
  readonly faults?: Readonly<Partial<Record<'schema' | 'sample' | 'full' | 'rollback', readonly Fault[]>>>;
  /** Somebody else, at the same time as the full load. */
  readonly meanwhile?: (traveller: Traveller) => Promise<unknown>;
  /** Somebody else, before the plan is made. */
  readonly before?: (traveller: Traveller) => Promise<unknown>;
  /** Somebody else, between verify and the rollback. */
  readonly since?: (traveller: Traveller, before: SandboxState) => Promise<unknown>;
  /** The whole road twice. */
  readonly twice?: true;
}

/** Another client of the account: the web app, or an integration. @throws Error when it is refused */
async function send(traveller: Traveller, method: string, path: string, body?: unknown): Promise<void> {
  const { url, token } = traveller.sandbox;
  const headers = { 'x-api-token': token, 'content-type': 'application/json' };
  const answer = await fetch(`${url}/api/${path}`, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  await answer.arrayBuffer();
}

/** So many requests at once under the same token, whatever they are answered. */
async function crowd({ sandbox }: Traveller, requests: number): Promise<void> {
  const ask = async () => (await fetch(`${sandbox.url}/api/v1/users/me`, { headers: { 'x-api-token': sandbox.token } })).arrayBuffer();
  await Promise.all(Array.from({ length: requests }, ask));
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
/** On the smallest plan twenty requests fit into a window. */
const LITE: TravelOptions = { tier: 'lite', sandbox: { plan: 'lite' } };

function replaceIn(dir: string, file: string, from: string, to: string): void {
  const path = join(dir, file);
  const text = readFileSync(path, 'utf8');
  if (!text.includes(from)) throw new Error(`${file} does not hold ${from}`);
  writeFileSync(path, text.replace(from, to));
}

const FILE_BYTES = 10_500_000;

export const SCENES = {
  plain: {},
  crowded: {
    options: LITE,
    meanwhile: async (traveller) => {
      for (let round = 0; round < 3; round += 1) {
        await pause(60);
        await crowd(traveller, 20);
      }
    },
  },
  stampede: { options: LITE, meanwhile: (traveller) => crowd(traveller, 60) },
  spent: { faults: { full: [fault({ method: 'POST', path: '/api/v2/activities', nth: 5 }, { budget: 'spent' })] } },
  lost: {
    faults: {
      schema: [fault({ method: 'POST', path: '/api/v2/personFields', nth: 2 }, { cut: 'after' })],
      sample: [
        fault({ method: 'POST', path: '/api/v2/persons', nth: 2 }, { cut: 'after' }),
        fault({ method: 'POST', path: '/api/v2/deals', nth: 2 }, { cut: 'after' }),
      ],
      full: [
        fault({ method: 'POST', path: '/api/v2/activities', nth: 3 }, { cut: 'after' }),
        fault({ method: 'POST', path: '/api/v1/notes', nth: 2 }, { cut: 'after' }),
      ],
    },
  },
  labelled: { answers: { tags: { set: { as: 'labels' } } } },
  long: {
    edit: (dir) => {
      replaceIn(dir, 'notes.csv', 'First meeting.', `First meeting. ${'A long story. '.repeat(8_000)}`);
      replaceIn(dir, 'clients.csv', 'Creative Director', `Creative Director ${'of everything '.repeat(25)}`);
      writeFileSync(join(dir, 'attachments/C009/okonkwo-360-summary.txt'), Buffer.alloc(FILE_BYTES, 'x'));
    },
  },
  edited: {
    since: async (traveller, before) => {
      const account = accountOf(sandboxState(await traveller.get('state')), before);
      const [deal] = account.deals;
      await send(traveller, 'PATCH', `v2/deals/${deal?.id}`, { title: 'Renamed by hand' });
    },
  },
  tidied: {
    since: async (traveller, before) => {
      const account = accountOf(sandboxState(await traveller.get('state')), before);
      await send(traveller, 'DELETE', `v2/persons/${account.person('C009').id}`);
      await send(traveller, 'DELETE', `v2/deals/${account.deals[0]?.id}`);
      await send(traveller, 'DELETE', `v1/notes/${account.notes[0]?.id}`);
      await send(traveller, 'PUT', `v1/persons/${account.person('C018').id}/merge`, { merge_with_id: account.person('C019').id });
    },
  },
  required: {
    before: (traveller) =>
      send(traveller, 'POST', 'v2/personFields', { field_name: 'Referred by', field_type: 'varchar', required_fields: { enabled: true } }),
  },
  twice: { twice: true },
} satisfies Record<string, Scene>;

export type SceneName = keyof typeof SCENES;

/** The export of a scene. */
export function exportOf(dir: string, { edit }: Scene): string {
  writeExport(dir, EIGHT);
  edit?.(dir);
  return dir;
}
