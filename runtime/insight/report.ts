/** What journeys have come to: one look through the log. */

import type { Type } from '../../compiler/graph/types.ts';
import { byName } from '../core/values/names.ts';
import { admit, type Emitted } from '../engine/apply.ts';
import { createLibrary, type Library } from '../engine/library.ts';
import type { View } from '../engine/view.ts';
import { decodeDecisions, type StoredDecision } from '../store/decisions.ts';
import { readLog } from '../store/log.ts';
import type { Database } from '../store/open.ts';
import type { LogRecord } from '../store/record.ts';
import { type Interval, newcombe, wilson } from './intervals.ts';
import { createJoined } from './joined.ts';
import { createPlaces, type PlaceOfRule, type Places } from './places.ts';
import { lies, quantile, type Service, type ServiceEvent, type Span, serviceOf, share } from './service.ts';

export interface Asked extends Span {
  /** only this journey; null: all */
  readonly journey: string | null;
  /** how long after a contact another one is about the same, in milliseconds */
  readonly repeatMs: number;
}

export interface Rate {
  readonly count: number;
  readonly of: number;
  readonly share: number | null;
  /** 95 %, by Wilson's score; null where there is nothing to count */
  readonly interval: Interval | null;
}

export interface JourneyReport {
  readonly started: number;
  readonly finished: number;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly goal: Rate;
  /** milliseconds from start to end */
  readonly medianTime: number | null;
  /** the graphs that its instances ran on, by the beginning of their hash, the oldest first; how many ran on each */
  readonly graphs: readonly { readonly graph: string; readonly instances: number }[];
  /** what happened to how many instances, graph after graph, in the order of the file */
  readonly funnel: readonly Step[];
}

export interface Step {
  /** the graph that decided it, by the beginning of its hash */
  readonly graph: string;
  readonly step: string;
  readonly file: string;
  /** from 1 */
  readonly line: number;
  readonly instances: number;
  /** of those that ran on that graph */
  readonly share: number | null;
}

export interface VariantReport extends Rate {
  readonly variant: string;
  /** against the first variant of the file (the holdout, where there is one): 95 %, by Newcombe's method 10 */
  readonly against: (Interval & { readonly difference: number }) | null;
}

export interface Report {
  readonly journeys: Readonly<Record<string, JourneyReport>>;
  /** experiment -> customers by variant, who came to it where the journey has a goal, and how many of them have reached that since; share null: none has one, and `of` are all */
  readonly experiments: Readonly<Record<string, readonly VariantReport[]>>;
  readonly service: Service;
  /** records of that time of which nothing is left to count, since somebody was forgotten; the summary goes on counting what they held */
  readonly erased: number;
}

interface Tallied {
  readonly started: Set<string>;
  readonly times: number[];
  readonly outcomes: Record<string, number>;
  readonly reached: Set<string>;
  readonly settled: Set<string>;
  /** by the hash of the graph */
  readonly ran: Map<string, Set<string>>;
  readonly steps: Map<string, Omit<PlaceOfRule, 'rule'> & { readonly step: string; readonly instances: Set<string> }>;
}

interface Assigned {
  readonly experiment: string;
  readonly variant: string;
  readonly customer: number;
  readonly journey: string;
  /** what else was decided before, over all */
  readonly turn: number;
  /** whether the journey has a goal, in the graph that decided */
  readonly hasGoal: boolean;
}

interface Reached {
  readonly customer: number;
  readonly journey: string;
  readonly turn: number;
}

export function report(database: Database, view: View, asked: Asked): Report {
  const journeys = new Map<string, Tallied>();
  // Who asks for one that did nothing in that time is told so.
  if (asked.journey !== null) journeys.set(asked.journey, empty());
  const begun = new Map<string, number>();
  const joined = createJoined();
  const assigned: Assigned[] = [];
  const reached: Reached[] = [];
  let turn = 0;
  let erased = 0;
  const events: ServiceEvent[] = [];
  const places = createPlaces(view);
  const graphs = new Map(view.graphs.map(({ id, graph }) => [id, graph]));
  const library = createLibrary();
  for (const record of readLog(database)) {
    if (record.kind === 'graph') {
      const id = Number(record.body?.toString());
      const graph = graphs.get(id);
      if (graph !== undefined) library.activate(id, graph);
      continue;
    }
    joined.note(record);
    // A late one, too, counts by its own time.
    events.push(...eventsOf(library, view, record));
    if (asked.to !== null && record.time >= asked.to) continue;
    const early = !lies(asked, record.time);
    if (!early && record.altered === 'erased') erased++;
    for (const decision of decodeDecisions(record.decisions)) {
      const { journey, instance, kind, subject, outcome } = decision;
      turn++;
      if (kind === 'started' && instance !== null) begun.set(instance, record.time);
      if (early) continue;
      if (journey === null || (asked.journey !== null && journey !== asked.journey)) continue;
      const customer = record.customer ?? 0;
      if (kind === 'assigned') {
        const hasGoal = graphs.get(decision.graph)?.journeys[journey]?.goal != null;
        assigned.push({ experiment: subject ?? '', variant: outcome ?? '', customer, journey, turn, hasGoal });
      }
      if (kind === 'goal_reached') reached.push({ customer, journey, turn });
      if (instance !== null) add(journeys, journey, instance, decision, { time: record.time, begun, places });
    }
  }
  return {
    journeys: Object.fromEntries(
      [...journeys].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, each]) => [name, told(each)]),
    ),
    experiments: experimentsOf(assigned, reached, joined.who, orderOfVariants(view)),
    service: serviceOf(
      events.map((event) => ({ ...event, customer: joined.who(event.customer) })),
      asked.repeatMs,
      asked,
    ),
    erased,
  };
}

function add(
  journeys: Map<string, Tallied>,
  journey: string,
  instance: string,
  decision: StoredDecision,
  {
    time,
    begun,
    places,
  }: { readonly time: number; readonly begun: ReadonlyMap<string, number>; readonly places: Places },
): void {
  const { placeOf, journeyOf, hashOf } = places;
  const { kind, outcome } = decision;
  const known = journeys.get(journey) ?? empty();
  journeys.set(journey, known);
  if (kind === 'started') known.started.add(instance);
  const graph = hashOf(decision);
  const step = stepOf(decision);
  // Of a part of the time: who came before it and went on in it, or missed the goal in it, has run in it, too.
  if (step !== null || kind === 'migrated' || kind === 'goal_missed')
    known.ran.set(graph, (known.ran.get(graph) ?? new Set()).add(instance));
  if (kind === 'goal_reached') known.reached.add(instance);
  if (kind === 'goal_reached' || kind === 'goal_missed') known.settled.add(instance);
  if (kind === 'finished' || kind === 'stopped') {
    known.outcomes[outcome ?? ''] = (known.outcomes[outcome ?? ''] ?? 0) + 1;
    const start = begun.get(instance);
    if (start !== undefined) known.times.push(time - start);
  }
  if (step === null) return;
  const rule = placeOf(decision);
  const place = rule ?? journeyOf(decision);
  if (place === null) return;
  const key = `${graph} ${step} ${rule?.rule ?? ''}`;
  const { instances = new Set<string>() } = known.steps.get(key) ?? {};
  known.steps.set(key, { step, ...place, instances: instances.add(instance) });
}

function empty(): Tallied {
  return {
    started: new Set(),
    times: [],
    outcomes: byName(),
    reached: new Set(),
    settled: new Set(),
    ran: new Map(),
    steps: new Map(),
  };
}

/** What of a decision a funnel shows; null: nothing. */
function stepOf({ kind, subject, outcome }: StoredDecision): string | null {
  switch (kind) {
    case 'started':
      return 'started';
    case 'sent':
    case 'held':
    case 'dropped':
      return `${kind} ${subject}`;
    case 'handed':
      return `handed to ${subject}`;
    case 'escalated':
      return `escalated to ${subject}`;
    case 'late':
      return `late at ${subject}`;
    case 'branched':
      return `went ${outcome}`;
    case 'went_on':
      return `went on by ${outcome}`;
    case 'assigned':
      return `${subject}: ${outcome}`;
    case 'called':
    case 'decided':
      return `${kind} ${subject}`;
    case 'goal_reached':
      return 'reached its goal';
    case 'finished':
    case 'stopped':
      return `ended as ${outcome}`;
    default:
      return null;
  }
}

function told({ started, times, outcomes, reached, settled, ran, steps }: Tallied): JourneyReport {
  const order = [...ran.keys()];
  const funnel = [...steps.values()]
    .sort(
      (a, b) =>
        order.indexOf(a.graph) - order.indexOf(b.graph) ||
        rankOf(a) - rankOf(b) ||
        (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1),
    )
    .map(({ graph, step, file, line, instances }) => ({
      graph: shortHash(graph),
      step,
      file,
      line,
      instances: instances.size,
      share: share(instances.size, ran.get(graph)?.size ?? 0),
    }));
  return {
    started: started.size,
    finished: Object.values(outcomes).reduce((sum, count) => sum + count, 0),
    outcomes,
    goal: rate(reached.size, settled.size),
    medianTime: quantile(times, 0.5),
    graphs: [...ran].map(([graph, instances]) => ({ graph: shortHash(graph), instances: instances.size })),
    funnel,
  };
}

function shortHash(hash: string): string {
  return hash.slice(0, 12);
}

/** Starts before all else, ends after it. */
function rankOf({ step }: { readonly step: string }): number {
  return step === 'started' ? 0 : step.startsWith('ended as') ? 2 : 1;
}

function rate(count: number, of: number): Rate {
  return { count, of, share: share(count, of), interval: of === 0 ? null : wilson(count, of) };
}

/** Chance parts customers, so customers are counted: once, in the variant that they came to first. No variant has done what came before it. */
function experimentsOf(
  assigned: readonly Assigned[],
  reached: readonly Reached[],
  who: (customer: number) => number,
  order: ReadonlyMap<string, readonly string[]>,
): Record<string, VariantReport[]> {
  const latest = new Map(reached.map(({ journey, customer, turn }) => [`${journey} ${who(customer)}`, turn]));
  const measured = new Set(assigned.filter(({ hasGoal }) => hasGoal).map(({ experiment }) => experiment));
  const experiments = new Map<string, Map<string, { of: number; count: number }>>();
  const seen = new Set<string>();
  for (const { experiment, variant, customer, journey, turn, hasGoal } of assigned) {
    // Nobody can reach a goal that is none: of several journeys, or files, those that have one are compared.
    if (!hasGoal && measured.has(experiment)) continue;
    const key = `${experiment} ${who(customer)}`;
    if (seen.has(key)) continue;
    seen.add(key);
    // Also those that nobody has come to: what all are compared with can be one.
    const variants =
      experiments.get(experiment) ?? new Map((order.get(experiment) ?? []).map((each) => [each, { of: 0, count: 0 }]));
    experiments.set(experiment, variants);
    const known = variants.get(variant) ?? { of: 0, count: 0 };
    variants.set(variant, {
      of: known.of + 1,
      count: known.count + ((latest.get(`${journey} ${who(customer)}`) ?? 0) > turn ? 1 : 0),
    });
  }
  return Object.fromEntries(
    [...experiments].map(([name, variants]) => {
      const written = order.get(name) ?? [];
      // What the newest files have lost stands behind what they have.
      const rank = (variant: string): number => (written.includes(variant) ? written.indexOf(variant) : written.length);
      const sorted = [...variants].sort(
        ([a], [b]) => Number(b === 'holdout') - Number(a === 'holdout') || rank(a) - rank(b) || (a < b ? -1 : 1),
      );
      if (!measured.has(name)) {
        const unknown = { share: null, interval: null, against: null };
        return [name, sorted.map(([variant, each]) => ({ variant, ...each, ...unknown }))];
      }
      const base = sorted[0]?.[1];
      const rows = sorted.map(([variant, each], index) => ({
        variant,
        ...rate(each.count, each.of),
        against: index === 0 || base === undefined || base.of * each.of === 0 ? null : newcombe(each, base),
      }));
      return [name, rows];
    }),
  );
}

/** Experiment -> its variants as the newest files that have it write them. */
function orderOfVariants({ graphs }: View): Map<string, readonly string[]> {
  const nodes = graphs.flatMap(({ graph }) => Object.values(graph.journeys).flatMap((journey) => journey.nodes));
  return new Map(
    nodes.flatMap((node) =>
      node.kind === 'experiment' ? [[node.name, node.variants.map(({ name }) => name)] as const] : [],
    ),
  );
}

/** What a signal means, as it was declared when it came, or was given out by a journey. */
function eventsOf(library: Library, view: View, record: LogRecord): ServiceEvent[] {
  const { customer, kind } = record;
  const told = customer === null ? null : toldBy(library, record);
  if (customer === null || told === null) return [];
  // What the journey of a ticket gives out is the ticket's, and nobody's contact.
  if (kind === 'emit' && view.find(customer)?.customer.about !== undefined) return [];
  const { fact } = told;
  const declared = library.programs.current.graph.signals[told.signal];
  // Who is helped by a contact came first, whichever is written first.
  const meanings = (declared?.meanings ?? []).toSorted((a, b) => rankOfMeaning(a) - rankOfMeaning(b));
  return meanings.map((meaning): ServiceEvent => {
    const value = meaning.of === undefined ? null : (fact[meaning.of] ?? null);
    const type = declared?.fields.find(({ name }) => name === meaning.of)?.type;
    const of = meaning.kind === 'revenue' && type !== undefined ? currencyOf(type) : null;
    const number = typeof value === 'number' ? value : null;
    return { customer, time: fact.at, kind: meaning.kind, channel: meaning.on ?? null, value: number, currency: of };
  });
}

function rankOfMeaning({ kind }: { readonly kind: ServiceEvent['kind'] }): number {
  return kind === 'contact' ? 0 : 1;
}

function toldBy({ programs }: Library, { kind, body }: LogRecord): Pick<Emitted, 'signal' | 'fact'> | null {
  if (body === null) return null;
  if (kind === 'emit') return JSON.parse(body.toString()) as Emitted;
  const admission = kind === 'signal' ? admit(programs, body.toString()) : null;
  if (admission === null || !admission.ok || admission.taken.signal === null) return null;
  return { signal: admission.taken.signal.name, fact: admission.taken.fact };
}

function currencyOf(type: Type): string | null {
  if (type.kind === 'optional') return currencyOf(type.of);
  return type.kind === 'money' ? type.currency : null;
}
