/** A call as it is about to be made: known tool, parsed arguments. */
export interface PlannedCall {
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
}

/**
 * Looks at every call before it is made. `block` keeps it from being made; the reason goes to the model as the answer, so that it learns why.
 * Must not throw.
 */
export type Guard = (call: PlannedCall) => { readonly block: string } | null;

/** What this turn has shown so far; what the house's own guard judges by. */
export interface TurnFacts {
  /** Gates that refused in this turn. */
  readonly closed: ReadonlySet<string>;
}

/** The house's own rules, before any guard from outside: a gate that refused is not knocked at again in the same turn. */
export function houseGuard(facts: TurnFacts): Guard {
  return ({ name }) =>
    name === 'run_start' && facts.closed.size > 0
      ? {
          block: `A gate refused a run in this turn already (${[...facts.closed].join(', ')}). You cannot open it, and asking again changes nothing: hand over to the person.`,
        }
      : null;
}

/** The first guard that blocks wins. */
export function allGuards(...guards: readonly Guard[]): Guard {
  return (call) => {
    for (const guard of guards) {
      const verdict = guard(call);
      if (verdict !== null) return verdict;
    }
    return null;
  };
}
