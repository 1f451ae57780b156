/** Values in a text, whatever their case, not as a part of a longer word: more, and longer ones, than a pattern can hold. */

export interface ManyValues {
  /** Whether any of them may begin in these bytes: `false` is sure. */
  maybeIn(bytes: Uint8Array): boolean;
  /** Of those that begin at one place, the longest is replaced. */
  replace(text: string, by: (found: string) => string): string;
}

/** So many bytes of each value are looked for before anything else. */
const HEAD = 6;
const PLACES = 2 ** 20;

const WORD_BEFORE = /[\p{L}\p{N}]$/u;
const WORD_BEHIND = /^[\p{L}\p{N}]/u;

/** `written`: the values as they stand in bytes. */
export function createManyValues(values: readonly string[], written: readonly string[]): ManyValues {
  const sorted = [...new Set(values.map(folded))].sort();
  const beginnings = new Set(sorted.map((value) => value.charCodeAt(0)));
  const heads = headsOf(written);

  /** Those that agree with the text so far lie side by side: one letter after another makes them fewer. */
  const longestAt = (text: string, lower: string, at: number): number => {
    let longest = 0;
    let low = 0;
    let high = sorted.length;
    for (let length = 0; low < high; length++) {
      if (sorted[low]?.length === length) {
        if (!WORD_BEHIND.test(text.slice(at + length, at + length + 2))) longest = length;
        low++;
      }
      const code = lower.charCodeAt(at + length);
      if (Number.isNaN(code)) return longest;
      low = firstFrom(sorted, low, high, (value) => value.charCodeAt(length) >= code);
      high = firstFrom(sorted, low, high, (value) => value.charCodeAt(length) > code);
    }
    return longest;
  };

  return {
    maybeIn(bytes) {
      if (heads === null) return true;
      for (let at = 0; at + HEAD <= bytes.length; at++) if (heads[headAt(bytes, at)] === 1) return true;
      return false;
    },
    replace(text, by) {
      const lower = folded(text);
      let clean = '';
      let done = 0;
      for (let at = 0; at < text.length; at++) {
        if (!beginnings.has(lower.charCodeAt(at)) || WORD_BEFORE.test(text.slice(Math.max(done, at - 2), at))) continue;
        const length = longestAt(text, lower, at);
        if (length === 0) continue;
        clean += text.slice(done, at) + by(text.slice(at, at + length));
        done = at + length;
        at = done - 1;
      }
      return clean + text.slice(done);
    },
  };
}

/** Null: one of them is too short to tell. */
function headsOf(written: readonly string[]): Uint8Array | null {
  const heads = new Uint8Array(PLACES);
  for (const value of written) {
    const bytes = Buffer.from(value);
    if (bytes.length < HEAD) return null;
    heads[headAt(bytes, 0)] = 1;
  }
  return heads;
}

function headAt(bytes: Uint8Array, from: number): number {
  let head = 0;
  for (let at = from; at < from + HEAD; at++) {
    const byte = bytes[at] ?? 0;
    head = (head * 31 + (byte >= 65 && byte <= 90 ? byte + 32 : byte)) % PLACES;
  }
  return head;
}

function firstFrom(sorted: readonly string[], from: number, to: number, fits: (value: string) => boolean): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (fits(sorted[middle] ?? '')) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Letters without their case, each in its place. */
function folded(text: string): string {
  return text.replace(/[A-Z]|\P{ASCII}/gu, (letter) => {
    const upper = letter.toUpperCase();
    const lower = (upper.length === letter.length ? upper : letter).toLowerCase();
    return lower.length === letter.length ? lower : letter;
  });
}
