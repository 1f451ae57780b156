/**
 * The outbox worker: what waits in the outbox leaves through its connector, is tried again, or is given up. Each connector works for
 * itself, so one that hangs keeps nobody else waiting. What a try comes to is in the tables before the next step is taken: after a crash
 * the same work goes out again under the same key.
 */
import { setMaxListeners } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { Leave } from '../core/flow/leave.ts';
import type { Engine } from '../engine/types.ts';
import { noteAsked } from '../store/asked.ts';
import { StoreFailure } from '../store/failure.ts';
import type { Names } from '../store/origin.ts';
import { isCancelled, nowTrying, type OutboxRow, tryAgain, waitsUntil } from '../store/outbox.ts';
import { createBreaker } from './breaker.ts';
import type { Result } from './connector.ts';
import type { Lane } from './lanes.ts';
import { createRate, type Rate } from './rate.ts';
import { leaveAloneAnew, reportFailure, settle } from './settle.ts';
import { sendWithin } from './try.ts';
import { type Prepared, prepare } from './work.ts';
import type { Connection, ConnectorState, LaneAtWork, Memory, Worker, WorkerOptions } from './worker.types.ts';

const REST_MS = 1_000;
/** How often is looked whether there is room on the disk again. */
const LOOK_MS = 250;
/** The clock could be set meanwhile. */
const LONGEST_SLEEP_MS = 60_000;
/** A message that has waited longer than this meets its policies once more before it leaves. */
const LATE_MS = 60_000;
const HALTED: Leave = { kind: 'never', why: 'its journey was stopped, or reached its goal, before it left' };
/** So long may a connector take to end. */
const CLOSE_MS = 2_000;
/** What was under way when the process ended does not come back all at once for ever. */
const INTERRUPTED_MS = 5_000;

export async function startWorker(options: WorkerOptions): Promise<Worker> {
  const { live, outbox, now, tell } = options;
  const stopping = new AbortController();
  // Every try that is under way listens, of all connectors: Node takes more than ten for a leak, and says so.
  setMaxListeners(0, stopping.signal);
  let stopped = false;
  const running = new Set<Promise<void>>();
  const forgotten = forgetOthers(options);
  const connections = connect(options);

  await live.ask((engine) => {
    if (forgotten) engine.note(noteAsked(options.memory.asked));
    const from = now();
    for (const id of outbox.interrupted()) {
      const tries = outbox.row(id)?.tries ?? 1;
      const error = 'the process ended during a try: whether it has left, nobody knows';
      engine.note(tryAgain(id, from + (tries - 1) * INTERRUPTED_MS, error));
    }
  });
  live.onLeft(() => {
    for (const connection of connections) pump(connection);
  });
  for (const connection of connections) pump(connection);

  /** Begins as many tries as may be under way, and looks again when something can have changed. */
  function pump(connection: Connection): void {
    clearTimeout(connection.alarm);
    if (stopped) return;
    try {
      look(connection, now());
    } catch (error) {
      rest(connection, error);
      sleep(connection, connection.pausedUntil);
    }
  }

  function look(connection: Connection, at: number): void {
    // No pause is so long: the clock was set back.
    if (connection.pausedUntil - at > REST_MS) connection.pausedUntil = at;
    if (at < connection.pausedUntil) {
      sleep(connection, connection.pausedUntil);
      return;
    }
    // What is not noted then is set right again by who starts next.
    if (at < connection.asked.at) leaveAloneAnew(connection, at, options).catch(() => undefined);
    const { lanes, asked, breaker } = connection;
    const rests = breaker.left(at);
    if (rests > 0 || at < asked.until) {
      const since = Math.max(rests > 0 ? breaker.since : 0, at < asked.until ? asked.at : 0);
      for (const each of lanes) overrule(connection, each, since, at);
      sleep(connection, Math.max(at + rests, asked.until));
      return;
    }
    connection.turn = (connection.turn + 1) % lanes.length;
    let next = Number.POSITIVE_INFINITY;
    for (const each of [...lanes.slice(connection.turn), ...lanes.slice(0, connection.turn)])
      next = Math.min(next, launch(connection, each, at));
    sleep(connection, next);
  }

  /** When to look at the lane again, unless a try ends before. */
  function launch(connection: Connection, each: LaneAtWork, at: number): number {
    const { lane, rate, underWay } = each;
    const moment = { machine: at, log: live.clock };
    const most = mostOf(connection);
    const free = Math.min(most - connection.busy, rate?.free(at) ?? Number.POSITIVE_INFINITY);
    if (free > 0) {
      const due = outbox.due(lane.kind, lane.way, moment, free + underWay.size).filter((id) => !underWay.has(id));
      for (const id of due.slice(0, free)) begin(connection, each, id, at);
    }
    if (connection.busy >= most) return Number.POSITIVE_INFINITY;
    const next = outbox.next(lane.kind, lane.way, moment) ?? Number.POSITIVE_INFINITY;
    if (rate !== null && rate.free(at) <= 0) return Math.max(next, rate.freeAt());
    return next > at ? next : Number.POSITIVE_INFINITY;
  }

  /**
   * What an operator has let leave since the connector rests, or since the other side asked to be left alone, goes all the same; where that
   * fails, or is asked anew, the rest of it waits with the others.
   */
  function overrule(connection: Connection, each: LaneAtWork, since: number, at: number): void {
    const { lane, rate, underWay } = each;
    const free = Math.min(mostOf(connection) - connection.busy, rate?.free(at) ?? Number.POSITIVE_INFINITY);
    if (free <= 0) return;
    const due = outbox.hurried(lane.kind, lane.way, since, free + underWay.size);
    for (const id of due.filter((each) => !underWay.has(each)).slice(0, free)) begin(connection, each, id, at);
  }

  function begin(connection: Connection, each: LaneAtWork, id: string, at: number): void {
    connection.busy++;
    each.underWay.add(id);
    each.rate?.note(at);
    const ended = attempt(connection, each.lane, id)
      .then((asked) => {
        if (!asked) each.rate?.takeBack(at);
      })
      .catch(async (error: unknown) => {
        if (isFull(error)) {
          // Nothing was noted, and so nothing was begun: there may be room again in a while.
          connection.pausedUntil = now() + LOOK_MS;
        } else {
          rest(connection, error);
          // Else it would stand there as under way.
          await live.ask((engine) => engine.note(tryAgain(id, now() + REST_MS, wordsOf(error)))).catch(() => undefined);
        }
      })
      .finally(() => {
        connection.busy--;
        each.underWay.delete(id);
        running.delete(ended);
        pump(connection);
      });
    running.add(ended);
  }

  /** One try, from the note that it begins to the note of what came of it; false: the other side was not asked. */
  async function attempt(connection: Connection, lane: Lane, id: string): Promise<boolean> {
    const at = now();
    await live.ask((engine) => admit(engine, options.sources.names, outbox.row(id), at));
    const row = outbox.row(id);
    // It waits, or somebody has cancelled it in between.
    if (row === undefined || row.status !== 'sending') return false;
    const prepared = ready(row, lane, connection, at);
    if (typeof prepared === 'string' || 'kind' in prepared) {
      await whenThereIsRoom(() => settle({ row, lane, connection, result: prepared }, options));
      return false;
    }
    const result = await sendWithin(connection.connector, prepared.work, lane.timeoutMs, stopping.signal);
    if (result === 'stopped') return true;
    await whenThereIsRoom(() => settle({ row, lane, connection, result }, options));
    judge(connection, result, at);
    return true;
  }

  function judge({ name, breaker }: Connection, result: Result, begun: number): void {
    const went = isWell(result);
    if (went === null) return;
    const news = breaker.note(went, begun, now());
    if (news === 'rests') tell(`connector ${name} fails too often: it rests, and is probed now and then`);
    if (news === 'works again') tell(`connector ${name} works again`);
  }

  /** What no code of ours writes keeps nobody else waiting. */
  function ready(row: OutboxRow, lane: Lane, { closed }: Connection, at: number): Prepared | Result {
    // An operator who retries wants to know whether the other side has changed its mind.
    const retried = row.tries === 1 && row.error !== null;
    try {
      const prepared = prepare(row, lane, at, options.sources);
      return typeof prepared === 'string' || closed === null || retried
        ? prepared
        : { kind: 'refused', reason: closed };
    } catch (error) {
      return { kind: 'failed', reason: 'it cannot be made ready', detail: wordsOf(error), afterMs: 0 };
    }
  }

  /** What a try came to is not forgotten where the disk is full: else its row would stand there as under way. */
  async function whenThereIsRoom(note: () => Promise<void>): Promise<void> {
    for (;;) {
      try {
        return await note();
      } catch (error) {
        if (!isFull(error) || stopped) throw error;
        await pause(LOOK_MS);
      }
    }
  }

  function sleep(connection: Connection, until: number): void {
    if (until === Number.POSITIVE_INFINITY || stopped) return;
    const ms = Math.min(Math.max(until - now(), 1), LONGEST_SLEEP_MS);
    connection.alarm = setTimeout(() => pump(connection), ms);
  }

  /** What nobody has foreseen may pass, such as a disk that cannot be read: it goes on in a while, and somebody is told once. */
  function rest(connection: Connection, error: unknown): void {
    connection.pausedUntil = now() + REST_MS;
    const trouble = wordsOf(error);
    // Where nothing can be written any more, the process itself says so and ends.
    if (stopped || live.failure !== null || trouble === connection.trouble) return;
    connection.trouble = trouble;
    tell(`connector ${connection.name} rests for a moment, and goes on then: ${trouble}`);
  }

  /** One of somebody's own that never ends keeps nobody from stopping. */
  async function close({ name, connector }: Connection): Promise<void> {
    const patience = new AbortController();
    const closed = connector
      .close()
      .catch(() => undefined)
      .then(() => true);
    const inTime = await Promise.race([closed, pause(CLOSE_MS, false, { signal: patience.signal }).catch(() => false)]);
    patience.abort();
    if (!inTime) tell(`connector ${name} does not end, and is left behind`);
  }

  return {
    states: () =>
      connections.map((connection) => ({
        connector: connection.name,
        state: stateOf(connection, now()),
        underWay: connection.busy,
        ways: connection.lanes.map(({ lane }) => `${lane.kind} ${lane.way}`),
      })),
    async stop(graceMs) {
      stopped = true;
      for (const { alarm } of connections) clearTimeout(alarm);
      const late = setTimeout(() => stopping.abort(), graceMs);
      await Promise.all(running);
      clearTimeout(late);
      await Promise.all(connections.map(close));
    },
  };
}

/** One that is not well is probed by one try at a time. */
function mostOf({ breaker, concurrency }: Connection): number {
  return breaker.until === null ? concurrency : 1;
}

/** Whether the other side is well; null: that is not said, such as by what asks to be left alone, or is about one work only. */
function isWell(result: Result): boolean | null {
  switch (result.kind) {
    case 'taken':
    case 'answered':
    case 'refused':
      return true;
    case 'failed':
      return result.afterMs === undefined && result.only !== true ? false : null;
    case 'closed':
      return null;
  }
}

function stateOf({ closed, asked, breaker }: Connection, now: number): ConnectorState['state'] {
  if (closed !== null) return 'closed';
  if (now < asked.until) return 'left alone';
  return breaker.until === null ? 'working' : 'resting';
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function isFull(error: unknown): boolean {
  return error instanceof StoreFailure && error.full;
}

/** Begins the try, unless it must not leave now: withdrawn consent holds for all that has not left, nights for what is late. */
export function admit(engine: Engine, names: Names, row: OutboxRow | undefined, at: number): void {
  if (row === undefined) return;
  const { id, customer, kind, instance, journey, message, way: channel, time, until } = row;
  // With an error and without a try it is one that an operator lets leave again.
  const late = kind === 'message' && (row.tries > 0 || row.error !== null || at - time > LATE_MS);
  // A message has an end only where it was taken back. The log can be ahead of the machine's clock.
  const halted = kind === 'message' && until !== null;
  const leave: Leave = halted ? HALTED : engine.leave(customer, { id, instance, journey, message, channel, late }, at);
  switch (leave.kind) {
    case 'go':
      engine.note(nowTrying(id, at));
      return;
    case 'wait':
      engine.note(waitsUntil(row, leave.until, leave.why));
      return;
    case 'never':
      engine.note(isCancelled(id, leave.why));
      reportFailure(engine, names, row, at, leave.why);
  }
}

function connect({ lanes, connectors, memory, chance, restMs = REST_MS }: WorkerOptions): Connection[] {
  return [...connectors].flatMap(([name, { connector, concurrency, settings }]): Connection[] => {
    const own = lanes.filter((lane) => lane.connector === name);
    if (own.length === 0) return [];
    return [
      {
        name,
        connector,
        concurrency,
        breaker: createBreaker(restMs, chance),
        lanes: own.map((lane) => ({
          lane,
          rate: rateOf(lane, memory),
          underWay: new Set(),
        })),
        busy: 0,
        turn: 0,
        pausedUntil: 0,
        asked: memory.asked.get(name) ?? { at: 0, until: 0, settings },
        closed: null,
        failing: false,
        trouble: null,
        alarm: undefined,
      },
    ];
  });
}

/** What somebody else has asked for, under the same name and other settings, is not told any longer; false: there is no such. */
function forgetOthers({ connectors, memory: { asked } }: WorkerOptions): boolean {
  const others = [...asked].filter(([name, { settings }]) => (connectors.get(name)?.settings ?? settings) !== settings);
  for (const [name] of others) asked.delete(name);
  return others.length > 0;
}

function rateOf({ kind, way, rate }: Lane, { gone }: Memory): Rate | null {
  if (rate === null) return null;
  const times = gone.get(`${kind} ${way}`) ?? [];
  gone.set(`${kind} ${way}`, times);
  return createRate(rate.count, rate.perMs, times);
}
