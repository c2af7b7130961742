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

function savedToken(workspace: string, host: string): string | null {
  const file = join(workspace, TOKEN_FILE);
  const stat = statSync(file, { throwIfNoEntry: false });
  if (stat === undefined) return null;
  if ((stat.mode & 0o077) !== 0) {
    throw new CutoverError('no-token', `${file} can be read by others; set its mode to 0600`, { place: { file } });
  }
  const parsed = SavedToken.safeParse(parseJson(readFileSync(file, 'utf8')));
  if (!parsed.success) throw new CutoverError('no-token', `${file} must be {"host": …, "token": …}`, { place: { file } });
  if (parsed.data.host !== host) {
    throw new CutoverError('token-elsewhere', `${file} holds a token for ${parsed.data.host}, and this workspace writes to ${host}`, {
      place: { file },
    });
  }
  return parsed.data.token;
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
    stop: options.stop,
    timeScale: Number.isFinite(scale) && scale >= 1 ? scale : 1,
    version: options.version,
  });
}
