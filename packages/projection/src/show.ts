import type { Value } from '@cutover/domain';

/** A value as a person reads it in the diff. */
export function showValue(value: Value): string {
  switch (value.t) {
    case 'number':
    case 'bool':
      return String(value.v);
    case 'money':
      return `${value.v} ${value.currency}`;
    case 'contacts':
      return value.v.map((c) => `${c.value} (${c.label}${c.primary ? ', primary' : ''})`).join('; ');
    case 'options':
      return value.v.join(', ');
    case 'participants':
      return value.v.map((p) => (p.primary ? `${p.person} (primary)` : p.person)).join(', ');
    case 'file':
      return `${value.name} (${value.size} bytes)`;
    default:
      return value.v;
  }
}
