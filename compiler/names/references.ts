/**
 * What each name in a file stands for, as a string id, so that a table outlives edits elsewhere:
 * `signal:telco/BillIssued`, `field:signal:telco/BillIssued#amount`, `profile:email`, `key:user_id`, `subject:ticket`, `value:type:telco/Tier#gold`,
 * `binding:path@offset`, `step:journey:telco/BillShock#with_agent`, `outcome:journey:..#calm`, `variant:Tone#warm`, `kind:promotion`, `customer:path@offset`, `function:lower`, `module:telco`,
 * `template:telco/mails/refund.liquid`.
 */
import type { Name } from '../syntax/tree.ts';

export interface Reference {
  readonly start: number;
  readonly end: number;
  readonly id: string;
  /** the place that declares it */
  readonly declares: boolean;
}

export const referenceIds = {
  field: (owner: string, name: string): string => `field:${owner}#${name}`,
  value: (owner: string, name: string): string => `value:${owner}#${name}`,
  step: (journey: string, name: string): string => `step:${journey}#${name}`,
  candidate: (decision: string, name: string): string => `candidate:${decision}#${name}`,
  experiment: (name: string): string => `experiment:${name}`,
  variant: (experiment: string, name: string): string => `variant:${experiment}#${name}`,
  /** of journeys: `kind promotion` */
  kind: (name: string): string => `kind:${name}`,
  /** of a test */
  customer: (path: string, at: Name): string => `customer:${path}@${at.start}`,
  outcome: (journey: string, name: string): string => `outcome:${journey}#${name}`,
  profile: (name: string): string => `profile:${name}`,
  key: (name: string): string => `key:${name}`,
  subject: (name: string): string => `subject:${name}`,
  binding: (path: string, at: Name): string => `binding:${path}@${at.start}`,
  builtin: (name: string): string => `function:${name}`,
  template: (path: string): string => `template:${path}`,
  module: (name: string): string => `module:${name}`,
};

/** The innermost reference at an offset (its end counts, so that a caret behind a name finds it). `sorted` by start. */
export function referenceAt(sorted: readonly Reference[], offset: number): Reference | undefined {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle]?.start ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  for (let at = low - 1; at >= 0 && at >= low - 3; at--) {
    const reference = sorted[at];
    if (reference !== undefined && reference.start <= offset && offset <= reference.end) return reference;
  }
  return undefined;
}
