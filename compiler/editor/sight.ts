/** What is in sight at a place, and the types of names written there, also where the text around them is unfinished. */
import { findBinding, type Scope } from '../names/scope.ts';
import { present, type Type, written } from '../types/type.ts';
import type { Caret } from './caret.ts';
import type { EditorFile, EditorSource } from './source.ts';
import type { CompletionItem } from './types.ts';

/** Bindings in the innermost block around an offset, and the type of `it` where a `where` is open. */
export function declarationAt(file: EditorFile, offset: number): { bindings: Scope | undefined; it: Type | undefined } {
  let bindings: Scope | undefined;
  let size = Number.POSITIVE_INFINITY;
  for (const { start, end, scope } of file.facts.scopes) {
    // Later entries are further in where two have the same size.
    if (start > offset || offset > end || end - start > size) continue;
    size = end - start;
    bindings = scope;
  }
  let it: Type | undefined;
  let width = Number.POSITIVE_INFINITY;
  for (const { start, end, type } of file.facts.its) {
    // Behind the last word of a `where` it may go on.
    if (start > offset || offset > end + 1 || end - start > width) continue;
    width = end - start;
    it = type;
  }
  return { bindings, it };
}

/** The type of `a.b.c` as written at the caret. */
export function typeOfPath(s: EditorSource, file: EditorFile, caret: Caret, path: string): Type | undefined {
  return typeOfChain(s, file, caret, path.split('.'));
}

export function typeOfChain(
  s: EditorSource,
  file: EditorFile,
  caret: Caret,
  chain: readonly string[],
): Type | undefined {
  const [first, ...rest] = chain;
  if (first === undefined) return undefined;
  if (first === 'profile') {
    const [field, ...deeper] = rest;
    const type = field === undefined ? undefined : s.signatures.profileField(field, new Set());
    return type === undefined ? undefined : walk(s, type, deeper);
  }
  const { bindings, it } = declarationAt(file, caret.start);
  const binding = findBinding(bindings, first);
  const bound = binding === undefined ? undefined : file.facts.bindingTypes.get(binding);
  const type = bound ?? (first === 'it' ? (it ?? itBefore(s, file, caret)) : signalType(s, file, first));
  return type === undefined ? undefined : walk(s, type, rest);
}

/** `on Signal where it.|`: the `where` may not have been read yet. */
function itBefore(s: EditorSource, file: EditorFile, caret: Caret): Type | undefined {
  const before = file.text.slice(Math.max(0, caret.start - 400), caret.start);
  const signal = [
    ...before.matchAll(/\b(?:on|for|of|any|no|latest|first|goal|without|after)\s+(\w+)[^{}]*?\b(?:where|when)\b/g),
  ].at(-1)?.[1];
  return signal === undefined ? undefined : signalType(s, file, signal);
}

/** `latest Signal.|`, `sum of Signal.|` */
function signalType(s: EditorSource, file: EditorFile, name: string): Type | undefined {
  const scope = { module: file.module, uses: s.index.usesOf(file.path), deps: new Set<string>() };
  const found = s.index.lookup(['signal'], name, scope);
  return found.kind === 'found' ? { kind: 'signal', id: found.symbol.id, name } : undefined;
}

function walk(s: EditorSource, type: Type, fields: readonly string[]): Type | undefined {
  let at: Type | undefined = type;
  for (const field of fields) {
    const owner: Type | undefined = at === undefined ? undefined : present(at);
    if (owner?.kind !== 'signal' && owner?.kind !== 'record') return undefined;
    at = s.signatures.fields(owner.id, new Set()).get(field)?.type;
  }
  return at;
}

export function fieldItems(s: EditorSource, type: Type): CompletionItem[] {
  const owner = present(type);
  if (owner.kind !== 'signal' && owner.kind !== 'record') return [];
  return [...s.signatures.fields(owner.id, new Set()).values()].map((each) => ({
    label: each.name,
    kind: 'field',
    detail: written(each.type, s.settings),
    ...(each.field?.doc === undefined ? {} : { doc: each.field.doc }),
  }));
}

export function profileItems(s: EditorSource): CompletionItem[] {
  const fields = [...s.index.profileNames()].flatMap((name): CompletionItem[] => {
    const symbol = s.index.profileFields(name)[0];
    const type = s.signatures.profileField(name, new Set());
    if (symbol === undefined || type === undefined) return [];
    const { doc } = symbol.field;
    return [
      { label: name, kind: 'profile field', detail: written(type, s.settings), ...(doc === undefined ? {} : { doc }) },
    ];
  });
  const keys = keyNames(s).filter((name) => s.index.profileFields(name).length === 0);
  return [...fields, ...keys.map((label): CompletionItem => ({ label, kind: 'identity key', detail: 'identity key' }))];
}

export function keyNames(s: EditorSource): string[] {
  const blocks = s.index.identity(new Set());
  if (blocks.length === 0) return ['user_id'];
  return blocks.flatMap(({ node }) => [...node.strong, ...node.weak].map((name) => name.text));
}

/** Values that can be written out for a type. */
export function valueItems(s: EditorSource, type: Type): CompletionItem[] {
  const wanted = present(type);
  if (wanted.kind === 'boolean') return ['true', 'false'].map((label) => ({ label, kind: 'value' }));
  if (wanted.kind === 'list') return valueItems(s, wanted.of);
  if (wanted.kind !== 'enumeration') return [];
  return s.signatures.values(wanted.id, new Set()).map((label) => ({ label, kind: 'value', detail: wanted.name }));
}
