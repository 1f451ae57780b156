/** J4010: a handoff shares all that the journey knows. */

import * as say from '../diagnostics/catalogue.gen.ts';
import { few } from '../diagnostics/few.ts';
import type { HandoffStatement } from '../syntax/tree.ts';
import type { FindingFix } from '../types/context.ts';
import type { Rule } from './rule.ts';
import { missingShares } from './shares.ts';

export const handoffShares: Rule = ({ facts, text }, found) => {
  for (const statement of facts.known.keys()) {
    const missing = missingShares(statement, facts);
    if (missing.length > 0) {
      const wording = say.handoffSharesLess({ missing: few(missing) });
      found({ wording, span: statement.team, fixes: [sharing(statement, missing, text)] });
    }
  }
};

/** Behind what is shared already; else as the first thing in the braces; else in braces of its own. */
function sharing({ share, alias, team, end }: HandoffStatement, missing: readonly string[], text: string): FindingFix {
  const list = missing.join(', ');
  const last = share.at(-1);
  const head = alias ?? team;
  const brace = text.indexOf('{', head.end);
  const insert = (at: number, what: string): FindingFix => ({
    title: `Share ${few(missing)}`,
    edits: [{ span: { start: at, end: at }, text: what }],
  });
  if (last !== undefined) return insert(last.end, `, ${list}`);
  return brace >= 0 && brace < end ? insert(brace + 1, ` share ${list}`) : insert(head.end, ` { share ${list} }`);
}
