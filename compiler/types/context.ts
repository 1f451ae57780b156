/** What a check of one file reads, and the side tables that it fills. */
import type { Wording } from '../diagnostics/types.ts';
import type { LookupScope, NameIndex } from '../names/index.ts';
import { type Reference, referenceIds } from '../names/references.ts';
import type { Binding, Scope } from '../names/scope.ts';
import type { Declared } from '../names/symbols.ts';
import type { TemplatePart } from '../syntax/liquid.ts';
import type { ContentPart, Expression, HandoffStatement, JourneyDeclaration, Name, Span } from '../syntax/tree.ts';
import type { Signatures } from './signatures.ts';
import type { CompilerSettings, Type } from './type.ts';

/** A diagnostic before its place is turned into lines. Paths are absent where they are the file's own. */
export interface Finding {
  readonly wording: Wording;
  readonly span: Span;
  readonly hint?: string;
  readonly related?: readonly FindingRelated[];
  readonly fixes?: readonly FindingFix[];
}

/** A place in this file, or (it may move without this file being checked again) the name of a declaration by its id. */
export type FindingRelated =
  | { readonly span: Span; readonly message: string }
  | { readonly declaration: string; readonly message: string }
  /** for findings that are not kept */
  | { readonly path: string; readonly span: Span; readonly message: string };

export interface FindingFix {
  readonly title: string;
  readonly edits: readonly { readonly path?: string; readonly span: Span; readonly text: string }[];
}

/** What a name or an operator stands for where the tree alone does not say it. */
export type Meaning =
  | { readonly kind: 'variable'; readonly binding: Binding }
  | { readonly kind: 'it' }
  | { readonly kind: 'now' }
  | { readonly kind: 'profile'; readonly field: string }
  /** a field of the profile as it was at the start */
  | { readonly kind: 'snapshot'; readonly field: string }
  | { readonly kind: 'key'; readonly name: string }
  | { readonly kind: 'value'; readonly value: string }
  | { readonly kind: 'condition'; readonly id: string }
  | { readonly kind: 'model'; readonly id: string }
  | { readonly kind: 'function' }
  | { readonly kind: 'field' }
  /** `or` as the stand-in for absence */
  | { readonly kind: 'default' };

/** Side tables of one file, keyed by the nodes of its tree. */
export interface FileFacts {
  readonly typeOf: Map<Expression, Type>;
  readonly meaning: Map<Expression, Meaning>;
  /** resolved names of declarations: the id of the symbol */
  readonly symbols: Map<Name, string>;
  /** aliases and parameters, by the name that binds them */
  readonly bindings: Map<Name, Binding>;
  readonly bindingTypes: Map<Binding, Type>;
  /** what is in sight inside a block or a declaration, outer before inner; a binding from where it is made on */
  readonly scopes: { readonly start: number; readonly end: number; readonly scope: Scope | undefined }[];
  /** what `it` is inside a `where` */
  readonly its: { readonly start: number; readonly end: number; readonly type: Type }[];
  /** types of the variables of a journey, by their name in the graph */
  readonly variables: Map<JourneyDeclaration, ReadonlyMap<string, Type>>;
  /** bindings that a handoff could share, outermost first */
  readonly known: Map<HandoffStatement, readonly Binding[]>;
  /** content that stands in template files, checked */
  readonly templates: Map<ContentPart, readonly TemplatePart[]>;
  readonly references: Reference[];
  /** what names in the template files of its messages stand for, by the template's path; some more than once */
  readonly inTemplates: Map<string, Reference[]>;
  /** types of the names that loops of those templates bind, by their ids */
  readonly loopTypes: Map<string, Type>;
  /** ids of the declarations that the file refers to */
  readonly used: Set<string>;
  /** the names that bind what is read somewhere */
  readonly read: Set<Name>;
  readonly findings: Finding[];
}

export type Place =
  | 'journey'
  | 'handler'
  | 'condition'
  | 'message'
  | 'policy'
  | 'profile'
  | 'channel'
  | 'team'
  | 'test'
  | 'signal';

/** What is known at a place in the text. Never changed, only extended. */
export interface Env {
  readonly place: Place;
  readonly scope: Scope | undefined;
  /** type of `it`, inside a `where` */
  readonly it?: Type;
  /** what is proven present: keys of `factKey` */
  readonly facts: ReadonlySet<string>;
  /** bindings (by the name that binds them) that a `go to` may have jumped over: they may be absent here */
  readonly unsure: ReadonlySet<Name>;
  /** those of them that are absent on every way to here */
  readonly never: ReadonlySet<Name>;
  /** what an action or another journey is given: `contacts` can stand there */
  readonly given?: true;
  /** of a journey whose signals are swapped for newer ones (`on repeat refresh`) */
  readonly swapped?: { readonly signals: readonly Name[]; readonly sure: ReadonlySet<string> };
}

export interface Check {
  /** where places are: in the file that is checked, `home`, or in a template that it names */
  readonly path: string;
  readonly home: string;
  readonly text: string;
  readonly settings: CompilerSettings;
  readonly index: NameIndex;
  readonly signatures: Signatures;
  readonly scope: LookupScope;
  readonly facts: FileFacts;
  /** The type of an expression; what is wrong in it is reported. `expected` gives bare values such as `gold` their meaning. */
  readonly infer: (expression: Expression, env: Env, expected?: Type) => Type;
  /** The same on behalf of another check: of a template, whose places are its own. */
  readonly inferIn: (c: Check, expression: Expression, env: Env, expected?: Type) => Type;
  /** Text of a template file by its path in the workspace; asking for it is remembered. */
  readonly template: (path: string) => string | undefined;
  readonly templateNames: () => Iterable<string>;
}

export function emptyFacts(): FileFacts {
  return {
    typeOf: new Map(),
    meaning: new Map(),
    symbols: new Map(),
    bindings: new Map(),
    bindingTypes: new Map(),
    scopes: [],
    its: [],
    variables: new Map(),
    known: new Map(),
    templates: new Map(),
    references: [],
    inTemplates: new Map(),
    loopTypes: new Map(),
    used: new Set(),
    read: new Set(),
    findings: [],
  };
}

export function report(c: Check, span: Span, wording: Wording, addition: Omit<Finding, 'wording' | 'span'> = {}): void {
  c.facts.findings.push({ wording, span, ...addition });
}

export function refer(c: Check, name: Span, id: string, declares = false): void {
  if (name.end > name.start) c.facts.references.push({ start: name.start, end: name.end, id, declares });
}

/** Notes that a name stands for a declaration. */
export function referTo(c: Check, name: Name, symbol: Declared): void {
  c.facts.symbols.set(name, symbol.id);
  mention(c, name, symbol);
}

/** A declaration is spoken of where it need not be one. */
export function mention(c: Check, name: Name, { id }: Declared): void {
  c.facts.used.add(id);
  refer(c, name, id);
}

/** Notes that a name stands for what was bound at another. */
export function referToBinding(c: Check, name: Name, at: Name): void {
  c.facts.read.add(at);
  // A name that a loop of a template binds is known in that template alone.
  const path = c.facts.bindings.has(at) ? c.home : c.path;
  refer(c, name, referenceIds.binding(path, at));
}

export function declareBinding(c: Check, binding: Binding, type: Type): void {
  c.facts.bindingTypes.set(binding, type);
  c.facts.bindings.set(binding.at, binding);
  refer(c, binding.at, referenceIds.binding(c.home, binding.at), true);
}

/** Source text with white space folded, for messages; long texts are cut. */
export function sourceOf(c: Check, span: Span): string {
  const text = c.text.slice(span.start, span.end).replace(/\s+/g, ' ').trim();
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

export const noFacts: ReadonlySet<string> = new Set();

export const noUnsure: ReadonlySet<Name> = new Set();

export function newEnv(place: Place, scope?: Scope): Env {
  return { place, scope, facts: noFacts, unsure: noUnsure, never: noUnsure };
}

export function withFacts(env: Env, more: Iterable<string>): Env {
  const added = [...more].filter((fact) => !env.facts.has(fact));
  return added.length === 0 ? env : { ...env, facts: new Set([...env.facts, ...added]) };
}
