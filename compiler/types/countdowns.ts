/** `countdown to T { at 7 days before { } at zero { } at 1 day after { } }`. */
import * as say from '../diagnostics/catalogue.gen.ts';
import type { CountdownArm, CountdownStatement, Expression } from '../syntax/tree.ts';
import { type Check, type Env, report, sourceOf } from './context.ts';
import { durationValue, expectType, expectZone, mismatch } from './expect.ts';
import { type Flow, meet, type Walk } from './flow.ts';
import { continuation } from './jumps.ts';
import { afterTime } from './narrow.ts';
import { isError, present, type Type, types } from './type.ts';
import { dayMs, unitOf } from './units.ts';

export function countdown(w: Walk, statement: CountdownStatement, env: Env): Flow {
  const { c } = w;
  const { target, ifAbsent } = statement;
  const later = afterTime(env);
  // It is read again whenever the profile changes: what was there can be taken away meanwhile.
  const type = c.infer(target, later);
  const value = present(type);
  const text = sourceOf(c, target);
  if (statement.zone !== undefined) expectZone(c, statement.zone, env);
  continuation(w, ifAbsent);
  if (!isError(type)) {
    if (value.kind !== 'date' && value.kind !== 'time') mismatch(c, target, type, types.time);
    if (type.kind === 'optional' && ifAbsent === undefined) report(c, target, say.absentUnsaid({ text }));
    if (type.kind !== 'optional' && ifAbsent !== undefined) report(c, ifAbsent, say.alwaysPresent({ text }));
    sayMoving(c, target);
  }
  const ways: Flow[] = [{ env: later, leaves: false }];
  let before: number | undefined;
  for (const arm of statement.arms) {
    if (arm.distance !== undefined) checkDistance(c, arm.distance, value, arm.at !== undefined, env, 'at zero');
    if (arm.at !== undefined) expectType(c, arm.at, env, types.clock);
    const at = approximate(arm);
    if (at !== undefined && before !== undefined && at < before) {
      report(c, { start: arm.start, end: arm.at?.end ?? arm.distance?.end ?? arm.start + 2 }, say.countdownGoesBack());
    }
    before = at ?? before;
    const flow = w.block(w, arm.body, later);
    ways.push({ env: { ...flow.env, scope: later.scope }, leaves: flow.leaves });
  }
  return meet(later, ways);
}

/** `now + 3 days` is read at every look, and then it is three days from there: nothing can be counted to it. */
export function sayMoving(c: Check, target: Expression): void {
  if (movesAlong(c, target)) report(c, target, say.nowMovesOn({ text: sourceOf(c, target) }));
}

function movesAlong(c: Check, e: Expression): boolean {
  if (e.kind === 'Reference') return c.facts.meaning.get(e)?.kind === 'now';
  if (e.kind !== 'Binary') return false;
  // What is between two times stays as it is, or is no time.
  if (e.operator === '+' || e.operator === '-') return movesAlong(c, e.left);
  // `or now` says that what is absent has come.
  return e.operator === 'or' && (movesAlong(c, e.left) || (e.right.kind === 'Binary' && movesAlong(c, e.right)));
}

/** How far a moment is from a date or a time: a length or calendar months; whole days from a date or to a clock. */
export function checkDistance(
  c: Check,
  distance: Expression,
  from: Type,
  toClock: boolean,
  env: Env,
  itself: string,
): void {
  const found = c.infer(distance, env);
  if (isError(found)) return;
  if (found.kind === 'period') return;
  if (found.kind !== 'duration') {
    mismatch(c, distance, found, types.duration);
    return;
  }
  const ms = durationValue(distance);
  const text = sourceOf(c, distance);
  if (ms === undefined) report(c, distance, say.durationNotConstant({ text }));
  else if (ms <= 0)
    report(c, distance, say.durationNotPositive({ text }), { hint: `The moment itself is \`${itself}\`.` });
  else if (ms % dayMs !== 0 && (from.kind === 'date' || toClock))
    report(c, distance, say.wholeDaysOnly({ text }), {
      hint: 'From a date, and to a time of day, whole days are counted: `1 day before .. at 12:00`.',
    });
}

/** Milliseconds from the target, good enough to tell what comes first. */
function approximate(arm: CountdownArm): number | undefined {
  const clock = arm.at?.kind === 'Clock' ? arm.at.minutes * 60_000 : 0;
  if (arm.distance === undefined) return clock;
  const length = lengthOf(arm.distance);
  if (length === undefined) return undefined;
  return (arm.side === 'before' ? -length : length) + clock;
}

function lengthOf(e: Expression): number | undefined {
  const unit = e.kind === 'Quantity' ? unitOf(e.unit.text) : undefined;
  if (e.kind === 'Quantity' && unit?.kind === 'period') return unit.months * e.value * 30 * dayMs;
  return durationValue(e);
}
