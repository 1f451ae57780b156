/** What each word of a file is, for editors to colour: names by what they stand for, the rest by what it looks like. */
import type { IToken, TokenType } from 'chevrotain';
import { lex } from '../syntax/lexer/lex.ts';
import { k, t } from '../syntax/lexer/tokens.ts';
import { simpleTypes } from '../types/type.ts';
import { kindOf } from './definitions.ts';
import type { EditorSource } from './source.ts';
import type { Coloured } from './types.ts';

/** `end` exclusive */
interface Piece extends Pick<Coloured, 'kind' | 'declares'> {
  readonly start: number;
  readonly end: number;
}

const keywords: ReadonlySet<TokenType> = new Set(Object.values(k));
const numbers: ReadonlySet<TokenType> = new Set([t.number, t.date, t.clock]);
const builtinTypes: ReadonlySet<string> = new Set([...simpleTypes, 'money']);
const beforeTypes: ReadonlySet<TokenType> = new Set([t.colon, t.arrow, k.of]);

/** In the order of the text, none over several lines, none within another. */
export function coloursOf(s: EditorSource, path: string): Coloured[] {
  const file = s.file(path);
  if (file === undefined) return [];
  const { text, lines, facts } = file;
  const { tokens, comments } = lex(text);
  const names = facts.references.map(
    ({ start, end, id, declares }): Piece => ({ start, end, kind: kindOf(id), declares }),
  );
  const starts = new Set(names.map(({ start }) => start));
  const others = [...comments.map((token) => pieceOf(token, 'comment')), ...wordsAndTexts(tokens)];
  const pieces = [...names, ...others.filter(({ start }) => !starts.has(start))].sort((a, b) => a.start - b.start);
  return withoutOverlap(pieces).flatMap((piece) =>
    byLine(text, piece).map(({ start, end, kind, declares }) => {
      const { line, character } = lines.position(start);
      return { line, character, length: end - start, kind, declares };
    }),
  );
}

function wordsAndTexts(tokens: readonly IToken[]): Piece[] {
  const pieces: Piece[] = [];
  /** texts whose holes are being read, and from where on each goes on */
  const open: { readonly end: number; from: number }[] = [];
  const text = (start: number, end: number): void => void pieces.push({ start, end, kind: 'string', declares: false });
  const closeBefore = (offset: number): void => {
    for (let top = open.at(-1); top !== undefined && top.end <= offset; top = open.at(-1)) {
      text(top.from, top.end);
      open.pop();
    }
  };
  for (const [index, token] of tokens.entries()) {
    const top = open.at(-1);
    if (token.tokenType === t.holeOpen && top !== undefined) text(top.from, token.startOffset);
    else if (token.tokenType === t.holeClose && top !== undefined) {
      closeBefore(token.startOffset);
      const around = open.at(-1);
      if (around !== undefined) around.from = token.startOffset + 1;
    } else {
      closeBefore(token.startOffset);
      if (token.tokenType === t.text) open.push({ from: token.startOffset, end: endOf(token) });
      else if (numbers.has(token.tokenType)) pieces.push(pieceOf(token, 'number'));
      else if (isBuiltinType(token, tokens[index - 1])) pieces.push(pieceOf(token, 'type'));
      else if (keywords.has(token.tokenType)) pieces.push(pieceOf(token, 'keyword'));
    }
  }
  closeBefore(Number.POSITIVE_INFINITY);
  return pieces;
}

function isBuiltinType({ image }: IToken, before: IToken | undefined): boolean {
  return before !== undefined && builtinTypes.has(image) && beforeTypes.has(before.tokenType);
}

function pieceOf(token: IToken, kind: Coloured['kind']): Piece {
  return { start: token.startOffset, end: endOf(token), kind, declares: false };
}

function endOf({ startOffset, image }: IToken): number {
  return startOffset + image.length;
}

/** `sorted` by start. A name stands before what it covers: `"mails/thanks.liquid"` is a template. */
function withoutOverlap(sorted: readonly Piece[]): Piece[] {
  let last = 0;
  return sorted.filter(({ start, end }) => {
    if (start < last || end <= start) return false;
    last = end;
    return true;
  });
}

/** Editors take none that goes on in the next line. */
function byLine(text: string, piece: Piece): Piece[] {
  const pieces: Piece[] = [];
  for (const { index, 0: written } of text.slice(piece.start, piece.end).matchAll(/[^\r\n]+/g))
    pieces.push({ ...piece, start: piece.start + index, end: piece.start + index + written.length });
  return pieces;
}
