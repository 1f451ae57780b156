/**
 * The names of a workspace: symbol tables by kind and name, updated file by file.
 * A dependency key is `kind Name`, `profile field`, `identity` or `module a.b`; an update says which keys changed their meaning,
 * so that only those who looked them up are checked again. Who looked through all names of a kind, to suggest one of them, depends
 * on `every kind`, which changes when a name of it comes or goes.
 */
import { nearest } from '../diagnostics/nearest.ts';
import type { Subject } from '../syntax/tree.ts';
import { moduleOf } from './modules.ts';
import type { Declared, FileSymbols, ProfileSymbol, SymbolKind } from './symbols.ts';

/**
 * From where a name is looked up: its own folder, then those of its `use` lines, then the workspace's top folder, which all see.
 * `deps` gathers the keys that were asked for.
 */
export interface LookupScope {
  readonly module: string;
  readonly uses: ReadonlySet<string>;
  readonly deps: Set<string>;
}

export type Lookup =
  | { readonly kind: 'found'; readonly symbol: Declared }
  /** several folders in sight declare it */
  | { readonly kind: 'ambiguous'; readonly symbols: readonly Declared[] }
  /** declared, but in folders that are not in sight */
  | { readonly kind: 'elsewhere'; readonly symbols: readonly Declared[] }
  | { readonly kind: 'unknown' };

export interface NameIndex {
  /** Replaces what a file declares (empty: the file is gone). Returns the keys whose meaning changed. */
  update(path: string, symbols: FileSymbols | undefined): Set<string>;
  lookup(kinds: readonly SymbolKind[], name: string, scope: LookupScope): Lookup;
  /** Folders of the `use` lines of a file. */
  usesOf(path: string): ReadonlySet<string>;
  /** The first declaration with this id. */
  byId(id: string): Declared | undefined;
  /** All declarations of one kind and name, over all folders. */
  declarations(kind: SymbolKind, name: string): readonly Declared[];
  /** Visible names of these kinds, for completion and did-you-mean. */
  visible(kinds: readonly SymbolKind[], scope: LookupScope): Declared[];
  closest(kinds: readonly SymbolKind[], name: string, scope: LookupScope): string | undefined;
  profileField(name: string, deps: Set<string>): ProfileSymbol | undefined;
  profileFields(name: string): readonly ProfileSymbol[];
  profileNames(deps: Set<string>): string[];
  identity(deps: Set<string>): FileSymbols['identity'];
  /** Those that name customers, strong and weak; where none is said there is one key, `user_id`. */
  identityKeys(deps: Set<string>): string[];
  /** What journeys can be about besides customers, each with its key. */
  subjects(deps: Set<string>): readonly Subject[];
  hasModule(module: string, deps: Set<string>): boolean;
  modules(deps: Set<string>): Iterable<string>;
  all(kind: SymbolKind): Declared[];
  /** Signals that come in from outside under this name: their own, or the one behind `named`. */
  takers(name: string): readonly Declared[];
}

const noSymbols: FileSymbols = { uses: new Set(), declared: [], profile: [], identity: [] };

export function createNameIndex(): NameIndex {
  const files = new Map<string, FileSymbols>();
  /** kind -> name -> declarations, in no particular order */
  const tables = new Map<SymbolKind, Map<string, Declared[]>>();
  const ids = new Map<string, Declared[]>();
  const wires = new Map<string, Declared[]>();
  const profile = new Map<string, ProfileSymbol[]>();
  const moduleSizes = new Map<string, number>();
  let identity: FileSymbols['identity'] = [];

  const table = (kind: SymbolKind): Map<string, Declared[]> => {
    const existing = tables.get(kind);
    if (existing !== undefined) return existing;
    const created = new Map<string, Declared[]>();
    tables.set(kind, created);
    return created;
  };

  const sees = (scope: Omit<LookupScope, 'deps'>, symbol: Declared): boolean =>
    symbol.module === scope.module || symbol.module === '' || scope.uses.has(symbol.module);

  return {
    update(path, next) {
      const before = files.get(path) ?? noSymbols;
      const after = next ?? noSymbols;
      const changed = changedKeys(before, after);
      const module = moduleOf(path);
      const count = moduleSizes.get(module) ?? 0;
      if (!files.has(path) && next !== undefined) {
        if (count === 0) changed.add(`module ${module}`).add(every('module'));
        moduleSizes.set(module, count + 1);
      } else if (files.has(path) && next === undefined) {
        if (count === 1) {
          changed.add(`module ${module}`).add(every('module'));
          moduleSizes.delete(module);
        } else moduleSizes.set(module, count - 1);
      }
      for (const symbol of before.declared) {
        removeFrom(table(symbol.kind), symbol.name, symbol);
        removeFrom(ids, symbol.id, symbol);
        for (const name of namesOutside(symbol)) removeFrom(wires, name, symbol);
      }
      for (const symbol of after.declared) {
        addTo(table(symbol.kind), symbol.name, symbol);
        addTo(ids, symbol.id, symbol);
        for (const name of namesOutside(symbol)) addTo(wires, name, symbol);
      }
      for (const field of before.profile) removeFrom(profile, field.name, field);
      for (const field of after.profile) addTo(profile, field.name, field);
      if (before.identity.length + after.identity.length > 0) {
        identity = [...identity.filter((each) => each.path !== path), ...after.identity].sort(byPath);
      }
      if (next === undefined) files.delete(path);
      else files.set(path, next);
      return changed;
    },

    lookup(kinds, name, scope) {
      const candidates: Declared[] = [];
      for (const kind of kinds) {
        scope.deps.add(`${kind} ${name}`);
        candidates.push(...(table(kind).get(name) ?? []));
      }
      if (candidates.length === 0) return { kind: 'unknown' };
      const near = candidates.filter((symbol) => symbol.module === scope.module);
      const first = near[0];
      if (first !== undefined) return { kind: 'found', symbol: first };
      const used = candidates.filter((symbol) => scope.uses.has(symbol.module));
      const found = used[0] ?? candidates.find((symbol) => symbol.module === '');
      if (found === undefined) return { kind: 'elsewhere', symbols: [...candidates].sort(byModule) };
      if (used.every((symbol) => symbol.module === found.module)) return { kind: 'found', symbol: found };
      return { kind: 'ambiguous', symbols: used.sort(byModule) };
    },

    usesOf: (path) => files.get(path)?.uses ?? noSymbols.uses,
    byId: (id) => ids.get(id)?.[0],
    declarations: (kind, name) => table(kind).get(name) ?? [],

    visible(kinds, scope) {
      const symbols: Declared[] = [];
      for (const kind of kinds) {
        scope.deps.add(every(kind));
        for (const declared of table(kind).values()) {
          for (const symbol of declared) if (sees(scope, symbol)) symbols.push(symbol);
        }
      }
      return symbols;
    },

    closest(kinds, name, scope) {
      const names = new Set<string>();
      for (const kind of kinds) {
        scope.deps.add(every(kind));
        for (const [each, declared] of table(kind)) if (declared.some((symbol) => sees(scope, symbol))) names.add(each);
      }
      return nearest(name, names);
    },

    profileField(name, deps) {
      deps.add(`profile ${name}`);
      return profile.get(name)?.[0];
    },
    profileFields: (name) => profile.get(name) ?? [],
    profileNames(deps) {
      deps.add(every('profile'));
      return [...profile.keys()].sort();
    },
    identity(deps) {
      deps.add('identity');
      return identity;
    },
    identityKeys(deps) {
      deps.add('identity');
      const keys = identity.flatMap(({ node }) => [...node.strong, ...node.weak].map((name) => name.text));
      return keys.length === 0 ? ['user_id'] : keys;
    },
    subjects(deps) {
      deps.add('identity');
      return identity.flatMap(({ node }) => node.subjects);
    },
    hasModule(module, deps) {
      deps.add(`module ${module}`);
      return moduleSizes.has(module);
    },
    modules(deps) {
      deps.add(every('module'));
      return moduleSizes.keys();
    },
    all: (kind) => [...table(kind).values()].flat(),
    takers: (name) => wires.get(name) ?? [],
  };
}

function namesOutside({ name, node }: Declared): string[] {
  if (node.kind !== 'Signal') return [];
  const named = node.named?.parts.join('');
  return named === undefined || named === name ? [name] : [name, named];
}

function changedKeys(before: FileSymbols, after: FileSymbols): Set<string> {
  const changed = new Set<string>();
  const old = signatures(before);
  const fresh = signatures(after);
  for (const [key, signature] of old) {
    if (fresh.get(key) !== signature) changed.add(key);
    if (!fresh.has(key)) changed.add(every(kindOf(key)));
  }
  for (const key of fresh.keys()) if (!old.has(key)) changed.add(key).add(every(kindOf(key)));
  return changed;
}

/** Under which a file remembers that it looked through all names of a kind. */
export function every(kind: string): string {
  return `every ${kind}`;
}

function kindOf(key: string): string {
  return key.split(' ', 1)[0] ?? key;
}

function signatures(symbols: FileSymbols): Map<string, string> {
  const map = new Map<string, string>();
  const add = (key: string, signature: string): void => {
    const existing = map.get(key);
    map.set(key, existing === undefined ? signature : `${existing}\n${signature}`);
  };
  for (const symbol of symbols.declared) add(`${symbol.kind} ${symbol.name}`, symbol.signature);
  for (const field of symbols.profile) add(`profile ${field.name}`, field.signature);
  for (const each of symbols.identity) add('identity', each.signature);
  return map;
}

/** Lists are in the order of paths and places, so that it does not matter which file came first. */
function addTo<T extends Placed>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else {
    list.push(value);
    list.sort(byPlace);
  }
}

type Placed = Pick<Declared, 'path' | 'node'> | Pick<ProfileSymbol, 'path' | 'field'>;

export function byPlace(a: Placed, b: Placed): number {
  if (a.path !== b.path) return a.path < b.path ? -1 : 1;
  return startOf(a) - startOf(b);
}

function startOf(placed: Placed): number {
  return 'node' in placed ? placed.node.start : placed.field.start;
}

function removeFrom<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list === undefined) return;
  const rest = list.filter((each) => each !== value);
  if (rest.length === 0) map.delete(key);
  else map.set(key, rest);
}

function byModule(a: Declared, b: Declared): number {
  return a.module < b.module ? -1 : a.module > b.module ? 1 : 0;
}

function byPath(a: { readonly path: string }, b: { readonly path: string }): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}
