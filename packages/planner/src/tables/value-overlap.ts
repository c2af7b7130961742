import { roughWords, stem } from '../matching/stems.ts';

const MOST = 1_500;

/** What the values of a column look like from afar: whole values, their words and their letters, each with a weight. */
export interface ValueSketch {
  readonly whole: ReadonlySet<string>;
  readonly words: ReadonlyMap<string, number>;
  readonly grams: ReadonlyMap<string, number>;
  readonly numbers: { readonly low: number; readonly high: number; readonly middle: number } | null;
}

function gramsOf(text: string, into: Map<string, number>): void {
  const padded = ` ${text} `;
  for (let at = 0; at + 3 <= padded.length; at += 1) {
    const gram = padded.slice(at, at + 3);
    into.set(gram, (into.get(gram) ?? 0) + 1);
  }
}

function numbersOf(values: readonly string[]): ValueSketch['numbers'] {
  const read = values.map((value) => Number(value.replace(/,(?=\d{3}\b)/g, ''))).filter((value) => Number.isFinite(value));
  if (read.length < 3 || read.length < 0.8 * values.length) return null;
  const sorted = read.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return { low: at(0.05), high: at(0.95), middle: at(0.5) };
}

export function sketchOf(values: readonly string[]): ValueSketch {
  const few = values.slice(0, MOST);
  const numbers = numbersOf(few);
  const whole = new Set<string>();
  const words = new Map<string, number>();
  const grams = new Map<string, number>();
  if (numbers === null) {
    for (const value of few) {
      const parts = roughWords(value).map(stem);
      if (parts.length === 0) continue;
      const text = parts.join(' ');
      if (whole.has(text)) continue;
      whole.add(text);
      for (const word of parts) words.set(word, (words.get(word) ?? 0) + 1);
      if (whole.size <= 200) gramsOf(text.slice(0, 60), grams);
    }
  }
  return { whole, words, grams, numbers };
}

/** How telling a value, word or piece is among these columns: what many columns hold tells little (`Unknown`, `Yes`). */
export interface Telling {
  readonly whole: (text: string) => number;
  readonly words: (text: string) => number;
  readonly grams: (text: string) => number;
}

export function tellingValues(sketches: readonly ValueSketch[]): Telling {
  const weigh = (keysOf: (sketch: ValueSketch) => Iterable<string>): ((text: string) => number) => {
    const counts = new Map<string, number>();
    for (const sketch of sketches) for (const key of keysOf(sketch)) counts.set(key, (counts.get(key) ?? 0) + 1);
    return (text) => Math.log(1 + sketches.length / (counts.get(text) ?? 1));
  };
  return { whole: weigh(({ whole }) => whole), words: weigh(({ words }) => words.keys()), grams: weigh(({ grams }) => grams.keys()) };
}

/** Vectors of one column, weighed once and compared often. */
export interface Weighed {
  readonly sketch: ValueSketch;
  readonly whole: number;
  readonly words: ReadonlyMap<string, number>;
  readonly grams: ReadonlyMap<string, number>;
}

function unit(counts: ReadonlyMap<string, number>, telling: (text: string) => number): Map<string, number> {
  const weighed = new Map([...counts].map(([key, count]) => [key, (1 + Math.log(count)) * telling(key)]));
  const length = Math.sqrt([...weighed.values()].reduce((sum, one) => sum + one * one, 0));
  return length === 0 ? weighed : new Map([...weighed].map(([key, one]) => [key, one / length]));
}

export function weighed(sketch: ValueSketch, telling: Telling): Weighed {
  const whole = [...sketch.whole].reduce((sum, text) => sum + telling.whole(text), 0);
  return { sketch, whole, words: unit(sketch.words, telling.words), grams: unit(sketch.grams, telling.grams) };
}

function cosine(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  const [small, large] = a.size <= b.size ? [a, b] : [b, a];
  let sum = 0;
  for (const [key, value] of small) sum += value * (large.get(key) ?? 0);
  return sum;
}

/** Likeness (0..1) of two ranges of numbers; at most a half, since many things are counted from 0 to 100. */
function rangeLikeness(a: NonNullable<ValueSketch['numbers']>, b: NonNullable<ValueSketch['numbers']>): number {
  const shared = Math.min(a.high, b.high) - Math.max(a.low, b.low);
  const all = Math.max(a.high, b.high) - Math.min(a.low, b.low);
  if (all === 0) return a.middle === b.middle ? 0.3 : 0;
  return shared <= 0 ? 0 : 0.5 * (shared / all);
}

/** Likeness (0..1) of the values of two columns; null when one of them says nothing of itself. */
export function valueLikeness(a: Weighed, b: Weighed, telling: Telling): number | null {
  if (a.sketch.numbers !== null && b.sketch.numbers !== null) return rangeLikeness(a.sketch.numbers, b.sketch.numbers);
  if (a.sketch.numbers !== null || b.sketch.numbers !== null) {
    const other = a.sketch.numbers === null ? a : b;
    return other.sketch.whole.size === 0 ? null : 0;
  }
  if (a.whole === 0 || b.whole === 0) return null;
  const [small, large] = a.sketch.whole.size <= b.sketch.whole.size ? [a, b] : [b, a];
  let both = 0;
  for (const text of small.sketch.whole) if (large.sketch.whole.has(text)) both += telling.whole(text);
  const inSource = both / a.whole;
  const jaccard = both / (a.whole + b.whole - both);
  return Math.max(0.7 * inSource + 0.3 * jaccard, 0.8 * cosine(a.words, b.words), 0.65 * cosine(a.grams, b.grams));
}
