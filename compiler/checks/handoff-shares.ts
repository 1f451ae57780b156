/** J4010: a handoff shares all that the journey knows. */

import * as say from '../diagnostics/catalogue.gen.ts';
import { few } from '../diagnostics/few.ts';
import type { Rule } from './rule.ts';
import { missingShares } from './shares.ts';

export const handoffShares: Rule = ({ facts }, found) => {
  for (const statement of facts.known.keys()) {
    const missing = missingShares(statement, facts);
    if (missing.length > 0) {
      found({ wording: say.handoffSharesLess({ missing: few(missing) }), span: statement.team });
    }
  }
};
