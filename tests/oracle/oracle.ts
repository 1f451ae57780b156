/** What should happen, from the words of `docs/language.md` alone: one customer, everything looked at again at every instant. */

import { itemsFor, wayOf } from './chosen.ts';
import type { Happening, Told } from './happenings.ts';
import {
  ahead,
  type Closing,
  Finish,
  type Instance,
  isFate,
  type Surroundings,
  type Wait,
  type Way,
  walk,
} from './instance.ts';
import { due, instantAfter, isMoment, isTime, lookFrom } from './instants.ts';
import {
  type Condition,
  type Fate,
  HOUR,
  isFailure,
  type Journey,
  type MessageName,
  outcomes,
  type Program,
  type Send,
  type Statement,
  type Team,
} from './language.ts';
import { change, type Fact, holds, newPerson, numberOf } from './person.ts';
import { judge, type Sent } from './policies.ts';
import { createStarts } from './starts.ts';
import { createTasks } from './tasks.ts';

export function foretell(program: Program, script: readonly Happening[], end: number): Told[] {
  const person = newPerson(program.asked);
  const told: Told[] = [];
  /** All that was sent, and what of it has a place in caps. */
  const out: Sent[] = [];
  const sent: Sent[] = [];
  const instances: Instance[] = [];
  /** What an input leads to: each before the one beside it. */
  const follows: (() => void)[] = [];
  const tasks = createTasks();
  const over: Instance[] = [];
  let now = Number.NEGATIVE_INFINITY;

  const tell = ({ journey, number }: Instance, what: string) =>
    told.push({ time: now, instance: `${journey.name} ${number}`, what });
  const see = (asked: Condition, start: Fact | null, it: Fact | null = null) =>
    holds(asked, { person, now, start, it });
  /** "Of several that run, the journey with the higher `priority` is first." */
  const inTurn = () => [...instances].sort((a, b) => b.journey.priority - a.journey.priority || a.number - b.number);
  const running = () => inTurn().filter(({ outcome }) => outcome === null);

  const finish = (instance: Instance, outcome: string) => {
    // What it runs ends with it, and may have had its own end at this instant.
    if (instance.outcome !== null) return;
    instance.outcome = outcome;
    instance.waits = [];
    tell(instance, `finished ${outcome}`);
    if (instance.caller !== null) over.push(instance);
    endRuns(instance);
    // "One without `within` closes with the instance."
    if (instance.goal === 'open' && instance.journey.goal?.hours === null) missed(instance);
  };
  /** "When the journey that waits for it ends, it ends too." */
  const endRuns = (caller: Instance) => {
    const isAwaited = (run: Instance) =>
      caller.waits.some(({ ways }) => ways.some((way) => way.kind === 'ended' && way.run === run));
    for (const each of [...instances])
      if (each.caller === caller && each.outcome === null && !isAwaited(each)) finish(each, 'stopped');
  };
  const stopped = (instance: Instance) => finish(instance, outcomes(instance.journey).stopped);
  const missed = (instance: Instance) => {
    instance.goal = 'closed';
    tell(instance, 'goal_missed');
  };
  const reached = (instance: Instance) => {
    instance.goal = 'closed';
    tell(instance, 'goal_reached');
    const { goal } = instance.journey;
    if (instance.outcome === null && goal?.goOn === false && goal.what.kind !== 'no') finish(instance, 'goal');
  };

  const act = (it: Statement, start: Fact, instance: Instance | null) => {
    if (it.kind === 'emit') {
      follows.push(() => takes({ signal: 'X', at: now, k: start.k, n: it.n }));
      if (instance !== null) tell(instance, 'emitted X');
    } else change(person, it, start, now);
  };

  const stopHolds = ({ journey: { stop }, start }: Instance) => stop?.kind === 'when' && see(stop.condition, start);
  const goalHolds = ({ journey, start, goal }: Instance) =>
    goal === 'open' && journey.goal?.what.kind === 'when' && see(journey.goal.what.condition, start);

  const around: Surroundings = {
    now: () => now,
    moment: (before) => (person.moment === null ? null : person.moment - before * HOUR),
    holds: (condition, { start }) => see(condition, start),
    // "`since start`, `within 10 minutes before` and `ever` look back. The signal that started the journey counts for all three", unless it came late.
    cameBefore: ({ signal, where, look }, { start, startedAt }) =>
      person.history.some(
        (fact) =>
          fact.signal === signal &&
          fact.at >= lookFrom(look, now, startedAt) &&
          (where === null || see(where, start, fact)),
      ),
    act: (statement, instance) => act(statement, instance.start, instance),
    send: (send: Send, instance: Instance, again: boolean) => {
      beforeActing(instance);
      const verdict = judge(program, { ...send, ahead: ahead(instance, running()) }, person, sent, now, again);
      const name = send.message;
      if (verdict.kind === 'held') {
        if (!again) tell(instance, `held ${name}`);
        return 'held';
      }
      if (verdict.kind === 'sent') {
        const one = { message: send.message, channel: verdict.channel, at: now, fates: [] };
        sent.push(one);
        out.push(one);
        tell(instance, `sent ${name} ${verdict.channel}: ${numberOf(send.number, instance.start)} ${person.num}`);
        return one;
      }
      tell(instance, `dropped ${name}`);
      return 'dropped';
    },
    way(it, instance) {
      const { block, said } = wayOf(program, it, { person, now, start: instance.start, it: null });
      if (said !== null) tell(instance, said);
      return block;
    },
    items: ({ journey, start, collected }) => itemsFor(journey.start, start, collected),
    answer: typeof program.answer === 'number' ? program.answer : null,
    call(instance) {
      beforeActing(instance);
      const call = {};
      tell(instance, 'called Ask');
      if (program.answer !== 'never') follows.push(() => answers(call));
      return call;
    },
    handOver({ team, within, ways }, instance) {
      beforeActing(instance);
      tell(instance, `handed ${team}`);
      return tasks.add({ team, due: within === null ? null : now + within * HOUR, waits: ways !== null });
    },
    run({ sub, n, ways }, instance) {
      beforeActing(instance);
      const journey = program.subs.find(({ name }) => name === sub);
      if (journey === undefined) throw new Error(`no ${sub}`);
      const start: Fact = { signal: 'A', k: 'p', n: numberOf(n, instance.start), at: now };
      return begin(journey, '', start, null, ways === null ? null : instance);
    },
  };
  /** "Stop and goal are looked at again before every outward act." */
  const beforeActing = (instance: Instance) => {
    if (stopHolds(instance)) throw new Finish(outcomes(instance.journey).stopped, false);
    if (!goalHolds(instance)) return;
    reached(instance);
    if (instance.outcome !== null) throw new Finish('goal', false);
  };
  const advance = (instance: Instance, woken: { wait: Wait; way: Way } | null) => {
    try {
      const next = woken === null ? instance.flow.next() : instance.flow.next(woken);
      if (instance.outcome !== null) return;
      if (next.done === true) finish(instance, 'finished');
      else instance.waits = next.value;
      endRuns(instance);
    } catch (error) {
      if (!(error instanceof Finish)) throw error;
      if (instance.outcome !== null) return;
      if (error.said && instance.caller !== null) instance.value = person.num;
      finish(instance, error.outcome);
    }
  };

  const begin = (
    journey: Journey,
    key: string,
    start: Fact,
    collected: Fact[] | null,
    caller: Instance | null = null,
  ): Instance => {
    const instance: Instance = {
      journey,
      key,
      start,
      collected,
      number: instances.filter((each) => each.journey === journey).length,
      startedAt: now,
      flow: walk([], null as never, around),
      waits: [],
      outcome: null,
      value: null,
      caller,
      goal: journey.goal === null ? 'closed' : 'open',
    };
    instance.flow = walk(journey.block, instance, around);
    instances.push(instance);
    tell(instance, 'started');
    advance(instance, null);
    return instance;
  };
  const starts = createStarts(program, { now: () => now, person, running, finish, begin, goOn: () => goOn() });

  /** Stop, then goal, before anything else. */
  const endsByCondition = (instance: Instance): boolean => {
    if (instance.outcome === null && stopHolds(instance)) stopped(instance);
    if (goalHolds(instance)) reached(instance);
    return instance.outcome !== null;
  };

  /** Takes the first way of each wait that is open; true: something moved. */
  const take = (instance: Instance, open: (wait: Wait, way: Way) => boolean): boolean => {
    let moved = false;
    for (const wait of [...instance.waits]) {
      if (endsByCondition(instance) || !instance.waits.includes(wait)) continue;
      const way = wait.ways.find((each) => open(wait, each));
      if (way === undefined) continue;
      advance(instance, { wait, way });
      moved = true;
    }
    return moved;
  };

  /** What a change has made true: stops, then goals, then waits; true: something moved. */
  const conditions = (): boolean => {
    let moved = false;
    for (const each of running()) if (stopHolds(each)) stopped(each);
    for (const each of inTurn()) if (goalHolds(each)) reached(each);
    for (const each of running()) {
      const isTrue = (wait: Wait, way: Way) =>
        way.kind === 'moment'
          ? (due(wait, way, person, now) ?? Number.NEGATIVE_INFINITY) < now
          : way.kind === 'arm' && way.arm.kind === 'when' && see(way.arm.condition, each.start);
      if (take(each, isTrue)) moved = true;
    }
    return moved;
  };
  /** Whoever waits for what has ended goes on. */
  const resume = (): boolean => {
    let moved = false;
    for (let run = over.shift(); run !== undefined; run = over.shift()) {
      const { caller } = run;
      const hasEnded = (_: Wait, way: Way) => way.kind === 'ended' && way.run === run;
      if (caller?.outcome === null && take(caller, hasEnded)) moved = true;
    }
    return moved;
  };
  /** All that follows, until nothing moves. */
  const settle = () => {
    for (let moved = true; moved; ) {
      moved = resume();
      moved = conditions() || moved;
      moved = starts.byCondition() || moved;
    }
  };

  const takes = (fact: Fact) => {
    person.history.push(fact);
    for (const { signal, when, block } of program.handlers)
      if (signal === fact.signal && (when === null || see(when, fact))) for (const it of block) act(it, fact, null);
    for (const each of running()) {
      const { stop } = each.journey;
      const isStop = stop?.kind === 'on' && stop.signal === fact.signal;
      if (isStop && (stop.where === null || see(stop.where, each.start, fact))) stopped(each);
      else if (stopHolds(each)) stopped(each);
    }
    for (const each of inTurn()) {
      const what = each.journey.goal?.what;
      if (each.goal === 'open' && what?.kind === 'on' && what.signal === fact.signal) reached(each);
      else if (each.goal === 'open' && what?.kind === 'no' && what.signal === fact.signal) {
        missed(each);
      } else if (goalHolds(each)) reached(each);
    }
    for (const each of running()) {
      const comes = (_: Wait, way: Way) =>
        way.kind === 'arm' &&
        way.arm.kind === 'on' &&
        way.arm.signal === fact.signal &&
        (way.arm.where === null || see(way.arm.where, each.start, fact));
      take(each, comes);
    }
    starts.bySignal(fact);
    settle();
    release();
  };

  const isReleased = (instance: Instance, way: Way) =>
    way.kind === 'held' &&
    judge(program, { ...way.send, ahead: ahead(instance, running()) }, person, sent, now, true).kind !== 'held';
  const release = () => {
    for (const each of running()) take(each, (_, way) => isReleased(each, way));
    settle();
  };
  const goOn = (): void => {
    const isUp = (wait: Wait, way: Way) => isTime(wait, way, person, now);
    const isNext = ({ waits }: Instance) => waits.some((wait) => wait.ways.some((way) => isUp(wait, way)));
    while (running().some((each) => isNext(each) && take(each, isUp)));
  };
  /** What time has brought: expiry, goals that are over, waits, messages that are held. */
  const timePasses = () => {
    const dates = starts.dates();
    for (const each of running()) {
      const { expire } = each.journey;
      if (expire !== null && now >= each.startedAt + expire * HOUR) finish(each, outcomes(each.journey).expired);
    }
    while (conditions());
    for (const each of inTurn()) {
      const { goal } = each.journey;
      if (each.goal !== 'open' || goal === null || goal.hours === null) continue;
      if (now < each.startedAt + goal.hours * HOUR) continue;
      (goal.what.kind === 'no' ? reached : missed)(each);
    }
    const released = new Set(
      running().flatMap((each) => each.waits.flatMap(({ ways }) => ways.filter((way) => isReleased(each, way)))),
    );
    tasks.escalate(now);
    const isOpen = (each: Instance) => (wait: Wait, way: Way) =>
      (released.has(way) && isReleased(each, way)) || isTime(wait, way, person, now);
    // Whoever is first in turn goes on as far as this instant lets it.
    while (running().some((each) => take(each, isOpen(each))));
    starts.byTime(dates);
    settle();
    release();
  };

  /** "A message that bounced or failed gives its place in the caps back." */
  const becomes = (message: MessageName, fate: Fate) => {
    const newest = out.findLast((each) => each.message === message);
    if (newest === undefined) return;
    const { what } = fate;
    newest.fates.push(fate);
    const place = isFailure(fate) ? sent.indexOf(newest) : -1;
    if (place >= 0) sent.splice(place, 1);
    if (what === 'opened' || what === 'clicked' || what === 'replied') person.liked = newest.channel;
    for (const each of running())
      take(each, (_, way) => way.kind === 'fate' && way.message === newest && isFate(way.arm.fate, fate));
    settle();
    release();
  };

  const answers = (call: object) => {
    for (const each of running()) take(each, (_, way) => way.kind === 'answer' && way.call === call);
    settle();
    release();
  };
  const closes = (team: Team, how: Closing) => {
    const closed = tasks.close(team, running());
    if (closed === null) return;
    if (closed.whose !== undefined)
      take(closed.whose, (_, way) => way.kind === 'closed' && way.task === closed.task && way.how === how);
    settle();
    release();
  };
  const followUp = () => {
    for (const each of follows.splice(0)) {
      each();
      followUp();
    }
  };

  /** Behind a moment another of this very instant can stand. */
  const isDue = (): boolean =>
    starts.dates().length > 0 || running().some(({ waits }) => waits.some((wait) => isMoment(wait, person, now)));
  const atThisInstant = () => {
    do {
      timePasses();
      followUp();
    } while (isDue());
  };

  const nextInstant = () =>
    Math.min(
      instantAfter(now, program, person, sent, instances),
      ...[...starts.instants(), ...tasks.instants()].filter((time) => time > now),
    );
  const moveTo = (time: number, inclusive: boolean) => {
    for (let next = nextInstant(); inclusive ? next <= time : next < time; next = nextInstant()) {
      now = next;
      atThisInstant();
    }
    now = time;
  };

  for (const each of script) {
    if (each.time > now) {
      // What is due at the instant of the signal before comes after it.
      if (now !== Number.NEGATIVE_INFINITY) atThisInstant();
      moveTo(each.time, false);
    }
    if (each.kind === 'signal') takes(each);
    else if (each.kind === 'closed') closes(each.team, each.how);
    else becomes(each.message, each.fate);
    followUp();
  }
  atThisInstant();
  moveTo(end, true);
  return told;
}
