/** What the rules over one file see. */
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
