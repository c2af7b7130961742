import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Folders whose files take minutes: begun last, one of them alone would keep the whole run waiting. */
const LONG = ['/test/chaos/', '/test/cli/', '/test/chat/'];

function rank({ moduleId }: TestSpecification): number {
  const found = LONG.findIndex((folder) => moduleId.includes(folder));
  return found === -1 ? LONG.length : found;
}

/** Starts the files that take longest first; a fresh clone has no earlier run to learn that from. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const projects = [...new Set(sorted.map(({ project }) => project.name))];
    return projects.flatMap((name) =>
      sorted.filter(({ project }) => project.name === name).toSorted((left, right) => rank(left) - rank(right)),
    );
  }
}
