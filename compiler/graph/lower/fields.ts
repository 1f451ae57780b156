/** Fields of signals, records and answers, with their labels. */
import type { Name, Field as TreeField } from '../../syntax/tree.ts';
import type { Field, Label } from '../types.ts';
import { graphType, type Lowering } from './context.ts';

export function fieldsOf(l: Lowering, id: string, fields: readonly TreeField[]): Field[] {
  const types = l.program.signatures.fields(id, new Set());
  return fields.flatMap((field): Field[] => {
    const type = types.get(field.name.text)?.type;
    if (type === undefined) return [];
    const wire = field.named?.parts.join('');
    return [
      {
        name: field.name.text,
        type: graphType(l.program, type),
        ...(wire === undefined || wire === field.name.text ? {} : { wire }),
        ...labelsOf(field.labels),
      },
    ];
  });
}

export function labelsOf(names: readonly Name[]): { readonly labels?: readonly Label[] } {
  return names.length === 0 ? {} : { labels: labels(names) };
}

export function labels(names: readonly Name[]): Label[] {
  return [...new Set(names.map((name) => name.text as Label))].sort();
}
