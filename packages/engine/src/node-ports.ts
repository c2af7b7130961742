import { readFileSync, statSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { CutoverError, type EmitEvent } from '@cutover/domain';
import { z } from 'zod';
import type { Ports, Self } from './ports.ts';

/** File in a workspace that may hold the token, bound to its host. Mode 0600, made by a person. */
export const TOKEN_FILE = 'pipedrive-token.json';
const SavedToken = z.strictObject({ host: z.string(), token: z.string().min(8) });
/** The same for the key of a source that is read over REST. */
export const SOURCE_KEY_FILE = 'source-key.json';
const SavedKey = z.strictObject({ host: z.string(), key: z.string().min(1) });

/** What a person saved in a file that only they can read; null when there is none. @throws CutoverError with the code */
function savedSecret<S extends z.ZodType>(file: string, schema: S, form: string, code: 'no-token' | 'no-source-key'): z.output<S> | null {
  const stat = statSync(file, { throwIfNoEntry: false });
  if (stat === undefined) return null;
  if ((stat.mode & 0o077) !== 0) throw new CutoverError(code, `${file} can be read by others; set its mode to 0600`, { place: { file } });
  const parsed = schema.safeParse(parseJson(readFileSync(file, 'utf8')));
  if (!parsed.success) throw new CutoverError(code, `${file} must be ${form}`, { place: { file } });
  return parsed.data;
}

function savedKey(workspace: string, host: string): string | null {
  const file = join(workspace, SOURCE_KEY_FILE);
  const saved = savedSecret(file, SavedKey, '{"host": …, "key": …}', 'no-source-key');
  if (saved === null || saved.host === host) return saved?.key ?? null;
  throw new CutoverError('no-source-key', `${file} holds a key for ${saved.host}, and this workspace reads ${host}`, { place: { file } });
}

/** A header can hold it. The key itself is never repeated. @throws CutoverError `no-source-key` */
function usableKey(key: string | null): string | null {
  if (key === null || /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(key)) return key;
  throw new CutoverError('no-source-key', "the source's key holds line breaks or other characters that no header can hold", {
    expected: 'letters, digits and signs, without blanks around them',
  });
}

function savedToken(workspace: string, host: string): string | null {
  const file = join(workspace, TOKEN_FILE);
  const saved = savedSecret(file, SavedToken, '{"host": …, "token": …}', 'no-token');
  if (saved === null) return null;
  if (saved.host !== host) {
    throw new CutoverError('token-elsewhere', `${file} holds a token for ${saved.host}, and this workspace writes to ${host}`, {
      place: { file },
    });
  }
  return saved.token;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The caller's schema refuses null and names the file.
    return null;
  }
}

/** When a process started, in the system's own terms: tells a process from a later one that was given its number. */
export function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}

function isAlive(pid: number, startedAt: string): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  const start = startOf(pid);
  return start === null || startedAt === '' || start === startedAt;
}

const self: Self = Object.freeze({ pid: process.pid, startedAt: startOf(process.pid) ?? '', host: hostname(), isAlive });

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
}

/** The real outside world. `env` is read here and nowhere else. */
export function nodePorts(options: { env: NodeJS.ProcessEnv; emit: EmitEvent; stop: AbortSignal; version: string }): Ports {
  const scale = Number(options.env.CUTOVER_TIME_SCALE ?? '1');
  return Object.freeze({
    clock: {
      now: () => Date.now(),
      sleep: (ms: number, signal?: AbortSignal) => delay(ms, undefined, signal === undefined ? {} : { signal }),
    },
    random: Math.random,
    emit: options.emit,
    self,
    user: userName(),
    token: (host: string, workspace: string) => options.env.PIPEDRIVE_API_TOKEN || savedToken(workspace, host),
    sourceKey: (host: string, workspace: string) => usableKey(options.env.CUTOVER_SOURCE_KEY || savedKey(workspace, host)),
    fetch: (url: string, init: RequestInit) => fetch(url, init),
    stop: options.stop,
    timeScale: Number.isFinite(scale) && scale >= 1 ? scale : 1,
    version: options.version,
  });
}
