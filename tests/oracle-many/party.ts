/** What is known of a party, and what policies say of its messages and of those that come from others. */
import { type Channel, type Condition, HOUR, type Policy } from '../oracle/language.ts';
import { newPerson, turns } from '../oracle/person.ts';
import { judge, releases, type Verdict } from '../oracle/policies.ts';
import type { Instance, Parcel, Party, Wait, Way } from './instance.ts';
import type { About, Any, Program, Send, Told } from './language.ts';

export const newParty = (name: string, about: About, asked: boolean, seen: number): Party => ({
  name,
  about,
  person: newPerson(asked),
  out: [],
  sent: [],
  instances: [],
  parcels: [],
  lastStart: new Map(),
  seen,
});

/** "Of several that run, the journey with the higher `priority` is first." */
export const running = ({ instances }: Party): Instance[] =>
  instances
    .filter(({ outcome }) => outcome === null)
    .sort(
      (a, b) =>
        b.journey.priority - a.journey.priority ||
        a.startedAt - b.startedAt ||
        instances.indexOf(a) - instances.indexOf(b),
    );

const speaking = (party: Party): Instance[] => running(party).filter(({ journey }) => journey.promotes);

/** "The ones with the highest priority, among equals those that began first." */
const aheadOf = (instance: Instance): number =>
  instance.journey.promotes ? speaking(instance.owner).indexOf(instance) : 0;

/** "A message to somebody else waits for those that run there with its own priority or a higher one." To oneself it is one's own. */
function aheadOfParcel({ from }: Parcel, to: Party): number {
  if (from.owner === to) return aheadOf(from);
  if (!from.journey.promotes) return 0;
  return speaking(to).filter(({ journey }) => journey.priority >= from.journey.priority).length;
}

const policiesOf = ({ asked, policies }: Program) => ({
  asked,
  policies: [...policies] as Policy[],
  answer: 'never' as const,
  handlers: [],
  decisions: [],
  journeys: [],
  subs: [],
});

export const judgeOwn = (program: Program, send: Send, instance: Instance, now: number, again: boolean): Verdict =>
  judge(
    policiesOf(program),
    { ...send, best: false, ahead: aheadOf(instance) },
    instance.owner.person,
    instance.owner.sent,
    now,
    again,
  );

export const judgeParcel = (program: Program, parcel: Parcel, to: Party, now: number, again: boolean): Verdict =>
  judge(
    policiesOf(program),
    { ...parcel.send, best: false, ahead: aheadOfParcel(parcel, to) },
    to.person,
    to.sent,
    now,
    again,
  );

export function noteSent(party: Party, message: Send['message'], channel: Channel, at: number): void {
  const one = { message, channel, at, fates: [] };
  party.sent.push(one);
  party.out.push(one);
}

/** null: time does not bring it. */
export function due(wait: Wait, way: Way): number | null {
  if (way.kind === 'at') return way.time;
  return way.kind === 'arm' && way.arm.kind === 'after' ? wait.since + way.arm.hours * HOUR : null;
}

/** The next instant at which time alone may change something. */
export function instantAfter(program: Program, { person, sent, instances, seen }: Party): number {
  const times = releases(policiesOf(program), person, sent, seen);
  const conditions: Condition[] = [];
  for (const { journey, startedAt, waits, outcome } of instances) {
    if (outcome !== null) continue;
    if (journey.expire !== null) times.push(startedAt + journey.expire * HOUR);
    if (journey.stop?.kind === 'when') conditions.push(journey.stop.condition);
    for (const wait of waits)
      for (const way of wait.ways) {
        times.push(due(wait, way) ?? seen);
        if (way.kind === 'arm' && way.arm.kind === 'when') conditions.push(way.arm.condition);
      }
  }
  times.push(...conditions.flatMap((asked) => turns(asked, person)));
  return Math.min(...times.filter((time) => time > seen));
}

/** "Those first who first had what C asks for": when that was; null: they had it not. */
export function hadFirst(
  { person }: Party,
  { signal, sameKey, more, hours }: Any,
  asked: Told,
  now: number,
): number | null {
  const from = hours === null ? Number.NEGATIVE_INFINITY : now - hours * HOUR;
  const found = person.history.filter(
    (fact) =>
      fact.signal === signal &&
      fact.at >= from &&
      fact.at <= now &&
      (!sameKey || fact.k === asked.k) &&
      (more === null || fact.n > more),
  );
  return found.length === 0 ? null : Math.min(...found.map(({ at }) => at));
}
