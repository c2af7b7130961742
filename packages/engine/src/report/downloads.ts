import type { SourceObject } from '@cutover/domain';
import { type MissingFile, missingFiles } from '@cutover/projection';
import { soundPlan } from '../gates/facts.ts';
import { instant } from '../ports.ts';
import { projectorOf } from '../runs/projecting.ts';
import type { Workspace } from '../workspace.ts';
import { code, plain } from './plain.ts';

const HEADINGS: Partial<Record<SourceObject, string>> = { contract: 'Contract documents', file: 'Attachments and recordings' };

const HEAD = `# Files to download from The Practice

Recordings and large files have no bulk export, and contract documents lie at addresses of their own. The rows below name files that the export does not hold. For each: open the
record in The Practice, download the file, and put it into the folder of the export under the path or name given here. Then run \`cutover extract\`: what is there is found, and moves
with the next delta; contract documents move with \`cutover files\`. Or attach it to the record in Pipedrive by hand. Do it before The Practice is closed.
`;

/** Where in the folder it is found: the row's own path, if it stays inside of the folder, else its name. */
function placeOf({ path, name }: MissingFile): string {
  const inside = path?.replaceAll('\\', '/').replace(/^(?:\.?\/)+/, '') ?? '';
  return inside === '' || /^[a-z]:/i.test(inside) || inside.split('/').includes('..') ? name : inside;
}

/** One file, with all the rows that name it. */
type Wanted = MissingFile & { readonly rows: readonly string[] };

/** The same name with the same client is the same file: the row that knows most of it tells it. */
function merged(files: Iterable<MissingFile>): Wanted[] {
  const found = new Map<string, Wanted>();
  for (const file of files) {
    const key = `${file.name.toLowerCase()}\n${file.client ?? ''}`;
    const known = found.get(key);
    const rows = [...(known?.rows ?? []), `${plain(file.file)}, line ${file.line}`];
    const better = known === undefined || (file.object === 'file' && known.object !== 'file');
    found.set(key, {
      ...(better ? file : known),
      address: file.address ?? known?.address ?? null,
      path: file.path ?? known?.path ?? null,
      rows,
    });
  }
  return [...found.values()];
}

function lineOf(file: Wanted): string {
  const whose = file.client === null ? '' : ` of ${plain(file.client)}`;
  const from = file.address === null ? '' : `, from ${code(file.address)}`;
  return `- [ ] ${code(placeOf(file))}${whose}${from} (${file.rows.join('; ')})\n`;
}

/** The download guide: every file that a row names and the export lacks, to be ticked off. */
export function downloadGuide(ws: Workspace): string {
  const { mapping, index } = projectorOf(ws, soundPlan(ws, 'read'), { loadAt: instant(ws.ports.clock), admin: false });
  const groups = new Map<string, string[]>();
  for (const file of merged(missingFiles(mapping, index, (name) => ws.ledger.staging.rows(name)))) {
    const heading = HEADINGS[file.object] ?? `Named in a ${file.object}`;
    groups.set(heading, [...(groups.get(heading) ?? []), lineOf(file)]);
  }
  if (groups.size === 0) return `${HEAD}\nThe export holds every file that its rows name.\n`;
  return [HEAD, ...[...groups].map(([heading, lines]) => `## ${heading} (${lines.length})\n\n${lines.join('')}`)].join('\n');
}
