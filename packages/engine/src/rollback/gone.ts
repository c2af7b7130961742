import { type Binding, type Door, splitName } from '@cutover/pipedrive';

/**
 * Whether what a binding points at is not in the account any more. Asked when removing it was refused: removing a thing a second time is answered in many ways,
 * an option's as bad content (api-facts §7). @throws CutoverError
 */
export async function isGone(door: Door, binding: Binding, fieldKey: (name: string) => string | null): Promise<boolean> {
  switch (binding.kind) {
    case 'pipeline':
      return !(await door.pipelines.list()).items.some((row) => row.id === binding.value.id && row.is_deleted !== true);
    case 'stage':
      return !(await door.stages.list()).items.some((row) => row.id === binding.value.id && row.is_deleted !== true);
    case 'activity-type':
      return !(await door.activityTypes.list()).items.some((row) => row.id === binding.value.id && row.active_flag !== false);
    case 'field':
      return (await fieldOf(door, binding.name, binding.value.key)) === undefined;
    case 'option': {
      const field = await fieldOf(door, binding.name, fieldKey(binding.name));
      return !(field?.options ?? []).some((option) => option.id === binding.value.id);
    }
    case 'user':
      return false;
  }
}

async function fieldOf(door: Door, name: string, key: string | null) {
  const entity = splitName(name)?.entity;
  if (entity === undefined) return undefined;
  return (await door.fields.list(entity)).items.find((field) => field.field_code === key);
}
