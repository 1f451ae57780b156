/** What a file declares: one `Declared` a name, with the signature that decides who must be checked again. */
import type {
  ActionDeclaration,
  Arm,
  CalendarDeclaration,
  ChannelDeclaration,
  ConditionDeclaration,
  DecisionDeclaration,
  Declaration,
  ExperimentStatement,
  Field,
  File,
  IdentityDeclaration,
  JourneyDeclaration,
  MessageDeclaration,
  ModelDeclaration,
  Name,
  PolicyDeclaration,
  PurposeDeclaration,
  SignalDeclaration,
  Span,
  Statement,
  TeamDeclaration,
  TypeDeclaration,
} from '../syntax/tree.ts';
import { visitExpressions } from '../syntax/visit.ts';

export type NamedDeclaration =
  | SignalDeclaration
  | TypeDeclaration
  | ConditionDeclaration
  | PurposeDeclaration
  | ChannelDeclaration
  | MessageDeclaration
  | TeamDeclaration
  | PolicyDeclaration
  | CalendarDeclaration
  | JourneyDeclaration
  | DecisionDeclaration
  | ActionDeclaration
  | ModelDeclaration;

export type SymbolKind =
  | 'signal'
  | 'type'
  | 'condition'
  | 'purpose'
  | 'channel'
  | 'message'
  | 'team'
  | 'policy'
  | 'calendar'
  | 'journey'
  | 'decision'
  | 'action'
  | 'model';

/** A declared name. `id` is `kind:module/Name`, unique in a workspace without duplicates and stable between edits. */
export interface Declared {
  readonly kind: SymbolKind;
  readonly id: string;
  readonly name: string;
  readonly module: string;
  readonly path: string;
  readonly node: NamedDeclaration;
  /** Text on which users of the name depend: while it stays the same, they need no new check. */
  readonly signature: string;
}

/** A field of the customer's profile; `profile` blocks of all files make one profile. */
export interface ProfileSymbol {
  readonly name: string;
  readonly module: string;
  readonly path: string;
  readonly field: Field;
  readonly signature: string;
}

/** All that one file adds to the workspace. */
export interface FileSymbols {
  /** modules of its `use` lines */
  readonly uses: ReadonlySet<string>;
  readonly declared: readonly Declared[];
  readonly profile: readonly ProfileSymbol[];
  readonly identity: readonly {
    readonly path: string;
    readonly node: IdentityDeclaration;
    readonly signature: string;
  }[];
}

const kinds: Readonly<Record<NamedDeclaration['kind'], SymbolKind>> = {
  Signal: 'signal',
  Type: 'type',
  Condition: 'condition',
  Purpose: 'purpose',
  Channel: 'channel',
  Message: 'message',
  Team: 'team',
  Policy: 'policy',
  Calendar: 'calendar',
  Journey: 'journey',
  Decision: 'decision',
  Action: 'action',
  Model: 'model',
};

export function symbolKind(kind: NamedDeclaration['kind']): SymbolKind {
  return kinds[kind];
}

export function isNamed(node: Declaration): node is NamedDeclaration {
  return node.kind in kinds;
}

export function symbolId(kind: SymbolKind, module: string, name: string): string {
  return `${kind}:${module}/${name}`;
}

/** Declarations without a readable name are left out: recovery has reported them. */
export function symbolsOf(path: string, module: string, text: string, file: File): FileSymbols {
  const uses = new Set(file.uses.map((use) => use.path.map((name) => name.text).join('.')));
  const seen = [...uses].sort().join();
  const declared: Declared[] = [];
  const profile: ProfileSymbol[] = [];
  const identity: { path: string; node: IdentityDeclaration; signature: string }[] = [];
  for (const node of file.declarations) {
    if (node.kind === 'Profile') {
      for (const field of node.fields) {
        if (field.name.text === '') continue;
        profile.push({ name: field.name.text, module, path, field, signature: `${seen} ${slice(text, field)}` });
      }
    } else if (node.kind === 'Identity') {
      identity.push({ path, node, signature: slice(text, node) });
    } else if (isNamed(node) && node.name.text !== '') {
      const kind = kinds[node.kind];
      const name = node.name.text;
      const id = symbolId(kind, module, name);
      declared.push({ kind, id, name, module, path, node, signature: `${id} ${seen} ${signatureOf(node, text)}` });
    }
  }
  return { uses, declared, profile, identity };
}

function slice(text: string, span: Span): string {
  return text.slice(span.start, span.end);
}

function signatureOf(node: NamedDeclaration, text: string): string {
  switch (node.kind) {
    case 'Signal':
    case 'Type':
    case 'Purpose':
    case 'Channel':
    case 'Team':
    case 'Action':
    case 'Model':
    case 'Calendar':
    // What a condition proves, and what it comes to in the graph, lies in its body.
    case 'Condition':
      return slice(text, node);
    case 'Message':
      return [
        ...node.parameters.map((parameter) => slice(text, parameter)),
        `for ${node.purpose?.text ?? ''}`,
        ...node.contents.map((content) => `on ${content.channel.text}`),
      ].join();
    case 'Policy':
      return '';
    case 'Decision':
      return [
        ...node.parameters.map((parameter) => slice(text, parameter)),
        ...node.candidates.map((candidate) => candidate.name.text),
      ].join();
    case 'Journey':
      return [
        ...(node.parameters?.map((parameter) => slice(text, parameter)) ?? ['not called', neverStarts(node)]),
        node.result === undefined ? '' : slice(text, node.result),
        node.goal !== undefined,
        ...stepsOf(node).map((step) => step.text),
        ...outcomeNames(node),
        ...experimentsOf(node).map(({ name, variants, holdout }) =>
          [name.text, ...variants.map((each) => each.name.text), holdout !== undefined].join(' '),
        ),
      ].join();
  }
}

/** Neither by itself nor by others, and nothing is left out that could not be read. */
export function neverStarts({ entry, parameters, startUnread }: JourneyDeclaration): boolean {
  return entry === undefined && parameters === undefined && startUnread !== true;
}

/** Parameters that are read inside a `where` of the condition's body: `it` is another signal there. */
export function parametersInWhere(condition: ConditionDeclaration): ReadonlySet<string> {
  const names = new Set(condition.parameters.map((parameter) => parameter.name.text));
  const found = new Set<string>();
  if (names.size === 0) return found;
  visitExpressions(condition.body, (e) => {
    if (e.kind !== 'Aggregate' || e.where === undefined) return;
    visitExpressions(e.where, (inner) => {
      if (inner.kind === 'Reference' && names.has(inner.name.text)) found.add(inner.name.text);
    });
  });
  return found;
}

/** Its body, and what it does on failure. */
export function statementsOf({ body, failure }: JourneyDeclaration): readonly Statement[] {
  return failure === undefined ? body.statements : [...body.statements, ...failure.statements];
}

/** Names of all steps of a journey, wherever they stand, in order. */
export function stepsOf(journey: JourneyDeclaration): Name[] {
  const steps: Name[] = [];
  visitStatements(statementsOf(journey), (statement) => {
    if (statement.kind === 'Step') steps.push(statement.name);
  });
  return steps;
}

/** Experiments of a journey, wherever they stand, in order. */
export function experimentsOf(journey: JourneyDeclaration): ExperimentStatement[] {
  const experiments: ExperimentStatement[] = [];
  visitStatements(statementsOf(journey), (statement) => {
    if (statement.kind === 'Experiment') experiments.push(statement);
  });
  return experiments;
}

/** Outcomes that the author named, in order, repeated where they are. */
export function namedOutcomes(journey: JourneyDeclaration): Name[] {
  const names: Name[] = [];
  for (const stop of journey.stops) if (stop.outcome !== undefined) names.push(stop.outcome);
  if (journey.expire?.outcome !== undefined) names.push(journey.expire.outcome);
  visitStatements(statementsOf(journey), (statement) => {
    if (statement.kind === 'Finish' && statement.outcome !== undefined) names.push(statement.outcome);
  });
  return names;
}

/** Every outcome that a journey can end with: those named, and those of the language. */
export function outcomeNames(journey: JourneyDeclaration): string[] {
  return [...new Set([...namedOutcomes(journey).map((name) => name.text), ...builtinOutcomes])].sort();
}

/** `holdout`: an experiment leaves it alone; `finished`: reached the end or said `finish`; `stopped`: a `stop`; `expired`: `expire`; `goal`: a goal that ends the journey. */
export const builtinOutcomes = ['expired', 'finished', 'goal', 'holdout', 'merged', 'restarted', 'stopped'] as const;

/** Calls back for every statement, outer before inner, in the order written, including continuations such as `else go to x`. */
export function visitStatements(statements: readonly Statement[], visit: (statement: Statement) => void): void {
  for (const statement of statements) {
    visit(statement);
    for (const inner of innerStatements(statement)) visitStatements(inner, visit);
  }
}

/** Lists of statements inside a statement, in the order written. */
export function innerStatements(statement: Statement): (readonly Statement[])[] {
  switch (statement.kind) {
    case 'If':
      return [statement.then.statements, statement.otherwise?.statements ?? []];
    case 'Choose':
      return [...statement.cases.map((each) => each.body.statements), statement.otherwise?.statements ?? []];
    case 'Step':
      return [statement.body.statements];
    case 'Countdown':
      return [...momentStatements(statement), ...statement.arms.map((arm) => arm.body.statements)];
    case 'Together':
      return statement.branches.map((branch) => branch.statements);
    case 'Repeat':
    case 'Each':
      return [statement.body.statements];
    case 'Experiment':
      return [
        statement.holdout?.body?.statements ?? [],
        ...statement.variants.map((variant) => variant.body.statements),
      ];
    case 'Decide':
      return [...statement.cases.map((each) => each.body.statements), statement.otherwise?.statements ?? []];
    case 'Call':
    case 'Run':
    case 'Handoff':
      return statement.arms.map((arm) => arm.body.statements);
    case 'Send':
      return [
        ...(statement.otherwise === undefined || statement.otherwise.kind === 'GoOn' ? [] : [[statement.otherwise]]),
        ...armStatements(statement.arms ?? []),
      ];
    case 'Wait': {
      const form = statement.form;
      switch (form.kind) {
        case 'For':
          return [];
        case 'Until':
          return momentStatements(form.moment);
        case 'Signal':
          return [form.then?.statements ?? [], form.otherwise?.statements ?? []];
        case 'Race':
          return armStatements(form.arms);
      }
      return [];
    }
    default:
      return [];
  }
}

function armStatements(arms: readonly Arm[]): (readonly Statement[])[] {
  return arms.flatMap((arm) => {
    if (arm.kind === 'Invalid') return [];
    const first = arm.kind === 'AtArm' ? momentStatements(arm.moment) : [];
    return [...first, arm.body.statements];
  });
}

function momentStatements(moment: {
  readonly ifPast?: Continued;
  readonly ifAbsent?: Continued;
}): (readonly Statement[])[] {
  const lists: (readonly Statement[])[] = [];
  for (const each of [moment.ifPast, moment.ifAbsent]) {
    if (each !== undefined && each.kind !== 'GoOn') lists.push([each]);
  }
  return lists;
}

type Continued = Extract<Statement, { kind: 'GoTo' | 'Finish' }> | (Span & { readonly kind: 'GoOn' });
