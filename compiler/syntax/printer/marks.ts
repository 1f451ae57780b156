import type { TokenType } from 'chevrotain';
import { k, t } from '../lexer/tokens.ts';
import { isComment, type Piece } from './pieces.ts';

export const mostColumns = 100;

export const opening: ReadonlySet<TokenType> = new Set([t.open, t.openList, t.openBrace]);
export const closing: ReadonlySet<TokenType> = new Set([t.close, t.closeList, t.closeBrace]);

/**
 * The one style of what parts words: a comma before every clause and in every list, none before `or`, none where a line begins; and `and` and `or`
 * begin a line where they end one. */
export function punctuated(pieces: readonly Piece[], commas: ReadonlyMap<number, boolean>): Piece[] {
  const found: Piece[] = [];
  let breaks = 0;
  pieces.forEach((piece, index) => {
    const before = lastCode(found);
    const last = found[before];
    if (piece.type === t.comma) {
      const next = nextCode(pieces, index);
      const stays = next !== undefined && !closes(next) && commas.get(next.start) !== false && last?.type !== t.comma;
      if (stays) found.splice(before + 1, 0, { ...piece, breaks: 0 });
      breaks += piece.breaks;
      return;
    }
    const wanted = commas.get(piece.start) === true && !isComment(piece) && !closes(piece) && !piece.item;
    if (wanted && last !== undefined && last.type !== t.comma) found.splice(before + 1, 0, commaBehind(last));
    const next = pieces[index + 1];
    if (joinsLines(piece, last, next)) {
      found.push({ ...piece, breaks: piece.breaks + breaks + next.breaks });
      breaks = -next.breaks;
      return;
    }
    found.push(breaks === 0 ? piece : { ...piece, breaks: piece.breaks + breaks });
    breaks = 0;
  });
  return found;
}

/** `a and`, at the end of a line: a line that begins with the word is seen to carry on. */
function joinsLines(piece: Piece, before: Piece | undefined, next: Piece | undefined): next is Piece {
  const isWord = (piece.type === k.and || piece.type === k.or) && !piece.item && before?.type !== t.dot;
  return isWord && next !== undefined && next.breaks > 0 && !isComment(next) && next.type !== t.colon && !next.item;
}

/** The values of an enumeration: all on one line with `|` between them, or each on its own with `|` before it. */
export function barred(pieces: readonly Piece[]): Piece[] {
  if (!pieces.some(({ type }) => type === t.pipe)) return [...pieces];
  const found: Piece[] = [];
  let index = 0;
  while (index < pieces.length) {
    const piece = pieces[index] as Piece;
    found.push(piece);
    index++;
    if (piece.type !== t.is || nextCode(pieces, index - 1) === undefined) continue;
    const end = endOfValues(pieces, index);
    const values = pieces.slice(index, end);
    if (!values.some(({ type }) => type === t.pipe)) continue;
    found.push(...barsOf(values, lineOf(pieces, index)));
    index = end;
  }
  return found;
}

/** Behind the last value; what follows it is a comment behind it or something else. */
function endOfValues(pieces: readonly Piece[], from: number): number {
  let end = from;
  let wantsValue = true;
  for (let at = from; at < pieces.length; at++) {
    const piece = pieces[at] as Piece;
    if (isComment(piece)) continue;
    if (piece.type === t.pipe) wantsValue = true;
    else if (wantsValue) wantsValue = false;
    else break;
    end = at + 1;
  }
  return end;
}

function barsOf(values: readonly Piece[], columns: number): Piece[] {
  const plain = values.filter(({ type }) => type !== t.pipe);
  const isLong = columns + values.reduce((sum, { text }) => sum + text.length + 1, 0) > mostColumns;
  const isBroken = isLong || values.some((piece) => piece.breaks > 0 || isComment(piece));
  const bar = values.find(({ type }) => type === t.pipe) as Piece;
  const tied = values.some((piece) => piece.tied);
  let isFirst = true;
  return plain.flatMap((piece) => {
    if (isComment(piece)) return [piece];
    const withBar = isBroken || !isFirst;
    isFirst = false;
    if (!withBar) return [piece];
    return [
      { ...bar, breaks: isBroken && !tied ? 1 : 0, tied },
      { ...piece, breaks: 0 },
    ];
  });
}

/** How long the sentence is before this piece, with a blank between its words. */
function lineOf(pieces: readonly Piece[], index: number): number {
  let length = 0;
  for (let at = index - 1; at >= 0; at--) {
    const piece = pieces[at] as Piece;
    length += piece.text.length + 1;
    if (piece.item) break;
  }
  return length;
}

const closes = (piece: Piece): boolean => piece.type === t.close || piece.type === t.closeList;

function commaBehind({ end, tied }: Piece): Piece {
  return { type: t.comma, text: ',', start: end, end, breaks: 0, item: false, sign: false, tied };
}

/** The next piece that is no comment. */
export function nextCode(pieces: readonly Piece[], index: number): Piece | undefined {
  let at = index + 1;
  while (at < pieces.length && isComment(pieces[at] as Piece)) at++;
  return pieces[at];
}

/** The place of the last piece that is no comment, or -1. */
function lastCode(pieces: readonly Piece[]): number {
  let at = pieces.length - 1;
  while (at >= 0 && isComment(pieces[at] as Piece)) at--;
  return at;
}
