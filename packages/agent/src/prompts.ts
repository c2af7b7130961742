import { digestOfBytes } from '@cutover/domain';
import matter from 'gray-matter';
import { z } from 'zod';

const FrontMatter = z.looseObject({
  id: z.string().regex(/^[a-z][a-z0-9_-]*$/),
  version: z.union([z.string(), z.number().transform(String)]).pipe(z.string().regex(/^\d+(\.\d+)*$/)),
});

/** A text for a model, known by id and version. */
export interface Prompt {
  readonly id: string;
  readonly version: string;
  readonly text: string;
  /** Over the text without its front matter: the version has to change with it. */
  readonly digest: string;
}

export interface Prompts {
  /** @throws Error when there is no such prompt */
  readonly get: (id: string) => Prompt;
  readonly all: readonly Prompt[];
}

/** One prompt from a Markdown file with front matter (`id`, `version`). @throws Error that names the file */
export function parsePrompt(file: string, source: string): Prompt {
  const { data, content } = matter(source);
  const front = FrontMatter.safeParse(data);
  if (!front.success) throw new Error(`${file}: the front matter of a prompt needs an id and a version: ${z.prettifyError(front.error)}`);
  const text = content.replaceAll('\r\n', '\n').trim();
  return Object.freeze({ id: front.data.id, version: front.data.version, text, digest: digestOfBytes(text) });
}

/** Prompts by id. @throws Error when two files claim one id */
export function promptsOf(files: readonly { readonly file: string; readonly text: string }[]): Prompts {
  const byId = new Map<string, Prompt>();
  for (const { file, text } of files) {
    const prompt = parsePrompt(file, text);
    if (byId.has(prompt.id)) throw new Error(`${file}: there is another prompt ${prompt.id}`);
    byId.set(prompt.id, prompt);
  }
  return Object.freeze({
    get: (id: string): Prompt => {
      const prompt = byId.get(id);
      if (prompt === undefined) throw new Error(`there is no prompt ${id}`);
      return prompt;
    },
    all: Object.freeze([...byId.values()]),
  });
}

/** A folder of files, from outside. */
export interface PromptFolder {
  readonly list: () => Promise<readonly string[]>;
  readonly read: (name: string) => Promise<string>;
}

/** All prompts of a folder: every `.md` in it. */
export async function readPrompts(folder: PromptFolder): Promise<Prompts> {
  const names = (await folder.list()).filter((name) => name.endsWith('.md')).sort();
  return promptsOf(await Promise.all(names.map(async (file) => ({ file, text: await folder.read(file) }))));
}

/** The prompt with each `{{name}}` replaced. @throws Error when a name in the text has no value */
export function fillPrompt(prompt: Prompt, values: Readonly<Record<string, string>>): string {
  return prompt.text.replace(/\{\{([a-z-]+)\}\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`prompt ${prompt.id} wants a value for ${name}`);
    return value;
  });
}
