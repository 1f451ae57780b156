/** Takes a person's values out of what is about somebody else. */
import type { Json } from '../../compiler/graph/types.ts';
import { createManyValues, type ManyValues } from './many-values.ts';

export interface Redactor {
  /** Whether any of the values may stand in these bytes: `false` is sure. */
  maybeIn(bytes: Uint8Array): boolean;
  /** A JSON text without the values; the same text where there are none in it. What is no JSON is taken as plain text. */
  json(text: string): string;
  text(text: string): string;
}

/** Shorter ones are words and numbers that mean other things elsewhere. */
const SHORTEST = 6;

/** A pattern of more letters takes longer and longer to make and to look for, and in the end cannot be made at all. */
const LONGEST_PATTERN = 4000;

/** What can be told apart from other words wherever it stands. */
export function isTelling(value: string): boolean {
  return value.includes('@') || value.length >= SHORTEST;
}

/** `number`: of the customer; what stands in the place of a value is the same wherever it stood. */
export function createRedactor(values: Iterable<string>, number: number): Redactor {
  const telling = [...new Set(values)].filter(isTelling).sort((a, b) => b.length - a.length);
  const written = telling.flatMap((value) => [value, JSON.stringify(value).slice(1, -1)]);
  const isLong = telling.reduce((sum, { length }) => sum + length, 0) > LONGEST_PATTERN;
  const { maybeIn, replace } = isLong ? createManyValues(telling, written) : createPatterns(telling, written);
  // Letters of a value, or its slashes, can be written as escapes.
  const escapes = /\\[u/]/;
  const text = (given: string): string => replace(given, (found) => placeholder(found, number));
  const walk = (value: Json): Json => {
    if (typeof value === 'string') return text(value);
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [text(name), walk(item)]));
  };
  return {
    maybeIn(bytes) {
      if (telling.length === 0) return false;
      return maybeIn(bytes) || escapes.test(latin1(bytes));
    },
    json(given) {
      if (telling.length === 0) return given;
      let value: Json;
      try {
        value = JSON.parse(given);
      } catch {
        return text(given);
      }
      const clean = JSON.stringify(walk(value));
      return clean === JSON.stringify(value) ? given : clean;
    },
    text,
  };
}

export function placeholder(found: string, number: number): string {
  return found.includes('@') ? `forgotten-${number}@example.invalid` : `forgotten-${number}`;
}

function createPatterns(values: readonly string[], written: readonly string[]): ManyValues {
  const inBytes = pattern(
    written.map((value) => Buffer.from(value).toString('latin1')),
    'i',
  );
  const inText = pattern(values, 'giu');
  return {
    maybeIn: (bytes) => inBytes?.test(latin1(bytes)) === true,
    replace: (text, by) => (inText === null ? text : text.replace(inText, by)),
  };
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

/** Any of the values, not as a part of a longer word. */
function pattern(values: readonly string[], flags: string): RegExp | null {
  if (values.length === 0) return null;
  const any = values.map((value) => value.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')).join('|');
  return flags.includes('u')
    ? new RegExp(`(?<![\\p{L}\\p{N}])(?:${any})(?![\\p{L}\\p{N}])`, flags)
    : new RegExp(any, flags);
}
