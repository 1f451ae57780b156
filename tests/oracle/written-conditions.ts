/** How a condition of the oracle's language is written. */
import type { Condition } from './language.ts';

export function condition(it: Condition): string {
  switch (it.kind) {
    case 'number':
      return `${it.of} ${it.op} ${it.value}`;
    case 'same key':
      return 'it.k == s.k';
    case 'tagged':
      return 'profile.tag is present';
    case 'consent':
      return 'consent for Offers';
    case 'count':
      return `count of ${it.signal}${it.hours === null ? '' : ` in last ${it.hours} hours`} ${it.op} ${it.value}`;
    case 'not':
      return `not (${condition(it.of)})`;
    case 'and':
    case 'or':
      return `(${condition(it.left)} ${it.kind} ${condition(it.right)})`;
  }
}
