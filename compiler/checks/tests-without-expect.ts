/** J4021: tests that expect nothing. */
import * as say from '../diagnostics/catalogue.gen.ts';
import type { TestStep } from '../syntax/tree.ts';
import type { Rule } from './rule.ts';

export const testsWithoutExpect: Rule = ({ tree }, found) => {
  for (const test of tree.declarations) {
    if (test.kind !== 'Test' || test.steps.some(proves)) continue;
    found({ wording: say.testWithoutExpect(), span: test.title });
  }
};

/** That any order ends alike is expected, too; what is not understood may have been an `expect`. */
function proves({ kind }: TestStep): boolean {
  return kind === 'Expect' || kind === 'Replay' || kind === 'Invalid';
}
