/** Terms and their values in the author's words. */
import { type Expression, MONEY_SCALE, type Type } from '../graph/types.ts';
import { type Domain, isEmptySet, type NumberSpan, type Scalar } from './sets.ts';
import { presentType, type Term } from './terms.ts';

export function showTerm({ parts }: Term): string {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return `\`${showExpression(only.part)}\``;
  const written = parts.map(({ factor, part }, index) => {
    const sign = factor < 0 ? (index === 0 ? '-' : ' - ') : index === 0 ? '' : ' + ';
    const times = Math.abs(factor) === 1 ? '' : `${tidy(Math.abs(factor))} * `;
    return `${sign}${times}${showExpression(part)}`;
  });
  return `\`${written.join('')}\``;
}

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
    case 'default':
      return `${showExpression(e.of)} or ${showExpression(e.otherwise)}`;
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
    case 'if':
    case 'text':
    case 'each':
    case 'format':
      return '..';
  }
}

function showAggregate(e: Extract<Expression, { op: 'aggregate' }>): string {
  const link = e.function === 'latest' || e.function === 'first' ? ' ' : ' of ';
  const where = e.where === undefined ? '' : ' where ..';
  const field = e.field === undefined ? '' : `.${e.field}`;
  return `${e.function}${link}${e.signal}${field}${where}${windowOf(e)}`;
}

function windowOf({ window }: Extract<Expression, { op: 'aggregate' }>): string {
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

/** `more than 100 EUR`, `` `gold` or `platinum` ``, `absent` */
export function showDomain(type: Type | undefined, { absent, set }: Domain): string {
  const words: string[] = [];
  const value = presentType(type);
  if (!isEmptySet(set)) {
    if (set.kind === 'numbers') words.push(...set.spans.map((each) => showSpan(value, each)));
    else if (set.kind === 'only') words.push(...set.values.map((each) => showValue(value, each)));
    else if (set.values.length === 0) words.push(absent ? 'anything' : 'present');
    else words.push(`anything but ${set.values.map((each) => showValue(value, each)).join(' and ')}`);
  }
  if (absent && !(set.kind === 'except' && set.values.length === 0)) words.push('absent');
  return words.length === 0 ? 'nothing at all' : words.join(' or ');
}

function showSpan(type: Type | undefined, { low, lowOpen, high, highOpen }: NumberSpan): string {
  const [from, to] = [showValue(type, low), showValue(type, high)];
  if (low === -Infinity && high === Infinity) return 'present';
  if (low === high) return from;
  if (low === -Infinity) return highOpen ? `less than ${to}` : `${to} or less`;
  if (high === Infinity) return lowOpen ? `more than ${from}` : `${from} or more`;
  return `${lowOpen ? `more than ${from}` : `from ${from}`} ${highOpen ? `and less than ${to}` : `to ${to}`}`;
}

export function showValue(type: Type | undefined, value: Scalar): string {
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (typeof value === 'string') return type?.kind === 'named' ? `\`${value}\`` : `"${value}"`;
  switch (type?.kind) {
    case 'money':
      return `${tidy(value / MONEY_SCALE)} ${type.currency}`;
    case 'percent':
      return `${tidy(value * 100)}%`;
    case 'duration':
      return duration(value);
    case 'clock':
      return `${String(Math.floor(value / 60)).padStart(2, '0')}:${String(value % 60).padStart(2, '0')}`;
    case 'date':
      return Number.isFinite(value) ? new Date(value * units.day).toISOString().slice(0, 10) : String(value);
    default:
      return tidy(value);
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

/** `per day`, `per 7 days` */
export function period(ms: number): string {
  return duration(ms).replace(/^1 /, '');
}

function tidy(value: number): string {
  return String(Math.round(value * 1e9) / 1e9);
}
