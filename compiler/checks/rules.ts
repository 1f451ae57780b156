/** The rules that look at one file and the names it uses. Each rule is one file. */
import type { NameIndex } from '../names/index.ts';
import type { File } from '../syntax/tree.ts';
import type { FileFacts, Finding } from '../types/context.ts';

/** What a rule sees; it adds what it finds to `facts.findings`. */
export interface RuleInput {
  readonly path: string;
  readonly module: string;
  readonly text: string;
  readonly tree: File;
  readonly facts: FileFacts;
  readonly index: NameIndex;
}

export type Rule = (input: RuleInput, found: (finding: Finding) => void) => void;

const rules: readonly Rule[] = [];

export function checkRules(input: RuleInput): void {
  for (const rule of rules) rule(input, (finding) => input.facts.findings.push(finding));
}
