/** The rules that look at one file and the names it uses. Each rule is one file. */
import { endings } from './endings.ts';
import { handoffShares } from './handoff-shares.ts';
import { journeyStart } from './journey-start.ts';
import { loops } from './loops.ts';
import { messageContent } from './message-content.ts';
import { onceInALife } from './once-in-a-life.ts';
import { quietWindow } from './quiet-window.ts';
import { reachable } from './reachable.ts';
import type { Rule, RuleInput } from './rule.ts';
import { testNames } from './test-names.ts';
import { testsWithoutExpect } from './tests-without-expect.ts';
import { translations } from './translations.ts';
import { unsayableValues } from './unsayable-values.ts';
import { untranslated } from './untranslated.ts';
import { unusedBindings } from './unused-bindings.ts';
import { waits } from './waits.ts';

const rules: readonly Rule[] = [
  endings,
  handoffShares,
  journeyStart,
  loops,
  messageContent,
  onceInALife,
  quietWindow,
  reachable,
  testNames,
  testsWithoutExpect,
  translations,
  unsayableValues,
  untranslated,
  unusedBindings,
  waits,
];

export function checkRules(input: RuleInput): void {
  for (const rule of rules) rule(input, (finding) => input.facts.findings.push(finding));
}
