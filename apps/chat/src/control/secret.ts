import type { Secret } from './chat.ts';

/** Keeps what is typed without echo until it is taken, once. */
export function createSecret(): Secret {
  let typed: string[] = [];
  return Object.freeze({
    add: (text: string) => {
      typed.push(...text);
    },
    back: () => {
      typed.pop();
    },
    take: () => {
      const all = typed.join('');
      typed = [];
      return all;
    },
  });
}
