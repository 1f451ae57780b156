/**
 * A file in which something is said otherwise is read as it was meant, so that nothing follows from the mistake but its own
 * error. Whatever is read carries the places of the text as it was written.
 */
import type { Problem } from '../problems.ts';
import type { File, Span } from '../tree.ts';
import { problemOf, type Spoken, spokenAmong } from './spoken.ts';

export interface Reading {
  readonly file: File;
  readonly problems: readonly Problem[];
}

/** Far more than the parser lets through. */
const deepest = 1000;

/** In a line that is read as meant, another mistake may come to light. */
const mostRounds = 3;

export function readAsMeant(source: string, first: Reading, read: (text: string) => Reading): Reading {
  let best = first;
  let known: readonly Spoken[] = [];
  const refused: Spoken[] = [];
  for (let round = 0; round < mostRounds; round++) {
    const found = spokenAmong(source, best.problems, [...known, ...refused]);
    if (found.length === 0) break;
    const tried = readWith(source, [...known, ...found], read);
    refused.push(...tried.unread);
    known = [...known, ...found].filter((spoken) => !tried.unread.includes(spoken));
    best = tried.unread.length === 0 ? tried : readWith(source, known, read);
  }
  if (known.length === 0) return first;
  return { file: best.file, problems: [...best.problems, ...known.map((spoken) => problemOf(source, spoken))] };
}

/** `unread`: what cannot be read when it stands as it was meant, either. */
function readWith(
  source: string,
  spoken: readonly Spoken[],
  read: (text: string) => Reading,
): Reading & { readonly unread: readonly Spoken[] } {
  const places = new Places(source, spoken);
  const { file, problems } = read(places.text);
  const unread = spoken.filter((one) => problems.some((problem) => places.isIn(problem, one)));
  return {
    file: places.written(file, 0) as File,
    problems: problems.map((problem) => places.written(problem, 0) as Problem),
    unread,
  };
}

interface Moved {
  readonly spoken: Spoken;
  /** in the text as it was meant */
  readonly start: number;
  readonly end: number;
}

/** The text as it was meant, and which place in it was which in the text as written. */
class Places {
  readonly text: string;
  private readonly source: string;
  private readonly moved: readonly Moved[];

  constructor(source: string, spoken: readonly Spoken[]) {
    this.source = source;
    const moved: Moved[] = [];
    let [text, from] = ['', 0];
    for (const one of [...spoken].sort((a, b) => a.start - b.start)) {
      text += source.slice(from, one.start);
      moved.push({ spoken: one, start: text.length, end: text.length + one.meant.length });
      text += one.meant;
      from = one.end;
    }
    this.text = text + source.slice(from);
    this.moved = moved;
  }

  isIn({ start }: Span, one: Spoken): boolean {
    return this.moved.some((each) => each.spoken === one && start >= each.start && start <= each.end);
  }

  /** The same tree, with the places of the text as written. */
  written(node: unknown, depth: number): unknown {
    if (typeof node !== 'object' || node === null || depth > deepest) return node;
    if (Array.isArray(node)) return node.map((each) => this.written(each, depth + 1));
    const entries = Object.entries(node).map(([key, value]) => [key, this.written(value, depth + 1)]);
    return { ...Object.fromEntries(entries), ...(isSpan(node) ? this.spanOf(node) : {}) };
  }

  private spanOf({ start, end }: Span): Span {
    const around = this.moved.find((one) => start >= one.start && end <= one.end && end > one.start);
    const word = around === undefined ? -1 : this.wordIn(around.spoken, this.text.slice(start, end));
    if (word >= 0) return { start: word, end: word + end - start };
    return { start: this.offsetOf(start, 'start'), end: this.offsetOf(end, 'end') };
  }

  /** A name that is meant stands in what was written, too. */
  private wordIn({ start, end }: Spoken, word: string): number {
    const found = word === '' ? -1 : this.source.slice(start, end).indexOf(word);
    return found < 0 ? -1 : start + found;
  }

  private offsetOf(offset: number, side: 'start' | 'end'): number {
    let by = 0;
    for (const { spoken, start, end } of this.moved) {
      // What stands behind something left out begins behind it.
      if (offset < start || (offset === start && (side === 'end' || end > start))) break;
      if (offset < end) return spoken[side];
      by = spoken.end - end;
    }
    return offset + by;
  }
}

const isSpan = (node: object): node is Span =>
  'start' in node && 'end' in node && typeof node.start === 'number' && typeof node.end === 'number';
