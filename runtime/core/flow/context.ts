/** What one call of the core works on, and the few ways to write down what it decides. */
import type { Json } from '../../../compiler/graph/types.ts';
import type { Journey } from '../compile/journey.ts';
import type { Condition, Frame, Target, Trigger, Wanted } from '../compile/parts.ts';
import type { Program } from '../compile/program.ts';
import type { Programs } from '../programs.ts';
import type { Customer, Fact, Instance, Position, Thread } from '../state/customer.ts';
import type { Because, Decision, DecisionKind, Effect, Rule } from '../state/output.ts';

export interface Context {
  readonly programs: Programs;
  readonly customer: Customer;
  readonly seq: number;
  readonly now: number;
  /** when it was said that leads to all this: earlier than now where a signal comes late */
  readonly saidAt: number;
  readonly decisions: Decision[];
  readonly effects: Effect[];
  /** how many signals have led here, each emitted because of the one before */
  readonly depth: number;
  /** how many parcels have led here at this instant, each sent because of what became of the one before */
  readonly passed: number;
  /** instances that were run by others in this call, with how many have run each other up to there; null: none was */
  runs: Map<string, number> | null;
  /** journeys that others run and that have ended, for those who wait */
  readonly ended: { readonly id: string; readonly outcome: string; readonly value: Json }[];
  /** models that were looked at and should be asked; undefined: no program has any */
  readonly wanted: Wanted | undefined;
  /** the instance that was located last: most customers have one */
  located: Running | null;
  /** who waits for whom, once it was asked for */
  line: Line | null;
  /** watched journeys whose condition or time something has changed since it was looked at */
  readonly stale: Set<Journey>;
  /** what is seen where nothing is bound, once it was asked for */
  empty: Frame | null;
}

/** Found out once for all messages that wait: so many can that each would go through all others. */
interface Line {
  /** How many decisions there were: nobody starts, waits for another one, or ends without one. */
  readonly decisions: number;
  /** instance -> the one that has run it and waits for it */
  readonly callers: ReadonlyMap<string, Running>;
  /** kind -> those of it that speak to the customer, in the order of their turns */
  readonly voices: Map<string, readonly Running[]>;
}

/** Nothing is decided yet, and no models are asked for. */
export function lookAt(programs: Programs, customer: Customer, { seq, now }: Pick<Context, 'seq' | 'now'>): Context {
  return {
    programs,
    customer,
    seq,
    now,
    saidAt: now,
    decisions: [],
    effects: [],
    passed: 0,
    runs: null,
    ended: [],
    depth: 0,
    wanted: undefined,
    located: null,
    line: null,
    stale: staleOf(programs),
    empty: null,
  };
}

const NOBODY: Set<Journey> = new Set();

/** Where no journey is watched, nothing is ever put in. */
export function staleOf({ current }: Programs): Set<Journey> {
  return current.watches.all.length === 0 ? NOBODY : new Set();
}

/** A position of an instance (its main one is the instance itself), with the program and the journey that it runs on. */
export interface Running {
  readonly instance: Instance;
  readonly at: Position;
  readonly program: Program;
  readonly journey: Journey;
}

/** Where a node leads: to another node (null: there is nothing more), or it stays. */
export type Step = { readonly go: Target | null } | 'stay';

/** The running instances, highest priority first, then the oldest. One whose graph is not loaded stands still. */
export function running(context: Context): Running[] {
  const { instances } = context.customer;
  const [only] = instances;
  // Nearly always there is one; a list that is made of it is smaller than one that it is pushed to.
  if (only !== undefined && instances.length === 1) {
    const entry = only.outcome === null ? locate(context, only) : null;
    return entry === null ? [] : [entry];
  }
  return inOrder(context).filter(({ instance }) => instance.outcome === null);
}

/** The same, with those that have ended, and whose goal is still open. */
export function inOrder(context: Context): Running[] {
  const found: Running[] = [];
  for (const instance of context.customer.instances) {
    const entry = locate(context, instance);
    if (entry !== null) found.push(entry);
  }
  if (found.length > 1) found.sort((a, b) => b.journey.priority - a.journey.priority);
  return found;
}

const NONE_ENDED: readonly Running[] = [];

/** Instances that have ended, and whose goal is still open. */
export function ended(context: Context): readonly Running[] {
  const { instances } = context.customer;
  // Asked with every input, and nearly always there is none.
  if (instances.every(({ outcome }) => outcome === null)) return NONE_ENDED;
  return instances.flatMap((instance) => (instance.outcome === null ? [] : (locate(context, instance) ?? [])));
}

export function locate(context: Context, instance: Instance): Running | null {
  const last = context.located;
  if (last?.instance === instance) return last;
  if (last !== null && last.instance.journey === instance.journey && last.instance.graph === instance.graph) {
    context.located = { instance, at: instance, program: last.program, journey: last.journey };
    return context.located;
  }
  const program = context.programs.get(instance.graph);
  const journey = program?.journeys.get(instance.journey);
  if (program === undefined || journey === undefined) return null;
  context.located = { instance, at: instance, program, journey };
  return context.located;
}

/** Whether a journey can start for this one: those about tickets start for tickets only, the others for customers. */
export function concerns({ about }: Journey, customer: Customer): boolean {
  return about === (customer.about ?? null);
}

/** Every position of an instance: of itself, and of its threads. */
export function positionsOf(found: Running): readonly Running[] {
  const { threads } = found.instance;
  return threads === undefined ? [found] : [found, ...threads.map((at) => ({ ...found, at }))];
}

/** The instance that has run this one and waits for it. */
export function callerOf(context: Context, { instance: { id }, journey }: Running): Running | null {
  return journey.start.on.kind === 'called' ? (lineOf(context).callers.get(id) ?? null) : null;
}

export function lineOf(context: Context): Line {
  const { line, decisions } = context;
  if (line?.decisions === decisions.length) return line;
  const callers = new Map<string, Running>();
  for (const found of running(context))
    for (const { at } of positionsOf(found))
      if (at.awaits !== undefined && !callers.has(at.awaits)) callers.set(at.awaits, found);
  const fresh: Line = { decisions: decisions.length, callers, voices: new Map() };
  context.line = fresh;
  return fresh;
}

/** Every position of every running instance, as `running` orders them. */
export function standing(context: Context): readonly Running[] {
  const found = running(context);
  return found.some(({ instance }) => instance.threads !== undefined) ? found.flatMap(positionsOf) : found;
}

/** Whether the position is still there: an instance can have ended, a thread can have been cancelled. */
export function isAlive({ instance, at }: Running): boolean {
  if (instance.outcome !== null) return false;
  return at === instance || instance.threads?.includes(at as Thread) === true;
}

/** What is bound where a position stands. */
export function variablesOf({ instance, at }: Pick<Running, 'instance' | 'at'>): Instance['variables'] {
  return at === instance ? instance.variables : { ...instance.variables, ...(at as Thread).variables };
}

/** Where something that is bound at a position is kept: in a branch of `together` for that branch alone. */
export function ownVariables({ instance, at }: Running): Instance['variables'] {
  return at === instance ? instance.variables : (at as Thread).variables;
}

export function frameOf(context: Context, found: Pick<Running, 'instance' | 'at'>): Frame {
  const { customer, now, wanted } = context;
  const frame = { customer, variables: variablesOf(found), now, startedAt: found.instance.startedAt };
  return wanted === undefined ? frame : { ...frame, wanted };
}

/** One a call of the core: nobody changes a frame. */
export function emptyFrame(context: Context): Frame {
  const { customer, now, wanted } = context;
  context.empty ??=
    wanted === undefined
      ? { customer, variables: {}, now, startedAt: now }
      : { customer, variables: {}, now, startedAt: now, wanted };
  return context.empty;
}

export function decide(
  context: Context,
  program: Program,
  kind: DecisionKind,
  because: readonly Because[],
  about: {
    instance?: Pick<Instance, 'id' | 'journey'>;
    journey?: string;
    subject?: string | null;
    outcome?: string | null;
  },
): void {
  context.decisions.push({
    kind,
    graph: program.hash,
    because,
    journey: about.instance?.journey ?? about.journey ?? null,
    instance: about.instance?.id ?? null,
    subject: about.subject ?? null,
    outcome: about.outcome ?? null,
  });
}

export function because(rule: Rule, values: readonly Json[] = []): Because {
  return { rule: rule.number, values };
}

/** A condition with the values that it saw. */
export function seen(condition: Condition, frame: Frame, it: Json = null): Because {
  return { rule: condition.rule.number, values: condition.reads.map((read) => read(frame, it)) };
}

/** Whether a signal fits a trigger; `as` is bound while `where` is judged. */
export function fits(trigger: Trigger, frame: Frame, fact: Fact): boolean {
  if (trigger.where === null) return true;
  return trigger.where.test(bind(trigger, frame, fact), fact) === true;
}

/** The rule of a trigger that fitted, with the values of its `where`. */
export function seenBy(trigger: Trigger, frame: Frame, fact: Fact): Because {
  return trigger.where === null ? because(trigger.rule) : seen(trigger.where, bind(trigger, frame, fact), fact);
}

/** What is seen while a signal is looked at. */
export function bind(trigger: Trigger, frame: Frame, fact: Json): Frame {
  return trigger.as === null ? frame : { ...frame, variables: { ...frame.variables, [trigger.as]: fact } };
}
