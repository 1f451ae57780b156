/**
 * Braces that do not pair up, mended before the grammar reads: the lines' indentation tells which one is missing or too many.
 * A file whose braces pair up, whatever its indentation, passes through untouched.
 */
import type { IToken } from 'chevrotain';
import * as say from '../../diagnostics/catalogue.gen.ts';
import type { Lexed } from '../lexer/lex.ts';
import { k, t } from '../lexer/tokens.ts';
import { indentOf, lineStart } from '../offsets.ts';
import type { Problem } from '../problems.ts';

interface Opened {
  readonly token: IToken;
  /** of the line it stands in */
  readonly indent: number;
  /** whether what stands in it is indented further, once something stands in it */
  indented?: boolean;
}

export function mendBraces(text: string, lexed: Lexed): Lexed {
  return pairUp(lexed.tokens) ? lexed : { ...lexed, tokens: mended(text, lexed.tokens, lexed.problems) };
}

function pairUp(tokens: readonly IToken[]): boolean {
  let open = 0;
  for (const token of tokens) {
    if (token.tokenType === t.openBrace) open++;
    else if (token.tokenType === t.closeBrace && --open < 0) return false;
  }
  return open === 0;
}

function mended(text: string, tokens: readonly IToken[], problems: Problem[]): IToken[] {
  const result: IToken[] = [];
  let opened: Opened[] = [];
  const closeFrom = (depth: number, offset: number): void => {
    const lost = opened.slice(depth);
    if (lost.length === 0) return;
    problems.push(missing(lost));
    for (const _ of lost) result.push(virtual(offset));
    opened = opened.slice(0, depth);
  };
  tokens.forEach((token, index) => {
    const type = token.tokenType;
    if (type === t.openBrace) opened.push({ token, indent: indentOf(text, token.startOffset) });
    else if (type === t.closeBrace && opened.length === 0 && openLost(text, result, problems)) {
      // the block has its closing brace; only the opening one was missing
    } else if (type === t.closeBrace) {
      if (lineStart(text, token.startOffset)) {
        const indent = indentOf(text, token.startOffset);
        const depth = opened.findLastIndex((brace) => brace.indent <= indent);
        const innermost = opened.at(-1);
        const extra =
          innermost === undefined || depth === -1
            ? opened.length === 0
            : indent > innermost.indent && hasOwnCloser(text, tokens, index, innermost.indent);
        if (extra) {
          problems.push(stray(token));
          return;
        }
        if (depth !== -1 && opened[depth]?.indent === indent) closeFrom(depth + 1, lastEnd(result, token));
      } else if (opened.length === 0) {
        problems.push(stray(token));
        return;
      }
      opened.pop();
    } else if (opened.length > 0 && declares(text, tokens, index)) closeFrom(0, lastEnd(result, token));
    else if (lineStart(text, token.startOffset))
      closeFrom(stillOpen(opened, indentOf(text, token.startOffset)), lastEnd(result, token));
    result.push(token);
  });
  closeFrom(0, text.trimEnd().length);
  return result;
}

/**
 * `signal A` with fields below and `}` at the end: writes the brace that its first line lost. Only for a declaration of which nothing
 * else is open, and whose next line is indented.
 */
function openLost(text: string, result: IToken[], problems: Problem[]): boolean {
  const head = result.findLastIndex((_, index) => declares(text, result, index));
  if (head === -1) return false;
  const below = result.findIndex((token, index) => index > head && lineStart(text, token.startOffset));
  if (below <= head + 1 || indentOf(text, (result[below] as IToken).startOffset) === 0) return false;
  const line = result.slice(head, below);
  if (line.some((token) => token.tokenType === t.openBrace || token.tokenType === t.closeBrace)) return false;
  const last = line.at(-1) as IToken;
  const end = last.startOffset + last.image.length;
  const fix = { start: end, end, title: 'Write `{`', text: ' {' };
  problems.push({
    start: end,
    end,
    wording: say.missingBlock({ what: `what belongs to \`${line[1]?.image ?? ''}\`` }),
    fix,
  });
  result.splice(below, 0, {
    image: '',
    startOffset: end,
    tokenType: t.openBrace,
    tokenTypeIdx: t.openBrace.tokenTypeIdx ?? 0,
  } as IToken);
  return true;
}

/** How many blocks hold an item that begins a line at `indent`: one that stands no deeper than its block's head does not. */
function stillOpen(opened: readonly Opened[], indent: number): number {
  const innermost = opened.at(-1);
  if (innermost === undefined) return 0;
  innermost.indented ??= indent > innermost.indent;
  let depth = opened.length;
  while (depth > 0 && opened[depth - 1]?.indented === true && (opened[depth - 1]?.indent ?? 0) >= indent) depth--;
  return depth;
}

/** Whether a later line closes at `indent`, before the next declaration: then a deeper brace before it was one too many. */
function hasOwnCloser(text: string, tokens: readonly IToken[], from: number, indent: number): boolean {
  for (let index = from + 1; index < tokens.length; index++) {
    const token = tokens[index] as IToken;
    if (declares(text, tokens, index)) return false;
    if (
      token.tokenType === t.closeBrace &&
      lineStart(text, token.startOffset) &&
      indentOf(text, token.startOffset) === indent
    )
      return true;
  }
  return false;
}

const heads = new Set([
  ...[
    k.signal,
    k.type,
    k.condition,
    k.purpose,
    k.channel,
    k.message,
    k.team,
    k.policy,
    k.journey,
    k.identity,
    k.profile,
  ],
  k.test,
]);

/** A declaration at the very left. */
function declares(text: string, tokens: readonly IToken[], index: number): boolean {
  const token = tokens[index] as IToken;
  if (!heads.has(token.tokenType)) return false;
  if (token.startOffset !== 0 && text.charCodeAt(token.startOffset - 1) !== 10) return false;
  const next = tokens[index + 1]?.tokenType;
  return next === t.identifier || next === t.text || next === t.openBrace;
}

function missing(lost: readonly Opened[]): Problem {
  const innermost = lost[lost.length - 1] as Opened;
  const span = (brace: Opened) => ({ start: brace.token.startOffset, end: brace.token.startOffset + 1 });
  const related = lost.slice(0, -1).map((brace) => ({ ...span(brace), message: 'This one is not closed either.' }));
  return { ...span(innermost), wording: say.missingBrace(), ...(related.length === 0 ? {} : { related }) };
}

function stray(token: IToken): Problem {
  const span = { start: token.startOffset, end: token.startOffset + 1 };
  return { ...span, wording: say.strayBrace(), fix: { ...span, title: 'Take the brace out', text: '' } };
}

function virtual(offset: number): IToken {
  return {
    image: '',
    startOffset: offset,
    tokenType: t.closeBrace,
    tokenTypeIdx: t.closeBrace.tokenTypeIdx ?? 0,
  } as IToken;
}

function lastEnd(result: readonly IToken[], token: IToken): number {
  const last = result.at(-1);
  return last === undefined ? token.startOffset : last.startOffset + last.image.length;
}
