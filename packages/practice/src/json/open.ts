import iconv from 'iconv-lite';
import type { TextEncoding } from '../encoding.ts';
import { chunksOf, type ExportFiles } from '../files.ts';
import { visible } from '../header.ts';
import type { Limits } from '../limits.ts';
import { linesOf } from '../lines.ts';
import type { SourceRecord, TableSource } from '../table.ts';
import { flatten } from './flatten.ts';
import { type Element, Splitter } from './splitter.ts';

type Elements = () => AsyncIterable<readonly Element[]>;

/** What a text is by its first characters. */
export type JsonKind = 'json' | 'ndjson';

/** Whether a text begins like JSON, and whether each of its lines is a document of its own. */
export function jsonKind(head: readonly string[], path: string): JsonKind | null {
  const lines = head.map((line) => line.replace(/^\ufeff/, '').trim()).filter((line) => line !== '');
  const [first, second] = lines;
  if (first === undefined || !/^[[{]/.test(first)) return null;
  if (/\.(ndjson|jsonl)$/i.test(path)) return 'ndjson';
  const alone = first.startsWith('{') && first.endsWith('}');
  if (alone && second?.startsWith('{')) return 'ndjson';
  // `[Name], [Mail]` is a header, not a list.
  return /^(\[|\{)\s*($|["{[\d\]}tfn-])/.test(first) ? 'json' : null;
}

async function* elementsOfLines(files: ExportFiles, path: string, encoding: TextEncoding, limits: Limits): AsyncGenerator<Element[]> {
  for await (const batch of linesOf(files, path, encoding, limits.line)) {
    const found = batch.filter((line) => line.text.trim() !== '');
    yield found.map((line) => ({
      list: '',
      line: line.line,
      text: line.text,
      wrong: line.cut ? 'the line is too long to be taken' : tooDeep(line.text, limits),
    }));
  }
}

/** JSON.parse minds no depth, but what comes after it would. */
function tooDeep(text: string, limits: Limits): string | null {
  if (!text.includes('[[') && !text.includes('{"')) return null;
  const splitter = new Splitter(limits);
  splitter.write(`[${text}]`);
  return splitter.take()[0]?.wrong ?? null;
}

async function* elementsOfDocument(files: ExportFiles, path: string, encoding: TextEncoding, limits: Limits): AsyncGenerator<Element[]> {
  const decoder = iconv.getDecoder(encoding);
  const splitter = new Splitter(limits);
  for await (const chunk of chunksOf(files, path)) {
    splitter.write(decoder.write(chunk));
    const found = splitter.take();
    if (found.length > 0) yield found;
    if (splitter.damage !== null) break;
  }
  splitter.write(decoder.end() ?? '');
  const whole = splitter.end();
  const rest = splitter.take();
  const reason = splitter.damage ?? 'the file ends before its lists do';
  yield whole ? rest : [...rest, { list: DAMAGE, line: splitter.line, text: '', wrong: `it cannot be read from here on: ${reason}` }];
}

/** The list that damage of the document itself is reported under: the last one that was read. */
const DAMAGE = '\u0000';

interface ListFound {
  readonly names: Map<string, number>;
  objects: number;
}

/** One reading through: which lists there are, and which members their objects have. */
async function listsOf(elements: Elements, limits: Limits): Promise<Map<string, ListFound>> {
  const lists = new Map<string, ListFound>();
  for await (const batch of elements()) {
    for (const element of batch) {
      if (element.list === DAMAGE) continue;
      const list = lists.get(element.list) ?? { names: new Map<string, number>(), objects: 0 };
      lists.set(element.list, list);
      const flat = element.wrong === null ? flatten(element.text, limits) : null;
      if (flat?.ok !== true) continue;
      list.objects += 1;
      // One name more than is taken says that there are too many.
      for (const name of flat.cells.keys())
        if (!list.names.has(name) && list.names.size <= limits.columns) list.names.set(name, list.names.size);
    }
  }
  return lists;
}

function recordOf(element: Element, names: ReadonlyMap<string, number>, limits: Limits): SourceRecord {
  const { line, text: raw } = element;
  if (element.wrong !== null) return { line, cells: null, raw, reason: element.wrong };
  const flat = flatten(raw, limits);
  if (!flat.ok) return { line, cells: null, raw, reason: flat.reason };
  const cells = new Array<string>(names.size).fill('');
  for (const [name, cell] of flat.cells) {
    const at = names.get(name);
    if (at !== undefined) cells[at] = cell;
  }
  return { line, cells, raw };
}

/**
 * The lists of objects in a JSON document, or the lines of NDJSON, as tables; `[]` when there are none. Columns are all members that
 * occur, in the order they are met. `all.json!clients` is the list under the name `clients`.
 */
export async function openJson(
  files: ExportFiles,
  path: string,
  kind: JsonKind,
  encoding: TextEncoding,
  limits: Limits,
): Promise<TableSource[]> {
  const elements: Elements = () =>
    kind === 'ndjson' ? elementsOfLines(files, path, encoding, limits) : elementsOfDocument(files, path, encoding, limits);
  const lists = await listsOf(elements, limits);
  const tables = [...lists].filter(([, list]) => list.objects > 0);
  const last = tables.at(-1)?.[0];
  return tables.map(([list, { names }]) => ({
    file: list === '' ? path : `${path}!${list}`,
    path,
    format: { kind, encoding },
    header: [...names.keys()].map(visible),
    pads: true,
    async *batches() {
      for await (const batch of elements()) {
        const mine = batch.filter((element) => element.list === list || (element.list === DAMAGE && list === last));
        if (mine.length > 0) yield mine.map((element) => recordOf(element, names, limits));
      }
    },
  }));
}
