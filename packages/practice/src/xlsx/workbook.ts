import { posix } from 'node:path';
import type { Readable } from 'node:stream';
import type { Archive, Packed } from '../archive/zip.ts';
import type { Limits } from '../limits.ts';
import { type Shown, shownBy } from './number-format.ts';
import { readXml } from './xml.ts';

/** A workbook without its rows. */
export interface Workbook {
  readonly sheets: readonly { readonly name: string; readonly part: Packed }[];
  /** Texts that cells refer to by number. */
  readonly texts: readonly string[];
  /** How the numbers in cells of each style are shown. */
  readonly styles: readonly Shown[];
  readonly since1904: boolean;
}

const partOf = (archive: Archive, path: string): Packed | undefined =>
  archive.files.find((file) => file.path.toLowerCase() === path.toLowerCase());

async function relationsOf(archive: Archive, path: string): Promise<Map<string, { type: string; target: string }>> {
  const found = new Map<string, { type: string; target: string }>();
  const part = partOf(archive, posix.join(posix.dirname(path), '_rels', `${posix.basename(path)}.rels`));
  if (part === undefined) return found;
  await readXml(part.read(), {
    open(name, attributes) {
      const { Id, Type = '', Target = '', TargetMode } = attributes;
      // What lies outside of the workbook is never fetched.
      if (name !== 'Relationship' || Id === undefined || TargetMode === 'External') return;
      const target = Target.startsWith('/') ? Target.slice(1) : posix.join(posix.dirname(path), Target);
      found.set(Id, { type: Type.slice(Type.lastIndexOf('/') + 1), target });
    },
  });
  return found;
}

/** The shared texts, in their order; the parts of a text in several fonts joined, readings for the ear left out. */
async function textsOf(stream: Readable, limits: Limits): Promise<string[]> {
  const texts: string[] = [];
  let bytes = 0;
  let current: string | null = null;
  let inText = false;
  let phonetic = 0;
  await readXml(stream, {
    open(name) {
      if (name === 'si') current = '';
      else if (name === 'rPh') phonetic += 1;
      else if (name === 't') inText = phonetic === 0;
    },
    text(text) {
      if (inText && current !== null) current += text;
    },
    close(name) {
      if (name === 't') inText = false;
      else if (name === 'rPh') phonetic -= 1;
      else if (name === 'si') {
        const text = unescaped(current ?? '');
        bytes += text.length * 2 + 32;
        if (bytes > limits.sharedTexts) throw new Error(`its texts are larger than ${limits.sharedTexts} bytes`);
        texts.push(text);
        current = null;
      }
    },
  });
  return texts;
}

/** `_x000D_` is how a workbook writes characters that XML does not allow. */
export function unescaped(text: string): string {
  return text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    : text;
}

async function stylesOf(stream: Readable): Promise<Shown[]> {
  const codes = new Map<number, string>();
  const styles: Shown[] = [];
  let inCells = false;
  await readXml(stream, {
    open(name, attributes) {
      const { numFmtId, formatCode } = attributes;
      if (name === 'numFmt' && numFmtId !== undefined && formatCode !== undefined) codes.set(Number(numFmtId), formatCode);
      else if (name === 'cellXfs') inCells = true;
      else if (name === 'xf' && inCells) styles.push(shownBy(Number(numFmtId ?? 0), codes.get(Number(numFmtId ?? 0))));
    },
    close(name) {
      if (name === 'cellXfs') inCells = false;
    },
  });
  return styles;
}

/** Whether an archive is a workbook of the kind that is read. */
export const isWorkbook = (archive: Archive): boolean => partOf(archive, 'xl/workbook.xml') !== undefined;

/** @throws Error when a part is damaged or too large */
export async function readWorkbook(archive: Archive, limits: Limits): Promise<Workbook> {
  const path = 'xl/workbook.xml';
  const part = partOf(archive, path);
  if (part === undefined) throw new Error('it is no workbook');
  const relations = await relationsOf(archive, path);
  const sheets: { name: string; part: Packed }[] = [];
  let since1904 = false;
  await readXml(part.read(), {
    open(name, attributes) {
      if (name === 'workbookPr') since1904 = /^(1|true)$/i.test(attributes.date1904 ?? '');
      if (name !== 'sheet') return;
      const id = Object.entries(attributes).find(([key]) => /(^|:)id$/.test(key))?.[1] ?? '';
      const found = relations.get(id);
      const sheet = found?.type === 'worksheet' ? partOf(archive, found.target) : undefined;
      if (sheet !== undefined) sheets.push({ name: attributes.name ?? `Sheet${sheets.length + 1}`, part: sheet });
    },
  });
  const ofType = (type: string): Packed | undefined => {
    const found = [...relations.values()].find((relation) => relation.type === type);
    return found === undefined ? undefined : partOf(archive, found.target);
  };
  const [texts, styles] = [ofType('sharedStrings'), ofType('styles')];
  return {
    sheets,
    since1904,
    texts: texts === undefined ? [] : await textsOf(texts.read(), limits),
    styles: styles === undefined ? [] : await stylesOf(styles.read()),
  };
}
