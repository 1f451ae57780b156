/** Expressions of the graph in the author's words, as far as they are short. */
import type { Expression } from './types.ts';

export function showExpression(e: Expression): string {
  switch (e.op) {
    case 'literal':
      return typeof e.value === 'string' ? `"${e.value}"` : JSON.stringify(e.value);
    case 'variable':
      return e.name;
    case 'profile':
      return `profile.${e.field}`;
    case 'key':
      return `profile.${e.name}`;
    case 'now':
      return 'now';
    case 'field':
      return `${showExpression(e.of)}.${e.name}`;
    case 'negate':
      return `-${showExpression(e.of)}`;
    case '+':
    case '-':
    case '*':
    case '/':
      return `${showExpression(e.left)} ${e.op} ${showExpression(e.right)}`;
    case 'model':
      return `${e.name}(${e.arguments.map(showExpression).join(', ')})`;
    case 'call':
      return `${e.function}(${e.arguments.map(showExpression).join(', ')})`;
    case 'consent':
      return `consent for ${e.purpose}${e.channel === undefined ? '' : ` on ${e.channel}`}`;
    case 'aggregate':
      return showAggregate(e);
    case 'contacts':
      return 'contacts';
    case 'default':
      return `${showExpression(e.of)} or ${showExpression(e.otherwise)}`;
    case 'format':
      return showExpression(e.of);
    case 'if':
      return standIn(e) ?? '..';
    case 'list':
    case 'record':
    case 'not':
    case 'present':
    case 'and':
    case 'or':
    case '==':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
    case 'between':
    case 'in':
    case 'text':
    case 'each':
      return '..';
  }
}

/** `{s.arrives or "soon"}`: a text in the place of a date. */
function standIn({ condition, then, otherwise }: Extract<Expression, { op: 'if' }>): string | undefined {
  if (condition.op !== 'present' || then.op !== 'format') return undefined;
  const value = showExpression(condition.of);
  return showExpression(then) === value ? `${value} or ${showExpression(otherwise)}` : undefined;
}

type Aggregate = Extract<Expression, { op: 'aggregate' }>;

/** What an aggregate looks at, without where and since when: `sum of Paid.amount`. */
export function showLookedAt(e: Aggregate): string {
  const link = e.function === 'latest' || e.function === 'first' ? ' ' : ' of ';
  return `${e.function}${link}${e.signal}${e.field === undefined ? '' : `.${e.field}`}`;
}

function showAggregate(e: Aggregate): string {
  const where = e.where === undefined ? '' : ' where ..';
  return `${showLookedAt(e)}${where}${windowOf(e)}`;
}

function windowOf({ window }: Aggregate): string {
  switch (window.kind) {
    case 'ever':
      return '';
    case 'last':
      return ` in last ${duration(window.ms)}`;
    case 'since':
      return ` since ${showExpression(window.time)}`;
    case 'journey':
      return ' this journey';
  }
}

const units = { week: 604_800_000, day: 86_400_000, hour: 3_600_000, minute: 60_000, second: 1000 } as const;

/** The largest unit that fits without a rest. */
export function duration(ms: number): string {
  for (const [unit, length] of Object.entries(units)) {
    const count = ms / length;
    if (unit !== 'week' && Number.isInteger(count) && count !== 0) return `${count} ${unit}${count === 1 ? '' : 's'}`;
  }
  return `${tidy(ms / units.second)} seconds`;
}

export function tidy(value: number): string {
  return String(Math.round(value * 1e9) / 1e9);
}
