/** What stands above declarations: that a test can be run, and how many places use a name. */

import { symbolId, symbolKind } from '../names/symbols.ts';
import type { Declaration } from '../syntax/tree.ts';
import type { FileFacts } from '../types/context.ts';
import { plainText } from './outline.ts';
import { type EditorFile, type EditorSource, rangeIn } from './source.ts';
import type { Lens } from './types.ts';

export function lensesOf(s: EditorSource, path: string): Lens[] {
  const file = s.file(path);
  if (file === undefined) return [];
  const all = s.paths.flatMap((each) => s.file(each)?.facts ?? []);
  return file.tree.declarations.flatMap((node) => lensOf(file, node, all));
}

function lensOf(file: EditorFile, node: Declaration, all: readonly FileFacts[]): Lens[] {
  switch (node.kind) {
    case 'Test':
      return [{ kind: 'test', range: rangeIn(file, node.title), name: plainText(node.title) }];
    case 'Signal':
    case 'Message':
    case 'Journey': {
      if (node.name.text === '') return [];
      const id = symbolId(symbolKind(node.kind), file.module, node.name.text);
      const count = all.reduce((sum, facts) => sum + (usesIn(facts).get(id) ?? 0), 0);
      // Most journeys start by themselves: that nobody names them says nothing.
      if (count === 0 && node.kind === 'Journey') return [];
      return [{ kind: 'uses', range: rangeIn(file, node.name), count }];
    }
    default:
      return [];
  }
}

/** How often a file uses each name; it is counted once for what was found out about the file. */
function usesIn(facts: FileFacts): ReadonlyMap<string, number> {
  const known = counted.get(facts);
  if (known !== undefined) return known;
  const uses = new Map<string, number>();
  for (const { id, declares } of facts.references) if (!declares) uses.set(id, (uses.get(id) ?? 0) + 1);
  counted.set(facts, uses);
  return uses;
}

const counted = new WeakMap<FileFacts, ReadonlyMap<string, number>>();
