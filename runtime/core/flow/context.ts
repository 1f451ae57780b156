/** What one call of the core works on, and the few ways to write down what it decides. */
import type { Json } from '../../../compiler/graph/types.ts';
import type { Journey, Target } from '../compile/journey.ts';
import type { Condition, Frame, Trigger } from '../compile/parts.ts';
import type { Program } from '../compile/program.ts';
import type { Programs } from '../programs.ts';
import type { Customer, Fact, Instance } from '../state/customer.ts';
import type { Because, Decision, DecisionKind, Effect, Rule } from '../state/output.ts';

export interface Context {
  readonly programs: Programs;
  readonly customer: Customer;
  readonly seq: number;
  readonly now: number;
  readonly decisions: Decision[];
  readonly effects: Effect[];
  /** the instance that was located last: most customers have one */
  located: Running | null;
}

/** An instance with the program and the journey that it runs on. */
export interface Running {
  readonly instance: Instance;
  readonly program: Program;
  readonly journey: Journey;
}

/** Where a node leads: to another node (null: there is nothing more), or it stays. */
export type Step = { readonly go: Target | null } | 'stay';

/** The running instances, highest priority first, then the oldest. One whose graph is not loaded stands still. */
export function running(context: Context): Running[] {
  const found: Running[] = [];
  for (const instance of context.customer.instances) {
    if (instance.outcome !== null) continue;
    const entry = locate(context, instance);
    if (entry !== null) found.push(entry);
  }
  if (found.length > 1) found.sort((a, b) => b.journey.priority - a.journey.priority);
  return found;
}

export function locate(context: Context, instance: Instance): Running | null {
  if (context.located?.instance === instance) return context.located;
  const program = context.programs.get(instance.graph);
  const journey = program?.journeys.get(instance.journey);
  if (program === undefined || journey === undefined) return null;
  context.located = { instance, program, journey };
  return context.located;
}

export function frameOf(context: Context, instance: Instance): Frame {
  return { customer: context.customer, variables: instance.variables, now: context.now, startedAt: instance.startedAt };
}

export function decide(
  context: Context,
  program: Program,
  kind: DecisionKind,
  because: readonly Because[],
  about: { instance?: Instance; journey?: string; subject?: string | null; outcome?: string | null },
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

function bind(trigger: Trigger, frame: Frame, fact: Fact): Frame {
  return trigger.as === null ? frame : { ...frame, variables: { ...frame.variables, [trigger.as]: fact } };
}
