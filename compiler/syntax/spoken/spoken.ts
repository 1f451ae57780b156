/** Sentences that are said otherwise in a file, found where reading had its troubles. */
import * as say from '../../diagnostics/catalogue.gen.ts';
import type { Problem } from '../problems.ts';
import type { Span } from '../tree.ts';
import { placeAt } from './places.ts';
import type { Saying } from './saying.ts';
import { sayings } from './sayings.ts';

/** What stands in a text, and what was meant by it. */
export interface Spoken extends Span {
  readonly meant: string;
  readonly hint?: string;
}

/** Of a line that no person has written, only so much. */
const longest = 400;
/** A file with more mistakes is read as it stands. */
const mostProblems = 300;

/** What is said otherwise in the lines of these problems, besides what is known. */
export function spokenAmong(source: string, problems: readonly Problem[], known: readonly Spoken[]): readonly Spoken[] {
  const found: Spoken[] = [];
  if (problems.length > mostProblems) return found;
  for (const { start, fix } of problems) {
    const isColon = fix?.text === '' && source.slice(fix.start, fix.end) === ':';
    const isNew: IsNew = (spoken) => ![...known, ...found].some((other) => meet(spoken, other));
    const colon = isColon ? { start, end: fix.end, meant: '' } : undefined;
    const spoken = colon ?? spokenNear(source, start, fix !== undefined, isNew);
    if (spoken !== undefined && (spoken !== colon || isNew(spoken))) found.push(spoken);
  }
  return found;
}

const meet = (one: Span, other: Span): boolean => one.start <= other.end && other.start <= one.end;

/** One line can hold two mistakes: what was found in it before is not found again. */
type IsNew = (spoken: Spoken) => boolean;

/** What is missing is reported behind the line before it. */
function spokenNear(source: string, offset: number, mended: boolean, isNew: IsNew): Spoken | undefined {
  const [blank = ''] = /^\s*\n\s*/.exec(source.slice(offset, offset + longest)) ?? [];
  return (
    spokenAt(source, offset, mended, isNew) ??
    (blank === '' ? undefined : spokenAt(source, offset + blank.length, mended, isNew))
  );
}

function spokenAt(source: string, offset: number, mended: boolean, isNew: IsNew): Spoken | undefined {
  const from = source.lastIndexOf('\n', offset - 1) + 1;
  const [whole = ''] = source.slice(from, from + longest).split('\n', 1);
  const line = whole.replace(/(?:^|\s+)\/\/.*$/, '').trimEnd();
  // The nearest beginning first.
  for (const start of beginnings(line, offset - from).reverse()) {
    for (const saying of sayings[placeAt(source, from + start)]) {
      if (mended && saying.always !== true) continue;
      const spoken = saidBy(saying, source, line, { from, start, at: offset - from });
      if (spoken !== undefined && isNew(spoken)) return spoken;
    }
  }
  return undefined;
}

/** Where an item can begin in a line, up to a place in it. */
function beginnings(line: string, upTo: number): number[] {
  const found: number[] = [];
  for (const { index, 0: sign } of line.matchAll(/^ *(?=\S)|[{},] *(?=[^\s},])/g))
    if (index + sign.length <= upTo) found.push(index + sign.length);
  return found;
}

interface Where {
  readonly from: number;
  readonly start: number;
  readonly at: number;
}

function saidBy(saying: Saying, source: string, line: string, { from, start, at }: Where): Spoken | undefined {
  const rest = line.slice(start);
  const written = saying.written.exec(rest)?.[0];
  if (written === undefined || at > start + written.length + 1) return undefined;
  if (saying.left === true && start > 1) return undefined;
  if (saying.below !== undefined && !saying.below.test(lineAbove(source, from))) return undefined;
  if (saying.above !== undefined && !saying.above.test(lineUnder(source, from))) return undefined;
  const { meant, hint } = saying;
  const replaced =
    typeof meant === 'string' ? rest.replace(saying.written, meant) : rest.replace(saying.written, meant);
  const ours = replaced.slice(0, replaced.length - (rest.length - written.length));
  return ours === written
    ? undefined
    : { ...onlyWhatDiffers(written, ours, from + start), ...(hint === undefined ? {} : { hint }) };
}

function lineAbove(source: string, from: number): string {
  const before = source.slice(Math.max(0, from - longest), from).trimEnd();
  return before.slice(before.lastIndexOf('\n') + 1).trim();
}

function lineUnder(source: string, from: number): string {
  const under = source.indexOf('\n', from);
  return under < 0
    ? ''
    : (source
        .slice(under, under + longest)
        .trimStart()
        .split('\n', 1)[0] ?? '');
}

/** Without the words that both begin and end with. */
function onlyWhatDiffers(written: string, ours: string, offset: number): Spoken {
  const [a, b] = [wordsOf(written), wordsOf(ours)];
  let first = 0;
  while (first < Math.min(a.length, b.length) && a[first] === b[first]) first++;
  let last = 0;
  while (last < Math.min(a.length, b.length) - first && a.at(-1 - last) === b.at(-1 - last)) last++;
  // Where nothing is taken away, the word beside it shows the place.
  const isBare = (): boolean =>
    a
      .slice(first, a.length - last)
      .join('')
      .trim() === '';
  while (first > 0 && isBare()) first--;
  while (last > 0 && (isBare() || b.at(-1 - last) === '.')) last--;
  const start = offset + a.slice(0, first).join('').length;
  return {
    start,
    end: offset + written.length - a.slice(a.length - last).join('').length,
    meant: b.slice(first, b.length - last).join(''),
  };
}

const wordsOf = (text: string): string[] => text.match(/"[^"]*"|\d+:\d+|\w+|\s+|[^\w\s]/g) ?? [];

/** One error, with what stands instead. */
export function problemOf(source: string, { start, end, meant, hint }: Spoken): Problem {
  const written = source.slice(start, end).trim();
  const isTooMuch = meant.trim() === '';
  const title = isTooMuch ? 'Take it out' : `Change to \`${shown(meant)}\``;
  return {
    ...{ start, end: start + source.slice(start, end).trimEnd().length },
    wording: isTooMuch ? say.tooMuch({ word: written }) : say.wrongSign({ written, ours: shown(meant) }),
    ...(hint === undefined ? {} : { hint }),
    fix: { start, end, title, text: meant },
  };
}

const shown = (meant: string): string => meant.trim().replace(/\s*\n\s*/g, ', ');
