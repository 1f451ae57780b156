/** What identity keys are labelled: as the fields of signals that bring them. */
import type { Label, Signal } from './types.ts';

type Bringing = Pick<Signal, 'fields' | 'keys'>;

export function labelsOfKeys(signals: Readonly<Record<string, Bringing>>): ReadonlyMap<string, ReadonlySet<Label>> {
  const found = new Map<string, Set<Label>>();
  for (const { fields, keys } of Object.values(signals)) {
    for (const { name, labels = [] } of fields) {
      const key = Object.hasOwn(keys, name) ? keys[name] : undefined;
      if (key !== undefined && labels.length > 0) found.set(key, new Set([...(found.get(key) ?? []), ...labels]));
    }
  }
  return found;
}
