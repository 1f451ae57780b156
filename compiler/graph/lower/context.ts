/** What lowering reads, and small things that every part of it needs. */
import type { NameIndex } from '../../names/index.ts';
import type { Binding } from '../../names/scope.ts';
import { type Declared, symbolId } from '../../names/symbols.ts';
import { LineIndex } from '../../syntax/lines.ts';
import type { File, Name, Span } from '../../syntax/tree.ts';
import type { FileFacts } from '../../types/context.ts';
import type { Signatures } from '../../types/signatures.ts';
import { type Type as Checked, type CompilerSettings, isError, present } from '../../types/type.ts';
import type { Condition, Expression, Place, Type } from '../types.ts';
import type { History, Need } from './history.ts';

/** One checked file. */
export interface Unit {
  readonly path: string;
  readonly module: string;
  readonly text: string;
  readonly tree: File;
  readonly facts: FileFacts;
}

/** The files of a workspace. */
export interface Files {
  /** in their order */
  readonly paths: readonly string[];
  /** position of a path in `Graph.files` */
  readonly numbers: ReadonlyMap<string, number>;
}

/** What a condition comes to. */
export interface Inlined {
  readonly expression: Expression;
  /** what it looks back on */
  readonly notes: readonly (readonly [signal: string, need: Need])[];
  /** the values worth showing; undefined: not asked for yet */
  reads: Condition['reads'] | undefined;
}

/** The whole checked workspace. */
export interface Program {
  readonly settings: CompilerSettings;
  readonly index: NameIndex;
  readonly signatures: Signatures;
  /** of the file of that path */
  readonly unitOf: (path: string) => Unit | undefined;
  readonly files: Files;
  readonly lines: Map<string, LineIndex>;
  readonly history: History;
  /** conditions without parameters: one and the same wherever they stand */
  readonly conditions: Map<string, Inlined>;
  /** Contacts of so many milliseconds are shared with people: all signals that are contacts are looked back on. */
  readonly contacts: (keep: number | 'ever') => void;
}

/** Where lowering stands: in which file, and what stands in for the parameters of the condition that is being inlined. */
export interface Lowering {
  readonly program: Program;
  readonly unit: Unit;
  readonly parameters?: ReadonlyMap<Name, Expression>;
  /** how long an instance of the journey around lives at most, in milliseconds */
  readonly lifetimeMs?: number;
  /** the journey around is about no customer, so that there is no profile */
  readonly ofSubject?: boolean;
}

export function linesOf(program: Program, unit: Unit): LineIndex {
  const known = program.lines.get(unit.path);
  if (known !== undefined) return known;
  const lines = new LineIndex(unit.text);
  program.lines.set(unit.path, lines);
  return lines;
}

export function placeOf(l: Lowering, span: Span): Place {
  const lines = linesOf(l.program, l.unit);
  const [start, end] = [lines.position(span.start), lines.position(span.end)];
  const file = l.program.files.numbers.get(l.unit.path) ?? 0;
  return [file, start.line, start.character, end.line, end.character];
}

/** Source text, white space folded. */
export function textOf(l: Lowering, span: Span): string {
  return folded(l.unit.text.slice(span.start, span.end));
}

export function folded(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** Name in the graph: bare where no other folder declares it, else with its folder. */
export function graphName(program: Pick<Program, 'index'>, symbol: Pick<Declared, 'kind' | 'name' | 'module'>): string {
  if (symbol.module === '') return symbol.name;
  const all = program.index.declarations(symbol.kind, symbol.name);
  return all.some(({ module }) => module !== symbol.module) ? `${symbol.module}.${symbol.name}` : symbol.name;
}

/** Name in the graph of the declaration that a name in the text stands for. */
export function nameOf(l: Lowering, name: Name): string {
  const id = l.unit.facts.symbols.get(name);
  return id === undefined ? name.text : nameOfId(l.program, id);
}

export function nameOfId(program: Program, id: string): string {
  const symbol = program.index.byId(id);
  return symbol === undefined ? id.slice(id.lastIndexOf('/') + 1) : graphName(program, symbol);
}

export function idIn(unit: Unit, kind: Declared['kind'], name: Name): string {
  return symbolId(kind, unit.module, name.text);
}

export function bindingOf(l: Lowering, name: Name): Binding | undefined {
  return l.unit.facts.bindings.get(name);
}

/** The type as the graph knows it. */
export function graphType(program: Program, type: Checked): Type {
  switch (type.kind) {
    case 'money':
      return { kind: 'money', currency: type.currency };
    case 'list':
      return { kind: 'list', of: graphType(program, type.of) };
    case 'optional':
      return { kind: 'optional', of: graphType(program, type.of) };
    case 'enumeration':
    case 'record':
      return { kind: 'named', name: nameOfId(program, type.id) };
    case 'signal':
      return { kind: 'signal', name: nameOfId(program, type.id) };
    case 'period':
      return { kind: 'integer' };
    case 'profile':
    case 'nothing':
    case 'error':
      return { kind: 'text' };
    default:
      return { kind: type.kind };
  }
}

export function literal(value: Extract<Expression, { op: 'literal' }>['value']): Expression {
  return { op: 'literal', value };
}

/** Keys sorted: the same meaning in any order of files. */
export function sortedMap<T>(entries: Iterable<readonly [string, T]>): Record<string, T> {
  return Object.fromEntries([...entries].sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0)));
}

/** The customer's zone, the workspace's where it is absent or nobody's. */
export function defaultZone(l: Lowering): Expression {
  const type = l.program.signatures.profileField('timezone', new Set());
  const fallback = literal(l.program.settings.timezone);
  if (l.ofSubject === true) return fallback;
  if (type === undefined || isError(type) || present(type).kind !== 'timezone') return fallback;
  const zone: Expression = { op: 'profile', field: 'timezone' };
  return type.kind === 'optional' ? { op: 'default', of: zone, otherwise: fallback } : zone;
}

export function unreachable(value: never): never {
  throw new Error(`not a node of the tree: ${JSON.stringify(value)}`);
}

/** `during open hours of desk` */
export function duringOf(l: Lowering, team: Name | undefined): { readonly during?: string } {
  return team === undefined ? {} : { during: nameOf(l, team) };
}
