export interface FlowOptions<T> {
  /** How many items may be under way or waiting for a dependency at once: bounds memory. */
  readonly window: number;
  readonly keyOf: (item: T) => string;
  readonly dependsOn: (item: T) => readonly string[];
  /** Whether an item may be under way beside these; asked again when one of them is through. Alone it always may. */
  readonly mayJoin?: (item: T, others: readonly T[]) => boolean;
  readonly run: (item: T) => Promise<void>;
  /** Asked before each item starts; true stops the flow after what is in flight. */
  readonly stopped: () => boolean;
}

/**
 * Runs items in their order but not in lock step: an item starts as soon as those it depends on are through, and at most `window` are open.
 * Dependencies must come before their dependents in `items`; one that is not under way counts as through.
 * The first error stops the flow; what is in flight is waited for, then the error is thrown.
 * @returns false when it was stopped before the end
 */
export async function flow<T>(items: Iterable<T>, options: FlowOptions<T>): Promise<boolean> {
  const open = new Map<string, Promise<void>>();
  const under = new Map<string, T>();
  const hasRoom = (item: T): boolean =>
    open.size < options.window && (open.size === 0 || options.mayJoin === undefined || options.mayJoin(item, [...under.values()]));
  let failure: { readonly error: unknown } | null = null;
  let wake: () => void = () => undefined;

  const start = (item: T): void => {
    const key = options.keyOf(item);
    const before = options.dependsOn(item).flatMap((dependency) => open.get(dependency) ?? []);
    const work = async (): Promise<void> => {
      await Promise.all(before);
      if (failure !== null || options.stopped()) return;
      await options.run(item);
    };
    const done = work()
      .catch((error: unknown) => {
        failure ??= { error };
      })
      .then(() => {
        open.delete(key);
        under.delete(key);
        wake();
      });
    open.set(key, done);
    under.set(key, item);
  };

  for (const item of items) {
    while (!hasRoom(item)) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    if (failure !== null || options.stopped()) break;
    start(item);
  }
  await Promise.all(open.values());
  if (failure !== null) throw (failure as { readonly error: unknown }).error;
  return !options.stopped();
}
