/** Values as people read them: money, durations and lists in a line, what has parts with a line for each. */
import { duration } from '../runtime/core/values/format.ts';
import { print } from './output.ts';

/** What a command with `--json` prints as it stands, for people: a line for each name, and what belongs to it below. */
export function printParts(title: string, parts: object): void {
  print([title, ...linesOf(parts, '  ')].join('\n'));
}

function linesOf(parts: object, indent: string): string[] {
  const entries = Array.isArray(parts)
    ? parts.map((value: unknown, index) => [String(index + 1), value] as const)
    : Object.entries(parts);
  const width = Math.max(...entries.map(([name]) => name.length));
  return entries.flatMap(([name, value]) => {
    const line = inLine(value);
    if (line !== null) return [`${indent}${name.padEnd(width)}  ${line.replaceAll('\n', `\n${indent}  `)}`];
    return [`${indent}${name}`, ...linesOf(value as object, `${indent}  `)];
  });
}

/** Null: it has parts, and needs lines of its own. */
function inLine(value: unknown): string | null {
  if (value === null || value === undefined) return '-';
  if (typeof value === 'string') return durationOf(value) ?? value;
  if (typeof value !== 'object') return String(value);
  if (Array.isArray(value)) {
    const items = value.map(inLine);
    return items.every((item) => item !== null) ? items.join(', ') || '-' : null;
  }
  const { amount, currency, ...rest } = value as Record<string, unknown>;
  if (typeof amount === 'number' && typeof currency === 'string' && Object.keys(rest).length === 0)
    return `${amount} ${currency}`;
  return Object.keys(value).length === 0 ? '-' : null;
}

/** A duration as it stands on the wire, in seconds. */
function durationOf(text: string): string | null {
  const seconds = /^PT(-?\d+(?:\.\d+)?)S$/.exec(text)?.[1];
  return seconds === undefined ? null : duration(Number(seconds) * 1000);
}
