const MOST = 8_000;

/** Small whole number for a text, the same everywhere; its bits are well mixed, since thresholds look at all of them. */
export function textHash(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39);
  return hash ^ (hash >>> 15);
}

/**
 * Which texts occur in a column, and how often, within bounded memory: only their hashes are kept, and when there are too many, only those
 * under a falling threshold. Two sketches keep the same texts, so the share of one found in the other stays true (but for one text in
 * hundreds of thousands, whose hash is another's).
 */
export class Sketch {
  #threshold = 2 ** 32;
  #counts = new Map<number, number>();

  add(text: string, times = 1): void {
    const hash = textHash(text);
    if (this.#threshold < 2 ** 32 && hash >>> 0 >= this.#threshold) return;
    const known = this.#counts.get(hash);
    this.#counts.set(hash, (known ?? 0) + times);
    if (known === undefined && this.#counts.size > MOST) this.#thin();
  }

  #thin(): void {
    this.#threshold /= 2;
    for (const hash of [...this.#counts.keys()]) if (hash >>> 0 >= this.#threshold) this.#counts.delete(hash);
  }

  get size(): number {
    return this.#counts.size;
  }

  /** The share of these texts, each as often as it occurs, that are found in `other`; 0 when nothing can be compared. */
  shareFoundIn(other: Sketch): number {
    const threshold = Math.min(this.#threshold, other.#threshold);
    let all = 0;
    let found = 0;
    for (const [hash, count] of this.#counts) {
      if (hash >>> 0 >= threshold) continue;
      all += count;
      if (other.#counts.has(hash)) found += count;
    }
    return all === 0 ? 0 : found / all;
  }
}
