/** Walking a journey's statements in the order of time, carrying what is known from one to the next. */
import * as say from '../diagnostics/catalogue.gen.ts';
import type { Reach } from '../names/reach.ts';
import { type Binding, bind, findBinding } from '../names/scope.ts';
import type { Declared } from '../names/symbols.ts';
import type { Block, Look, Name, Trigger } from '../syntax/tree.ts';
import { type Check, declareBinding, type Env, report, withFacts } from './context.ts';
import { reserved } from './declarations.ts';
import { expectCondition, expectType } from './expect.ts';
import { customersSignal, lookUp } from './names.ts';
import { proves, withoutIt } from './narrow.ts';
import { numberOfSignal, ofSignalAlone } from './nobody.ts';
import { type Type, types } from './type.ts';

/** What is known after some statements; `leaves`: their end is never reached. */
export interface Flow {
  readonly env: Env;
  readonly leaves: boolean;
}

/** The journey (or handler) that is being walked. */
export interface Walk {
  readonly c: Check;
  readonly id: string;
  readonly steps: ReadonlySet<string>;
  readonly reach: Reach;
  /** what the journey says of every send and call that fails */
  readonly failure: Block | undefined;
  /** the branch of `together` that is being walked */
  readonly region: Block | undefined;
  /** step -> the branch that it stands in */
  readonly regions: ReadonlyMap<string, Block | undefined>;
  /** facts that hold in the whole journey: those that its start proves about frozen values */
  readonly base: ReadonlySet<string>;
  readonly variables: Map<string, Type>;
  /** Walks a block of statements; here, so that each construct has its own file. */
  readonly block: (walk: Walk, block: Block, env: Env) => Flow;
}

/** Where several ways meet, only what all of them know is known. */
export function meet(env: Env, ways: readonly Flow[]): Flow {
  const open = ways.filter((way) => !way.leaves);
  const [first, ...rest] = open;
  if (first === undefined) return { env, leaves: true };
  const facts = [...first.env.facts].filter((fact) => rest.every((way) => way.env.facts.has(fact)));
  const unsure = new Set(open.flatMap((way) => [...way.env.unsure]));
  const never = new Set([...first.env.never].filter((name) => rest.every((way) => way.env.never.has(name))));
  return { env: { ...env, facts: new Set(facts), unsure, never }, leaves: false };
}

/** Makes a binding with a variable name that is unique in the journey. */
export function makeBinding(w: Walk, env: Env, at: Name, what: Binding['what'], type: Type): Env {
  const { c } = w;
  if (at.text === '') return env;
  const outer = findBinding(env.scope, at.text);
  if (reserved.has(at.text)) report(c, at, say.reservedName({ name: at.text }));
  else if (outer !== undefined) {
    report(c, at, say.duplicateName({ kind: 'name', name: at.text }), {
      related: [{ span: outer.at, message: 'It is bound here already.' }],
    });
  }
  let variable = at.text;
  for (let count = 2; w.variables.has(variable); count++) variable = `${at.text}_${count}`;
  w.variables.set(variable, type);
  const binding: Binding = { name: at.text, at, what, variable };
  declareBinding(c, binding, type);
  return { ...env, scope: bind(env.scope, binding) };
}

/** Checks a trigger; the environment returned knows its alias and what its condition proves. */
export function trigger(w: Walk, t: Trigger, env: Env): Env {
  const symbol = customersSignal(w.c, t.signal);
  return triggerOf(w, t, env, symbol);
}

/** A trigger that a running instance listens to: its signal may be one without a customer, given out in batches. */
export function heard(w: Walk, t: Trigger, env: Env, look: Look | undefined): Env {
  const symbol = lookUp(w.c, 'signal', t.signal);
  const shared = symbol?.node.kind === 'Signal' && symbol.node.withoutCustomer;
  if (shared && look !== undefined) report(w.c, look, say.sharedSignalNotKept({ signal: t.signal.text }));
  const known = triggerOf(w, t, env, symbol);
  if (t.batches === undefined) return known;
  if (symbol !== undefined && !shared) report(w.c, t.batches, say.batchesOfCustomer({ signal: t.signal.text }));
  const it: Type = symbol === undefined ? types.error : { kind: 'signal', id: symbol.id, name: symbol.name };
  w.c.facts.its.push({ start: t.batches.start, end: t.batches.end, type: it });
  expectType(w.c, t.batches, { ...known, it, facts: withoutIt(known) }, types.integer);
  ofSignalAlone(w.c, t.batches, t.alias, numberOfSignal);
  return known;
}

/** As `trigger`, for a signal that has been looked up. */
export function triggerOf(w: Walk, t: Trigger, env: Env, symbol: Declared | undefined): Env {
  const { c } = w;
  const type: Type = symbol === undefined ? types.error : { kind: 'signal', id: symbol.id, name: symbol.name };
  const inner = t.alias === undefined ? env : makeBinding(w, env, t.alias, 'signal', type);
  if (t.where === undefined) return inner;
  c.facts.its.push({ start: t.where.start, end: t.where.end, type });
  const judged: Env = { ...inner, it: type, facts: withoutIt(inner) };
  expectCondition(c, t.where, judged);
  return withFacts(inner, renamed(proves(c, t.where, true), t));
}

/** What was proven of `it` holds of the alias. */
function renamed(facts: ReadonlySet<string>, t: Trigger): string[] {
  const kept: string[] = [];
  for (const fact of facts) {
    if (!fact.startsWith('it.')) kept.push(fact);
    else if (t.alias !== undefined) kept.push(`${t.alias.text}@${t.alias.start}${fact.slice(2)}`);
  }
  return kept;
}
