import { createPublicKey, type KeyObject, randomBytes } from 'node:crypto';
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CutoverError, digestOfBytes, EXIT, type Exit, PROBE_FILE, ProbeFile } from '@cutover/domain';
import { clearLeft, isAdmin, openProbeLine, type ProbeFindings, type ProbeLine, probe, type Remains, WireMe } from '@cutover/pipedrive';
import { z } from 'zod';
import { isTrustedKey } from '../../gates/signature.ts';
import { holdCompany, targetOptions, tierOf } from '../../planning/target.ts';
import { instant } from '../../ports.ts';
import { BLOCK_MS } from '../../runs/execute.ts';
import { Company } from '../../settings.ts';
import type { Workspace } from '../../workspace.ts';
import { type DiaryFile, leftBehind, openDiary } from './diary.ts';

/** A person's yes to a probe of one company: its domain typed on a terminal, or with a key that the workspace trusts. */
export type Consent =
  | { readonly by: 'terminal'; readonly company: string }
  | { readonly by: 'key'; readonly company: string; readonly key: KeyObject };

export interface ProbeResult {
  readonly exit: Exit;
  readonly data: ProbeFile;
  readonly file: string;
  /** What an earlier probe had left, and this one deleted. */
  readonly clearedBefore: number;
  /** Why it was broken off, if it was. */
  readonly stopped: CutoverError | null;
}

/** About what a probe makes and costs, for a person to read before the yes. */
export const probeCost = Object.freeze({ records: 60, tokens: 700 });

const Users = z.array(z.looseObject({ id: z.number(), active_flag: z.boolean().nullish() }));
const Pipelines = z.array(z.looseObject({ id: z.number(), is_deleted: z.boolean().nullish() })).min(1);
const Types = z.array(z.looseObject({ key_string: z.string(), active_flag: z.boolean().nullish() })).min(1);

/**
 * Settles what no document says about this account by making a few marked records and deleting them again, and writes `probe.json`. Nothing is asked for
 * the writes before the consent was held against the company that answers. What an earlier probe left is deleted first.
 * @throws CutoverError `wrong-company`, `bad-key`, `run-active`, `blocked`, `no-token`, and what stands in the way of the first questions
 */
export async function runProbe(
  ws: Workspace,
  consent: Consent,
  progress: (done: number, total: number, about: string) => void,
): Promise<ProbeResult> {
  const { ledger, ports } = ws;
  const options = targetOptions(ws, { onCall: () => undefined });
  const owner = { pid: ports.self.pid, startedAt: ports.self.startedAt, host: ports.self.host, what: 'probe' };
  const { epoch } = ledger.lock.acquire(owner, ports.self.isAlive);
  const line = openProbeLine(options);
  try {
    const me = await read(line, '/api/v1/users/me', 2, WireMe);
    const company = holdCompany(ws, Company.parse({ id: me.company_id, domain: me.company_domain, name: me.company_name }));
    checkConsent(ws, consent, company);
    const diary = openDiary(ws.dir);
    const left = leftBehind(ws.dir);
    const before = await clearLeft(line, diary, left.made, left.unsure);
    const findings = await probe({
      line,
      diary,
      nonce: randomBytes(4).toString('hex'),
      setting: { ...(await settingOf(line)), smallPlan: smallPlan(ws), listLag: () => listLag(ws), admin: isAdmin(me) },
      stop: ports.stop,
      progress,
    });
    if (findings.stopped?.code === 'blocked') ledger.block(ports.clock.now() + BLOCK_MS, 'it answered a probe with a page instead of data');
    const remains = [...before, ...findings.remains, ...(await sweep(ws, line, diary))];
    if (remains.length === 0) diary.close();
    const data = fileOf(ws, consent, company, findings, remains, line.budget().spent);
    const file = write(ws.dir, data);
    return { exit: exitOf(findings, remains), data, file, clearedBefore: left.made.length - before.length, stopped: findings.stopped };
  } finally {
    await line.close();
    ledger.lock.release(epoch);
  }
}

/** How long a list may be behind (api-facts §12 #11: not known). */
const LIST_LAG_MS = 3_000;
const listLag = ({ ports, target }: Workspace): Promise<void> => ports.clock.sleep(LIST_LAG_MS / (target.loopback ? ports.timeScale : 1));

/** Looks for what may have been made by a request whose answer was lost, and deletes it. */
async function sweep(ws: Workspace, line: ProbeLine, diary: DiaryFile): Promise<Remains[]> {
  const { unsure } = leftBehind(ws.dir);
  if (unsure.size === 0) return [];
  await listLag(ws);
  return clearLeft(line, diary, [], unsure).catch((error: unknown) => {
    if (!(error instanceof CutoverError)) throw error;
    return [...unsure].map((kind) => ({ kind, id: 'not known', why: `its answer was lost, and then ${error.code}: ${error.message}` }));
  });
}

/** @throws CutoverError `wrong-company`, `bad-key` */
function checkConsent(ws: Workspace, consent: Consent, company: Company): void {
  if (consent.company !== company.domain) {
    throw new CutoverError('wrong-company', `this workspace writes to ${company.domain}, and "${consent.company}" was given`, {
      found: consent.company,
      expected: company.domain,
    });
  }
  if (consent.by === 'key' && !isTrustedKey(pemOf(consent.key), ws.settings.trust)) {
    throw new CutoverError('bad-key', 'this key is not one that the workspace trusts', {
      expected: 'the private half of a key given at init with --trust',
    });
  }
}

const pemOf = (key: KeyObject): string => createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString();

async function read<T>(line: ProbeLine, path: string, tokens: number, schema: z.ZodType<T>): Promise<T> {
  const reply = await line.ask({ method: 'GET', path, tokens });
  const parsed = schema.safeParse(reply.at('data'));
  if (parsed.success) return parsed.data;
  throw new CutoverError('answer-unusable', `${path} was answered ${reply.status} ${reply.reason}, which a probe cannot go by`);
}

/** What is there already and a probe refers to. */
async function settingOf(line: ProbeLine) {
  const users = await read(line, '/api/v1/users', 20, Users);
  const pipelines = await read(line, '/api/v2/pipelines?limit=500', 5, Pipelines);
  const types = await read(line, '/api/v1/activityTypes', 20, Types);
  const [type] = types.filter((each) => each.active_flag !== false);
  const [pipeline] = pipelines.filter((each) => each.is_deleted !== true);
  if (type === undefined || pipeline === undefined)
    throw new CutoverError('answer-unusable', 'the account has no pipeline or no activity type in use');
  const idle = users.find((user) => user.active_flag === false);
  return { idleUser: idle?.id ?? null, otherPipeline: pipeline.id, activityType: type.key_string };
}

function smallPlan(ws: Workspace): boolean | null {
  const { tier, tierKnown } = tierOf(ws);
  return tierKnown === 'assumed' ? null : tier === 'lite' || tier === 'growth';
}

function exitOf({ stopped }: ProbeFindings, remains: readonly Remains[]): Exit {
  if (stopped !== null) return stopped.exit;
  return remains.length > 0 ? EXIT.partial : EXIT.done;
}

function fileOf(
  ws: Workspace,
  consent: Consent,
  company: Company,
  findings: ProbeFindings,
  remains: readonly Remains[],
  tokens: number,
): ProbeFile {
  const who = consent.by === 'key' ? digestOfBytes(pemOf(consent.key)) : ws.ports.user;
  return ProbeFile.parse({
    format: 1,
    at: instant(ws.ports.clock),
    tool: ws.ports.version,
    company: { id: company.id, domain: company.domain },
    consent: { by: consent.by, who },
    facts: findings.facts,
    unsettled: findings.unsettled,
    remains: remains.map(({ kind, id, why }) => ({ kind, id, why })),
    tokens,
  });
}

/** Replaces an older one in one step. */
function write(dir: string, data: ProbeFile): string {
  const file = join(dir, PROBE_FILE);
  writeFileSync(`${file}.new`, `${JSON.stringify(data, null, 1)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return file;
}
