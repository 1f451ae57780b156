/** Moments at a distance from a date or a time: `3 days before profile.renewal at 10:00`. */
import type { Side, Expression as Tree } from '../../syntax/tree.ts';
import { durationValue } from '../../types/expect.ts';
import { present } from '../../types/type.ts';
import { dayMs } from '../../types/units.ts';
import type { Expression } from '../types.ts';
import { monthsOf } from './arithmetic.ts';
import { defaultZone, type Lowering, literal } from './context.ts';
import { lower, typeOf, zone } from './expressions.ts';

export interface Distant {
  /** a date or a time, which may be absent */
  readonly target: Tree;
  readonly side: Side;
  readonly distance?: Tree;
  readonly at?: Tree;
  readonly zone?: Tree;
}

/** The target, and the instant at that distance from it; null where the target is absent. */
export function momentAt(l: Lowering, m: Distant): { readonly anchor: Expression; readonly due: Expression } {
  const anchor = lower(l, m.target);
  const type = typeOf(l, m.target);
  const value = present(type);
  const local = m.zone === undefined ? defaultZone(l) : zone(l, m.zone);
  const due =
    value.kind === 'time' && m.at === undefined
      ? movedTime(anchor, m, local)
      : atClock(movedDate(value.kind === 'time' ? call('date_of', anchor, local) : anchor, m), l, m, local);
  if (type.kind !== 'optional') return { anchor, due };
  const asked: Expression = { op: 'present', of: anchor };
  return { anchor, due: { op: 'if', condition: asked, then: due, otherwise: literal(null) } };
}

function call(name: Extract<Expression, { op: 'call' }>['function'], ...values: Expression[]): Expression {
  return { op: 'call', function: name, arguments: values };
}

function atClock(date: Expression, l: Lowering, m: Distant, local: Expression): Expression {
  return call('time_of', date, m.at === undefined ? literal(0) : lower(l, m.at), local);
}

function movedTime(time: Expression, { side, distance }: Distant, local: Expression): Expression {
  if (distance === undefined) return time;
  const ms = durationValue(distance);
  if (ms !== undefined) return { op: side === 'before' ? '-' : '+', left: time, right: literal(ms) };
  return call('add_months', time, literal(signed(side, monthsOf(distance))), local);
}

function movedDate(date: Expression, { side, distance }: Distant): Expression {
  if (distance === undefined) return date;
  const ms = durationValue(distance);
  if (ms !== undefined) return { op: side === 'before' ? '-' : '+', left: date, right: literal(ms / dayMs) };
  // A date has no zone: go by way of midnight in UTC and back.
  const utc = literal('UTC');
  const moved = call(
    'add_months',
    call('time_of', date, literal(0), utc),
    literal(signed(side, monthsOf(distance))),
    utc,
  );
  return call('date_of', moved, utc);
}

function signed(side: Side, months: number): number {
  return side === 'before' ? -months : months;
}
