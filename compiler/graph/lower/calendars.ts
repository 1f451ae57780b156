/** Days that a calendar takes out: known while compiling, so that the graph needs no calendars. */
import type { Name } from '../../syntax/tree.ts';
import { dateNumber } from '../../types/units.ts';
import type { Days } from '../types.ts';
import type { Lowering } from './context.ts';

export function daysOf(l: Lowering, calendar: Name): Days {
  const node = l.program.index.byId(l.unit.facts.symbols.get(calendar) ?? '')?.node;
  if (node?.kind !== 'Calendar') return [];
  const days = node.dates.flatMap((date) => (date.kind === 'Date' ? (dateNumber(date.text) ?? []) : []));
  return [...new Set(days)].sort((a, b) => a - b);
}
