import { pack } from './pack.ts';

/** A cell as a workbook holds it: text, number with the number of its style, or XML of one's own. */
export type Cell = string | number | boolean | null | { readonly value: number; readonly style: number } | { readonly xml: string };

const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
const column = (index: number): string => (index < 26 ? '' : column(Math.floor(index / 26) - 1)) + String.fromCharCode(65 + (index % 26));

/** Styles of the workbooks made here, by number. */
export const STYLE = { plain: 0, date: 1, datetime: 2, time: 3, percent: 4, euro: 5, postcode: 6, elapsed: 7 } as const;
const FORMATS = ['General', 'dd/mm/yyyy', 'dd/mm/yyyy hh:mm', 'h:mm AM/PM', '0.0%', '[$€-407]#,##0.00', '00000', '[h]:mm'];

function cellXml(cell: Cell, at: string, texts: string[]): string {
  if (cell === null) return '';
  if (typeof cell === 'string') {
    texts.push(cell);
    return `<c r="${at}" t="s"><v>${texts.length - 1}</v></c>`;
  }
  if (typeof cell === 'number') return `<c r="${at}"><v>${cell}</v></c>`;
  if (typeof cell === 'boolean') return `<c r="${at}" t="b"><v>${cell ? 1 : 0}</v></c>`;
  return 'xml' in cell ? cell.xml.replace('@', at) : `<c r="${at}" s="${cell.style}"><v>${cell.value}</v></c>`;
}

function sheetXml(rows: readonly (readonly Cell[])[], texts: string[]): string {
  const body = rows.map(
    (cells, row) => `<row r="${row + 1}">${cells.map((cell, index) => cellXml(cell, `${column(index)}${row + 1}`, texts)).join('')}</row>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${body.join('')}</sheetData></worksheet>`;
}

/** A workbook with these sheets. */
export function book(sheets: Readonly<Record<string, readonly (readonly Cell[])[]>>, options: { since1904?: boolean } = {}): Buffer {
  const texts: string[] = [];
  const names = Object.keys(sheets);
  const parts = Object.values(sheets).map((rows, index) => ({
    path: `xl/worksheets/sheet${index + 1}.xml`,
    content: sheetXml(rows, texts),
  }));
  const R = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const relation = (id: string, type: string, target: string): string =>
    `<Relationship Id="${id}" Type="${R}/${type}" Target="${target}"/>`;
  return pack([
    { path: '[Content_Types].xml', content: '<Types/>' },
    {
      path: 'xl/workbook.xml',
      content: `<workbook xmlns:r="${R}"><workbookPr${options.since1904 ? ' date1904="1"' : ''}/><sheets>${names.map((name, index) => `<sheet name="${escaped(name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`).join('')}</sheets></workbook>`,
    },
    {
      path: 'xl/_rels/workbook.xml.rels',
      content: `<Relationships>${names.map((_, index) => relation(`rId${index + 1}`, 'worksheet', `worksheets/sheet${index + 1}.xml`)).join('')}${relation('s', 'sharedStrings', 'sharedStrings.xml')}${relation('t', 'styles', 'styles.xml')}</Relationships>`,
    },
    {
      path: 'xl/styles.xml',
      content: `<styleSheet><numFmts>${FORMATS.map((code, index) => `<numFmt numFmtId="${170 + index}" formatCode="${escaped(code)}"/>`).join('')}</numFmts><cellXfs>${FORMATS.map((_, index) => `<xf numFmtId="${170 + index}"/>`).join('')}</cellXfs></styleSheet>`,
    },
    {
      path: 'xl/sharedStrings.xml',
      content: `<sst>${texts.map((text) => `<si><t xml:space="preserve">${escaped(text)}</t></si>`).join('')}</sst>`,
    },
    ...parts,
  ]);
}
