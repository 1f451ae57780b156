/** How customers are served, from what signals mean: contacts, transfers, resolutions, effort, revenue. */
import { MONEY_SCALE } from '../../compiler/graph/types.ts';

/** Milliseconds since 1970 UTC, `to` itself no more; null: without end. */
export interface Span {
  readonly from: number | null;
  readonly to: number | null;
}

export function lies({ from, to }: Span, time: number): boolean {
  return (from === null || time >= from) && (to === null || time < to);
}

export interface ServiceEvent {
  readonly customer: number;
  /** milliseconds since 1970 UTC */
  readonly time: number;
  readonly kind: 'contact' | 'resolution' | 'revenue' | 'effort' | 'transfer';
  /** of a contact */
  readonly channel: string | null;
  /** of a revenue (in the smallest parts that the core counts in) or an effort */
  readonly value: number | null;
  /** of a revenue */
  readonly currency: string | null;
}

export interface Service {
  readonly contacts: number;
  /** contacts after which the same customer came again within the time */
  readonly repeated: { readonly count: number; readonly share: number | null };
  readonly transfers: { readonly count: number; readonly perContact: number | null };
  /**
   * Customers who came on one channel and then, within the time, on another. Dropped: after that neither a resolution nor a further
   * contact within the time.
   */
  readonly switches: readonly {
    readonly from: string;
    readonly to: string;
    readonly count: number;
    readonly dropped: number;
    readonly share: number;
  }[];
  readonly effort: { readonly count: number; readonly average: number | null };
  /** from the first contact since the last resolution, in milliseconds */
  readonly resolution: { readonly count: number; readonly median: number | null; readonly p90: number | null };
  /** `total`: null where there are several currencies, which do not add; `totals`: by currency */
  readonly revenue: {
    readonly count: number;
    readonly total: number | null;
    readonly totals: Readonly<Record<string, number>>;
    readonly customers: number;
  };
}

/**
 * Of what happened in the span. What came before it and after it is looked at all the same: a resolution ends what began before, and
 * a customer has not dropped off who came again the next day. `withinMs`: how long after a contact another one is about the same.
 */
export function serviceOf(all: readonly ServiceEvent[], withinMs: number, span: Span): Service {
  const byCustomer = new Map<number, ServiceEvent[]>();
  for (const event of all) {
    const own = byCustomer.get(event.customer);
    if (own === undefined) byCustomer.set(event.customer, [event]);
    else own.push(event);
  }
  const switches = new Map<string, { from: string; to: string; count: number; dropped: number }>();
  const times: number[] = [];
  let repeated = 0;
  for (const own of byCustomer.values()) {
    own.sort((a, b) => a.time - b.time);
    let first: number | null = null;
    for (const [index, event] of own.entries()) {
      if (event.kind === 'contact') {
        first ??= event.time;
        const next = following(own, index, withinMs, ['contact']);
        if (next === null) continue;
        if (lies(span, event.time)) repeated++;
        if (event.channel === next.event.channel || !lies(span, next.event.time)) continue;
        const goesOn = following(own, next.index, withinMs, ['contact', 'resolution']) !== null;
        noteSwitch(switches, event, next.event, goesOn);
      } else if (event.kind === 'resolution' && first !== null) {
        if (lies(span, event.time)) times.push(event.time - first);
        first = null;
      }
    }
  }
  const events = all.filter(({ time }) => lies(span, time));
  const of = (kind: ServiceEvent['kind']): ServiceEvent[] => events.filter((event) => event.kind === kind);
  const contacts = of('contact').length;
  const effort = of('effort').flatMap(({ value }) => value ?? []);
  const revenue = of('revenue');
  const transfers = of('transfer').length;
  return {
    contacts,
    repeated: { count: repeated, share: share(repeated, contacts) },
    transfers: { count: transfers, perContact: share(transfers, contacts) },
    switches: [...switches.values()].map((each) => ({ ...each, share: each.dropped / each.count })),
    effort: { count: effort.length, average: share(sum(effort), effort.length) },
    resolution: { count: times.length, median: quantile(times, 0.5), p90: quantile(times, 0.9) },
    revenue: revenueOf(revenue),
  };
}

function revenueOf(events: readonly ServiceEvent[]): Service['revenue'] {
  const parts = new Map<string, number>();
  for (const { currency, value } of events) {
    if (currency !== null) parts.set(currency, (parts.get(currency) ?? 0) + (value ?? 0));
  }
  // Added as whole numbers: sums of 12.1 and the like are no amounts of money.
  const totals = Object.fromEntries([...parts].sort().map(([currency, sum]) => [currency, sum / MONEY_SCALE]));
  const [only = 0, ...others] = Object.values(totals);
  return {
    count: events.length,
    total: others.length === 0 ? only : null,
    totals,
    // A purchase without an amount brings none.
    customers: new Set(events.flatMap(({ customer, value }) => (value === null ? [] : customer))).size,
  };
}

/** The next one of these kinds, also at the same instant; null: none within the time. `own`: in order. */
function following(
  own: readonly ServiceEvent[],
  after: number,
  withinMs: number,
  kinds: readonly ServiceEvent['kind'][],
): { readonly index: number; readonly event: ServiceEvent } | null {
  const until = (own[after]?.time ?? 0) + withinMs;
  for (let index = after + 1; index < own.length; index++) {
    const event = own[index];
    if (event === undefined || event.time > until) return null;
    if (kinds.includes(event.kind)) return { index, event };
  }
  return null;
}

function noteSwitch(
  switches: Map<string, { from: string; to: string; count: number; dropped: number }>,
  before: ServiceEvent,
  after: ServiceEvent,
  goesOn: boolean,
): void {
  const [from, to] = [before.channel ?? 'unknown', after.channel ?? 'unknown'];
  const known = switches.get(`${from} ${to}`) ?? { from, to, count: 0, dropped: 0 };
  switches.set(`${from} ${to}`, { ...known, count: known.count + 1, dropped: known.dropped + (goesOn ? 0 : 1) });
}

export function share(count: number, of: number): number | null {
  return of === 0 ? null : count / of;
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}

/** The nearest rank; null where there is nothing. */
export function quantile(values: readonly number[], rank: number): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * rank) - 1)] ?? null;
}
