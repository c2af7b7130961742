import type { Json, Binding as LedgerBinding } from '@cutover/ledger';
import type { Binding } from '@cutover/pipedrive';
import type { RunContext } from './execute.ts';

/** The ledger's row of what a name of the plan became in this account. `created` ones are removed again by a rollback. */
export function bindingRow(context: Pick<RunContext, 'run'>, binding: Binding, origin: 'created' | 'found'): LedgerBinding {
  const targetId = binding.kind === 'field' ? binding.value.key : String(binding.value.id);
  return { kind: binding.kind, name: binding.name, value: binding.value as Json, origin, run: context.run, targetId };
}

export function noteBindings(context: RunContext, bindings: readonly Binding[], origin: 'created' | 'found'): void {
  for (const binding of bindings) context.ws.ledger.bindings.put(bindingRow(context, binding, origin));
}
