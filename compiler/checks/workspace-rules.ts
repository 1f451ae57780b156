/** The rules that look across files. They are cheap and run at every look, for the declarations of one file. */

import type { Finding } from '../types/context.ts';
import { circles } from './circles.ts';
import { duplicates } from './duplicates.ts';
import { formulaSizes } from './formula-sizes.ts';
import { shadows } from './shadows.ts';
import { testVariants } from './test-variants.ts';
import { unusedDeclarations } from './unused-declarations.ts';
import { wireNames } from './wire-names.ts';
import type { WorkspaceRule, WorkspaceRuleInput } from './workspace-rule.ts';

const rules: readonly WorkspaceRule[] = [
  circles,
  duplicates,
  formulaSizes,
  shadows,
  testVariants,
  unusedDeclarations,
  wireNames,
];

export function workspaceFindings(input: WorkspaceRuleInput): Finding[] {
  const findings: Finding[] = [];
  for (const rule of rules) rule(input, (finding) => findings.push(finding));
  return findings;
}
