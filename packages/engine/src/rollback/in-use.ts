import { LABEL_FIELD } from '@cutover/domain';
import type { Binding, Ledger } from '@cutover/ledger';
import { z } from 'zod';
import { type AccountState, optionUse } from './account-state.ts';

/** Why something of the schema that we made stays: a record that is kept, or one of others, uses it. Null: it can go. */
export function whyInUse(ledger: Ledger, state: AccountState, kept: ReadonlySet<string>, binding: Binding): string | null {
  switch (binding.kind) {
    case 'field':
    case 'option': {
      const entity = binding.name.split('/')[0] ?? '';
      if (kept.has(entity)) return `a ${entity} that is kept uses it`;
      const used = binding.kind === 'field' ? state.usedKeys.has(binding.targetId) : state.usedOptions.has(optionOf(ledger, binding));
      return used ? 'other records use it' : null;
    }
    case 'activity-type':
      return kept.has('activity') || state.usedTypes.has(typeKeyOf(binding)) ? 'activities use it' : null;
    case 'stage':
    case 'pipeline':
      if (!kept.has('deal') && !state.usedPipelines.has(pipelineOf(binding))) return null;
      return binding.kind === 'stage' ? 'deals stay in its pipeline' : 'deals stay in it';
    default:
      return null;
  }
}

/** How a record of others would hold this option: labels go by their own name, other options by their field's key. */
function optionOf(ledger: Ledger, { name, targetId }: Binding): string {
  const [entity = '', slug = ''] = name.split('/');
  const field = slug === LABEL_FIELD.slug ? slug : (ledger.bindings.get('field', `${entity}/${slug}`)?.targetId ?? slug);
  return optionUse(entity, field, targetId);
}

const TypeValue = z.looseObject({ key: z.string() });
const PipelineValue = z.looseObject({ id: z.number(), pipelineId: z.number().optional() });

function typeKeyOf(binding: Binding): string {
  const parsed = TypeValue.safeParse(binding.value);
  return parsed.success ? parsed.data.key : '';
}

function pipelineOf(binding: Binding): number {
  const parsed = PipelineValue.safeParse(binding.value);
  return parsed.success ? (parsed.data.pipelineId ?? parsed.data.id) : 0;
}
