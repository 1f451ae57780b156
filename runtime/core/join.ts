/** Two customers turn out to be one: everything of `from` joins `into`. Consent and caps join to the stricter. */
import { advance } from './flow/advance.ts';
import { askModels } from './flow/calls.ts';
import { joinConsents } from './flow/consent.ts';
import { because, type Context, decide, locate, lookAt, type Running } from './flow/context.ts';
import { isFurther } from './flow/further.ts';
import { cancelTasks, dropAllAwaited, end } from './flow/instances.ts';
import { settle } from './flow/settle.ts';
import { everythingIsStale } from './flow/stale.ts';
import { nextWake } from './flow/timers.ts';
import { beginWatch, keepTimes } from './flow/watch.ts';
import { joinWatch } from './flow/watch-join.ts';
import type { Programs } from './programs.ts';
import type { Customer, Instance } from './state/customer.ts';
import type { Outcome } from './state/output.ts';

export function join(programs: Programs, into: Customer, from: Customer, at: { seq: number; now: number }): Outcome {
  const wanted = programs.current.models.size === 0 ? undefined : new Map();
  const context: Context = { ...lookAt(programs, into, at), wanted };
  for (const [name, values] of Object.entries(from.keys)) {
    const known = into.keys[name] ?? [];
    into.keys[name] = [...known, ...values.filter((value) => !known.includes(value))];
  }
  for (const [field, value] of Object.entries(from.profile)) {
    if (into.profile[field] == null) into.profile[field] = value;
  }
  joinConsents(into, from);
  joinWatch(context, into, from);
  for (const [signal, facts] of Object.entries(from.history)) {
    into.history[signal] = [...(into.history[signal] ?? []), ...facts].sort((a, b) => a.at - b.at);
  }
  for (const [name, time] of Object.entries(from.starts)) into.starts[name] = Math.max(time, into.starts[name] ?? time);
  if (into.answeredOn === undefined && from.answeredOn !== undefined) into.answeredOn = from.answeredOn;
  if (from.answers !== undefined) into.answers = { ...from.answers, ...into.answers };
  if (from.experiments !== undefined) into.experiments = { ...from.experiments, ...into.experiments };
  into.sent.push(...from.sent);
  into.sent.sort((a, b) => a.at - b.at);
  if (from.parcels !== undefined) into.parcels = [...(into.parcels ?? []), ...from.parcels];
  into.tasks.push(...from.tasks);
  into.instances.push(...from.instances);
  into.instances.sort((a, b) => a.startedAt - b.startedAt);
  beginWatch(context);
  everythingIsStale(context);
  endDoubles(context);
  // Together they may have done what neither had, and nothing else need happen for that to count.
  settle(context);
  keepTimes(context);
  askModels(context);
  into.wake = nextWake(context);
  return { decisions: context.decisions, effects: context.effects };
}

/** Of two running instances of one journey with one key one goes on, as the journey says; the traces of both name the other. */
function endDoubles(context: Context): void {
  const kept = new Map<string, Running>();
  for (const instance of [...context.customer.instances]) {
    const found = instance.outcome === null ? locate(context, instance) : null;
    // One that others run is its caller's, and has no key by which it could be another's.
    const alone = found === null || found.journey.start.on.kind === 'called' || found.journey.start.merge === 'both';
    if (alone) continue;
    const name = JSON.stringify([instance.journey, instance.key]);
    const before = kept.get(name);
    kept.set(name, before === undefined ? found : meet(context, before, found));
  }
}

/** Gives the one that goes on. */
function meet(context: Context, older: Running, younger: Running): Running {
  const { merge } = older.journey.start;
  const stays = merge === 'furthest' && isFurther(younger, older) ? younger : older;
  const goes = stays === older ? younger : older;
  const { instance, program, journey } = stays;
  const stayed = because(journey.start.rule, [instance.key, instance.startedAt]);
  const gone = because(goes.journey.start.rule, [goes.instance.key, goes.instance.startedAt]);
  decide(context, program, 'kept', [stayed], { instance, subject: goes.instance.id });
  joinGoals(instance, goes.instance);
  end(context, goes, 'finished', 'merged', [gone], instance.id);
  if (merge === 'restart') {
    decide(context, program, 'went_on', [stayed], { instance, outcome: 'restarted' });
    cancelTasks(context, instance);
    dropAllAwaited(context, instance);
    delete instance.threads;
    delete instance.loops;
    advance(context, { ...stays, at: instance }, journey.entry);
  }
  return stays;
}

/** One goal is left, that of the one that goes on: what both have set out for is reached, or missed, once. */
function joinGoals(stays: Instance, goes: Instance): void {
  if (goes.goal === 'reached' && stays.goal === 'open') stays.goal = 'reached';
  if (goes.goal === 'open') goes.goal = 'none';
}
