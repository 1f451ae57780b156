/**
 * Reads the flat JSON objects that most signals carry, at half the cost of `JSON.parse`: senders write the members of one
 * type in one order, so their names are compared in place and need not be read.
 */

/** The members of the object of one type that was read last: `"name":` as it stands in the text, and the name. */
type Shape = readonly { readonly text: string; readonly name: string }[];

export interface FlatReader {
  /** The object that fills `text` from `from` to `to`, or null: whatever is unusual is for `JSON.parse`. */
  read(type: string, text: string, from: number, to: number): Record<string, unknown> | null;
  /** Keeps how an object of the type was written, for the next one. */
  learn(type: string, value: unknown): void;
}

/** More types than this are not kept: names come from outside. */
const MOST_TYPES = 256;
const MOST_MEMBERS = 40;

const QUOTE = 34;
const COMMA = 44;
const MINUS = 45;
const DOT = 46;
const ZERO = 48;
const NINE = 57;
const OPEN = 123;
const CLOSE = 125;
const BACKSLASH = 92;
const FIRST_PRINTABLE = 32;
/** Digits that a double holds for sure. */
const MOST_DIGITS = 15;

export function createFlatReader(): FlatReader {
  const shapes = new Map<string, Shape>();
  return {
    read(type, text, from, to) {
      const shape = shapes.get(type);
      if (shape === undefined || text.charCodeAt(from) !== OPEN) return null;
      const found: Record<string, unknown> = {};
      let at = from + 1;
      let left = shape.length;
      for (const { text: member, name } of shape) {
        if (!text.startsWith(member, at)) return null;
        at += member.length;
        const end = valueEnd(text, at);
        if (end < 0) return null;
        found[name] = readValue(text, at, end);
        const next = text.charCodeAt(end);
        if (next === CLOSE) return end + 1 === to && left === 1 ? found : null;
        if (next !== COMMA) return null;
        at = end + 1;
        left--;
      }
      return null;
    },
    learn(type, value) {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
      if (shapes.size >= MOST_TYPES && !shapes.has(type)) return;
      const names = Object.keys(value);
      if (names.length === 0 || names.length > MOST_MEMBERS || names.includes('__proto__')) return;
      shapes.set(
        type,
        names.map((name) => ({ text: `${JSON.stringify(name)}:`, name })),
      );
    },
  };
}

/** Where a text without escapes, a plain number, `true`, `false` or `null` ends; -1 for anything else. */
function valueEnd(text: string, from: number): number {
  const first = text.charCodeAt(from);
  if (first === QUOTE) {
    for (let at = from + 1; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === QUOTE) return at + 1;
      if (code < FIRST_PRINTABLE || code === BACKSLASH) return -1;
    }
    return -1;
  }
  if (isDigit(first) || first === MINUS) return numberEnd(text, from);
  if (text.startsWith('true', from) || text.startsWith('null', from)) return from + 4;
  return text.startsWith('false', from) ? from + 5 : -1;
}

/** `-12.50`, without exponent, no longer than a double holds. */
function numberEnd(text: string, from: number): number {
  const start = text.charCodeAt(from) === MINUS ? from + 1 : from;
  let at = start;
  while (isDigit(text.charCodeAt(at))) at++;
  if (at === start || (text.charCodeAt(start) === ZERO && at > start + 1)) return -1;
  if (text.charCodeAt(at) === DOT) {
    const fraction = ++at;
    while (isDigit(text.charCodeAt(at))) at++;
    if (at === fraction) return -1;
  }
  const next = text.charCodeAt(at);
  return at - start <= MOST_DIGITS && (next === COMMA || next === CLOSE) ? at : -1;
}

function isDigit(code: number): boolean {
  return code >= ZERO && code <= NINE;
}

function readValue(text: string, from: number, end: number): unknown {
  switch (text.charCodeAt(from)) {
    case QUOTE:
      return text.slice(from + 1, end - 1);
    case 't'.charCodeAt(0):
      return true;
    case 'f'.charCodeAt(0):
      return false;
    case 'n'.charCodeAt(0):
      return null;
    default:
      return Number(text.slice(from, end));
  }
}
