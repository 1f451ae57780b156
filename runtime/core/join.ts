/** Two customers turn out to be one: everything of `from` joins `into`. Consent and caps join to the stricter. */
import { type Context, locate } from './flow/context.ts';
import { end } from './flow/instances.ts';
import { nextWake } from './flow/timers.ts';
import type { Programs } from './programs.ts';
import type { Customer } from './state/customer.ts';
import type { Outcome } from './state/output.ts';

export function join(programs: Programs, into: Customer, from: Customer, at: { seq: number; now: number }): Outcome {
  const context: Context = { programs, customer: into, ...at, decisions: [], effects: [], depth: 0, located: null };
  for (const [name, values] of Object.entries(from.keys)) {
    const known = into.keys[name] ?? [];
    into.keys[name] = [...known, ...values.filter((value) => !known.includes(value))];
  }
  for (const [field, value] of Object.entries(from.profile)) {
    if (into.profile[field] == null) into.profile[field] = value;
  }
  for (const [name, granted] of Object.entries(from.consents)) {
    into.consents[name] = granted && (into.consents[name] ?? true);
  }
  for (const [signal, facts] of Object.entries(from.history)) {
    into.history[signal] = [...(into.history[signal] ?? []), ...facts].sort((a, b) => a.at - b.at);
  }
  for (const [name, time] of Object.entries(from.starts)) into.starts[name] = Math.max(time, into.starts[name] ?? time);
  if (from.experiments !== undefined) into.experiments = { ...from.experiments, ...into.experiments };
  into.sent.push(...from.sent);
  into.sent.sort((a, b) => a.at - b.at);
  into.tasks.push(...from.tasks);
  into.instances.push(...from.instances);
  into.instances.sort((a, b) => a.startedAt - b.startedAt);
  endDoubles(context);
  into.wake = nextWake(context);
  return { decisions: context.decisions, effects: context.effects };
}

/** Of two running instances of one journey with one key the older goes on. */
function endDoubles(context: Context): void {
  const held = new Set<string>();
  for (const instance of [...context.customer.instances]) {
    if (instance.outcome !== null) continue;
    const name = JSON.stringify([instance.journey, instance.key]);
    const found = locate(context, instance);
    if (held.has(name) && found !== null) end(context, found, 'finished', 'merged', []);
    held.add(name);
  }
}
