/** Growing column of unsigned 32-bit numbers. */
class Numbers {
  #data = new Uint32Array(1024);

  set(index: number, value: number): void {
    if (index >= this.#data.length) {
      const wider = new Uint32Array(this.#data.length * 2);
      wider.set(this.#data);
      this.#data = wider;
    }
    this.#data[index] = value;
  }

  get(index: number): number {
    return this.#data[index] ?? 0;
  }
}

export interface Earlier {
  readonly line: number;
  /** The cells were the same. */
  readonly same: boolean;
}

/** Which ids of a file have passed, on which line, and with which content: two dozen bytes a row beside the id itself. */
export class Seen {
  readonly #index = new Map<string, number>();
  readonly #lines = new Numbers();
  readonly #high = new Numbers();
  readonly #low = new Numbers();

  /** The earlier row with this id, or null; then this one is noted. */
  meet(id: string, line: number, hashHex: string): Earlier | null {
    const high = Number.parseInt(hashHex.slice(0, 8), 16);
    const low = Number.parseInt(hashHex.slice(8, 16), 16);
    const at = this.#index.get(id);
    if (at !== undefined) return { line: this.#lines.get(at), same: this.#high.get(at) === high && this.#low.get(at) === low };
    const index = this.#index.size;
    this.#index.set(id, index);
    this.#lines.set(index, line);
    this.#high.set(index, high);
    this.#low.set(index, low);
    return null;
  }
}
