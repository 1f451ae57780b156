/** The rules that look across files. They are cheap and run at every look, for the declarations of one file. */
import type { NameIndex } from '../names/index.ts';
import type { File } from '../syntax/tree.ts';
import type { Finding } from '../types/context.ts';
import type { Signatures } from '../types/signatures.ts';

export interface WorkspaceRuleInput {
  readonly path: string;
  readonly module: string;
  readonly tree: File;
  readonly index: NameIndex;
  readonly signatures: Signatures;
  /** how many files refer to an id other than by declaring it */
  readonly uses: ReadonlyMap<string, number>;
}

export type WorkspaceRule = (input: WorkspaceRuleInput, found: (finding: Finding) => void) => void;

const rules: readonly WorkspaceRule[] = [];

export function workspaceFindings(input: WorkspaceRuleInput): Finding[] {
  const findings: Finding[] = [];
  for (const rule of rules) rule(input, (finding) => findings.push(finding));
  return findings;
}
