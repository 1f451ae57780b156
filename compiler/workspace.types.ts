/** The workspace object that the command line, the language server, tests and the playground share. Pure: texts in, facts out. */
import type { Diagnostic } from './diagnostics/types.ts';
import type { TestSuite } from './graph/tests.ts';
import type { Graph, Settings } from './graph/types.ts';
import type { NameIndex } from './names/index.ts';
import type { Binding } from './names/scope.ts';
import type { File } from './syntax/tree.ts';
import type { FileFacts } from './types/context.ts';
import type { Signatures } from './types/signatures.ts';
import type { Type } from './types/type.ts';

export interface Workspace {
  /** Adds or replaces a file: a `.journey` file, or a `.liquid` template that one names. `path` is relative to the workspace root, `/` separated. Cheap where the text is the same. */
  setFile(path: string, text: string): void;
  removeFile(path: string): void;
  /** sorted */
  readonly paths: readonly string[];
  /** paths of template files, sorted */
  readonly templates: readonly string[];
  text(path: string): string | undefined;
  tree(path: string): File | undefined;
  /** Of one file, ordered by place. Re-checks what depends on what changed, nothing else. */
  diagnostics(path: string): readonly Diagnostic[];
  /** Of all files, ordered by path and place. */
  check(): readonly Diagnostic[];
  /** Undefined while there are errors. The same meaning in any order of files gives the same bytes. */
  compile(): { readonly graph: Graph; readonly tests: TestSuite } | undefined;
  /** For editors: what stands where in a file. */
  known(path: string): Known | undefined;
  /** For editors: what is declared. */
  readonly names: NameIndex;
  readonly signatures: Signatures;
  readonly settings: Settings;
}

/** What the checker found out about one file. Holds until the next change of the workspace. */
export interface Known {
  readonly path: string;
  readonly module: string;
  readonly text: string;
  readonly tree: File;
  readonly facts: FileFacts;
  readonly bindingTypes: ReadonlyMap<Binding, Type>;
}

export interface WorkspaceOptions {
  readonly settings: Settings;
}
