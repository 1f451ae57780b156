/** What a wait listens to, with code for every expression. */
import type * as Graph from '../../../compiler/graph/types.ts';
import type { Rule } from '../state/output.ts';
import type { Hours } from '../values/hours.ts';
import { safeName } from '../values/names.ts';
import { compileHours } from './calendars.ts';
import type { Builder, Compute, Condition, Follow, Frame, Target, Trigger } from './parts.ts';

export type Arm =
  | {
      readonly kind: 'signal';
      readonly trigger: Trigger;
      readonly look: Graph.Look;
      readonly rule: Rule;
      readonly next: Target | null;
    }
  | {
      readonly kind: 'message';
      readonly of: string;
      readonly what: Graph.MessageOutcome;
      readonly link: string | null;
      readonly rule: Rule;
      readonly next: Target | null;
    }
  | { readonly kind: 'condition'; readonly condition: Condition; readonly rule: Rule; readonly next: Target | null }
  | {
      readonly kind: 'after';
      readonly duration: Compute;
      /** hours of a team: only time inside of them counts */
      readonly hours: ((frame: Frame) => Hours) | null;
      readonly without: Trigger | null;
      readonly rule: Rule;
      readonly next: Target | null;
    }
  | {
      readonly kind: 'at';
      readonly moment: Moment;
      /** it is read from what can change while the instance waits */
      readonly live: boolean;
      readonly rule: Rule;
      readonly next: Target | null;
      /** where to go when the moment has passed or is absent; null: this arm is taken at once */
      readonly past: { readonly next: Target | null } | null;
      readonly absent: { readonly next: Target | null } | null;
    };

export type Moment =
  | {
      readonly kind: 'local';
      readonly days: Compute | null;
      readonly months: number | null;
      readonly clock: Compute;
      readonly weekdays: readonly number[] | null;
      readonly except: ReadonlySet<number> | null;
      readonly zone: Compute;
    }
  | { readonly kind: 'time'; readonly time: Compute };

/** `swapped`: the names for which newer signals can come to stand. */
export function compileArm(
  builder: Builder,
  arm: Graph.Arm,
  index: number,
  { follow, swapped }: { readonly follow: Follow; readonly swapped: readonly string[] },
): Arm {
  const next = follow('arm', index);
  switch (arm.kind) {
    case 'signal': {
      const trigger = builder.trigger(arm.trigger);
      return { kind: 'signal', trigger, look: arm.look, rule: trigger.rule, next };
    }
    case 'message': {
      const { what, link = null } = arm;
      const rule = builder.rule(`on ${what}${link === null ? '' : ` ${link}`}`, arm.place);
      return { kind: 'message', of: safeName(arm.of), what, link, rule, next };
    }
    case 'condition': {
      const condition = builder.condition(arm.condition);
      return { kind: 'condition', condition, rule: condition.rule, next };
    }
    case 'after':
      return {
        kind: 'after',
        duration: builder.compute(arm.duration),
        hours: arm.during === undefined ? null : compileHours(builder, arm.during),
        without: arm.without === undefined ? null : builder.trigger(arm.without),
        rule: builder.rule(next?.label ?? 'after', arm.place, [{ name: 'due', type: { kind: 'time' } }]),
        next,
      };
    case 'at':
      return {
        kind: 'at',
        moment: compileMoment(builder, arm.moment),
        live: isLive(arm.moment, swapped),
        rule: builder.rule(next?.label ?? 'at', arm.place, [
          { name: 'due', type: { kind: 'optional', of: { kind: 'time' } } },
        ]),
        next,
        past: arm.ifPast === 'arm' ? null : { next: follow('past', index) },
        absent: arm.ifAbsent === 'arm' ? null : { next: follow('absent', index) },
      };
  }
}

function compileMoment(builder: Builder, moment: Graph.Moment): Moment {
  if (moment.kind === 'time') return { kind: 'time', time: builder.compute(moment.time) };
  return {
    kind: 'local',
    days: moment.days === undefined ? null : builder.compute(moment.days),
    months: moment.months ?? null,
    clock: builder.compute(moment.clock),
    weekdays: moment.weekdays ?? null,
    except: moment.except === undefined ? null : new Set(moment.except),
    zone: builder.compute(moment.zone),
  };
}

const CHANGING: ReadonlySet<unknown> = new Set(['profile', 'key', 'aggregate', 'consent']);

/** Whether the moment reads the profile, what has happened, or a signal that a newer one can take the place of. */
function isLive(value: unknown, swapped: readonly string[]): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if ('op' in value && CHANGING.has(value.op)) return true;
  if ('op' in value && value.op === 'variable' && 'name' in value && swapped.some((name) => name === value.name))
    return true;
  return Object.values(value).some((part) => isLive(part, swapped));
}
