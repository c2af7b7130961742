import { CutoverError } from '@cutover/domain';
import { KINDS, type Kind, MARK } from './kinds.ts';
import type { ProbeLine, Reply } from './line.ts';

/** Where a probe writes down what it makes, before and after: what it leaves when it dies is found by that. */
export interface Diary {
  making(kind: Kind): void;
  made(kind: Kind, id: string): void;
  /** The creation was refused: nothing is there. */
  refused(kind: Kind): void;
  gone(kind: Kind, id: string): void;
}

export interface Remains {
  readonly kind: Kind;
  readonly id: string;
  readonly why: string;
}

/** A bench to try things on: makes marked records, and clears them all away again. */
export class Bench {
  readonly line: ProbeLine;
  readonly #diary: Diary;
  readonly #nonce: string;
  readonly #made: { kind: Kind; id: string }[] = [];
  #count = 0;

  constructor(line: ProbeLine, diary: Diary, nonce: string, left: readonly { kind: Kind; id: string }[] = []) {
    this.line = line;
    this.#diary = diary;
    this.#nonce = nonce;
    this.#made.push(...left);
  }

  /** A name nobody has. */
  name(): string {
    this.#count += 1;
    return `${MARK} ${this.#nonce} ${this.#count}`;
  }

  /** Tries to make a record; what came of it, and its id when it was made. */
  async try(
    kind: Kind,
    body: Readonly<Record<string, unknown>>,
    file?: { text: string; fields: Readonly<Record<string, string>> },
  ): Promise<Reply & { readonly id: string }> {
    const { path, create, name } = KINDS[kind];
    this.#diary.making(kind);
    const named = { [name]: this.name(), ...body };
    const payload = file === undefined ? { json: named } : { file: { ...file, name: `${this.name()}.txt` } };
    const reply = await this.#asked(kind, () => this.line.ask({ method: 'POST', path, tokens: create, ...payload }));
    const id = reply.at(kind === 'person field' ? 'data.field_code' : 'data.id');
    if (!reply.ok) {
      this.#diary.refused(kind);
      return { ...reply, id: '' };
    }
    if (typeof id !== 'number' && typeof id !== 'string')
      throw new CutoverError('answer-unusable', `the answer to a new ${kind} holds no id`);
    this.#diary.made(kind, String(id));
    this.#made.push({ kind, id: String(id) });
    return { ...reply, id: String(id) };
  }

  /** Asks for something to be made; where it certainly was not, the diary says so. */
  async #asked<T>(kind: Kind, ask: () => Promise<T>): Promise<T> {
    return ask().catch((error: unknown) => {
      if (error instanceof CutoverError && error.code !== 'unresolved') this.#diary.refused(kind);
      throw error;
    });
  }

  /** Makes a record that every account takes. @throws CutoverError when this one does not */
  async make(
    kind: Kind,
    body: Readonly<Record<string, unknown>> = {},
    file?: { text: string; fields: Readonly<Record<string, string>> },
  ): Promise<Reply & { readonly id: string }> {
    const made = await this.try(kind, body, file);
    if (!made.ok) throw new CutoverError('write-refused', `a plain ${kind} was refused: ${made.status} ${made.reason}`);
    return made;
  }

  read(kind: Kind, id: string): Promise<Reply> {
    return this.line.ask({ method: 'GET', path: `${KINDS[kind].path}/${id}`, tokens: KINDS[kind].read });
  }

  change(kind: Kind, id: string, json: unknown): Promise<Reply> {
    return this.line.ask({ method: 'PATCH', path: `${KINDS[kind].path}/${id}`, tokens: KINDS[kind].create, json });
  }

  /** Deletes; refusing is an answer. */
  async remove(kind: Kind, id: string): Promise<Reply> {
    const reply = await this.line.ask(removalOf(kind, id));
    if (reply.ok || reply.status === 404 || reply.status === 410) this.forget(kind, id);
    return reply;
  }

  /** Something made by a request of another sort, told before it left. */
  async other(kind: Kind, ask: () => Promise<{ readonly reply: Reply; readonly id: string | null }>): Promise<Reply> {
    this.#diary.making(kind);
    const { reply, id } = await this.#asked(kind, ask);
    if (id === null) this.#diary.refused(kind);
    else this.again(kind, id);
    return reply;
  }

  /** It is there again, or may be: it has to be cleared away once more. */
  again(kind: Kind, id: string): void {
    this.#diary.made(kind, id);
    this.#made.push({ kind, id });
  }

  /** It is not there any more. */
  forget(kind: Kind, id: string): void {
    const place = this.#made.findIndex((each) => each.kind === kind && each.id === id);
    if (place >= 0) this.#made.splice(place, 1);
    this.#diary.gone(kind, id);
  }

  /** Deletes everything that is still there, the last made first. Goes on after a refusal; stops when nothing more can be asked. */
  async clear(): Promise<Remains[]> {
    const remains: Remains[] = [];
    for (const { kind, id } of [...this.#made].reverse()) {
      try {
        const reply = await this.remove(kind, id);
        if (this.#made.every((each) => each.kind !== kind || each.id !== id)) continue;
        if (await this.#isGone(kind, id)) this.forget(kind, id);
        else remains.push({ kind, id, why: `${reply.status} ${reply.reason}` });
      } catch (error) {
        if (!(error instanceof CutoverError)) throw error;
        remains.push({ kind, id, why: `${error.code}: ${error.message}` });
      }
    }
    return remains;
  }

  /** Whether something is deleted although deleting it was refused: a stage may have gone with its pipeline. */
  async #isGone(kind: Kind, id: string): Promise<boolean> {
    if (kind === 'activity type' || kind === 'label option') return false;
    const reply = await this.read(kind, id);
    return reply.status === 404 || reply.status === 410 || reply.at('data.is_deleted') === true || reply.at('data.active_flag') === false;
  }
}

function removalOf(kind: Kind, id: string): Parameters<ProbeLine['ask']>[0] {
  const { path, remove: tokens } = KINDS[kind];
  if (kind !== 'label option') return { method: 'DELETE', path: `${path}/${id}`, tokens };
  const [code, option] = id.split('/');
  return { method: 'DELETE', path: `${path}/${code}/options`, tokens, json: [{ id: Number(option) }] };
}
