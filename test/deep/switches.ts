import { listSwitches } from '../../packages/sandbox/src/data/switches.ts';

/** How many values there are beside the defaults. */
export const OPPOSITES = listSwitches().reduce((sum, { values }) => sum + values.length - 1, 0);

/** How many values there are in all. */
export const SETTINGS = listSwitches().reduce((sum, { values }) => sum + values.length, 0);

const SAID = /^switch (\S+) \((\w+)\): (.*)$/;

/** How many roads ended as usual, and how each of the others ended. */
export function wordsOfSwitches(said: readonly string[]): string[] {
  const told = said.flatMap((line) => {
    const [, name = '', scene = '', how = ''] = SAID.exec(line) ?? [];
    return name === '' ? [] : [{ name, scene, how }];
  });
  const other = told.filter(({ how }) => how !== 'as usual');
  return [
    `${listSwitches().length} switches, ${told.length} values beside the defaults; ${told.length - other.length} roads end as usual, the others so:`,
    '',
    '| switch | scene | how it ends |',
    '|---|---|---|',
    ...other.map(({ name, scene, how }) => `| ${name} | ${scene} | ${how} |`),
  ];
}

const PROBED = /^probe \S+: (found|not claimed), /;

/** How many settings a probe found, and of how many it claimed nothing. */
export function wordsOfProbes(said: readonly string[]): string[] {
  const count = (how: string): number => said.filter((line) => PROBED.exec(line)?.[1] === how).length;
  return [`${count('found')} settings were found by the probe; of ${count('not claimed')} it claimed nothing, as it says itself.`];
}
