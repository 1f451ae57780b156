/** Saying that a value of some type must stand at a place, and what is wrong where it does not. */
import * as say from '../diagnostics/catalogue.gen.ts';
import type { Wording } from '../diagnostics/types.ts';
import type { Expression } from '../syntax/tree.ts';
import { type Check, type Env, report, sourceOf } from './context.ts';
import { sayThousands } from './points.ts';
import { anotherOf } from './several.ts';
import { fits, isError, present, same, show, type Type, types } from './type.ts';
import { unitOf } from './units.ts';
import { unquoted } from './unquoted.ts';

/** Infers `expression` and reports where it is not a `wanted`. The result is the type found, or the error type. */
export function expectType(c: Check, expression: Expression, env: Env, wanted: Type): Type {
  const found = c.infer(expression, env, wanted);
  if (present(wanted).kind === 'integer' && sayThousands(c, expression)) return types.error;
  return mustFit(c, expression, found, wanted) ? found : types.error;
}

export function mustFit(c: Check, expression: Expression, found: Type, wanted: Type): boolean {
  if (fits(found, wanted)) return true;
  if (found.kind === 'optional' && fits(found.of, wanted)) mayBeAbsent(c, expression, wanted);
  else mismatch(c, expression, found, wanted);
  return false;
}

export function mismatch(c: Check, expression: Expression, found: Type, wanted: Type): void {
  const [from, to] = [present(found), present(wanted)];
  const hint = hintFor(c, expression, from, to);
  if (from.kind === 'money' && to.kind === 'money') {
    report(c, expression, say.wrongCurrency({ found: from.currency, expected: to.currency }));
  } else if (from.kind === 'period' && to.kind === 'duration') {
    report(c, expression, say.calendarPeriod({ text: sourceOf(c, expression) }), daysHint(expression));
  } else {
    const wording = say.wrongType({ text: sourceOf(c, expression), found: show(found), expected: show(wanted) });
    const isAnother = to.kind === 'boolean' && from.kind !== 'boolean';
    report(
      c,
      expression,
      wording,
      (isAnother ? anotherOf(c, expression) : undefined) ??
        unquoted(expression, to) ??
        (hint === undefined ? {} : { hint }),
    );
  }
}

/** `1 month` where a length is wanted: say it in days. */
export function daysHint(expression: Expression): { readonly hint?: string } {
  if (expression.kind !== 'Quantity') return {};
  const unit = unitOf(expression.unit.text);
  if (unit?.kind !== 'period') return {};
  const months = unit.months * expression.value;
  const days = months % 12 === 0 ? (months / 12) * 365 : months * 30;
  return { hint: `Say \`${Math.round(days)} days\`.` };
}

function hintFor(c: Check, expression: Expression, from: Type, to: Type): string | undefined {
  const text = sourceOf(c, expression);
  if (from.kind === 'date' && to.kind === 'time' && expression.kind === 'Date')
    return `Write the clock, too: \`${text} 09:00\`.`;
  if (from.kind === 'date' && to.kind === 'time')
    return `A date needs a clock to become a time: \`time_of(${text}, 09:00)\`.`;
  if (from.kind === 'time' && to.kind === 'date') return `The day that it falls on is \`date_of(${text})\`.`;
  if ((from.kind === 'integer' || from.kind === 'number') && expression.kind === 'Number') {
    if (to.kind === 'money') return `Write the currency: \`${expression.value} ${to.currency}\`.`;
    if (to.kind === 'duration') return `Write the unit: \`${expression.value} days\`.`;
    if (to.kind === 'time' || to.kind === 'clock') return 'Times of day are written `09:00`, `21:30`.';
    if (to.kind === 'percent') return percentHint(expression.value);
  }
  if (from.kind === 'number' && to.kind === 'integer') return `Round it first: \`round(${text})\`.`;
  if (
    to.kind === 'text' &&
    !isError(from) &&
    from.kind !== 'list' &&
    from.kind !== 'record' &&
    from.kind !== 'signal'
  ) {
    return `Write it inside a text: \`"{${text}}"\`.`;
  }
  if (to.kind === 'enumeration') {
    const values = c.signatures.values(to.id, c.scope.deps);
    return `${to.name} is one of ${values.map((value) => `\`${value}\``).join(', ')}.`;
  }
  if (to.kind === 'boolean' && from.kind !== 'boolean')
    return 'Compare it with something, or ask whether it `is present`.';
  return undefined;
}

/** `0.3` is a share for some, and a number of hundredths for others. */
function percentHint(value: number): string {
  const share = Number((value * 100).toPrecision(12));
  return value > 0 && value < 1 ? `Write \`${share}%\`, or \`${value}%\`.` : `Write \`${value}%\`.`;
}

/** A value that may be absent is compared: `or` would reach over the comparison, so what stands in needs brackets. */
export function comparedMayBeAbsent(c: Check, expression: Expression, type: Type): void {
  mayBeAbsent(c, expression, type, (standIn) => `(${standIn})`);
}

/** A value that may be absent stands where one must be there. */
export function mayBeAbsent(
  c: Check,
  expression: Expression,
  wanted?: Type,
  written = (standIn: string): string => standIn,
): void {
  const text = sourceOf(c, expression);
  const standIn = wanted === undefined ? undefined : sample(present(wanted));
  const ask = narrowable(expression) ? `Ask \`${text} is present\` first` : undefined;
  const instead =
    standIn === undefined
      ? 'say what stands in for it with `or`'
      : `say what stands in for it: \`${written(`${text} or ${standIn}`)}\``;
  const hint = ask === undefined ? `${instead.charAt(0).toUpperCase()}${instead.slice(1)}.` : `${ask}, or ${instead}.`;
  report(c, expression, say.mayBeAbsent({ text }), { hint });
}

/** A part is read of what may be absent: nothing that is written out stands in for that. */
export function partsMayBeAbsent(c: Check, of: Expression): void {
  const text = sourceOf(c, of);
  const hint = isAnswer(c, of)
    ? `No answer may have come. Ask \`${text} is present\` first, or let the way on which none came end (\`finish\`).`
    : `Ask \`${text} is present\` first.`;
  if (narrowable(of)) report(c, of, say.mayBeAbsent({ text }), { hint });
  else mayBeAbsent(c, of);
}

/** What an action, or a journey that was run, has answered. */
function isAnswer(c: Check, of: Expression): boolean {
  const meaning = c.facts.meaning.get(of);
  return meaning?.kind === 'variable' && meaning.binding.what === 'answer';
}

function narrowable(expression: Expression): boolean {
  return expression.kind === 'Reference' || expression.kind === 'Member' || expression.kind === 'Aggregate';
}

function sample(type: Type): string | undefined {
  switch (type.kind) {
    case 'text':
      return '""';
    case 'number':
    case 'integer':
      return '0';
    case 'percent':
      return '0%';
    case 'money':
      return `0 ${type.currency}`;
    case 'duration':
      return '0 days';
    case 'boolean':
      return 'false';
    default:
      return undefined;
  }
}

/** Where a condition must stand. */
export function expectCondition(c: Check, expression: Expression, env: Env): void {
  expectType(c, expression, env, types.boolean);
}

/** A zone; where the customer has none the workspace's stands in, so it may be absent. */
export function expectZone(c: Check, expression: Expression, env: Env): void {
  const found = c.infer(expression, env, types.timezone);
  if (!fits(present(found), types.timezone)) mismatch(c, expression, found, types.timezone);
}

/** A length that must be known while compiling, in milliseconds; undefined after an error. */
export function constantDuration(c: Check, expression: Expression, env: Env): number | undefined {
  const found = expectType(c, expression, env, types.duration);
  if (isError(found)) return undefined;
  const ms = durationValue(expression);
  if (ms === undefined) report(c, expression, say.durationNotConstant({ text: sourceOf(c, expression) }));
  else if (ms <= 0) {
    report(c, expression, say.durationNotPositive({ text: sourceOf(c, expression) }));
    return undefined;
  }
  return ms;
}

/** Milliseconds of a duration that is written out. */
export function durationValue(expression: Expression): number | undefined {
  if (expression.kind === 'Quantity') {
    const unit = unitOf(expression.unit.text);
    return unit?.kind === 'duration' ? unit.ms * expression.value : undefined;
  }
  if (expression.kind !== 'Binary' || (expression.operator !== '+' && expression.operator !== '-')) return undefined;
  const [left, right] = [durationValue(expression.left), durationValue(expression.right)];
  if (left === undefined || right === undefined) return undefined;
  return expression.operator === '+' ? left + right : left - right;
}

/** Whole months of a calendar period that is written out. */
export function periodValue(expression: Expression): number | undefined {
  const unit = expression.kind === 'Quantity' ? unitOf(expression.unit.text) : undefined;
  if (expression.kind !== 'Quantity' || unit?.kind !== 'period') return undefined;
  const months = unit.months * expression.value;
  return Number.isInteger(months) && months > 0 ? months : undefined;
}

/** A percentage that is written out, as a ratio. */
export function percentValue(expression: Expression): number | undefined {
  return expression.kind === 'Quantity' && expression.unit.text === '%' ? expression.value / 100 : undefined;
}

/** A whole number that must be known while compiling. */
export function constantInteger(c: Check, expression: Expression, env: Env, least: number): number | undefined {
  const found = expectType(c, expression, env, types.integer);
  if (isError(found)) return undefined;
  const sign = expression.kind === 'Negate' ? -1 : 1;
  const literal = expression.kind === 'Negate' ? expression.of : expression;
  if (literal.kind !== 'Number') {
    report(c, expression, say.numberNotConstant({ text: sourceOf(c, expression) }));
    return undefined;
  }
  const value = sign * literal.value;
  if (value >= least) return value;
  report(c, expression, say.numberTooSmall({ text: sourceOf(c, expression), least }));
  return undefined;
}

/** Types that have an order. */
export function isOrdered(type: Type): boolean {
  switch (type.kind) {
    case 'number':
    case 'integer':
    case 'percent':
    case 'money':
    case 'duration':
    case 'time':
    case 'date':
    case 'clock':
      return true;
    default:
      return false;
  }
}

export function differsOnlyInCurrency(a: Type, b: Type): boolean {
  return a.kind === 'money' && b.kind === 'money' && !same(a, b);
}

export function countWrong(name: string, expected: number, found: number): Wording {
  return say.wrongArgumentCount({ name, expected: expected === 1 ? '1 value' : `${expected} values`, found });
}
