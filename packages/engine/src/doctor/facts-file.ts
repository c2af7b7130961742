import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CutoverError, PROBE_FILE, ProbeFile } from '@cutover/domain';
import type { AccountFacts } from '@cutover/pipedrive';
import type { Workspace } from '../workspace.ts';

/** What `doctor --probe` wrote down; null when nobody probed. @throws CutoverError `bad-file` when it is damaged or of another company */
export function probeFileOf(ws: Pick<Workspace, 'dir' | 'company'>): ProbeFile | null {
  const file = join(ws.dir, PROBE_FILE);
  const text = textOf(file);
  if (text === null) return null;
  const parsed = ProbeFile.safeParse(jsonIn(text));
  if (!parsed.success)
    throw new CutoverError('bad-file', `${file} is no probe file; remove it, or probe again with cutover doctor --probe`, {
      place: { file },
    });
  const company = ws.company();
  if (company !== null && company.id !== parsed.data.company.id) {
    throw new CutoverError('bad-file', `${file} is about ${parsed.data.company.domain}, and this workspace writes to ${company.domain}`, {
      place: { file },
    });
  }
  return parsed.data;
}

/** The account's own answers to what is documented nowhere; empty when nobody probed. @throws CutoverError `bad-file` */
export function probedFacts(ws: Pick<Workspace, 'dir' | 'company'>): AccountFacts {
  return new Map((probeFileOf(ws)?.facts ?? []).map((fact) => [fact.switch, fact.value]));
}

function textOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new CutoverError('bad-file', `${file} cannot be read`, { place: { file }, cause });
  }
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The schema refuses it, and its caller names the file.
    return null;
  }
}
