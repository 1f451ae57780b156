/** Waits: races of signals, conditions, elapsed time and moments. */

import { isMessageOutcome } from '../../syntax/outcomes.ts';
import type {
  Span,
  Arm as TreeArm,
  Expression as TreeExpression,
  Look as TreeLook,
  Moment as TreeMoment,
  Trigger as TreeTrigger,
  WaitStatement,
} from '../../syntax/tree.ts';
import { durationValue, periodValue } from '../../types/expect.ts';
import { present } from '../../types/type.ts';
import { dayMs, weekdaysOf } from '../../types/units.ts';
import type { Arm, Expression, Look, Moment } from '../types.ts';
import { exit, joined, type Open } from './builder.ts';
import { daysOf } from './calendars.ts';
import { condition } from './conditions.ts';
import { bindingOf, defaultZone, duringOf, type Lowering, literal, nameOf, placeOf, textOf } from './context.ts';
import { constantMs, lower, typeOf, zone } from './expressions.ts';
import { fieldsOfIt } from './history.ts';
import { heardTrigger, trigger } from './triggers.ts';
import { continuation, type Walk } from './walk.ts';

export function wait(w: Walk, statement: WaitStatement, step: string | undefined, from: Open): Open {
  const { l } = w;
  const { form } = statement;
  switch (form.kind) {
    case 'For': {
      const place = placeOf(l, statement);
      const arm: Arm = { kind: 'after', duration: lower(l, form.duration), ...duringOf(l, form.during), place };
      const id = waitNode(w, statement, [arm], step, from, textOf(l, statement));
      const text = textOf(l, { start: form.duration.start, end: form.during?.end ?? form.duration.end });
      return exit(id, 'arm', `after ${text}`, place, 0);
    }
    case 'Until': {
      const arm = momentArm(l, form.moment);
      const id = waitNode(
        w,
        statement,
        [arm],
        step,
        from,
        textOf(l, { start: statement.start, end: headEnd(form.moment) }),
      );
      const open = exit(id, 'arm', untilText(l, form.moment), arm.place, 0);
      return joined(open, ...momentExits(w, form.moment, id, 0, step));
    }
    case 'Signal': {
      const arms: Arm[] = [signalArm(l, form.trigger, form.look)];
      if (form.upTo !== undefined) {
        arms.push({ kind: 'after', duration: lower(l, form.upTo), place: placeOf(l, form.upTo) });
      }
      const end = form.upTo?.end ?? form.look?.end ?? form.trigger.end;
      const id = waitNode(w, statement, arms, step, from, textOf(l, { start: statement.start, end }));
      const happened = exit(id, 'arm', nameOf(l, form.trigger.signal), placeOf(l, form.trigger), 0);
      const then = form.then === undefined ? happened : w.block(w, form.then, step, happened);
      if (form.upTo === undefined) return then;
      const over = exit(id, 'arm', `after ${textOf(l, form.upTo)}`, placeOf(l, form.upTo), 1);
      return joined(then, form.otherwise === undefined ? over : w.block(w, form.otherwise, step, over));
    }
    case 'Race':
      return race(w, form.arms, statement, step, from, undefined);
  }
}

/** `of`: the variable of the `send` that the race stands below. */
export function race(
  w: Walk,
  all: readonly TreeArm[],
  statement: Span,
  step: string | undefined,
  from: Open,
  of: string | undefined,
): Open {
  const { l } = w;
  const written = all.filter((arm) => arm.kind !== 'Invalid');
  const arms = written.map((arm) => raceArm(l, arm, of));
  const texts = armTexts(l, written);
  const label = `wait: ${texts.join(' | ')}`;
  const id = waitNode(w, statement, arms, step, from, label);
  return joined(
    ...written.flatMap((arm, index) => {
      const open = exit(id, 'arm', texts[index] ?? '', placeOf(l, headOf(arm)), index);
      const body = w.block(w, arm.body, step, open);
      return arm.kind === 'AtArm' ? [body, ...momentExits(w, arm.moment, id, index, step)] : [body];
    }),
  );
}

function waitNode(
  w: Walk,
  statement: Span,
  arms: readonly Arm[],
  step: string | undefined,
  from: Open,
  label: string,
): string {
  return w.builder.add({ kind: 'wait', arms }, { step, label, place: placeOf(w.l, statement) }, from);
}

type WrittenArm = Exclude<TreeArm, { kind: 'Invalid' }>;

function raceArm(l: Lowering, arm: WrittenArm, of: string | undefined): Arm {
  switch (arm.kind) {
    case 'OnArm':
      return { ...signalArm(l, arm.trigger, arm.look), place: placeOf(l, headOf(arm)) };
    case 'MessageArm': {
      const sent = arm.message === undefined ? undefined : bindingOf(l, arm.message)?.variable;
      const what = isMessageOutcome(arm.what.text) ? arm.what.text : 'delivered';
      const link = arm.link === undefined ? {} : { link: arm.link.text };
      return { kind: 'message', of: sent ?? of ?? '', what, ...link, place: placeOf(l, headOf(arm)) };
    }
    case 'WhenArm':
      return { kind: 'condition', condition: condition(l, arm.condition), place: placeOf(l, headOf(arm)) };
    case 'AfterArm': {
      const after = {
        kind: 'after',
        duration: lower(l, arm.duration),
        ...duringOf(l, arm.during),
        place: placeOf(l, headOf(arm)),
      } as const;
      return arm.without === undefined ? after : { ...after, without: trigger(l, arm.without) };
    }
    case 'AtArm':
      return momentArm(l, arm.moment);
  }
}

/** An arm without its body. */
function headOf(arm: WrittenArm): { readonly start: number; readonly end: number } {
  switch (arm.kind) {
    case 'OnArm':
      return { start: arm.start, end: arm.look?.end ?? arm.trigger.end };
    case 'MessageArm':
      return { start: arm.start, end: (arm.message ?? arm.link ?? arm.what).end };
    case 'WhenArm':
      return { start: arm.start, end: arm.condition.end };
    case 'AfterArm':
      return { start: arm.start, end: arm.without?.end ?? arm.during?.end ?? arm.duration.end };
    case 'AtArm':
      return { start: arm.start, end: headEnd(arm.moment) };
  }
}

/** Arms for one signal are told apart by what they ask of it. */
function armTexts(l: Lowering, arms: readonly WrittenArm[]): string[] {
  const short = arms.map((arm) => armText(l, arm));
  return arms.map((arm, index) => {
    const text = short[index] ?? '';
    const isAlone = short.indexOf(text) === short.lastIndexOf(text);
    if (isAlone || arm.kind !== 'OnArm' || arm.trigger.where === undefined) return text;
    return `${text} where ${textOf(l, arm.trigger.where)}`;
  });
}

function armText(l: Lowering, arm: WrittenArm): string {
  switch (arm.kind) {
    case 'OnArm':
      return nameOf(l, arm.trigger.signal);
    case 'WhenArm':
      return textOf(l, arm.condition);
    case 'MessageArm':
    case 'AfterArm':
    case 'AtArm':
      return textOf(l, headOf(arm));
  }
}

function signalArm(l: Lowering, t: TreeTrigger, look: TreeLook | undefined): Extract<Arm, { kind: 'signal' }> {
  const lowered = heardTrigger(l, t);
  const from = lookOf(look);
  // To look back, the signals before must have been kept.
  if (from.kind !== 'step') {
    const keep = from.kind === 'before' ? from.ms : from.kind === 'start' ? (l.lifetimeMs ?? 'ever') : 'ever';
    const fields = lowered.as === undefined ? fieldsOfIt(lowered.where?.expression) : 'all';
    l.program.history.note(lowered.signal, { keep, fields });
  }
  return { kind: 'signal', trigger: lowered, look: from, place: lowered.place };
}

function lookOf(look: TreeLook | undefined): Look {
  switch (look?.kind) {
    case undefined:
      return { kind: 'step' };
    case 'SinceStart':
      return { kind: 'start' };
    case 'Ever':
      return { kind: 'ever' };
    case 'Before':
      return { kind: 'before', ms: constantMs(look.duration) };
  }
}

function momentArm(l: Lowering, m: TreeMoment): Extract<Arm, { kind: 'at' }> {
  return {
    kind: 'at',
    moment: momentOf(l, m),
    ifPast: m.ifPast === undefined || m.ifPast.kind === 'GoOn' ? 'arm' : 'edge',
    ifAbsent: m.ifAbsent === undefined || m.ifAbsent.kind === 'GoOn' ? 'arm' : 'edge',
    place: placeOf(l, { start: m.start, end: headEnd(m) }),
  };
}

function momentOf(l: Lowering, m: TreeMoment): Moment {
  const until = lower(l, m.until);
  const type = present(typeOf(l, m.until));
  const local = m.zone === undefined ? defaultZone(l) : zone(l, m.zone);
  if (type.kind === 'clock') {
    const weekdays =
      m.days === undefined ? undefined : [...new Set(m.days.days.flatMap((day) => weekdaysOf(day.text) ?? []))];
    return {
      kind: 'local',
      ...(m.after === undefined ? {} : calendarLength(m.after)),
      clock: until,
      ...(weekdays === undefined ? {} : { weekdays: weekdays.sort((a, b) => a - b) }),
      ...(m.except === undefined ? {} : { except: daysOf(l, m.except) }),
      zone: local,
    };
  }
  if (type.kind !== 'date') return { kind: 'time', time: until };
  // A date begins at its midnight in the zone.
  const midnight: Expression = { op: 'call', function: 'time_of', arguments: [until, literal(0), local] };
  return { kind: 'time', time: midnight };
}

/** From today: whole days, or calendar months. */
function calendarLength(after: TreeExpression): Pick<Extract<Moment, { kind: 'local' }>, 'days' | 'months'> {
  const months = periodValue(after);
  return months === undefined ? { days: literal((durationValue(after) ?? 0) / dayMs) } : { months };
}

function momentExits(w: Walk, m: TreeMoment, id: string, index: number, step: string | undefined): Open[] {
  const exits: Open[] = [];
  for (const [on, next] of [
    ['past', m.ifPast],
    ['absent', m.ifAbsent],
  ] as const) {
    if (next === undefined || next.kind === 'GoOn') continue;
    const open = exit(id, on, `if ${on}`, placeOf(w.l, next), index);
    exits.push(continuation(w, next, step, open));
  }
  return exits;
}

function headEnd(m: TreeMoment): number {
  return m.zone?.end ?? m.except?.end ?? m.days?.end ?? m.until.end;
}

function untilText(l: Lowering, m: TreeMoment): string {
  return textOf(l, { start: m.start, end: headEnd(m) });
}
