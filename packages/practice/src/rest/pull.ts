import { CutoverError } from '@cutover/domain';
import { SourceClient } from './client.ts';
import type { Connector, Endpoint } from './connector.ts';
import type { Pull, PullMode, SourceCopy } from './copy.ts';
import { copyList } from './list.ts';
import type { SourcePorts } from './ports.ts';

export interface PullInput {
  /** Where all endpoints begin, without a trailing slash. */
  readonly url: string;
  readonly connector: Connector;
  readonly key: string | null;
  readonly copy: SourceCopy;
  readonly mode: PullMode;
}

/** An instant as the parameter wants it. */
export function sinceText(ms: number, as: NonNullable<Endpoint['since']>['as']): string {
  const iso = new Date(ms).toISOString();
  switch (as) {
    case 'iso':
      return iso.replace(/\.\d+Z$/, 'Z');
    case 'date':
      return iso.slice(0, 10);
    case 'unix':
      return String(Math.floor(ms / 1_000));
    case 'unix-ms':
      return String(Math.floor(ms));
  }
}

function begin({ copy, connector, mode }: PullInput, now: number): Pull {
  const last = copy.last();
  const from = last === null ? null : (last.asOf ?? last.began) - connector.limits.overlapSeconds * 1_000;
  const since = connector.endpoints.map((endpoint) => (mode === 'changed' && endpoint.since !== undefined ? from : null));
  return copy.begin({ began: now, since, modes: since.map((one) => (one === null ? 'full' : 'changed')) });
}

/** The pull that was broken off, when it still serves: not too old, and no mere list of changes where everything is asked for. */
function toGoOn({ copy, connector, mode }: PullInput, now: number): Pull | null {
  const pull = copy.unfinished();
  if (pull === null || now - pull.began > connector.limits.resumeHours * 3_600_000) return null;
  return mode === 'full' && pull.modes.includes('changed') ? null : pull;
}

/**
 * Reads all endpoints into the copy, side by side under one limit. What has come stays when it is broken off, and the next call goes on from there.
 * The pull is not finished in the copy: that is for whoever has staged it.
 * @throws CutoverError `no-source-key`, `source-refused`, `source-unavailable`, `source-answer`, `interrupted`
 */
export async function pullAll(input: PullInput, ports: SourcePorts): Promise<Pull> {
  const { connector, copy, url, key } = input;
  if (connector.auth !== undefined && key === null)
    throw new CutoverError(
      'no-source-key',
      `the connector sends a key in ${connector.auth.header}, and there is none for ${new URL(url).host}`,
    );
  const broken = toGoOn(input, ports.clock.now());
  if (broken !== null) ports.tell('going on with the extract that was broken off');
  let pull = broken ?? begin(input, ports.clock.now());
  const failed = new AbortController();
  const stop = AbortSignal.any([ports.stop, failed.signal]);
  const client = new SourceClient(connector, key, { ...ports, stop });
  const errors: unknown[] = [];
  const one = async (endpoint: Endpoint, index: number): Promise<void> => {
    const from = pull.since[index] ?? null;
    const since = from === null || endpoint.since === undefined ? null : sinceText(from, endpoint.since.as);
    const onDate = (date: number): void => {
      pull = copy.answered(pull, date);
    };
    try {
      await copyList({ base: url, endpoint, index, since, parallel: connector.limits.parallel, client, copy, pull, onDate });
      ports.tell(`${endpoint.name} has come${since === null ? '' : `, changes since ${since}`}`);
    } catch (thrown) {
      // The first fault ends the others; what they say then says nothing.
      if (errors.push(thrown) === 1) failed.abort(thrown);
    }
  };
  await Promise.all(connector.endpoints.map(one));
  if (errors.length > 0) throw errors[0];
  return pull;
}
