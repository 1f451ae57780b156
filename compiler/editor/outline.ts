/** Outlines of files and of the workspace. */
import { isNamed, stepsOf, symbolKind } from '../names/symbols.ts';
import type { Declaration, Field, Name, Span, TextLiteral } from '../syntax/tree.ts';
import { type EditorFile, type EditorSource, locationIn, rangeIn } from './source.ts';
import type { DocumentSymbol, WorkspaceSymbol } from './types.ts';

export function documentSymbols(s: EditorSource, path: string): DocumentSymbol[] {
  const file = s.file(path);
  return file === undefined ? [] : file.tree.declarations.flatMap((node) => outline(file, node));
}

function outline(file: EditorFile, node: Declaration): DocumentSymbol[] {
  if (isNamed(node)) {
    if (node.name.text === '') return [];
    const own = symbol(file, node.name.text, symbolKind(node.kind), node, node.name);
    return [{ ...own, ...detail(node), children: children(file, node) }];
  }
  switch (node.kind) {
    case 'Profile':
      return [
        {
          ...symbol(file, 'profile', 'profile', node, head(node, 7)),
          children: fields(file, node.fields, 'profile field'),
        },
      ];
    case 'Identity':
      return [
        {
          ...symbol(file, 'identity', 'identity', node, head(node, 8)),
          children: [
            ...[...node.strong, ...node.weak].flatMap((name) => leaf(file, name, 'identity key')),
            ...node.subjects.flatMap(({ name }) => leaf(file, name, 'subject')),
          ],
        },
      ];
    case 'Handler':
      return [symbol(file, `on ${node.trigger.signal.text}`, 'handler', node, node.trigger.signal)];
    case 'Test':
      return [
        symbol(file, file.text.slice(node.title.start + 1, node.title.end - 1) || 'test', 'test', node, node.title),
      ];
    case 'Invalid':
      return [];
  }
}

function symbol(
  file: EditorFile,
  name: string,
  kind: DocumentSymbol['kind'],
  node: Span,
  selection: Span,
): DocumentSymbol {
  return { name, kind, range: rangeIn(file, node), selection: rangeIn(file, selection), children: [] };
}

function head(node: Span, length: number): Span {
  return { start: node.start, end: Math.min(node.end, node.start + length) };
}

function detail(node: Declaration): { readonly detail?: string } {
  if (node.kind === 'Journey' && node.title !== undefined) return { detail: plainText(node.title) };
  if (node.kind === 'Message' && node.purpose !== undefined) return { detail: `for ${node.purpose.text}` };
  return {};
}

/** What a text says without its values. */
export function plainText({ parts }: TextLiteral): string {
  return parts.filter((part) => typeof part === 'string').join('');
}

function children(file: EditorFile, node: Declaration): DocumentSymbol[] {
  switch (node.kind) {
    case 'Signal':
      return fields(file, node.fields, 'field');
    case 'Type':
      return node.body.kind === 'Record'
        ? fields(file, node.body.fields, 'field')
        : node.body.values.flatMap((value) => leaf(file, value, 'value'));
    case 'Decision':
      return node.candidates.flatMap((candidate) => leaf(file, candidate.name, 'candidate'));
    case 'Journey':
      return stepsOf(node).flatMap((step) => leaf(file, step, 'step'));
    default:
      return [];
  }
}

function fields(file: EditorFile, all: readonly Field[], kind: 'field' | 'profile field'): DocumentSymbol[] {
  return all.flatMap((field) => {
    if (field.name.text === '') return [];
    const type = file.text.slice(field.type.start, field.type.end);
    return [{ ...symbol(file, field.name.text, kind, field, field.name), detail: type }];
  });
}

function leaf(file: EditorFile, name: Name, kind: DocumentSymbol['kind']): DocumentSymbol[] {
  return name.text === '' ? [] : [symbol(file, name.text, kind, name, name)];
}

const declared = [
  'signal',
  'type',
  'condition',
  'purpose',
  'channel',
  'message',
  'team',
  'policy',
  'calendar',
  'journey',
  'decision',
  'action',
  'model',
] as const;

export function workspaceSymbols(s: EditorSource, query: string): WorkspaceSymbol[] {
  const letters = query.toLowerCase();
  return declared
    .flatMap((kind) => s.index.all(kind))
    .filter((each) => holds(each.name.toLowerCase(), letters))
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.path < b.path ? -1 : 1))
    .flatMap((each) => {
      const file = s.file(each.path);
      if (file === undefined) return [];
      return [{ name: each.name, kind: each.kind, folder: each.module, location: locationIn(file, each.node.name) }];
    });
}

/** Are the letters there, in this order? */
function holds(name: string, letters: string): boolean {
  let at = 0;
  for (const letter of letters) {
    at = name.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}
