/** What should happen to several, from the words of `docs/language.md` alone: everything is looked at again at every instant. */
import { type Condition, HOUR } from '../oracle/language.ts';
import { change, holds } from '../oracle/person.ts';
import type { Sent } from '../oracle/policies.ts';
import {
  Finish,
  type Instance,
  type Parcel,
  type Party,
  type Surroundings,
  type Wait,
  type Way,
  walk,
} from './instance.ts';
import type { About, Arm, Batch, Happening, Journey, Line, Program, Told } from './language.ts';
import { due, hadFirst, instantAfter, judgeOwn, judgeParcel, newParty, noteSent, running } from './party.ts';

export function foretell(program: Program, script: readonly Happening[], start: number, end: number): Line[] {
  const parties: Party[] = [];
  const lines: Line[] = [];
  /** What something leads to with somebody else: each before the one beside it. */
  const follows: (() => void)[] = [];
  const journeys = [...program.journeys].sort((a, b) => b.priority - a.priority);
  let now = start;

  const tell = (party: Party, { name }: Instance, what: string) =>
    lines.push({ time: now, owner: party.name, what: `${name}: ${what}` });
  const see = (asked: Condition, { person }: Party, start: Told | null, it: Told | null = null) =>
    holds(asked, { person, now, start, it });
  const partyOf = (name: string, about: About): Party => {
    const known = parties.find((each) => each.name === name);
    if (known !== undefined) return known;
    const party = newParty(name, about, program.asked, now - 1);
    parties.push(party);
    return party;
  };

  const finish = (instance: Instance, outcome: string) => {
    if (instance.outcome !== null) return;
    instance.outcome = outcome;
    instance.waits = [];
    tell(instance.owner, instance, `finished ${outcome}`);
    takeBack(instance);
  };
  /** "What ends the journey takes the message back", and what ends the branch. */
  const takeBack = (instance: Instance) => {
    for (const party of parties)
      for (const each of party.parcels.filter(({ from }) => from === instance))
        if (!isAwaited(each)) {
          party.parcels.splice(party.parcels.indexOf(each), 1);
          follows.push(() => looksAgain(party));
        }
  };
  const looksAgain = (party: Party) => {
    settle(party);
    release(party);
  };
  const isAwaited = (parcel: Parcel): boolean =>
    parcel.from.waits.some(({ ways }) => ways.some((way) => way.kind === 'heard' && way.parcel === parcel));
  const stopHolds = ({ journey: { stop }, start, owner }: Instance) =>
    stop?.kind === 'when' && see(stop.condition, owner, start);
  /** "Stop is looked at again before every outward act." */
  const beforeActing = (instance: Instance) => {
    if (stopHolds(instance)) throw new Finish('halted');
  };

  const around: Surroundings = {
    now: () => now,
    holds: (condition, { start, owner }) => see(condition, owner, start),
    set: (to, { owner, start }) => change(owner.person, { kind: 'set', to }, start, now),
    toTeam(send, instance) {
      beforeActing(instance);
      tell(instance.owner, instance, `sent Memo team desk: ${numberOf(send.number, instance)}`);
    },
    send(send, instance, again) {
      beforeActing(instance);
      const { owner } = instance;
      const verdict = judgeOwn(program, send, instance, now, again);
      if (verdict.kind === 'held') {
        if (!again) tell(owner, instance, `held ${send.message}`);
        return true;
      }
      if (verdict.kind === 'sent') {
        noteSent(owner, send.message, verdict.channel, now);
        tell(
          owner,
          instance,
          `sent ${send.message} ${verdict.channel}: ${numberOf(send.number, instance)} ${owner.person.num}`,
        );
        return false;
      }
      tell(owner, instance, `dropped ${send.message}`);
      if (send.otherwise !== null) throw new Finish(send.otherwise);
      return false;
    },
    post(send, instance) {
      beforeActing(instance);
      const name = send.to === 's.who' ? instance.start.who : send.to;
      const parcel: Parcel = { send, number: numberOf(send.number, instance), from: instance, became: null };
      follows.push(() => arrives(parcel, name));
      return parcel;
    },
  };
  const numberOf = (number: 's.n' | 'profile.num', { start, owner }: Instance) =>
    number === 's.n' ? start.n : owner.person.num;

  const arrives = (parcel: Parcel, name: string) => {
    if (!isAwaited(parcel)) return;
    const to = parties.find((each) => each.name === name && each.about === 'customer');
    if (to !== undefined) decides(parcel, to, false);
    else {
      tell(parcel.from.owner, parcel.from, `dropped ${parcel.send.message}`);
      parcel.became = 'dropped';
      hears(parcel);
    }
  };
  /** true: it does not wait any more */
  const decides = (parcel: Parcel, to: Party, again: boolean): boolean => {
    const verdict = judgeParcel(program, parcel, to, now, again);
    const { message } = parcel.send;
    if (verdict.kind === 'held') {
      if (!again) {
        tell(to, parcel.from, `held ${message}`);
        to.parcels.push(parcel);
      }
      return false;
    }
    if (verdict.kind === 'sent') {
      noteSent(to, message, verdict.channel, now);
      tell(to, parcel.from, `sent ${message} ${verdict.channel}: ${parcel.number} ${to.person.num}`);
      parcel.became = 'sent';
    } else {
      tell(to, parcel.from, `dropped ${message}`);
      parcel.became = 'dropped';
    }
    if (again) to.parcels.splice(to.parcels.indexOf(parcel), 1);
    follows.push(() => hears(parcel));
    return true;
  };
  const hears = (parcel: Parcel) => {
    const { from } = parcel;
    take(from, (_, way) => way.kind === 'heard' && way.parcel === parcel);
    looksAgain(from.owner);
  };

  const advance = (instance: Instance, woken: { wait: Wait; way: Way } | null) => {
    try {
      const next = woken === null ? instance.flow.next() : instance.flow.next(woken);
      if (next.done === true) finish(instance, 'finished');
      else instance.waits = next.value;
      takeBack(instance);
    } catch (error) {
      if (!(error instanceof Finish)) throw error;
      finish(instance, error.outcome);
    }
  };
  const begin = (journey: Journey, key: string, start: Told, owner: Party) => {
    const count = owner.instances.filter((each) => each.journey === journey).length;
    const instance: Instance = {
      journey,
      owner,
      key,
      start,
      name: `${journey.name} of ${owner.name} ${count}`,
      startedAt: now,
      flow: walk([], null as never, around),
      waits: [],
      outcome: null,
    };
    instance.flow = walk(journey.block, instance, around);
    owner.instances.push(instance);
    tell(owner, instance, 'started');
    advance(instance, null);
  };

  /** How a start comes out: "while one is running, a repeat is ignored; or restart, or refresh"; "how often counts where none is running". */
  const wouldStart = (journey: Journey, key: string, party: Party): 'starts' | 'refreshes' | 'not' => {
    if (running(party).some((each) => each.journey === journey && each.key === key))
      return journey.repeat === 'restart' ? 'starts' : journey.repeat === 'refresh' ? 'refreshes' : 'not';
    const last = party.lastStart.get(`${journey.name} ${key}`);
    if (last === undefined || journey.often === 'every time') return 'starts';
    return journey.often !== 'once' && now - last >= journey.often * HOUR ? 'starts' : 'not';
  };
  const keyOf = ({ perKey }: Journey, fact: Told) => (perKey ? fact.k : '');
  const wants = (journey: Journey, fact: Told, party: Party) => {
    const key = keyOf(journey, fact);
    const how = wouldStart(journey, key, party);
    const one = running(party).find((each) => each.journey === journey && each.key === key);
    if (how === 'refreshes' && one !== undefined) one.start = fact;
    if (how !== 'starts') return;
    if (one !== undefined) finish(one, 'restarted');
    party.lastStart.set(`${journey.name} ${key}`, now);
    begin(journey, key, fact, party);
  };

  /** Takes the first way of each wait that is open; true: something moved. */
  const take = (instance: Instance, open: (wait: Wait, way: Way) => boolean): boolean => {
    let moved = false;
    for (const wait of [...instance.waits]) {
      if (instance.outcome === null && stopHolds(instance)) finish(instance, 'halted');
      if (instance.outcome !== null || !instance.waits.includes(wait)) continue;
      const way = wait.ways.find((each) => open(wait, each));
      if (way === undefined) continue;
      advance(instance, { wait, way });
      moved = true;
    }
    return moved;
  };
  /** What a change has made true, until nothing moves. */
  const settle = (party: Party) => {
    for (let moved = true; moved; ) {
      moved = false;
      for (const each of running(party)) if (stopHolds(each)) finish(each, 'halted');
      for (const each of running(party)) {
        const isTrue = (_: Wait, way: Way) =>
          way.kind === 'arm' && way.arm.kind === 'when' && see(way.arm.condition, party, each.start);
        if (take(each, isTrue)) moved = true;
      }
    }
  };
  const isReleased = (instance: Instance, way: Way) =>
    way.kind === 'held' && judgeOwn(program, way.send, instance, now, true).kind !== 'held';
  const release = (party: Party) => {
    for (const each of running(party)) take(each, (_, way) => isReleased(each, way));
    settle(party);
    retryParcels(party);
  };
  const retryParcels = (party: Party) => {
    for (const each of [...party.parcels]) decides(each, party, true);
  };

  const comes = (arm: Arm, { start, owner }: Instance, fact: Told) =>
    arm.kind === 'on' && arm.signal === fact.signal && (arm.where === null || see(arm.where, owner, start, fact));
  const isStop = ({ journey: { stop }, start, owner }: Instance, fact: Told) =>
    stop?.kind === 'on' && stop.signal === fact.signal && (stop.where === null || see(stop.where, owner, start, fact));

  const takes = (party: Party, fact: Told) => {
    party.person.history.push(fact);
    for (const { signal, when, block } of party.about === 'customer' ? program.handlers : [])
      if (signal === fact.signal && (when === null || see(when, party, fact)))
        for (const it of block) change(party.person, it, fact, now);
    for (const each of running(party)) if (isStop(each, fact) || stopHolds(each)) finish(each, 'halted');
    for (const each of running(party)) take(each, (_, way) => way.kind === 'arm' && comes(way.arm, each, fact));
    for (const each of journeys) {
      const { about, start } = each;
      if (about !== party.about || start.kind !== 'signal' || start.signal !== fact.signal) continue;
      if (start.when === null || see(start.when, party, fact)) wants(each, fact, party);
    }
    looksAgain(party);
    followUp();
  };

  const sizeOf = (batch: Batch, { n }: Told) => (batch === 'n' ? n : (batch ?? Number.POSITIVE_INFINITY));
  /** "Reaches every instance that waits for it; with `in batches of N`, the N of a journey that have waited longest." */
  const takesAll = (fact: Told) => {
    const all = parties.flatMap((party) => running(party));
    const stops = all.filter((each) => isStop(each, fact));
    const waiting = all
      .filter((each) => !stops.includes(each))
      .flatMap((instance) =>
        instance.waits.flatMap((wait) => {
          const way = wait.ways.find((each) => each.kind === 'arm' && comes(each.arm, instance, fact));
          return way?.kind === 'arm' && way.arm.kind === 'on' ? [{ instance, wait, way, arm: way.arm }] : [];
        }),
      )
      .toSorted((a, b) => a.wait.since - b.wait.since);
    const served = waiting.filter(({ instance, arm }, index) => {
      const before = waiting.slice(0, index).filter((each) => each.instance.journey === instance.journey);
      return before.length < sizeOf(arm.batch, fact);
    });
    const after = ({ owner }: Instance) => {
      looksAgain(owner);
      followUp();
    };
    for (const each of stops) {
      finish(each, 'halted');
      after(each);
    }
    for (const { instance, wait, way } of served) {
      take(instance, (one, other) => one === wait && other === way);
      after(instance);
    }
    for (const each of journeys) startsForEach(each, fact);
  };
  const startsForEach = (journey: Journey, fact: Told) => {
    const { start } = journey;
    if (start.kind !== 'each' || (start.more !== null && fact.n <= start.more)) return;
    const { whom, batch } = start;
    const turn = (party: Party) => {
      if (whom.kind === 'any') return hadFirst(party, whom, fact, now);
      return see(whom.condition, party, fact) ? 0 : null;
    };
    const meant = parties
      .filter(({ about }) => about === journey.about)
      .flatMap((party) => {
        const since = turn(party);
        return since === null ? [] : [{ party, since }];
      })
      .toSorted((a, b) => a.since - b.since);
    let started = 0;
    for (const { party } of meant) {
      if (started >= sizeOf(batch, fact)) return;
      const starts = wouldStart(journey, keyOf(journey, fact), party) === 'starts';
      if (starts) started++;
      // Of a batch is only who starts.
      else if (batch !== null) continue;
      wants(journey, fact, party);
      looksAgain(party);
      followUp();
    }
  };

  const timePasses = (party: Party) => {
    party.seen = now;
    for (const each of running(party)) {
      const { expire } = each.journey;
      if (expire !== null && now >= each.startedAt + expire * HOUR) finish(each, 'late');
    }
    settle(party);
    // The reference says nothing of who goes first where both wait for one place: what came from elsewhere does, when time lets it go.
    retryParcels(party);
    const released = new Set(
      running(party).flatMap((each) => each.waits.flatMap(({ ways }) => ways.filter((way) => isReleased(each, way)))),
    );
    const isOpen = (each: Instance) => (wait: Wait, way: Way) =>
      (released.has(way) && isReleased(each, way)) || (due(wait, way) ?? Number.POSITIVE_INFINITY) <= now;
    while (running(party).some((each) => take(each, isOpen(each))));
    looksAgain(party);
    followUp();
  };
  const followUp = () => {
    for (const each of follows.splice(0)) {
      each();
      followUp();
    }
  };
  const bounces = (name: string, message: Sent['message']) => {
    const party = parties.find((each) => each.name === name);
    const newest = party?.out.findLast((each) => each.message === message);
    if (party === undefined || newest === undefined) return;
    const place = party.sent.indexOf(newest);
    if (place >= 0) party.sent.splice(place, 1);
    looksAgain(party);
    followUp();
  };

  /** What is due at the instant of a signal comes after it. */
  const moveTo = (time: number, inclusive: boolean) => {
    for (;;) {
      const next = Math.min(...parties.map((each) => instantAfter(program, each)));
      if (inclusive ? next > time : next >= time) break;
      now = next;
      for (const each of parties) if (instantAfter(program, each) <= now) timePasses(each);
    }
    now = time;
    for (const each of parties) each.seen = Math.max(each.seen, inclusive ? time : time - 1);
  };

  for (const each of script) {
    moveTo(each.time, false);
    if (each.kind === 'for all') takesAll(each.fact);
    else if (each.kind === 'bounced') bounces(each.customer, each.message);
    else {
      if (each.customer !== null) takes(partyOf(each.customer, 'customer'), each.fact);
      if (each.ticket !== null) takes(partyOf(each.ticket, 'ticket'), each.fact);
    }
  }
  moveTo(end, true);
  return lines;
}
