/** Waiting in all its forms: `wait 2 days`, `wait until ..`, `wait for S`, and the race `wait { on .. after .. }`. */
import * as say from '../diagnostics/catalogue.gen.ts';
import { bindsForSure } from '../names/reach.ts';
import { bindingsIn, findBinding } from '../names/scope.ts';
import type { Arm, Block, Expression, Look, Moment, WaitForm } from '../syntax/tree.ts';
import { checkDays, checkDuring } from './calendars.ts';
import { type Env, type FindingFix, referToBinding, report, sourceOf, withFacts } from './context.ts';
import {
  constantDuration,
  durationValue,
  expectCondition,
  expectType,
  expectZone,
  mismatch,
  periodValue,
} from './expect.ts';
import { type Flow, heard, meet, trigger, type Walk } from './flow.ts';
import { continuation } from './jumps.ts';
import { nearName } from './names.ts';
import { afterTime, proves } from './narrow.ts';
import { isError, present, types } from './type.ts';
import { dayMs } from './units.ts';
import { boundElsewhere } from './unknown-values.ts';

/** What becomes of a message: of one that was sent `as` a name, or of the `send` above. */
function checkMessageArm(w: Walk, arm: Extract<Arm, { kind: 'MessageArm' }>, env: Env, below: boolean): void {
  const { c } = w;
  const { message } = arm;
  if (arm.what.text === 'held' && (message !== undefined || !below)) {
    report(c, arm.what, say.heldElsewhere());
    return;
  }
  if (message === undefined) {
    if (!below) report(c, arm.what, say.whichMessage({ what: arm.what.text }));
    return;
  }
  const binding = findBinding(env.scope, message.text);
  if (binding?.what !== 'sent') {
    report(
      c,
      message,
      say.unknownName({ kind: 'message sent `as`', name: message.text }),
      boundElsewhere(c, message) ?? nearName(message, sentNames(env)),
    );
    return;
  }
  referToBinding(c, message, binding.at);
  c.facts.bindings.set(message, binding);
}

function sentNames(env: Env): string[] {
  return bindingsIn(env.scope).flatMap((binding) => (binding.what === 'sent' ? [binding.name] : []));
}

/** A race of arms; `below`: it stands below a `send`. */
export function race(w: Walk, arms: readonly Arm[], env: Env, below: boolean): Flow {
  const later = afterTime(env);
  return meet(
    later,
    arms.map((arm) => (arm.kind === 'Invalid' ? { env: later, leaves: false } : raceArm(w, arm, env, later, below))),
  );
}

export function wait(w: Walk, form: WaitForm, env: Env): Flow {
  const later = afterTime(env);
  switch (form.kind) {
    case 'For':
      elapsed(w, form.duration, env);
      checkDuring(w.c, form.during);
      return { env: later, leaves: false };
    case 'Until':
      moment(w, form.moment, env);
      return { env: later, leaves: false };
    case 'Signal': {
      const happened = heard(w, form.trigger, later, form.look);
      if (form.look !== undefined) look(w, form.look, env);
      if (form.upTo !== undefined) elapsed(w, form.upTo, env);
      const then = form.then === undefined ? { env: happened, leaves: false } : w.block(w, form.then, happened);
      const other = form.otherwise === undefined ? { env: later, leaves: false } : w.block(w, form.otherwise, later);
      const ways = form.upTo === undefined ? [then] : [then, other];
      const scope = bindsForSure(form) ? happened.scope : later.scope;
      const met = meet(later, ways);
      return { env: { ...met.env, scope }, leaves: met.leaves };
    }
    case 'Race':
      return race(w, form.arms, env, false);
  }
}

function raceArm(w: Walk, arm: Exclude<Arm, { kind: 'Invalid' }>, env: Env, later: Env, below: boolean): Flow {
  switch (arm.kind) {
    case 'OnArm':
      if (arm.look !== undefined) look(w, arm.look, env);
      return inner(w, arm.body, heard(w, arm.trigger, later, arm.look), later);
    case 'MessageArm':
      checkMessageArm(w, arm, env, below);
      return inner(w, arm.body, later, later);
    case 'WhenArm':
      expectCondition(w.c, arm.condition, later);
      return inner(w, arm.body, withFacts(later, proves(w.c, arm.condition, true)), later);
    case 'AfterArm':
      // It is counted anew from every such signal.
      elapsed(w, arm.duration, arm.without === undefined ? env : later);
      checkDuring(w.c, arm.during);
      if (arm.without !== undefined) trigger(w, arm.without, later);
      return inner(w, arm.body, later, later);
    case 'AtArm':
      moment(w, arm.moment, env);
      return inner(w, arm.body, later, later);
  }
}

function inner(w: Walk, body: Block, env: Env, outer: Env): Flow {
  const flow = w.block(w, body, env);
  return { env: { ...flow.env, scope: outer.scope }, leaves: flow.leaves };
}

/** A length of elapsed time: written out, or read from a value. */
function elapsed(w: Walk, duration: Expression, env: Env): void {
  const found = expectType(w.c, duration, env, types.duration);
  const ms = isError(found) ? undefined : durationValue(duration);
  if (ms !== undefined && ms <= 0) report(w.c, duration, say.durationNotPositive({ text: sourceOf(w.c, duration) }));
}

function look(w: Walk, from: Look, env: Env): void {
  if (from.kind === 'Before') constantDuration(w.c, from.duration, env);
}

function moment(w: Walk, m: Moment, env: Env): void {
  const { c } = w;
  // It is read again whenever the profile changes: what was there can be taken away meanwhile.
  const type = c.infer(m.until, afterTime(env));
  const value = present(type);
  const text = sourceOf(c, m.until);
  if (m.zone !== undefined) expectZone(c, m.zone, env);
  checkDays(c, m.days, m.except);
  if (m.after !== undefined) calendarDays(w, m.after, env);
  continuation(w, m.ifPast);
  continuation(w, m.ifAbsent);
  if (isError(type)) return;
  switch (value.kind) {
    case 'clock':
      // The next such clock always comes.
      if (m.ifPast !== undefined) report(c, m.ifPast, say.clockNeverPast({ text }));
      break;
    case 'date':
    case 'time':
      if (m.days !== undefined) report(c, m.days, say.daysNeedClock({ text }));
      if (m.except !== undefined) report(c, m.except, say.daysNeedClock({ text }));
      if (m.after !== undefined) report(c, m.after, say.daysNeedClock({ text }));
      if (m.ifPast === undefined) report(c, m.until, say.pastUnsaid({ text }), { fixes: [goesOn(m, 'past')] });
      break;
    default:
      mismatch(c, m.until, type, types.time);
      return;
  }
  if (type.kind === 'optional' && m.ifAbsent === undefined) {
    report(c, m.until, say.absentUnsaid({ text }), { fixes: [goesOn(m, 'absent')] });
  }
  if (type.kind !== 'optional' && m.ifAbsent !== undefined) report(c, m.ifAbsent, say.alwaysPresent({ text }));
}

/** `wait 2 days until 09:00`, `wait 1 month until 09:00`: whole days or months, written out. */
function calendarDays(w: Walk, days: Expression, env: Env): void {
  if (periodValue(days) !== undefined) {
    w.c.infer(days, env);
    return;
  }
  const found = expectType(w.c, days, env, types.duration);
  if (isError(found)) return;
  const ms = durationValue(days);
  if (ms === undefined || ms % dayMs !== 0) {
    report(w.c, days, say.wholeDaysOnly({ text: sourceOf(w.c, days) }));
  }
}

function goesOn({ end }: Moment, when: 'past' | 'absent'): FindingFix {
  const text = ` if ${when} go on`;
  return { title: `Write \`${text.trim()}\``, edits: [{ span: { start: end, end }, text }] };
}
