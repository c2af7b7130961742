import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/** The browser of this machine: `CHROMIUM_PATH`, else the first on the PATH; null when there is none. */
export function browserHere(): string | null {
  const { CHROMIUM_PATH, PATH = '' } = process.env;
  const places =
    CHROMIUM_PATH === undefined ? NAMES.flatMap((name) => PATH.split(delimiter).map((dir) => join(dir, name))) : [CHROMIUM_PATH];
  return places.find(isProgram) ?? null;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    // Not there, or not to be run: the next place.
    return false;
  }
}

/** `npm test` must pass on a machine without a browser; where the pages have to be looked at (`test:deep`), CUTOVER_NEEDS_BROWSER is set and a missing one is a failure. */
export const isNeeded = (): boolean => process.env.CUTOVER_NEEDS_BROWSER !== undefined;

export function startBrowser(executablePath: string): Promise<Browser> {
  // Chromium's own sandbox does not start under root.
  return chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
}
