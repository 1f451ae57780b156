/** What starts a journey, with code for every expression. */
import type * as Graph from '../../../compiler/graph/types.ts';
import type { Rule } from '../state/output.ts';
import { duration } from '../values/format.ts';
import { safeName } from '../values/names.ts';
import { compileRhythm, type Schedule } from './calendars.ts';
import { type Dependence, dependenceOf, dependsOnNothing } from './dependence.ts';
import type { Builder, Compute, Condition, Trigger } from './parts.ts';

export type Cause =
  | { readonly kind: 'called'; readonly rule: Rule }
  | { readonly kind: 'signal'; readonly trigger: Trigger }
  | {
      readonly kind: 'count';
      readonly trigger: Trigger;
      readonly count: number;
      readonly withinMs: number;
      readonly by: Compute | null;
      /** what is counted, and together with what, says the signal alone: the answer never changes */
      readonly bySignalAlone: boolean;
      readonly rule: Rule;
    }
  | {
      readonly kind: 'sequence';
      readonly triggers: readonly Trigger[];
      readonly withinMs: number;
      readonly rule: Rule;
    }
  | {
      readonly kind: 'silence';
      readonly trigger: Trigger;
      readonly forMs: number;
      readonly condition: Condition | null;
      readonly rule: Rule;
    }
  | { readonly kind: 'becoming'; readonly condition: Condition; readonly rule: Rule }
  | {
      readonly kind: 'schedule';
      readonly schedule: Schedule;
      readonly dependence: Dependence;
      readonly condition: Condition | null;
      readonly rule: Rule;
    }
  | {
      readonly kind: 'anchored';
      readonly anchor: Compute;
      readonly due: Compute;
      readonly dependence: Dependence;
      readonly condition: Condition | null;
      readonly rule: Rule;
    }
  | {
      readonly kind: 'each';
      readonly trigger: Trigger;
      readonly whom: Condition;
      readonly batch: Compute | null;
      /** whoever is meant has had this; null: nobody can be left out unseen */
      readonly had: Had | null;
      readonly rule: Rule;
    };

export interface Start {
  readonly on: Cause;
  readonly key: Compute | null;
  readonly reentry: Graph.Start['reentry'];
  readonly repeat: Graph.Start['repeat'];
  readonly quietMs: number | null;
  readonly merge: NonNullable<Graph.Start['merge']> | 'oldest';
  readonly rule: Rule;
}

export interface Had {
  readonly signal: string;
  /** with this value in this field; null: whatever it was */
  readonly field: string | null;
  readonly value: Compute | null;
  /** when the customer first had all that is asked of it; null: that value is all */
  readonly since: Compute | null;
}

const COUNTED: Rule['reads'] = [
  { name: 'seen', type: { kind: 'integer' } },
  { name: 'wanted', type: { kind: 'integer' } },
];
const DUE: Rule['reads'] = [{ name: 'due', type: { kind: 'time' } }];
const SINCE: Rule['reads'] = [{ name: 'since', type: { kind: 'time' } }];

export function compileStart(builder: Builder, start: Graph.Start): Start {
  return {
    on: compileCause(builder, start),
    key: start.key === undefined ? null : builder.compute(start.key),
    reentry: start.reentry,
    repeat: start.repeat,
    quietMs: start.quietMs ?? null,
    merge: start.merge ?? 'oldest',
    rule: builder.rule(reentryText(start), start.place, [
      { name: 'key', type: { kind: 'optional', of: { kind: 'text' } } },
      { name: 'last started', type: { kind: 'optional', of: { kind: 'time' } } },
    ]),
  };
}

function reentryText({ key, reentry }: Graph.Start): string {
  if (reentry.kind === 'once') return key === undefined ? 'once' : 'once per key';
  return reentry.kind === 'again' ? `again after ${duration(reentry.afterMs)}` : 'every time';
}

function compileCause(builder: Builder, { on, text }: Graph.Start): Cause {
  const when = (condition: Graph.Condition | undefined): Condition | null =>
    condition === undefined ? null : builder.condition(condition);
  const said = `start ${text}`;
  switch (on.kind) {
    case 'signal':
      return { kind: 'signal', trigger: builder.trigger(on.trigger) };
    case 'count':
      return {
        ...on,
        trigger: builder.trigger(on.trigger),
        by: on.by === undefined ? null : builder.compute(on.by),
        bySignalAlone: dependsOnNothing(dependenceOf([on.trigger.where, on.by], builder.graph.profile)),
        rule: builder.rule(said, on.place, COUNTED),
      };
    case 'sequence':
      return { ...on, triggers: on.triggers.map(builder.trigger), rule: builder.rule(said, on.place) };
    case 'silence':
      return {
        ...on,
        trigger: builder.trigger(on.trigger),
        condition: when(on.condition),
        rule: builder.rule(said, on.place, SINCE),
      };
    case 'called':
      return { kind: 'called', rule: builder.rule(said, on.place) };
    case 'becoming': {
      const condition = builder.condition(on.condition);
      return { kind: 'becoming', condition, rule: condition.rule };
    }
    case 'schedule':
      return {
        kind: 'schedule',
        schedule: compileRhythm(builder, on),
        dependence: dependenceOf([on.clock, on.zone, on.rhythm], builder.graph.profile),
        condition: when(on.condition),
        rule: builder.rule(said, on.place, DUE),
      };
    case 'anchored':
      return {
        kind: 'anchored',
        anchor: builder.compute(on.anchor),
        due: builder.compute(on.due),
        dependence: dependenceOf([on.anchor, on.due], builder.graph.profile),
        condition: when(on.condition),
        rule: builder.rule(said, on.place, DUE),
      };
    case 'each':
      return {
        kind: 'each',
        trigger: builder.trigger(on.trigger),
        whom: builder.condition(on.whom),
        batch: on.batch === undefined ? null : builder.compute(on.batch),
        had: on.had === undefined ? null : compileHad(builder, on.had),
        rule: builder.rule(said, on.place),
      };
  }
}

function compileHad(builder: Builder, { signal, field, value, since }: Graph.Had): Had {
  return {
    signal: safeName(signal),
    field: field === undefined ? null : safeName(field),
    value: value === undefined ? null : builder.compute(value),
    since: since === undefined ? null : builder.compute(since),
  };
}

/** The signals at whose coming the journey may start. */
export function startSignals({ on }: Start): readonly string[] {
  switch (on.kind) {
    case 'signal':
    case 'count':
      return [on.trigger.signal];
    case 'sequence':
      return [...new Set(on.triggers.map((trigger) => trigger.signal))];
    case 'called':
    case 'silence':
    case 'becoming':
    case 'schedule':
    case 'anchored':
    case 'each':
      return [];
  }
}

/** What it starts on: what their `as` bind, a repeat refreshes; to the last it adds. None: no signal starts it. */
export function triggersOf({ on }: Start): readonly Trigger[] {
  switch (on.kind) {
    case 'signal':
    case 'count':
    case 'each':
      return [on.trigger];
    case 'sequence':
      return on.triggers;
    case 'called':
    case 'silence':
    case 'becoming':
    case 'schedule':
    case 'anchored':
      return [];
  }
}

/** The names for which newer signals come to stand, as the author wrote them. */
export function swappedNames({ on, repeat }: Graph.Start): readonly string[] {
  if (repeat !== 'refresh') return [];
  const triggers = on.kind === 'sequence' ? on.triggers : 'trigger' in on ? [on.trigger] : [];
  return triggers.flatMap(({ as }) => as ?? []);
}
