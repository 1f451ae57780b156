import type { IToken, TokenType } from 'chevrotain';
import { isAllow } from '../../diagnostics/allow.ts';
import { comment, t } from '../lexer/tokens.ts';
import type { ReadFile } from '../parse.ts';
import type { Comment } from '../tree.ts';

/** A token or a comment as it will be printed, and what the author had before it. */
export interface Piece {
  readonly type: TokenType;
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** line ends between the piece before and this one */
  readonly breaks: number;
  /** begins a declaration or an item of a block */
  readonly item: boolean;
  /** a minus that belongs to what follows, as the one of `-3` */
  readonly sign: boolean;
  /** stays on the line of the piece before: an `allow` speaks of that line */
  readonly tied: boolean;
}

export const isComment = (piece: Piece): boolean => piece.type === comment;

/** Tokens and comments in order; a text is one piece, whatever stands in its holes. */
export function piecesOf(source: string, { tokens, file, items, signs }: ReadFile): Piece[] {
  const starts = new Set(items);
  const negative = new Set(signs);
  const raw = merged(tokens, file.comments);
  let end = 0;
  const pieces = raw.map(({ type, start, image }) => {
    const breaks = lineEnds(source, end, start);
    end = start + image.length;
    const text = type === comment ? image.trimEnd() : image.replaceAll('\r\n', '\n');
    return { type, text, start, end, breaks, item: starts.has(start), sign: negative.has(start), tied: false };
  });
  return pieces.some(isAllowComment) ? tiedByAllows(pieces) : pieces;
}

const isAllowComment = ({ type, text }: Piece): boolean => type === comment && isAllow(text.replace(/^\/+/, ''));

/** Were a line parted of which an `allow` speaks, behind it or in the line above, it would speak of one part alone. */
function tiedByAllows(pieces: readonly Piece[]): Piece[] {
  const lines: Piece[][] = [];
  for (const piece of pieces) {
    if (piece.breaks > 0 || lines.length === 0) lines.push([]);
    lines.at(-1)?.push(piece);
  }
  let allowed = false;
  return lines.flatMap((line) => {
    const isTied = allowed || line.slice(1).some(isAllowComment);
    if (line.some(({ type }) => type !== comment)) allowed = false;
    else allowed ||= line.some(isAllowComment);
    return line.map((piece, index) => (isTied && index > 0 ? { ...piece, tied: true } : piece));
  });
}

const lineFeed = 10;

interface Raw {
  readonly type: TokenType;
  readonly start: number;
  readonly image: string;
}

function merged(tokens: readonly IToken[], comments: readonly Comment[]): Raw[] {
  const raw: Raw[] = [];
  let holes = 0;
  let next = 0;
  const takeComments = (before: number): void => {
    for (let found = comments[next]; found !== undefined && found.start < before; found = comments[++next]) {
      raw.push({ type: comment, start: found.start, image: `${found.doc ? '///' : '//'}${found.text}` });
    }
  };
  for (const token of tokens) {
    if (token.tokenType === t.holeOpen) holes++;
    else if (token.tokenType === t.holeClose) holes--;
    else if (holes === 0) {
      takeComments(token.startOffset);
      raw.push({ type: token.tokenType, start: token.startOffset, image: token.image });
    }
  }
  takeComments(Number.POSITIVE_INFINITY);
  return raw;
}

function lineEnds(source: string, from: number, to: number): number {
  let count = 0;
  for (let at = from; at < to; at++) if (source.charCodeAt(at) === lineFeed) count++;
  return count;
}
