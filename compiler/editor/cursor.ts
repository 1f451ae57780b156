/**
 * Where the caret stands, told from the tokens alone, so that it works in a file that is broken right there: which blocks are open
 * around it, which words of the current item come before it, and which word it is in.
 */
import type { IToken } from 'chevrotain';
import { lex } from '../syntax/lexer/lex.ts';
import { t } from '../syntax/lexer/tokens.ts';
import { lineStart } from '../syntax/offsets.ts';
import { type Block, readBlocks } from './blocks.ts';

export interface Cursor {
  /** the word that the caret is in or behind; empty where there is none */
  readonly word: { readonly start: number; readonly end: number; readonly typed: string };
  /** open blocks, outermost first; the first is the file itself */
  readonly blocks: readonly [Block, ...Block[]];
  /** words of the current item before the caret's word; for a caret in a hole of a text, those in the hole */
  readonly phrase: readonly IToken[];
  /** nothing of the item stands on the caret's line, or a brace or a comma ended what was before */
  readonly fresh: boolean;
  /** in `{ }` inside a text: only an expression can stand there */
  readonly inHole: boolean;
}

/** Undefined in comments and in plain text, where nothing is to be completed. */
export function cursorAt(text: string, offset: number): Cursor | undefined {
  const { tokens, comments } = lex(text);
  if (comments.some((comment) => comment.startOffset < offset && offset <= endOf(comment))) return undefined;
  const word = wordAt(text, offset);
  const before = tokens.filter((token) => token.startOffset < word.start);
  const outside = withoutHoles(before);
  const last = outside.at(-1);
  const inText = last?.tokenType === t.text && isInside(text, last, offset);
  const blocks = readBlocks(text, inText ? outside.slice(0, -1) : outside);
  if (inText) {
    const hole = holeBefore(text, last.startOffset, word.start);
    if (hole === undefined) return undefined;
    const phrase = lex(text.slice(hole, word.start)).tokens;
    return { word, blocks, phrase, fresh: false, inHole: true };
  }
  const phrase = blocks.at(-1)?.phrase ?? [];
  return { word, blocks, phrase, fresh: isFresh(text, last, word.start), inHole: false };
}

export function endOf(token: IToken): number {
  return token.startOffset + token.image.length;
}

function wordAt(text: string, offset: number): Cursor['word'] {
  let start = offset;
  let end = offset;
  while (start > 0 && /\w/.test(text.charAt(start - 1))) start--;
  while (end < text.length && /\w/.test(text.charAt(end))) end++;
  // A number is no word to complete: `3|` stands for itself.
  if (/\d/.test(text.charAt(start))) return { start: offset, end: offset, typed: '' };
  return { start, end, typed: text.slice(start, offset) };
}

/** Expressions in texts say nothing about the block that the text stands in. */
function withoutHoles(tokens: readonly IToken[]): IToken[] {
  const outside: IToken[] = [];
  let depth = 0;
  for (const token of tokens) {
    if (token.tokenType === t.holeOpen) depth++;
    else if (token.tokenType === t.holeClose) depth--;
    else if (depth <= 0) outside.push(token);
  }
  return outside;
}

/** Between the quotes? A text that lacks its closing quote goes on to the end of its line. */
export function isInside(text: string, token: IToken, offset: number): boolean {
  const quotes = token.image.startsWith('"""') ? '"""' : '"';
  const end = endOf(token);
  const closed = token.image.length >= 2 * quotes.length && token.image.endsWith(quotes);
  return (
    offset > token.startOffset && (closed ? offset < end : offset <= end && !text.slice(end, offset).includes('\n'))
  );
}

/** Where the innermost open `{` of a text ends, looking back from the caret. */
function holeBefore(text: string, start: number, offset: number): number | undefined {
  let depth = 0;
  for (let at = offset - 1; at > start; at--) {
    const character = text.charAt(at);
    if (text.charAt(at - 1) === '\\') continue;
    if (character === '}') depth++;
    else if (character === '{') {
      if (depth === 0) return at + 1;
      depth--;
    }
  }
  return undefined;
}

function isFresh(text: string, last: IToken | undefined, start: number): boolean {
  if (last === undefined || lineStart(text, start)) return true;
  const type = last.tokenType;
  return type === t.openBrace || type === t.closeBrace || type === t.comma;
}
