/**
 * Braces that do not pair up, mended before the grammar reads: the lines' indentation tells which one is missing or too many.
 * A file whose braces pair up, whatever its indentation, passes through untouched.
 */
import type { IToken } from 'chevrotain';
import * as say from '../../diagnostics/catalogue.gen.ts';
import type { Lexed } from '../lexer/lex.ts';
import { k, t } from '../lexer/tokens.ts';
import { lineStart } from '../offsets.ts';
import { enough, type Problem } from '../problems.ts';
import { mendBrackets } from './brackets.ts';
import { type IndentOf, indents } from './indents.ts';

/** how many tokens away a brace is looked for; longer declarations are not written by hand */
const farthest = 3_000;

interface Opened {
  readonly token: IToken;
  /** of the line it stands in */
  readonly indent: number;
  /** whether what stands in it is indented further, once something stands in it */
  indented?: boolean;
}

export function mendBraces(text: string, lexed: Lexed): Lexed {
  if (pairUp(lexed.tokens)) return lexed;
  mendBrackets(text, lexed.tokens, lexed.problems);
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
  const indentOf = indents(text);
  const result: IToken[] = [];
  let opened: Opened[] = [];
  const closeFrom = (depth: number, offset: number): void => {
    const lost = opened.slice(depth);
    if (lost.length === 0) return;
    problems.push(missing(lost));
    for (const _ of lost) result.push(virtual(offset));
    opened = opened.slice(0, depth);
  };
  let searched = 0;
  const foundLost = (token: IToken): boolean => {
    if (!lineStart(text, token.startOffset)) return false;
    const from = searched;
    searched = result.length;
    return openLost(text, result, problems, indentOf, from);
  };
  tokens.forEach((token, index) => {
    const type = token.tokenType;
    if (type === t.openBrace) opened.push({ token, indent: indentOf(token.startOffset) });
    else if (type === t.closeBrace && opened.length === 0 && foundLost(token)) {
      // the block has its closing brace; only the opening one was missing
    } else if (type === t.closeBrace) {
      if (lineStart(text, token.startOffset)) {
        const indent = indentOf(token.startOffset);
        const depth = opened.findLastIndex((brace) => brace.indent <= indent);
        const innermost = opened.at(-1);
        const extra =
          innermost === undefined || depth === -1
            ? opened.length === 0
            : indent > innermost.indent && hasOwnCloser(text, tokens, index, innermost.indent, indentOf);
        if (extra) {
          if (!enough(problems)) problems.push(stray(token));
          return;
        }
        if (depth !== -1 && opened[depth]?.indent === indent) closeFrom(depth + 1, lastEnd(result, token));
      } else if (opened.length === 0) {
        if (!enough(problems)) problems.push(stray(token));
        return;
      }
      opened.pop();
    } else if (opened.length > 0 && declares(text, tokens, index)) closeFrom(0, lastEnd(result, token));
    else if (lineStart(text, token.startOffset))
      closeFrom(stillOpen(opened, indentOf(token.startOffset)), lastEnd(result, token));
    result.push(token);
  });
  closeFrom(0, text.trimEnd().length);
  return result;
}

/**
 * `signal A` with fields below and `}` at the end: writes the brace that its first line lost. Only for a declaration of which nothing
 * else is open, and whose next line is indented.
 */
function openLost(text: string, result: IToken[], problems: Problem[], indentOf: IndentOf, from: number): boolean {
  let head = result.length - 1;
  const first = Math.max(from, result.length - farthest);
  while (head >= first && !isHead(text, result[head] as IToken)) head--;
  // A condition has no braces that could be lost.
  if (head < first || result[head]?.tokenType === k.condition) return false;
  let below = head + 1;
  while (below < result.length && !lineStart(text, (result[below] as IToken).startOffset)) below++;
  if (below === result.length || indentOf((result[below] as IToken).startOffset) === 0) return false;
  const line = result.slice(head, below);
  if (line.some((token) => token.tokenType === t.openBrace || token.tokenType === t.closeBrace)) return false;
  const last = line.at(-1) as IToken;
  const end = last.startOffset + last.image.length;
  const fix = { start: end, end, title: 'Write `{`', text: ' {' };
  problems.push({
    start: end,
    end,
    wording: say.missingBlock({ what: `what belongs to \`${(line[1] ?? last).image}\`` }),
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
function hasOwnCloser(
  text: string,
  tokens: readonly IToken[],
  from: number,
  indent: number,
  indentOf: IndentOf,
): boolean {
  const end = Math.min(tokens.length, from + farthest);
  for (let index = from + 1; index < end; index++) {
    const token = tokens[index] as IToken;
    if (declares(text, tokens, index)) return false;
    if (
      token.tokenType === t.closeBrace &&
      lineStart(text, token.startOffset) &&
      indentOf(token.startOffset) === indent
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
    k.decision,
    k.action,
    k.model,
    k.journey,
    k.calendar,
    k.identity,
    k.profile,
  ],
  k.test,
]);

/** The first word of a declaration, at the very left. */
function isHead(text: string, token: IToken): boolean {
  return heads.has(token.tokenType) && (token.startOffset === 0 || text.charCodeAt(token.startOffset - 1) === 10);
}

/** A declaration at the very left. */
function declares(text: string, tokens: readonly IToken[], index: number): boolean {
  if (!isHead(text, tokens[index] as IToken)) return false;
  const next = tokens[index + 1]?.tokenType;
  return next === t.identifier || next === t.text || next === t.openBrace;
}

function missing(lost: readonly Opened[]): Problem {
  const innermost = lost[lost.length - 1] as Opened;
  const span = (brace: Opened) => ({ start: brace.token.startOffset, end: brace.token.startOffset + 1 });
  const related = lost
    .slice(0, -1)
    .slice(-3)
    .map((brace) => ({ ...span(brace), message: 'This one is not closed either.' }));
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
