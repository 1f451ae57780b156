/** J4014: a quiet window holds some time. */
import * as say from '../diagnostics/catalogue.gen.ts';
import type { Rule } from './rule.ts';

export const quietWindow: Rule = ({ tree, text }, found) => {
  for (const policy of tree.declarations) {
    if (policy.kind !== 'Policy') continue;
    for (const rule of policy.rules) {
      if (rule.kind !== 'Quiet' || rule.from.kind !== 'Clock' || rule.to.kind !== 'Clock') continue;
      if (rule.from.minutes % 1440 !== rule.to.minutes % 1440) continue;
      // From midnight to midnight is the whole day, as it is said.
      if (rule.from.minutes !== rule.to.minutes) continue;
      const clock = text.slice(rule.from.start, rule.from.end);
      found({ wording: say.quietNever({ clock }), span: { start: rule.from.start, end: rule.to.end } });
    }
  }
};
