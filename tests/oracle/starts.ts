/** What starts journeys ("Starting"), and how often. */
import type { Instance } from './instance.ts';
import { HOUR, isBound, type Journey, type Program, type Start } from './language.ts';
import { type Fact, holds, newPerson, type Person, turns } from './person.ts';

export interface Around {
  now(): number;
  readonly person: Person;
  running(): readonly Instance[];
  finish(instance: Instance, outcome: string): void;
  begin(journey: Journey, key: string, start: Fact, collected: Fact[] | null): void;
  /** "Who runs goes on before another starts", as far as this instant lets them. */
  goOn(): void;
}

export interface Starts {
  bySignal(fact: Fact): void;
  /** true: some condition begins to hold, or ceases to */
  byCondition(): boolean;
  byTime(dates: readonly Journey[]): void;
  /** Those whose date is at this very instant. One that is set at this instant is looked at when all that follows from it has come. */
  dates(): Journey[];
  /** when time alone may start something, or make a condition true */
  instants(): number[];
}

type Of<K> = Start & { readonly kind: K };
const DAY = 24 * HOUR;

export function createStarts(program: Program, around: Around): Starts {
  const { person } = around;
  const journeys = [...program.journeys].sort((a, b) => b.priority - a.priority);
  const lastStart = new Map<string, number>();
  const used = new Map<Journey, Set<Fact>>(journeys.map((each) => [each, new Set()]));
  const bursts: { readonly journey: Journey; readonly key: string; due: number; readonly facts: [Fact, ...Fact[]] }[] =
    [];
  /** "What holds already when a customer is new does not become true." */
  const holding = new Map<Journey, boolean>();
  const silentSince = new Map<Journey, number>();
  const answered = new Map<Journey, number>();
  const anchored = new Map<Journey, number>();
  const lastDay = new Map<Journey, number>();
  let knownSince: number | null = null;

  const see = (asked: Parameters<typeof holds>[0], start: Fact | null) =>
    holds(asked, { person, now: around.now(), start, it: null });

  /** Who has no signal of their own: "`s.n`" is the profile's number. */
  const unbound = (): Fact => ({
    signal: 'A',
    k: 'p',
    at: around.now(),
    get n() {
      return person.num;
    },
  });

  const runs = (journey: Journey, key: string) =>
    around.running().find((each) => each.journey === journey && each.key === key);
  /** "How often counts where none is running." */
  const tooSoon = (journey: Journey, key: string): boolean => {
    const last = lastStart.get(`${journey.name} ${key}`);
    if (last === undefined || journey.often === 'every time') return false;
    return journey.often === 'once' || around.now() - last < journey.often * HOUR;
  };

  /** "While one is running, a repeat is ignored; or restart, or refresh." */
  const wants = (journey: Journey, key: string, ...facts: [Fact, ...Fact[]]) => {
    const one = runs(journey, key);
    const fact = facts.at(-1) ?? facts[0];
    if (one !== undefined) {
      one.collected?.push(...facts);
      if (journey.repeat === 'refresh' && isBound(journey.start)) one.start = fact;
      if (journey.repeat !== 'restart') return;
      // "The goal of one that is restarted is the new one's."
      if (one.goal === 'open') one.goal = 'closed';
      around.finish(one, 'restarted');
    } else if (tooSoon(journey, key)) return;
    lastStart.set(`${journey.name} ${key}`, around.now());
    if (journey.repeat === 'collect' && isBound(journey.start)) around.begin(journey, key, among(facts), facts);
    else around.begin(journey, key, fact, null);
  };

  /** "The name then stands for all of them." */
  const among = (facts: readonly Fact[]): Fact => ({
    signal: 'A',
    k: 'p',
    at: around.now(),
    get n() {
      return facts.length;
    },
  });

  const keyOf = ({ perKey }: Journey, fact: Fact) => (perKey ? fact.k : '');

  /** "Starts when so long no more has come." What comes while one is running is a repeat at once, unless it restarts. */
  const gather = (journey: Journey, fact: Fact, quiet: number) => {
    const key = keyOf(journey, fact);
    const one = runs(journey, key);
    if (one !== undefined && journey.repeat !== 'restart') {
      wants(journey, key, fact);
      return;
    }
    if (one === undefined && tooSoon(journey, key)) return;
    const due = around.now() + quiet * HOUR;
    const burst = bursts.find((each) => each.journey === journey && each.key === key);
    if (burst === undefined) bursts.push({ journey, key, due, facts: [fact] });
    else {
      burst.due = due;
      burst.facts.push(fact);
    }
  };

  /** Those that have not had their turn, happened at most so many hours before this one, and go with it. */
  const before = (journey: Journey, fact: Fact, signal: Fact['signal'], hours: number, sameKey: boolean) =>
    person.history.filter(
      (other) =>
        other.signal === signal &&
        other !== fact &&
        other.at >= fact.at - hours * HOUR &&
        used.get(journey)?.has(other) === false &&
        (!sameKey || other.k === fact.k),
    );

  const use = (journey: Journey, facts: readonly Fact[]) => {
    for (const fact of facts) used.get(journey)?.add(fact);
  };

  const counted = (journey: Journey, { signal, times, hours, byKey }: Of<'count'>, fact: Fact) => {
    if (fact.signal !== signal) return;
    const together = [...before(journey, fact, signal, hours, byKey), fact];
    if (together.length < times) return;
    use(journey, together);
    wants(journey, byKey || journey.perKey ? fact.k : '', fact);
  };

  const sequence = (journey: Journey, { first, then, hours, sameKey }: Of<'sequence'>, fact: Fact) => {
    if (fact.signal !== then) return;
    const firsts = before(journey, fact, first, hours, sameKey);
    const newest = firsts.at(-1);
    if (newest === undefined) return;
    use(journey, [...firsts, fact]);
    wants(journey, keyOf(journey, newest), newest);
  };

  const becomesKnown = () => {
    if (knownSince !== null) return;
    knownSince = around.now();
    const nobody = newPerson(program.asked);
    for (const journey of journeys) {
      const { start } = journey;
      if (start.kind === 'becomes')
        holding.set(journey, holds(start.condition, { person: nobody, now: knownSince, start: null, it: null }));
      if (start.kind === 'silence') silentSince.set(journey, knownSince);
    }
  };

  const silenceDue = (journey: Journey, { hours }: Of<'silence'>): number | null => {
    const since = silentSince.get(journey);
    return since === undefined || answered.get(journey) === since ? null : since + hours * HOUR;
  };
  const broken = (journey: Journey, fact: Fact, hours: number) => {
    const since = silentSince.get(journey) ?? fact.at;
    if (fact.at <= since && since !== fact.at) return;
    silentSince.set(journey, fact.at);
    // It came late, and the silence after it is over.
    if (fact.at + hours * HOUR < around.now()) answered.set(journey, fact.at);
  };

  /** "It is once for each date, and is nothing where it has passed when the date is known." */
  const anchorDue = (journey: Journey, { before }: Of<'anchored'>): number | null =>
    person.moment === null || anchored.get(journey) === person.moment ? null : person.moment - before * HOUR;

  const dayOf = (time: number, clock: number): number => Math.floor((time - clock * HOUR) / DAY);

  return {
    bySignal(fact) {
      becomesKnown();
      for (const journey of journeys) {
        const { start } = journey;
        switch (start.kind) {
          case 'signal':
            if (start.signal !== fact.signal || (start.when !== null && !see(start.when, fact))) break;
            if (start.quiet === null) wants(journey, keyOf(journey, fact), fact);
            else gather(journey, fact, start.quiet);
            break;
          case 'count':
            counted(journey, start, fact);
            break;
          case 'sequence':
            sequence(journey, start, fact);
            break;
          case 'silence':
            if (start.signal === fact.signal) broken(journey, fact, start.hours);
            break;
          case 'becomes':
          case 'daily':
          case 'anchored':
          case 'called':
            break;
        }
      }
    },
    byCondition() {
      let moved = false;
      for (const journey of journeys) {
        if (journey.start.kind !== 'becomes' || knownSince === null) continue;
        const is = see(journey.start.condition, null);
        if (is === holding.get(journey)) continue;
        holding.set(journey, is);
        moved = true;
        if (is) wants(journey, '', unbound());
      }
      return moved;
    },
    dates: () =>
      journeys.filter((each) => each.start.kind === 'anchored' && anchorDue(each, each.start) === around.now()),
    byTime(dates) {
      const now = around.now();
      for (const journey of journeys) {
        const { start } = journey;
        if (start.kind === 'silence') {
          const due = silenceDue(journey, start);
          if (due === null || due > now) continue;
          answered.set(journey, silentSince.get(journey) ?? now);
          if (start.when === null || see(start.when, null)) wants(journey, '', unbound());
        }
        if (start.kind === 'daily' && knownSince !== null) {
          const today = dayOf(now, start.clock);
          if (today <= (lastDay.get(journey) ?? dayOf(knownSince - 1, start.clock))) continue;
          lastDay.set(journey, today);
          if (start.when === null || see(start.when, null)) wants(journey, '', unbound());
        }
        if (start.kind === 'anchored' && dates.includes(journey) && person.moment !== null) {
          anchored.set(journey, person.moment);
          if (start.when === null || see(start.when, null)) wants(journey, '', unbound());
        }
        around.goOn();
        const over = bursts.filter((each) => each.journey === journey && each.due <= now);
        for (const burst of over) {
          bursts.splice(bursts.indexOf(burst), 1);
          wants(journey, burst.key, ...burst.facts);
        }
      }
    },
    instants() {
      const times = bursts.map(({ due }) => due);
      for (const journey of journeys) {
        const { start } = journey;
        if (start.kind === 'silence') times.push(silenceDue(journey, start) ?? around.now());
        if (start.kind === 'anchored') times.push(anchorDue(journey, start) ?? around.now());
        if (start.kind === 'becomes') times.push(...turns(start.condition, person));
        if (start.kind === 'daily') times.push((dayOf(around.now(), start.clock) + 1) * DAY + start.clock * HOUR);
      }
      return times;
    },
  };
}
