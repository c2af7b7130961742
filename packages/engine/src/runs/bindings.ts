import type { Json } from '@cutover/ledger';
import type { Binding } from '@cutover/pipedrive';
import type { RunContext } from './execute.ts';

/** What a binding points at in the account, as text: a field's key, or an id. */
export function targetIdOf(binding: Binding): string {
  return binding.kind === 'field' ? binding.value.key : String(binding.value.id);
}

/** Notes what names of the plan became in this account. `created` ones are removed again by a rollback. */
export function noteBindings(context: RunContext, bindings: readonly Binding[], origin: 'created' | 'found'): void {
  const { ledger } = context.ws;
  for (const binding of bindings) {
    ledger.bindings.put({
      kind: binding.kind,
      name: binding.name,
      value: binding.value as Json,
      origin,
      run: context.run,
      targetId: targetIdOf(binding),
    });
  }
}
