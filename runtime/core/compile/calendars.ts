/** Days, hours and rhythms, with code for what is read from the customer. */
import type * as Graph from '../../../compiler/graph/types.ts';
import { isZone } from '../values/calendar.ts';
import type { Hours, OpenSpan, Rhythm } from '../values/hours.ts';
import type { Builder, Compute, Frame } from './parts.ts';

/** What a schedule is for one customer, now; null: a value that it needs is absent. */
export type Schedule = (
  frame: Frame,
) => { readonly rhythm: Rhythm; readonly clock: number; readonly zone: string } | null;

export function compileRhythm(builder: Builder, on: Extract<Graph.Cause, { kind: 'schedule' }>): Schedule {
  const clock = builder.compute(on.clock);
  const zone = builder.compute(on.zone);
  const except = new Set(on.except ?? []);
  const { rhythm } = on;
  const date = rhythm.kind === 'year' ? builder.compute(rhythm.date) : null;
  return (frame) => {
    const minutes = clock(frame, null);
    const day = date === null ? 0 : date(frame, null);
    if (minutes === null || day === null) return null;
    const wanted: Rhythm = rhythm.kind === 'year' ? { kind: 'year', day: Number(day), except } : { ...rhythm, except };
    return { rhythm: wanted, clock: Number(minutes), zone: zoneOf(zone, frame) };
  };
}

/** The hours of a team; null: it is always there. */
export function compileHours(builder: Builder, team: string): ((frame: Frame) => Hours) | null {
  const { open, alsoOpen = [] } = builder.graph.teams[team] ?? {};
  if (open === undefined) return null;
  const spans = [open, ...alsoOpen].map((each) => compileSpan(builder, each));
  return (frame) => spans.map((span) => span(frame));
}

function compileSpan(builder: Builder, open: Graph.OpenHours): (frame: Frame) => OpenSpan {
  const from = builder.compute(open.from);
  const to = builder.compute(open.to);
  const zone = builder.compute(open.zone);
  const weekdays = new Set(open.weekdays);
  const except = new Set(open.except ?? []);
  return (frame) => ({
    from: Number(from(frame, null)),
    to: Number(to(frame, null)),
    weekdays,
    except,
    zone: zoneOf(zone, frame),
  });
}

/** An unknown zone counts as UTC. */
export function zoneOf(zone: Compute, frame: Frame): string {
  const named = zone(frame, null);
  return typeof named === 'string' && isZone(named) ? named : 'UTC';
}
