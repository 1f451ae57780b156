/** What a selection grows to, step by step: the word, what it is part of, the sentence, its block, the declaration, the file. */
import type { TokenType } from 'chevrotain';
import type { Range } from '../diagnostics/types.ts';
import { lex } from '../syntax/lexer/lex.ts';
import { t } from '../syntax/lexer/tokens.ts';
import type { Span } from '../syntax/tree.ts';
import { type EditorFile, type EditorSource, rangeIn } from './source.ts';

const openers: ReadonlySet<TokenType> = new Set([t.openBrace, t.open, t.openList, t.holeOpen]);
const closers: ReadonlySet<TokenType> = new Set([t.closeBrace, t.close, t.closeList, t.holeClose]);

/** Innermost first, each within the next. */
export function selectionsAt(s: EditorSource, path: string, offset: number): Range[] {
  const file = s.file(path);
  if (file === undefined) return [];
  const around = [...tokensAround(file, offset), ...nodesAround(file.tree, offset)];
  return nested([...around, { start: 0, end: file.text.length }]).map((span) => rangeIn(file, span));
}

/** What holds nothing of the one before, or not all of it, is left out. */
function nested(spans: readonly Span[]): Span[] {
  const found: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.end - a.start - (b.end - b.start))) {
    const inner = found.at(-1);
    if (inner === undefined ? span.end > span.start : grows(inner, span)) found.push(span);
  }
  return found;
}

function grows(inner: Span, span: Span): boolean {
  return holds(span, inner.start) && holds(span, inner.end) && span.end - span.start > inner.end - inner.start;
}

function holds({ start, end }: Span, offset: number): boolean {
  return start <= offset && offset <= end;
}

/** Spans of the tree, whatever they are. */
function nodesAround(node: unknown, offset: number): Span[] {
  if (typeof node !== 'object' || node === null) return [];
  const own = isSpan(node) ? [node] : [];
  if (own.some((span) => !holds(span, offset))) return [];
  return [...own, ...Object.values(node).flatMap((inner) => nodesAround(inner, offset))];
}

function isSpan(node: object): node is Span {
  return 'start' in node && typeof node.start === 'number' && 'end' in node && typeof node.end === 'number';
}

/** A word, also one within a text or a comment; what is between quotes; what is between braces and brackets, without and with them. */
function tokensAround({ text }: EditorFile, offset: number): Span[] {
  const { tokens, comments } = lex(text);
  const found: Span[] = [wordAround(text, offset)];
  const open: number[] = [];
  for (const { tokenType, startOffset: start, image } of tokens) {
    if (openers.has(tokenType)) open.push(start);
    else if (closers.has(tokenType)) {
      const from = open.pop();
      if (from !== undefined)
        found.push(trimmed(text, { start: from + 1, end: start }), { start: from, end: start + 1 });
    } else if (tokenType === t.text) found.push(withoutQuotes(image, start));
    // `2026-03-01` is one word; a dot beside a name is none.
    else if (/\w/.test(image)) found.push({ start, end: start + image.length });
  }
  for (const { startOffset: start, image } of comments) found.push({ start, end: start + image.length });
  return found.filter((span) => holds(span, offset));
}

function wordAround(text: string, offset: number): Span {
  const before = /[\p{L}\p{N}_]*$/u.exec(text.slice(Math.max(0, offset - 200), offset))?.[0] ?? '';
  const after = /^[\p{L}\p{N}_]*/u.exec(text.slice(offset, offset + 200))?.[0] ?? '';
  return { start: offset - before.length, end: offset + after.length };
}

function withoutQuotes(image: string, start: number): Span {
  const quotes = image.startsWith('"""') ? 3 : 1;
  const closed = image.length >= 2 * quotes && image.endsWith('"') ? quotes : 0;
  return { start: start + quotes, end: start + image.length - closed };
}

function trimmed(text: string, { start, end }: Span): Span {
  const inside = text.slice(start, end);
  return { start: start + inside.length - inside.trimStart().length, end: start + inside.trimEnd().length };
}
