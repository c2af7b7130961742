import { readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ROOMS } from './rooms.ts';
import { importsOf, sourceFiles } from './source-files.ts';

interface Room {
  readonly name: string;
  readonly folder: string;
  readonly dependencies: ReadonlySet<string>;
}

function roomsOf(root: string): Room[] {
  return ['packages', 'apps'].flatMap((shelf) =>
    readdirSync(join(root, shelf), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => {
        const folder = join(root, shelf, entry.name);
        const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
        return { name: manifest.name, folder, dependencies: new Set(Object.keys(manifest.dependencies ?? {})) };
      }),
  );
}

const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

function faultOf(room: Room, file: string, specifier: string, names: ReadonlySet<string>): string | null {
  if (isBuiltin(specifier)) return null;
  const isTest = /\.test\.tsx?$/.test(file);
  if (specifier.startsWith('.')) {
    // A room's tests may use tools that lie beside its src, which is not built.
    const walls = isTest ? room.folder : join(room.folder, 'src');
    const inside = resolve(dirname(file), specifier).startsWith(walls + sep);
    return inside ? null : `reaches out of its room with ${specifier}`;
  }
  const name = packageOf(specifier);
  if (names.has(name)) {
    const allowed = ROOMS[room.name] ?? [];
    return allowed.includes(specifier) ? null : `${room.name} must not import ${specifier} (allowed: ${allowed.join(', ') || 'nothing'})`;
  }
  return room.dependencies.has(name) || isTest ? null : `${specifier} is not among the dependencies of ${room.name}`;
}

/** Every import that breaks the house's rules, as `file: what is wrong`. Tests obey the room rules too; only their libraries are free. */
export function violations(root: string): string[] {
  const rooms = roomsOf(root);
  const names = new Set(rooms.map((room) => room.name));
  return rooms.flatMap((room) => {
    const unknown = room.name in ROOMS ? [] : [`${relative(root, room.folder)}: ${room.name} is not in test/house/rooms.ts`];
    const faults = sourceFiles(join(room.folder, 'src')).flatMap((file) =>
      importsOf(file).flatMap((specifier) => {
        const fault = faultOf(room, file, specifier, names);
        return fault === null ? [] : [`${relative(root, file)}: ${fault}`];
      }),
    );
    return [...unknown, ...faults];
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const found = violations(fileURLToPath(new URL('../..', import.meta.url)));
  for (const line of found) console.error(line);
  console.log(found.length === 0 ? 'boundaries: every import goes down' : `boundaries: ${found.length} imports break the rules`);
  process.exit(found.length === 0 ? 0 : 1);
}
