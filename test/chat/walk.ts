import { KEY, type TestTerminal } from './terminal.ts';

/** The screen's own count; rows above it may still show an older one. */
const COUNT = /\d+ of \d+ decided/g;
const countIn = (screen: string): string => screen.match(COUNT)?.at(-1) ?? '';

/** Goes through every open card the way a hurried but honest person would: sure ones together, the others one by one, the first choice where nothing is proposed. */
export async function answerEverything(terminal: TestTerminal): Promise<{ groups: number; single: number }> {
  let groups = 0;
  let single = 0;
  for (;;) {
    const screen = await terminal.shows(/sure ones like this|Enter accept|1 choose|decisions are answered/);
    if (screen.includes('decisions are answered')) return { groups, single };
    const before = countIn(screen);
    if (/g \d+ sure ones like this/.test(screen)) {
      await terminal.press('g');
      await seeAll(terminal, /Enter accept all/);
      await terminal.press(KEY.enter);
      groups += 1;
    } else {
      await terminal.press(screen.includes('none: only you can say this') ? '1' : KEY.enter);
      single += 1;
    }
    await until(terminal, (now) => now.includes('decisions are answered') || (countIn(now) !== before && !now.includes('Saving')));
  }
}

/** Scrolls until the foot says that the end was seen. @returns all screens that were shown on the way */
export async function seeAll(terminal: TestTerminal, end: RegExp): Promise<string> {
  const shown = [await terminal.shows(/Together:|Gate:/)];
  for (let pages = 0; pages < 60 && !end.test(terminal.screen()); pages += 1) {
    await terminal.press(' ');
    shown.push(terminal.screen());
  }
  return [...shown, await terminal.shows(end)].join('\n');
}

async function until(terminal: TestTerminal, holds: (screen: string) => boolean): Promise<void> {
  for (let tries = 0; tries < 1000; tries += 1) {
    if (holds(terminal.screen())) return;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  throw new Error(`nothing changed:\n${terminal.screen()}`);
}

/** Reads a gate to its end and signs it with the company's domain. */
export async function signExample(terminal: TestTerminal): Promise<void> {
  await seeAll(terminal, /Enter go on to sign/);
  const domain = /Gate: \w+ +(\S+)/.exec(terminal.screen())?.[1] ?? '';
  await terminal.press(KEY.enter);
  await terminal.shows('Company domain:');
  await terminal.press(domain, KEY.enter);
}
