/** What starts a journey: each cause against what it may say. The environment that is given back knows what it binds. */
import * as say from '../diagnostics/catalogue.gen.ts';
import { findBinding } from '../names/scope.ts';
import type { Declared } from '../names/symbols.ts';
import type { Cause, Expression, Name, Rhythm, Start, Trigger } from '../syntax/tree.ts';
import { checkDay, checkDays } from './calendars.ts';
import { type Check, type Env, newEnv, report, sourceOf, withFacts } from './context.ts';
import { checkDistance, sayMoving } from './countdowns.ts';
import {
  constantDuration,
  constantInteger,
  expectCondition,
  expectType,
  expectZone,
  mayBeAbsent,
  mismatch,
} from './expect.ts';
import { trigger, triggerOf, type Walk } from './flow.ts';
import { customersSignal, lookUp } from './names.ts';
import { proves, withoutIt } from './narrow.ts';
import { numberOfSignal, ofSignalAlone } from './nobody.ts';
import { isError, isTextLike, listOf, present, show, type Type, types } from './type.ts';
import { dayWords } from './units.ts';

export function checkStart(w: Walk, start: Start): Env {
  const { c } = w;
  // Before the start there is no journey whose signals could be counted, and no profile at it.
  const known = checkCause(w, start.cause, newEnv('condition'));
  if (start.per !== undefined) checkKey(c, start.per, known);
  const env: Env = { ...known, place: 'journey' };
  if (start.reentry?.kind === 'AgainAfter') constantDuration(c, start.reentry.duration, env);
  if (start.quiet !== undefined) constantDuration(c, start.quiet, env);
  const { cause, quiet, repeat } = start;
  if (cause.kind !== 'OnSignal') {
    if (repeat?.word === 'collect') report(c, repeat, say.onlyOnSignal({ what: 'on repeat collect' }));
    if (quiet !== undefined) report(c, quiet, say.onlyOnSignal({ what: 'after .. of quiet' }));
  } else if (repeat?.word === 'collect') collected(w, cause.trigger, env);
  return env;
}

/** `on repeat collect`: from the start on the name stands for all of them. */
function collected(w: Walk, { alias }: Trigger, env: Env): void {
  const binding = alias === undefined ? undefined : findBinding(env.scope, alias.text);
  const type = binding === undefined ? undefined : w.c.facts.bindingTypes.get(binding);
  if (binding === undefined || type === undefined) return;
  w.c.facts.bindingTypes.set(binding, listOf(type));
  w.variables.set(binding.variable, listOf(type));
}

/** What the condition of a start proves is known at the start. */
function proven(c: Check, condition: Expression | undefined, env: Env): Env {
  return condition === undefined ? env : withFacts(env, proves(c, condition, true));
}

function checkCause(w: Walk, cause: Cause, env: Env): Env {
  const { c } = w;
  switch (cause.kind) {
    case 'OnSignal':
      return trigger(w, cause.trigger, env);
    case 'Counted': {
      constantInteger(c, cause.count, env, 2);
      constantDuration(c, cause.within, env);
      const symbol = customersSignal(c, cause.trigger.signal);
      const started = triggerOf(w, cause.trigger, env, symbol);
      if (cause.by !== undefined) {
        const it = typeOf(symbol);
        c.facts.its.push({ start: cause.by.start, end: cause.by.end, type: it });
        // Only those are counted of which the condition holds.
        const asked = cause.trigger.where === undefined ? [] : proves(c, cause.trigger.where, true);
        checkKey(c, cause.by, withFacts({ ...started, it, facts: withoutIt(started) }, asked));
      }
      return started;
    }
    case 'Sequence': {
      constantDuration(c, cause.within, env);
      return cause.triggers.reduce((known, each) => trigger(w, each, known), env);
    }
    case 'Silence':
      checkSilence(c, cause, env);
      return proven(c, cause.condition, env);
    case 'Becoming':
      if (cause.unsaid !== undefined && sayUnsaid(c, cause.start, cause.unsaid)) return env;
      expectCondition(c, cause.condition, env);
      return proven(c, cause.condition, env);
    case 'Schedule':
      checkRhythm(c, cause.rhythm, env);
      expectType(c, cause.at, env, types.clock);
      if (cause.zone !== undefined) expectZone(c, cause.zone, env);
      checkDays(c, undefined, cause.except);
      if (cause.condition !== undefined) expectCondition(c, cause.condition, env);
      return proven(c, cause.condition, env);
    case 'Anchored':
      checkAnchored(c, cause, env);
      return proven(c, cause.condition, env);
    case 'ForEach': {
      const symbol = lookUp(c, 'signal', cause.trigger.signal);
      if (symbol?.node.kind === 'Signal' && !symbol.node.withoutCustomer) {
        report(c, cause.trigger.signal, say.signalOfOneCustomer({ signal: symbol.name }));
      }
      const started = triggerOf(w, cause.trigger, env, symbol);
      const { where, alias } = cause.trigger;
      if (where !== undefined) ofSignalAlone(c, where, alias);
      expectCondition(c, cause.whom, started);
      if (cause.batches !== undefined) {
        expectType(c, cause.batches, started, types.integer);
        ofSignalAlone(c, cause.batches, alias, numberOfSignal);
      }
      return started;
    }
  }
}

/** `start when X`: whether X is a signal. A condition lacks `becomes true`. */
function sayUnsaid(c: Check, start: number, name: Name): boolean {
  if (c.index.lookup(['signal'], name.text, c.scope).kind !== 'found') {
    const gap = { start: name.end, end: name.end };
    const fix = { title: 'Write `becomes true`', edits: [{ span: gap, text: ' becomes true' }] };
    report(c, gap, say.becomesUnsaid(), { fixes: [fix] });
    return false;
  }
  lookUp(c, 'signal', name);
  const span = { start, end: start + 'when'.length };
  const fix = { title: 'Change to `on`', edits: [{ span, text: 'on' }] };
  report(c, span, say.wrongSign({ written: 'when', ours: 'on' }), { fixes: [fix] });
  return true;
}

function typeOf(symbol: Declared | undefined): Type {
  return symbol === undefined ? types.error : { kind: 'signal', id: symbol.id, name: symbol.name };
}

function checkSilence(c: Check, cause: Extract<Cause, { kind: 'Silence' }>, env: Env): void {
  const it = typeOf(customersSignal(c, cause.signal));
  if (cause.where !== undefined) {
    c.facts.its.push({ start: cause.where.start, end: cause.where.end, type: it });
    expectCondition(c, cause.where, { ...env, it, facts: withoutIt(env) });
  }
  constantDuration(c, cause.duration, env);
  if (cause.condition !== undefined) expectCondition(c, cause.condition, env);
}

const rhythmWords = ['day', 'weekday', 'weekend', ...dayWords];

function checkRhythm(c: Check, rhythm: Rhythm, env: Env): void {
  switch (rhythm.kind) {
    case 'Days':
      for (const day of rhythm.days) checkDay(c, day, [...rhythmWords, 'month', 'year']);
      return;
    case 'Month': {
      const day = constantInteger(c, rhythm.day, env, 1);
      if (day !== undefined && day > 31) report(c, rhythm.day, say.noSuchDayOfMonth({ day }));
      return;
    }
    case 'Year': {
      const type = c.infer(rhythm.date, env);
      if (!isError(type) && present(type).kind !== 'date') mismatch(c, rhythm.date, type, types.date);
      return;
    }
  }
}

function checkAnchored(c: Check, cause: Extract<Cause, { kind: 'Anchored' }>, env: Env): void {
  const type = c.infer(cause.date, env);
  const value = present(type);
  if (!isError(type) && value.kind !== 'date' && value.kind !== 'time') mismatch(c, cause.date, type, types.date);
  sayMoving(c, cause.date);
  const itself = `start on ${sourceOf(c, cause.date)}`;
  if (cause.distance !== undefined) checkDistance(c, cause.distance, value, cause.at !== undefined, env, itself);
  if (cause.at !== undefined) expectType(c, cause.at, env, types.clock);
  if (cause.zone !== undefined) expectZone(c, cause.zone, env);
  if (cause.condition !== undefined) expectCondition(c, cause.condition, env);
}

/** An instance key must always be there, and be one value that can be compared. */
function checkKey(c: Check, key: Expression, env: Env): void {
  const type = c.infer(key, env);
  if (isError(type)) return;
  if (type.kind === 'optional') mayBeAbsent(c, key, type);
  else if (!isKey(present(type))) report(c, key, say.notAKey({ found: show(type) }));
}

function isKey(type: Type): boolean {
  return (
    isTextLike(type) ||
    type.kind === 'integer' ||
    type.kind === 'enumeration' ||
    type.kind === 'date' ||
    type.kind === 'boolean'
  );
}
