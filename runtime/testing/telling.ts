/** What became of a test, as people read it: in a terminal, and in an editor. */
import { counted } from '../core/values/counted.ts';
import type { TestResult } from './run-tests.ts';

/** Colours, where there are any. */
export interface Paint {
  good(text: string): string;
  bad(text: string): string;
  aside(text: string): string;
}

interface Clock {
  readonly zone: string;
  /** every time in a text, as tests write it: `2026-03-02 10:00` */
  readonly local: (text: string) => string;
}

function localClock(timeZone: string): Clock {
  // Swedes write dates as the language does.
  const minutes = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  const seconds = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  const one = (time: string): string => (time.endsWith(':00.000Z') ? minutes : seconds).format(new Date(time));
  return { zone: timeZone, local: (text) => text.replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, one) };
}

/** A journey that goes round decides thousands of times: how it began, and how it came to what is wrong. */
const FIRST = 20;
const LAST = 80;

/** With the decisions that led there, where it failed; times are those of the zone. */
export function tellResult(result: TestResult, timeZone: string, paint: Paint): string {
  const { ok, name, file, line, decisions = [] } = result;
  if (ok) return `${paint.good('✓')} ${name}`;
  const { zone, local } = localClock(timeZone);
  const lines = [`${paint.bad('✗')} ${name}  ${paint.aside(`${file}:${line}`)}`, indent(whyFailed(result, timeZone))];
  if (decisions.length > 0) lines.push(paint.aside(`    Decisions that led there, by the clock of ${zone}:`));
  for (const [index, { time, customer, cause, what, because }] of decisions.entries()) {
    const leftOut = decisions.length - FIRST - LAST;
    if (index === FIRST && leftOut > 0) lines.push(`    .. and ${counted(leftOut, 'decision')} more ..`);
    if (index >= FIRST && index < FIRST + leftOut) continue;
    lines.push(`    ${paint.aside(local(time))} ${customer}, ${cause}: ${what}`);
    for (const reason of because) {
      const seen = Object.entries(reason.values).map(([name, value]) => `${name} = ${local(value)}`);
      lines.push(
        paint.aside(
          `        ${reason.rule}  ${reason.file}:${reason.line}${seen.length === 0 ? '' : `  (${seen.join(', ')})`}`,
        ),
      );
    }
  }
  return lines.join('\n');
}

/** What was expected and what happened. */
export function whyFailed({ message = '' }: TestResult, timeZone: string): string {
  return localClock(timeZone).local(message);
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, '    ');
}
