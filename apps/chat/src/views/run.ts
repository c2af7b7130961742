import type { Watched } from '../hands/facts.ts';
import type { ChatState, RunScreen } from '../state/state.ts';
import { cells, fit } from '../text/cells.ts';
import { EMPTY, type Line, paragraph, row, rule, span } from '../text/line.ts';
import { printable } from '../text/printable.ts';
import { number } from '../words/objects.ts';
import type { Frame } from './frame.ts';
import { keyRows } from './keys.ts';
import { titleRows } from './title.ts';

const NAMES: Readonly<Record<Watched['kind'], string>> = {
  schema: 'Creating the schema',
  sample: 'Loading the sample',
  full: 'Loading everything else',
  verify: 'Reading everything back',
  delta: 'Bringing in what changed',
  repair: 'Repairing what differs',
  files: 'Moving documents of contracts',
  rollback: 'Rolling back',
};

export const runName = (kind: Watched['kind']): string => NAMES[kind];

/** What is to be done of each stage: as the run told, else as it was expected. */
function stagesOf({ watched, expected }: RunScreen): { name: string; done: number; total: number | null }[] {
  const told = new Map(watched.stages.map((stage) => [stage.name, stage]));
  const ahead = Object.entries(expected).filter(([name]) => !told.has(name));
  // A count that is known beforehand may only be the most there is: what the run itself says goes before it.
  const known = watched.stages.map(({ name, done, total }) => ({ name, done, total: total ?? expected[name] ?? null }));
  return [...known, ...ahead.map(([name, total]) => ({ name, done: 0, total }))];
}

export interface Pace {
  readonly done: number;
  readonly total: number | null;
  /** Per second; null until there is something to divide. */
  readonly rate: number | null;
  /** Milliseconds; null while it cannot be told. */
  readonly left: number | null;
}

const LEAST_MS = 500;

/** How fast it goes and how long it will take, from what the run told. */
export function paceOf(screen: RunScreen): Pace {
  const stages = stagesOf(screen);
  const done = stages.reduce((sum, stage) => sum + stage.done, 0);
  const total = stages.every((stage) => stage.total !== null) ? stages.reduce((sum, stage) => sum + (stage.total ?? 0), 0) : null;
  const { since } = screen.watched;
  const spent = since === null ? 0 : screen.now - since;
  const rate = spent < LEAST_MS || done === 0 ? null : (done * 1000) / spent;
  return { done, total, rate, left: rate === null || total === null ? null : ((total - done) * 1000) / rate };
}

/** `2 min 5 s` */
export function lasting(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min ${seconds % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

const FULL = '█';
const REST = '░';
const LONGEST_BAR = 40;

function bar(stage: { name: string; done: number; total: number | null }, label: number, width: number): Line {
  const { name, done, total } = stage;
  const figures = total === null ? number(done) : `${number(done)} of ${number(total)}`;
  const room = Math.min(LONGEST_BAR, width - label - 20);
  const share = total === null ? null : total === 0 ? 1 : Math.min(1, done / total);
  const filled = share === null ? 0 : Math.round(share * room);
  const drawn =
    room < 6 || share === null
      ? []
      : [span(FULL.repeat(filled), share === 1 ? 'good' : 'accent'), span(`${REST.repeat(room - filled)} `, 'quiet')];
  return row(`${fit(name, label)} `, ...drawn, figures);
}

export function runBody(screen: RunScreen, width: number): Line[] {
  const { watched, estimate } = screen;
  if (watched.state === 'starting') return paragraph('Its process is starting …', width, { look: 'quiet' });
  const stages = stagesOf(screen);
  const label = Math.max(8, ...stages.map(({ name }) => cells(name)));
  const { rate, left } = paceOf(screen);
  const figures = [
    ...(rate === null ? [] : [`${rate < 10 ? rate.toFixed(1) : Math.round(rate)} a second`]),
    `${number(watched.tokens)} API tokens${estimate === null ? '' : ` of about ${number(estimate)} for the whole migration`}`,
    ...(left === null || !watched.active ? [] : [`about ${lasting(left)} left`]),
  ];
  return [
    ...stages.map((stage) => bar(stage, label, width)),
    EMPTY,
    ...paragraph(figures.join(' · '), width, { look: 'quiet' }),
    ...watched.notices.slice(-3).flatMap((text) => paragraph(printable(text), width, { look: 'warn', lead: span('! ', 'warn') })),
  ];
}

/** A run under way. It has a process of its own: leaving this screen does not end it. */
export function runFrame(state: ChatState, screen: RunScreen): Frame {
  const { columns: width } = state.size;
  const { stopping, watched } = screen;
  return {
    head: [
      ...titleRows(NAMES[watched.kind], state.about, width),
      ...(stopping ? paragraph('Finishing what is in flight, then saving …', width, { look: 'warn' }) : [EMPTY]),
    ],
    body: runBody(screen, width),
    foot: [
      rule(width),
      ...keyRows(
        stopping
          ? [['Ctrl-C', 'leave; it goes on saving by itself']]
          : [
              ['Ctrl-C', 'finish what is in flight, save, stop'],
              ['q', 'back to the conversation; it goes on'],
            ],
        width,
      ),
    ],
  };
}
