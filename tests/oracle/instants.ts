/** The instants at which time alone may change something: the oracle looks at everything again at each of them. */
import type { Instance, Wait, Way } from './instance.ts';
import { type Condition, HOUR, type Look, type Program } from './language.ts';
import { type Person, turns } from './person.ts';
import { releases, type Sent } from './policies.ts';

/** null: time does not bring it. */
export function due(wait: Wait, way: Way, person: Person, now: number): number | null {
  if (way.kind === 'at') return way.time;
  if (way.kind === 'moment') return person.moment === null ? null : person.moment - way.before * HOUR;
  if (way.kind !== 'arm' || way.arm.kind === 'on' || way.arm.kind === 'when') return null;
  const { kind, hours } = way.arm;
  if (kind === 'after') return wait.since + hours * HOUR;
  // "D has passed since the last S", looked at from the wait's own step on.
  const { signal } = way.arm;
  const times = person.history.filter((fact) => fact.signal === signal && fact.at <= now).map(({ at }) => at);
  return Math.max(wait.since, ...times) + hours * HOUR;
}

/** Time has brought it, or brings it now. */
export const isTime = (wait: Wait, way: Way, person: Person, now: number): boolean =>
  (due(wait, way, person, now) ?? Number.POSITIVE_INFINITY) <= now;

/** It waits for a moment that is now, or has moved into the past. */
export const isMoment = (wait: Wait, person: Person, now: number): boolean =>
  wait.ways.some((way) => way.kind === 'moment' && (due(wait, way, person, now) ?? now + 1) <= now);

/** From when on an arm looks back. */
export function lookFrom(look: Look, now: number, startedAt: number): number {
  if (look === null) return Number.POSITIVE_INFINITY;
  if (look === 'ever') return Number.NEGATIVE_INFINITY;
  return look === 'since start' ? startedAt : now - look * HOUR;
}

export function instantAfter(
  now: number,
  program: Program,
  person: Person,
  sent: readonly Sent[],
  instances: readonly Instance[],
): number {
  const times = [...releases(program, person, sent, now)];
  const conditions: Condition[] = [];
  for (const { journey, startedAt, waits, outcome } of instances) {
    const { goal, expire, stop } = journey;
    if (goal?.what.kind === 'when') conditions.push(goal.what.condition);
    if (goal !== null && goal.hours !== null) times.push(startedAt + goal.hours * HOUR);
    if (outcome !== null) continue;
    if (expire !== null) times.push(startedAt + expire * HOUR);
    if (stop?.kind === 'when') conditions.push(stop.condition);
    for (const wait of waits)
      for (const way of wait.ways) {
        times.push(due(wait, way, person, now) ?? now);
        if (way.kind === 'arm' && way.arm.kind === 'when') conditions.push(way.arm.condition);
      }
  }
  times.push(...conditions.flatMap((asked) => turns(asked, person)));
  return Math.min(...times.filter((time) => time > now));
}
