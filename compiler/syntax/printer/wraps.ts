import type { TokenType } from 'chevrotain';
import { k, t } from '../lexer/tokens.ts';
import { closing, opening } from './marks.ts';
import type { Piece } from './pieces.ts';

/**
 * Which pieces begin lines so that a line that is too long becomes short: the clauses of a start, or else what `or` or `and` join, or
 * else the items of its longest list. Nothing where the line opens a block: what carries on would look like a part of it.
 */
export function wraps(pieces: readonly Piece[], from: number, to: number): number[] {
  const head = headOf(pieces, from);
  if (pieces[to - 1]?.type === t.openBrace) return takesAList(head) ? itemsOfLongest(pieces, from, to) : [];
  const free = freeOf(pieces, from, to);
  const ways = [
    head === k.start ? free.filter((at) => beginsClause(pieces, at)) : [],
    head === k.send ? free.filter((at) => pieces[at]?.type === k.else) : [],
    free.filter((at) => pieces[at]?.type === k.or),
    free.filter((at) => pieces[at]?.type === k.and && !endsRange(pieces, from, at)),
  ];
  return ways.find((found) => found.length > 0) ?? itemsOfLongest(pieces, from, to);
}

/** What has parameters or arguments in brackets, and then a block. */
function takesAList(head: TokenType | undefined): boolean {
  return head !== undefined && withList.has(head);
}

const withList: ReadonlySet<TokenType> = new Set([
  ...[k.action, k.model, k.message, k.journey, k.decision, k.call, k.run, k.decide],
]);

/** Those of a line that stand in no brackets, and neither begin it nor are names behind a dot or before a colon. */
function freeOf(pieces: readonly Piece[], from: number, to: number): number[] {
  const found: number[] = [];
  let depth = 0;
  for (let at = from; at < to; at++) {
    const { type, tied } = pieces[at] as Piece;
    if (closing.has(type)) depth--;
    const isName = pieces[at - 1]?.type === t.dot || pieces[at + 1]?.type === t.colon;
    if (depth === 0 && at > from && !isName && !tied) found.push(at);
    if (opening.has(type)) depth++;
  }
  return found;
}

/** What the sentence begins with to which the line belongs. */
function headOf(pieces: readonly Piece[], from: number): TokenType | undefined {
  for (let at = from; at >= 0; at--) if (pieces[at]?.item === true) return pieces[at]?.type;
  return undefined;
}

/** `when C`, `once per KEY`, `again after D`, `every time`, `on repeat restart`; and the signal of `for each customer where C on S`. */
function beginsClause(pieces: readonly Piece[], at: number): boolean {
  const before = pieces[at - 1]?.type;
  const after = pieces[at + 1]?.type;
  switch (pieces[at]?.type) {
    case k.once:
    case k.again:
      return true;
    case k.when:
      return before !== k.start;
    case k.per:
      return before !== k.once;
    case k.every:
      return after === k.time;
    case k.on:
      return after === k.repeat || after === k.merge || isForEach(pieces, at);
    default:
      return false;
  }
}

function isForEach(pieces: readonly Piece[], at: number): boolean {
  let head = at;
  while (head > 0 && pieces[head]?.item !== true) head--;
  return pieces[head + 1]?.type === k.for;
}

/** The `and` of `between 1 and 8`. */
function endsRange(pieces: readonly Piece[], from: number, at: number): boolean {
  for (let before = at - 1; before >= from; before--) {
    const type = pieces[before]?.type;
    if (type === k.between) return true;
    if (type === k.and || type === k.or) return false;
  }
  return false;
}

/** The items of the longest list of a line, and the bracket that closes it. */
function itemsOfLongest(pieces: readonly Piece[], from: number, to: number): number[] {
  let longest: readonly number[] = [];
  let most = 0;
  const open: number[] = [];
  for (let at = from; at < to; at++) {
    const { type } = pieces[at] as Piece;
    if (type === t.open || type === t.openList) open.push(at);
    else if (type === t.close || type === t.closeList) {
      const start = open.pop();
      if (start === undefined || open.length > 0) continue;
      const items = linesOfList(pieces, start, at);
      const length = (pieces[at] as Piece).end - (pieces[start] as Piece).end;
      if (items.length > 2 && length > most && !items.some((item) => pieces[item]?.tied === true)) {
        longest = items;
        most = length;
      }
    }
  }
  return [...longest];
}

/** Lists of records that the author parted: each record has a line of its own. */
export function partedRecords(pieces: readonly Piece[]): number[] {
  const open: number[] = [];
  return pieces.flatMap(({ type }, at) => {
    if (opening.has(type)) open.push(at);
    if (!closing.has(type)) return [];
    const start = open.pop() ?? at;
    if (type !== t.closeList || pieces[start + 1]?.type !== t.openBrace) return [];
    const items = linesOfList(pieces, start, at);
    const isParted = items.some((item) => (pieces[item] as Piece).breaks > 0);
    return isParted && !items.some((item) => pieces[item]?.tied === true) ? items : [];
  });
}

function linesOfList(pieces: readonly Piece[], start: number, end: number): number[] {
  const items = [start + 1];
  let depth = 0;
  for (let at = start + 1; at < end; at++) {
    const { type } = pieces[at] as Piece;
    if (closing.has(type)) depth--;
    else if (opening.has(type)) depth++;
    else if (type === t.comma && depth === 0 && at + 1 < end) items.push(at + 1);
  }
  return end > start + 1 ? [...items, end] : [];
}
