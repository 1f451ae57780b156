/** Terms and their values in the author's words. */
import { duration, showExpression, tidy } from '../graph/show.ts';
import { type Expression, MONEY_SCALE, type Type } from '../graph/types.ts';
import { type Domain, isEmptySet, type NumberSpan, type Scalar } from './sets.ts';
import { renameVariable, type Term } from './terms.ts';
import { presentType, type Scope, writtenName } from './types.ts';

const DAY = 86_400_000;

export function showTerm(scope: Scope, { parts, variables }: Term): string {
  const show = (part: Expression): string =>
    showExpression([...variables].reduce((e, name) => renameVariable(e, name, writtenName(scope, name)), part));
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return `\`${show(only.part)}\``;
  const written = parts.map(({ factor, part }, index) => {
    const sign = factor < 0 ? (index === 0 ? '-' : ' - ') : index === 0 ? '' : ' + ';
    const times = Math.abs(factor) === 1 ? '' : `${tidy(Math.abs(factor))} * `;
    return `${sign}${times}${show(part)}`;
  });
  return `\`${written.join('')}\``;
}

/** `more than 100 EUR`, `` `gold` or `platinum` ``, `absent` */
export function showDomain(term: Term, { absent, set }: Domain): string {
  const words: string[] = [];
  const show = shownAs(term);
  if (!isEmptySet(set)) {
    if (set.kind === 'numbers') words.push(...set.spans.map((each) => showSpan(show, each)));
    else if (set.kind === 'only') words.push(...set.values.map(show));
    else if (set.values.length === 0) words.push(absent ? 'anything' : 'present');
    else words.push(`anything but ${set.values.map(show).join(' and ')}`);
  }
  if (absent && !(set.kind === 'except' && set.values.length === 0)) words.push('absent');
  return words.length === 0 ? 'nothing at all' : words.join(' or ');
}

/** Between two times, or two dates, lies a length. */
function shownAs({ parts, type }: Term): (value: Scalar) => string {
  const value = presentType(type);
  const isLength = parts.reduce((all, { factor }) => all + factor, 0) === 0;
  if (!isLength || (value?.kind !== 'time' && value?.kind !== 'date')) return (each) => showValue(value, each);
  return (each) => duration(Number(each) * (value.kind === 'date' ? DAY : 1));
}

function showSpan(show: (value: Scalar) => string, { low, lowOpen, high, highOpen }: NumberSpan): string {
  const [from, to] = [show(low), show(high)];
  if (low === -Infinity && high === Infinity) return 'present';
  if (from === to) return from;
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
      return isoOf(value * DAY)?.slice(0, 10) ?? String(value);
    case 'time':
      return (
        isoOf(value)
          ?.replace('T', ' ')
          .replace(/(:00)?\.000Z$|Z$/, ' UTC') ?? String(value)
      );
    default:
      return tidy(value);
  }
}

function isoOf(ms: number): string | undefined {
  return Math.abs(ms) <= 8.64e15 ? new Date(ms).toISOString() : undefined;
}

/** `per day`, `per 7 days` */
export function period(ms: number): string {
  return duration(ms).replace(/^1 /, '');
}
