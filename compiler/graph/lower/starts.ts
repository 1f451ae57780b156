/** What starts a journey, and what must be remembered of signals to see it. */
import type {
  Cause as TreeCause,
  Rhythm as TreeRhythm,
  Start as TreeStart,
  Trigger as TreeTrigger,
} from '../../syntax/tree.ts';
import { weekdaysOf } from '../../types/units.ts';
import type { AggregateExpression, Cause, Expression, Rhythm, Start, Trigger } from '../types.ts';
import { daysOf } from './calendars.ts';
import { condition } from './conditions.ts';
import { defaultZone, type Lowering, nameOf, placeOf, textOf } from './context.ts';
import { constantMs, constantNumber, lower, zone } from './expressions.ts';
import { anyOf, hadOf } from './had.ts';
import { fieldsOfIt } from './history.ts';
import { momentAt } from './moments.ts';
import { trigger } from './triggers.ts';

export function startOf(l: Lowering, start: TreeStart): Start {
  const merge = mergeOf(start.merge?.word);
  return {
    on: causeOf(l, start.cause),
    text: textOf(l, start.cause),
    ...keyOf(l, start),
    reentry: reentryOf(start),
    repeat: start.repeat?.word ?? 'ignore',
    ...(start.quiet === undefined ? {} : { quietMs: constantMs(start.quiet) }),
    ...(merge === undefined ? {} : { merge }),
    place: placeOf(l, start),
  };
}

/** What is counted `by` is the key, where no other is said. */
function keyOf(l: Lowering, { per, cause }: TreeStart): Pick<Start, 'key'> {
  const key = per ?? (cause.kind === 'Counted' ? cause.by : undefined);
  return key === undefined ? {} : { key: lower(l, key) };
}

function mergeOf(word: NonNullable<TreeStart['merge']>['word'] | undefined): Start['merge'] {
  switch (word) {
    case 'keep furthest':
      return 'furthest';
    case 'keep both':
      return 'both';
    case 'restart':
      return 'restart';
    case 'keep oldest':
    case undefined:
      return undefined;
  }
}

function reentryOf({ reentry, cause }: TreeStart): Start['reentry'] {
  switch (reentry?.kind) {
    case 'AgainAfter':
      return { kind: 'again', afterMs: constantMs(reentry.duration) };
    case 'EveryTime':
      return { kind: 'every' };
    case 'Once':
      return { kind: 'once' };
    case undefined:
      return { kind: cause.kind === 'Schedule' || cause.kind === 'Anchored' ? 'every' : 'once' };
  }
}

function causeOf(l: Lowering, cause: TreeCause): Cause {
  const place = placeOf(l, cause);
  switch (cause.kind) {
    case 'OnSignal':
      return { kind: 'signal', trigger: trigger(l, cause.trigger) };
    case 'Counted': {
      const withinMs = constantMs(cause.within);
      const by = cause.by === undefined ? undefined : lower(l, cause.by);
      const wanted = remembered(l, cause.trigger, withinMs);
      l.program.history.note(wanted.signal, { keep: aroundLate(l, withinMs), fields: fieldsOfIt(by) });
      const count = constantNumber(cause.count);
      return { kind: 'count', trigger: wanted, count, withinMs, ...(by === undefined ? {} : { by }), place };
    }
    case 'Sequence': {
      const withinMs = constantMs(cause.within);
      const triggers = cause.triggers.map((each) => remembered(l, each, withinMs));
      return { kind: 'sequence', triggers, withinMs, place };
    }
    case 'Silence':
      return silence(l, cause);
    case 'Becoming':
      return { kind: 'becoming', condition: condition(l, cause.condition), place };
    case 'Schedule':
      return {
        kind: 'schedule',
        rhythm: rhythmOf(l, cause.rhythm),
        clock: lower(l, cause.at),
        zone: cause.zone === undefined ? defaultZone(l) : zone(l, cause.zone),
        ...(cause.except === undefined ? {} : { except: daysOf(l, cause.except) }),
        ...onlyWhen(l, cause),
        place,
      };
    case 'Anchored':
      return { kind: 'anchored', ...momentAt(l, { ...cause, target: cause.date }), ...onlyWhen(l, cause), place };
    case 'ForEach': {
      const batch = cause.batches === undefined ? {} : { batch: lower(l, cause.batches) };
      const whom = condition(l, cause.whom);
      const any = anyOf(whom.expression);
      const turns = any === undefined || cause.batches === undefined ? {} : { since: firstOf(l, any) };
      const narrowed = any === undefined ? {} : { had: { ...hadOf(any), ...turns } };
      return { kind: 'each', trigger: trigger(l, cause.trigger), whom, ...batch, ...narrowed, place };
    }
  }
}

/** Who is asked for in batches has a turn by the first one, which has to be remembered where the newest would do to find them. */
function firstOf(l: Lowering, any: AggregateExpression): Expression {
  if (any.window.kind === 'ever') l.program.history.note(any.signal, { keep: 'ever', fields: [] });
  return { ...any, function: 'first', field: 'at' };
}

function onlyWhen(
  l: Lowering,
  cause: { readonly condition?: TreeStart['per'] },
): Pick<Extract<Cause, { kind: 'schedule' }>, 'condition'> {
  return cause.condition === undefined ? {} : { condition: condition(l, cause.condition) };
}

/** They are looked for around the one that has come: where that may come late, so far behind it. */
function aroundLate(l: Lowering, withinMs: number): number {
  return withinMs + (l.program.settings.signals?.late ?? 0);
}

/** A trigger whose signals are looked back on. */
function remembered(l: Lowering, t: TreeTrigger, withinMs: number): Trigger {
  const keep = aroundLate(l, withinMs);
  const lowered = trigger(l, t);
  const fields = lowered.as === undefined ? fieldsOfIt(lowered.where?.expression) : 'all';
  l.program.history.note(lowered.signal, { keep, fields });
  return lowered;
}

function silence(l: Lowering, cause: Extract<TreeCause, { kind: 'Silence' }>): Cause {
  const signal = nameOf(l, cause.signal);
  const where = cause.where === undefined ? undefined : condition(l, cause.where);
  const forMs = constantMs(cause.duration);
  // Who begins to ask about silence later can count from the last signal, too.
  l.program.history.note(signal, {
    keep: where === undefined ? 'latest' : forMs,
    fields: fieldsOfIt(where?.expression),
  });
  const place = placeOf(l, { start: cause.signal.start, end: cause.where?.end ?? cause.signal.end });
  return {
    kind: 'silence',
    trigger: { signal, ...(where === undefined ? {} : { where }), place },
    forMs,
    ...onlyWhen(l, cause),
    place: placeOf(l, cause),
  };
}

const everyDay = [1, 2, 3, 4, 5, 6, 7];

function rhythmOf(l: Lowering, rhythm: TreeRhythm): Rhythm {
  switch (rhythm.kind) {
    case 'Days': {
      const days = rhythm.days.flatMap(({ text }) => {
        if (text === 'day') return everyDay;
        return weekdaysOf(text === 'weekday' || text === 'weekend' ? `${text}s` : text) ?? [];
      });
      return { kind: 'days', weekdays: [...new Set(days)].sort((a, b) => a - b) };
    }
    case 'Month':
      return { kind: 'month', day: constantNumber(rhythm.day) };
    case 'Year':
      return { kind: 'year', date: lower(l, rhythm.date) };
  }
}
