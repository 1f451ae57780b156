/** What the rules across files see. */
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
