/** From the id of a name to where it is declared, and to everything that refers to it. */
import { type Reference, referenceAt } from '../names/references.ts';
import { builtinOutcomes, namedOutcomes, stepsOf } from '../names/symbols.ts';
import { spanToRange } from '../syntax/lines.ts';
import type { Field, Name, Span } from '../syntax/tree.ts';
import { type EditorFile, type EditorSource, locationIn } from './source.ts';
import type { Location, SymbolAt, SymbolKindName } from './types.ts';

export function symbolAt(s: EditorSource, path: string, offset: number): SymbolAt | undefined {
  const [text, lines] = [s.text(path), s.lines(path)];
  const reference = referenceAt(s.file(path)?.facts.references ?? [], offset) ?? inTemplateAt(s, path, offset)[0];
  if (text === undefined || lines === undefined || reference === undefined) return undefined;
  const kind = kindOf(reference.id);
  const name = text.slice(reference.start, reference.end);
  const isOurs = kind === 'outcome' && builtinOutcomes.some((outcome) => outcome === name);
  const renamable = !unnamed.has(kind) && !isOurs && !/#(at|id)$/.test(reference.id);
  return { id: reference.id, name, kind, range: spanToRange(lines, reference), renamable };
}

/** not named in this workspace's journeys */
const unnamed: ReadonlySet<SymbolKindName> = new Set(['function', 'folder', 'template']);

const kinds: Readonly<Record<string, SymbolKindName>> = {
  profile: 'profile field',
  key: 'identity key',
  module: 'folder',
};

export function kindOf(id: string): SymbolKindName {
  const prefix = id.slice(0, id.indexOf(':'));
  return kinds[prefix] ?? (prefix as SymbolKindName);
}

export function definitionOf(s: EditorSource, path: string, offset: number): Location[] {
  const symbol = symbolAt(s, path, offset);
  if (symbol === undefined) return [];
  if (symbol.kind === 'template') return [startOf(symbol.id.slice(symbol.id.indexOf(':') + 1))];
  // What a template names can be another thing for each of its messages.
  const ids = new Set([symbol.id, ...inTemplateAt(s, path, offset).map(({ id }) => id)]);
  const declared = [...ids].flatMap((id) => declarationsOf(s, id).map(({ file, span }) => locationIn(file, span)));
  return declared.length > 0 ? declared : inTemplates(s, s.paths, ({ id, declares }) => declares && ids.has(id));
}

/** The file, or the template, that binds the name. */
export function pathOfBinding(id: string): string {
  return id.slice(id.indexOf(':') + 1, id.lastIndexOf('@'));
}

function startOf(file: string): Location {
  const start = { line: 0, character: 0 };
  return { file, range: { start, end: start } };
}

export interface DeclaredAt {
  readonly file: EditorFile;
  readonly span: Span;
  readonly field?: Field;
}

/** Where an id is declared. */
export function declarationsOf(s: EditorSource, id: string): DeclaredAt[] {
  const rest = id.slice(id.indexOf(':') + 1);
  switch (kindOf(id)) {
    case 'binding':
    case 'customer': {
      const at = rest.lastIndexOf('@');
      const file = s.file(rest.slice(0, at));
      const start = Number(rest.slice(at + 1));
      const reference = file?.facts.references.find((each) => each.declares && each.start === start);
      return file === undefined || reference === undefined ? [] : [{ file, span: reference }];
    }
    case 'profile field':
      return s.index.profileFields(rest).flatMap((symbol) => inFile(s, symbol.path, symbol.field.name, symbol.field));
    case 'identity key':
      return s.index
        .identity(new Set())
        .flatMap(({ path, node }) =>
          [...node.strong, ...node.weak, ...node.subjects.map(({ key }) => key)]
            .filter((name) => name.text === rest)
            .flatMap((name) => inFile(s, path, name)),
        );
    case 'subject':
      return s.index
        .identity(new Set())
        .flatMap(({ path, node }) =>
          node.subjects.filter(({ name }) => name.text === rest).flatMap(({ name }) => inFile(s, path, name)),
        );
    case 'field':
    case 'value':
    case 'step':
    case 'outcome':
    case 'candidate':
      return memberOf(s, id, rest);
    case 'experiment':
    case 'variant':
    case 'kind':
      return declaredWhereSaid(s, id);
    case 'function':
    case 'folder':
    case 'template':
      return [];
    default: {
      const symbol = s.index.byId(id);
      return symbol === undefined ? [] : inFile(s, symbol.path, symbol.node.name);
    }
  }
}

/** `OWNER#NAME` */
function memberOf(s: EditorSource, id: string, rest: string): DeclaredAt[] {
  const hash = rest.lastIndexOf('#');
  const symbol = s.index.byId(rest.slice(0, hash));
  const name = rest.slice(hash + 1);
  if (symbol === undefined) return [];
  const { node, path } = symbol;
  if (kindOf(id) === 'field') {
    const fields =
      (node.kind === 'Action' || node.kind === 'Model') && node.result?.kind === 'Fields'
        ? node.result.fields
        : node.kind === 'Signal'
          ? node.fields
          : node.kind === 'Type' && node.body.kind === 'Record'
            ? node.body.fields
            : [];
    return fields.filter((field) => field.name.text === name).flatMap((field) => inFile(s, path, field.name, field));
  }
  let names: readonly Name[] = [];
  if (node.kind === 'Type' && node.body.kind === 'Enumeration') names = node.body.values;
  if (node.kind === 'Journey') names = kindOf(id) === 'step' ? stepsOf(node) : namedOutcomes(node);
  if (node.kind === 'Decision') names = node.candidates.map((candidate) => candidate.name);
  const found = names.filter((each) => each.text === name);
  // An outcome is declared wherever it is said; the first place stands for all.
  return found.slice(0, 1).flatMap((each) => inFile(s, path, each));
}

/** An experiment and its variants are declared by the statement that runs it, a kind by the journeys of that kind. */
function declaredWhereSaid(s: EditorSource, id: string): DeclaredAt[] {
  return s.paths.flatMap((path) => {
    const file = s.file(path);
    const found = file?.facts.references.filter((reference) => reference.declares && reference.id === id) ?? [];
    return file === undefined ? [] : found.map((span) => ({ file, span }));
  });
}

function inFile(s: EditorSource, path: string, span: Span, field?: Field): DeclaredAt[] {
  const file = s.file(path);
  return file === undefined ? [] : [{ file, span, ...(field === undefined ? {} : { field }) }];
}

export function referencesOf(s: EditorSource, path: string, offset: number, includeDeclaration: boolean): Location[] {
  const symbol = symbolAt(s, path, offset);
  if (symbol === undefined) return [];
  const wanted = (reference: Reference): boolean =>
    reference.id === symbol.id && (includeDeclaration || !reference.declares || symbol.kind === 'outcome');
  const home = symbol.kind === 'binding' || symbol.kind === 'customer' ? s.file(pathOfBinding(symbol.id)) : undefined;
  const paths = home === undefined ? s.paths : [home.path];
  const files = paths.flatMap((each) => s.file(each) ?? []);
  return [
    ...files.flatMap((file) => file.facts.references.filter(wanted).map((found) => locationIn(file, found))),
    ...inTemplates(s, paths, wanted),
  ];
}

/** Places in the templates that these files name, each once. */
function inTemplates(s: EditorSource, paths: readonly string[], wanted: (reference: Reference) => boolean): Location[] {
  return templatesOf(paths.flatMap((path) => s.file(path) ?? [])).flatMap(([template, references]) => {
    const lines = s.lines(template);
    const starts = new Set(references.filter(wanted).map(({ start }) => start));
    const found = references.filter(({ start }) => starts.delete(start));
    return lines === undefined ? [] : found.map((each) => locationIn({ path: template, lines }, each));
  });
}

/** The templates that files name, with all that their messages take the names in them for. */
function templatesOf(files: readonly EditorFile[]): [path: string, references: readonly Reference[]][] {
  const templates = new Map<string, Reference[]>();
  for (const { facts } of files) {
    for (const [path, references] of facts.inTemplates)
      templates.set(path, [...(templates.get(path) ?? []), ...references]);
  }
  return [...templates];
}

/** What each message takes the name under the caret for; nothing where the file is no template. */
function inTemplateAt(s: EditorSource, path: string, offset: number): readonly Reference[] {
  if (!s.templates.includes(path)) return [];
  const found = s.paths.flatMap((each) => s.file(each)?.facts.inTemplates.get(path) ?? []);
  return found.filter(({ start, end }) => start <= offset && offset <= end);
}

/** It cannot be renamed for one of the messages alone. */
export function dividedTemplate(s: EditorSource, path: string, offset: number): string | undefined {
  const symbol = symbolAt(s, path, offset);
  if (symbol === undefined) return undefined;
  const divided = templatesOf(s.paths.flatMap((each) => s.file(each) ?? [])).find(([, references]) => {
    const places = new Set(references.flatMap(({ id, start }) => (id === symbol.id ? [start] : [])));
    return references.some(({ id, start }) => id !== symbol.id && places.has(start));
  });
  return divided?.[0];
}
