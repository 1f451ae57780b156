/** What has to be said otherwise when files and folders are moved: `use` lines, and the templates that messages name. */
import { isPassedOver, moduleOf } from '../names/modules.ts';
import type { Use } from '../syntax/tree.ts';
import { type EditorFile, type EditorSource, rangeIn } from './source.ts';
import type { Edit, Move } from './types.ts';

const aModule = /^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/;

/** By file, as it is called before. */
export function editsForMoves(s: EditorSource, moves: readonly Move[]): ReadonlyMap<string, readonly Edit[]> {
  const moved = (path: string): string => movedPath(path, moves);
  const edits = new Map<string, readonly Edit[]>();
  for (const path of s.paths) {
    const file = s.file(path);
    const found = file === undefined ? [] : [...usesOf(s, file, moved), ...templatesIn(file, moved)];
    if (found.length > 0) edits.set(path, found);
  }
  return edits;
}

/** Where a file of the workspace is afterwards; where it was, when it goes where nothing of the workspace is looked for. */
export function movedPath(path: string, moves: readonly Move[]): string {
  const move = moves.find(({ from }) => path === from || path.startsWith(`${from}/`));
  if (move === undefined) return path;
  const to = `${move.to}${path.slice(move.from.length)}`;
  return to.split('/').some(isPassedOver) ? path : to;
}

/** Names are looked for where their declarations are afterwards. */
function usesOf(s: EditorSource, file: EditorFile, moved: (path: string) => string): Edit[] {
  const own = moduleOf(moved(file.path));
  const taken = takenFrom(s, file, moved);
  const isUsed = (module: string): boolean => module !== own && aModule.test(module);
  const known = file.tree.uses.map((use) => ({ use, old: nameOf(use), now: moduleNow(s, nameOf(use), taken, moved) }));
  const stays = ({ old, now }: (typeof known)[number]): boolean => now.includes(old) && old !== own;
  const written = new Set(known.flatMap((each) => (stays(each) ? [each.old] : [])));
  const edits: Edit[] = [];
  for (const each of known) {
    const { use, now } = each;
    // A folder that cannot be written in a `use` line stays for the checker to tell of.
    if (stays(each) || now.some((module) => module !== '' && !aModule.test(module))) continue;
    const wanted = now.filter((module) => isUsed(module) && !written.has(module));
    for (const module of wanted) written.add(module);
    edits.push(
      wanted.length === 0 ? { range: rangeIn(file, lineOf(file, use)), text: '' } : replaced(file, use, wanted),
    );
  }
  const more = new Set([...taken.values()].flatMap((modules) => [...modules]).filter(isUsed));
  const missing = [...more].filter((module) => !written.has(module)).sort();
  if (missing.length === 0) return edits;
  const start = file.tree.uses[0]?.start ?? 0;
  return [
    { range: rangeIn(file, { start, end: start }), text: missing.map((each) => `use ${each}\n`).join('') },
    ...edits,
  ];
}

/** Modules that names come from: as they are called now -> where those names are afterwards. */
function takenFrom(
  s: EditorSource,
  { facts }: EditorFile,
  moved: (path: string) => string,
): ReadonlyMap<string, ReadonlySet<string>> {
  const taken = new Map<string, Set<string>>();
  for (const { id } of [...facts.references, ...[...facts.inTemplates.values()].flat()]) {
    const symbol = s.index.byId(id);
    if (symbol === undefined) continue;
    const modules = taken.get(symbol.module) ?? new Set();
    taken.set(symbol.module, modules.add(moduleOf(moved(symbol.path))));
  }
  return taken;
}

/** What a `use` of a folder has to name afterwards: what is taken from it; where that is nothing, wherever its files are. */
function moduleNow(
  s: EditorSource,
  module: string,
  taken: ReadonlyMap<string, ReadonlySet<string>>,
  moved: (path: string) => string,
): string[] {
  const inIt = s.paths.filter((path) => moduleOf(path) === module).map((path) => moduleOf(moved(path)));
  const now = taken.get(module) ?? new Set(inIt);
  return now.size === 0 ? [module] : [...now].sort();
}

function nameOf({ path }: Use): string {
  return path.map(({ text }) => text).join('.');
}

function replaced(file: EditorFile, use: Use, modules: readonly string[]): Edit {
  const span = { start: use.path[0]?.start ?? use.start, end: use.path.at(-1)?.end ?? use.end };
  return { range: rangeIn(file, span), text: modules.join('\nuse ') };
}

/** With its line end, where nothing else stands on the line. */
function lineOf({ text }: EditorFile, use: Use): { readonly start: number; readonly end: number } {
  const rest = /^[ \t]*(\r?\n|$)/.exec(text.slice(use.end))?.[0] ?? '';
  return { start: use.start, end: use.end + rest.length };
}

/** Templates are named beside or below the file. What lies elsewhere afterwards has no name there, and the checker tells so. */
function templatesIn(file: EditorFile, moved: (path: string) => string): Edit[] {
  const to = moved(file.path);
  const folder = to.slice(0, to.lastIndexOf('/') + 1);
  const seen = new Set<number>();
  return file.facts.references.flatMap(({ id, start, end }) => {
    if (!id.startsWith('template:') || seen.has(start)) return [];
    seen.add(start);
    const template = moved(id.slice('template:'.length));
    const text = `"${template.slice(folder.length)}"`;
    if (!template.startsWith(folder) || text === file.text.slice(start, end)) return [];
    return [{ range: rangeIn(file, { start, end }), text }];
  });
}
