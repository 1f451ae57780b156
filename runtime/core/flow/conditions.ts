/** What happens because a condition holds, not because a signal came: condition stops, condition goals, `when` arms. */
import type { Dependence } from '../compile/dependence.ts';
import type { Frame } from '../compile/parts.ts';
import { firstWhere } from '../values/ordered.ts';
import { because, type Context, frameOf, type Running, seen } from './context.ts';
import { end, settleGoal } from './instances.ts';

const HOUR = 3_600_000;

/** Ends the instance where a condition stop or goal holds now. Looked at after every input and before every outward act. */
export function endedByCondition(context: Context, found: Running): boolean {
  if (stoppedByCondition(context, found)) return true;
  reachesGoal(context, found);
  return found.instance.outcome !== null;
}

/** Where a condition goal holds now; that of one that has ended stays open as long as its time lasts. */
export function reachesGoal(context: Context, found: Running): boolean {
  const { instance, journey } = found;
  const { goal } = journey;
  if (goal?.condition == null || instance.goal !== 'open') return false;
  const frame = frameOf(context, { instance, at: instance });
  if (goal.condition.test(frame, null) !== true) return false;
  settleGoal(context, found, 'reached', [because(goal.rule), seen(goal.condition, frame)]);
  return true;
}

export function stoppedByCondition(context: Context, found: Running): boolean {
  const { instance, journey } = found;
  if (journey.stops.length === 0) return false;
  const frame = frameOf(context, { instance, at: instance });
  for (const stop of journey.stops) {
    if (stop.kind !== 'condition' || stop.condition.test(frame, null) !== true) continue;
    end(context, found, 'stopped', stop.outcome, [seen(stop.condition, frame)]);
    return true;
  }
  return false;
}

/** The earliest time after now at which what depends on this can change though nothing happens, or null. */
export function changesAt(dependence: Dependence, frame: Frame): number | null {
  // The clock itself is read: looked at every full hour, which is as fine as such a condition is judged.
  let earliest = dependence.readsClock ? (Math.floor(frame.now / HOUR) + 1) * HOUR : Number.POSITIVE_INFINITY;
  for (const { signal, ms } of dependence.windows) {
    const facts = frame.customer.history[signal] ?? [];
    // They stand in the order of time, and can be very many: the first that leaves, and the first that is still to come.
    const leaving = facts[firstWhere(facts, (at) => at + ms + 1 > frame.now)];
    if (leaving !== undefined && leaving.at <= frame.now) earliest = Math.min(earliest, leaving.at + ms + 1);
    const coming = facts[firstWhere(facts, (at) => at > frame.now)];
    if (coming !== undefined) earliest = Math.min(earliest, coming.at);
  }
  return earliest === Number.POSITIVE_INFINITY ? null : earliest;
}
