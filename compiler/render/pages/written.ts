/** What pages show as its author wrote it, and the graph does not keep. */
import type { File, Span } from '../../syntax/tree.ts';

export interface Written {
  /** by name */
  readonly conditions: ReadonlyMap<string, Snippet>;
  /** by name */
  readonly decisions: ReadonlyMap<string, Snippet>;
  /** fields of the profile, by name */
  readonly profile: ReadonlyMap<string, Snippet>;
  /** tests, by the file and the line (from 0) of their title */
  readonly tests: ReadonlyMap<string, string>;
}

/** Files, as a workspace has them. */
export interface Files {
  readonly paths: readonly string[];
  text(path: string): string | undefined;
  tree(path: string): File | undefined;
}

export interface Snippet {
  readonly text: string;
  readonly doc?: string;
}

export const NOTHING_WRITTEN: Written = {
  conditions: new Map(),
  decisions: new Map(),
  profile: new Map(),
  tests: new Map(),
};

export function testKey(file: string, line: number): string {
  return `${file}:${line}`;
}

export function writtenIn(files: Files): Written {
  const conditions = new Map<string, Snippet>();
  const decisions = new Map<string, Snippet>();
  const profile = new Map<string, Snippet>();
  const tests = new Map<string, string>();
  for (const path of files.paths) {
    const [tree, text] = [files.tree(path), files.text(path)];
    if (tree === undefined || text === undefined) continue;
    const snippet = (span: Span, doc: string | undefined): Snippet => ({
      text: text.slice(span.start, span.end),
      ...(doc === undefined ? {} : { doc }),
    });
    for (const node of tree.declarations) {
      if (node.kind === 'Condition') conditions.set(node.name.text, snippet(node, node.doc));
      if (node.kind === 'Decision') decisions.set(node.name.text, snippet(node, node.doc));
      if (node.kind === 'Profile') for (const each of node.fields) profile.set(each.name.text, snippet(each, each.doc));
      if (node.kind === 'Test') {
        const line = text.slice(0, node.title.start).split('\n').length - 1;
        tests.set(testKey(path, line), text.slice(node.start, node.end));
      }
    }
  }
  return { conditions, decisions, profile, tests };
}
