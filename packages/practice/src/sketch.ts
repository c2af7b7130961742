const MOST = 20_000;

function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  // Last bits mixed, since the threshold looks at all of them.
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) >>> 0;
}

/**
 * Which texts occur in a column, and how often, within bounded memory: when there are too many, only those under a falling threshold of
 * their hash are kept. Two sketches keep the same texts, so the share of one found in the other stays true.
 */
export class Sketch {
  #threshold = 2 ** 32;
  #counts = new Map<string, number>();

  add(text: string): void {
    const known = this.#counts.get(text);
    if (known !== undefined) {
      this.#counts.set(text, known + 1);
      return;
    }
    if (this.#threshold < 2 ** 32 && hashOf(text) >= this.#threshold) return;
    this.#counts.set(text, 1);
    if (this.#counts.size > MOST) this.#thin();
  }

  #thin(): void {
    this.#threshold /= 2;
    this.#counts = new Map([...this.#counts].filter(([text]) => hashOf(text) < this.#threshold));
  }

  get size(): number {
    return this.#counts.size;
  }

  /** The texts kept here that `other` would have kept too. */
  *sharedWith(other: Sketch): Generator<[string, number]> {
    const threshold = Math.min(this.#threshold, other.#threshold);
    const thinner = threshold < this.#threshold;
    for (const entry of this.#counts) if (!thinner || hashOf(entry[0]) < threshold) yield entry;
  }

  has(text: string): boolean {
    return this.#counts.has(text);
  }
}
