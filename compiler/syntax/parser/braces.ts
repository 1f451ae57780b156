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
/** the same for one that was left out in the middle: asked at every brace that is too many */
const farthestInside = 200;

interface Opened {
  readonly token: IToken;
  /** of the line it stands in */
  readonly indent: number;
  /** whether what stands in it is indented further, once something stands in it */
  indented?: boolean;
  /** `{ name: "Ada"`: its fields begin in the same line */
  readonly fields: boolean;
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
  /** where the line begins */
  let began = 0;
  const foundLost = (token: IToken): boolean => {
    if (!lineStart(text, token.startOffset)) return false;
    const from = searched;
    searched = result.length;
    return openLost(text, result, problems, indentOf, from);
  };
  tokens.forEach((token, index) => {
    const type = token.tokenType;
    const leads = lineStart(text, token.startOffset);
    if (leads) began = result.length;
    const before = result.at(-1);
    const again = type === t.openBrace && before?.tokenType === type && before.image !== '';
    if (again && !leads) {
      if (!enough(problems)) problems.push(doubled(token));
      return;
    }
    if (type === t.openBrace)
      opened.push({ token, indent: indentOf(token.startOffset), fields: isField(text, tokens, index + 1) });
    else if (type === t.closeBrace && opened.length === 0 && foundLost(token)) {
      // the block has its closing brace; only the opening one was missing
    } else if (type === t.closeBrace) {
      if (leads) {
        const indent = indentOf(token.startOffset);
        const depth = opened.findLastIndex((brace) => brace.indent <= indent);
        const innermost = opened.at(-1);
        const extra =
          innermost === undefined || depth === -1
            ? opened.length === 0
            : indent > innermost.indent && hasOwnCloser(text, tokens, index, innermost.indent, indentOf);
        if (extra && openLostAbove(text, result, problems, indentOf, indent)) {
          result.push(token);
          return;
        }
        if (extra) {
          if (!enough(problems)) problems.push(stray(token));
          return;
        }
        if (depth !== -1 && opened[depth]?.indent === indent) closeFrom(depth + 1, lastEnd(result, token));
      } else if (openLostInLine(result, problems, began)) {
        result.push(token);
        return;
      } else if (opened.length === 0) {
        if (!enough(problems)) problems.push(stray(token));
        return;
      }
      opened.pop();
    } else if (opened.length > 0 && declares(text, tokens, index)) closeFrom(0, lastEnd(result, token));
    else if (leads) {
      const goesOn = tokens[index + 1]?.tokenType === t.colon;
      closeFrom(stillOpen(opened, indentOf(token.startOffset), goesOn), lastEnd(result, token));
    }
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
  openBefore(result, below, line[1] ?? (line.at(-1) as IToken), problems);
  return true;
}

/** `signal A  order: id, total: money }`, `if late  finish as missed }`: writes the brace before the first field or statement. */
function openLostInLine(result: IToken[], problems: Problem[], first: number): boolean {
  if (result.length - first > farthestInside) return false;
  let [field, inner, closed] = [-1, -1, 0];
  for (let at = result.length - 1; at > first; at--) {
    const { tokenType } = result[at] as IToken;
    if (tokenType === t.closeBrace) closed++;
    else if (tokenType === t.openBrace && closed-- === 0) return false;
    if (closed > 0) continue;
    if (result[at + 1]?.tokenType === t.colon) field = at;
    if (beginsInside(result, at)) inner = at;
  }
  const named = result[field - 1];
  // What parts two fields tells that the block began above.
  if (named !== undefined && /^\w|^"/.test(named.image)) {
    openBefore(result, field, named, problems);
    return true;
  }
  const head = result[first];
  if (head === undefined || inner < 0 || !blockHeads.has(head.image)) return false;
  openBefore(result, inner, head, problems);
  return true;
}

/** What a line begins with that opens a block. */
const blockHeads: ReadonlySet<string> = new Set(
  'if else on after when at branch variant otherwise step repeat for call send handoff message'.split(' '),
);
/** What begins an item inside, unless one of the others stands before it. */
const insides: ReadonlySet<string> = new Set(
  'send wait if choose handoff set grant withdraw go finish emit call run subject body text title because share'.split(
    ' ',
  ),
);
const joins: ReadonlySet<string> = new Set(
  'else past absent or start stop then on failure to as for of and not'.split(' '),
);
const outcomes = /^(?:failed|resolved|returned|approved|rejected|opened|clicked|delivered|bounced|replied|timed_out)$/;

function beginsInside(tokens: readonly IToken[], at: number): boolean {
  const { image, tokenType } = tokens[at] as IToken;
  if (tokens[at + 1]?.tokenType === t.dot || tokens[at - 1]?.tokenType === t.dot) return false;
  if (tokenType === k.on) return outcomes.test(tokens[at + 1]?.image ?? '');
  return insides.has(image) && !joins.has(tokens[at - 1]?.image ?? '') && tokens[at - 1]?.tokenType !== t.comma;
}

/** `choose answer.mood` with cases below and `}` at the end: writes the brace that the line above them lost, which stands at `indent`. */
function openLostAbove(
  text: string,
  result: IToken[],
  problems: Problem[],
  indentOf: IndentOf,
  indent: number,
): boolean {
  let below = result.length;
  let at = result.length - 1;
  for (; at >= 0 && result.length - at < farthestInside; at--) {
    const { startOffset } = result[at] as IToken;
    if (!lineStart(text, startOffset)) continue;
    if (indentOf(startOffset) <= indent) break;
    below = at;
  }
  const head = result[at];
  if (head === undefined || below === result.length || indentOf(head.startOffset) !== indent) return false;
  if (result.slice(at, below).some(({ tokenType }) => tokenType === t.openBrace || tokenType === t.closeBrace))
    return false;
  openBefore(result, below, head, problems);
  return true;
}

/** Writes the brace that is missing behind the token before `index`. */
function openBefore(result: IToken[], index: number, named: IToken, problems: Problem[]): void {
  const last = result[index - 1] as IToken;
  const end = last.startOffset + last.image.length;
  const fix = { start: end, end, title: 'Write `{`', text: ' {' };
  problems.push({ start: end, end, wording: say.missingBlock({ what: `what belongs to \`${named.image}\`` }), fix });
  result.splice(index, 0, {
    image: '',
    startOffset: end,
    tokenType: t.openBrace,
    tokenTypeIdx: t.openBrace.tokenTypeIdx ?? 0,
  } as IToken);
}

/** `name:`, in the line of the token before it */
function isField(text: string, tokens: readonly IToken[], index: number): boolean {
  const token = tokens[index];
  return token !== undefined && tokens[index + 1]?.tokenType === t.colon && !lineStart(text, token.startOffset);
}

/**
 * How many blocks hold an item that begins a line at `indent`: one that stands no deeper than its block's head does not, nor does what is no field
 * where the fields stood in one line (`goesOn`: it is one).
 */
function stillOpen(opened: readonly Opened[], indent: number, goesOn: boolean): number {
  const innermost = opened.at(-1);
  if (innermost === undefined) return 0;
  innermost.indented ??= indent > innermost.indent;
  let depth = opened.length;
  for (; depth > 0; depth--) {
    const brace = opened[depth - 1];
    if (brace === undefined || brace.indent < indent || !(brace.indented === true || (brace.fields && !goesOn))) break;
  }
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

/** `{ {` */
function doubled(token: IToken): Problem {
  const span = { start: token.startOffset, end: token.startOffset + 1 };
  return { ...span, wording: say.tooMuch({ word: '{' }), fix: { ...span, title: 'Take it out', text: '' } };
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
