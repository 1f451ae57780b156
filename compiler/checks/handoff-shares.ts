/** J4010: a handoff shares all that the journey knows, which `this journey` does by itself. */

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
      found({ wording, span: statement.team, fixes: [sharing(statement, text)] });
    }
  }
};

/** Behind what is shared already; else as the first thing in the braces; else in braces of its own. */
function sharing({ share, alias, team, end }: HandoffStatement, text: string): FindingFix {
  const last = share.at(-1);
  const head = alias ?? team;
  const brace = text.indexOf('{', head.end);
  const insert = (at: number, what: string): FindingFix => ({
    title: 'Share this journey',
    edits: [{ span: { start: at, end: at }, text: what }],
  });
  if (last !== undefined) return insert(last.end, ', this journey');
  return brace >= 0 && brace < end
    ? insert(brace + 1, ' share this journey')
    : insert(head.end, ' { share this journey }');
}
