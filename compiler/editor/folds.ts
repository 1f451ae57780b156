/** What can be folded away: blocks in braces, comments of several lines, the `use` lines at the top. */
import type { IToken } from 'chevrotain';
import { lex } from '../syntax/lexer/lex.ts';
import { t } from '../syntax/lexer/tokens.ts';
import { lineStart } from '../syntax/offsets.ts';
import type { EditorSource } from './source.ts';
import type { Fold } from './types.ts';

export function foldsOf(s: EditorSource, path: string): Fold[] {
  const file = s.file(path);
  if (file === undefined) return [];
  const { tokens, comments } = lex(file.text);
  const lineOf = (offset: number): number => file.lines.position(offset).line;
  const alone = comments.filter((comment) => lineStart(file.text, comment.startOffset));
  return [
    ...blocks(tokens, lineOf),
    ...runs(
      'comment',
      alone.map(({ startOffset }) => lineOf(startOffset)),
    ),
    ...runs(
      'use',
      file.tree.uses.map(({ start }) => lineOf(start)),
    ),
  ];
}

/** Of what is not closed yet nothing is folded. The closing brace stays in sight. */
function blocks(tokens: readonly IToken[], lineOf: (offset: number) => number): Fold[] {
  const open: number[] = [];
  const folds: Fold[] = [];
  for (const { tokenType, startOffset } of tokens) {
    if (tokenType === t.openBrace) open.push(lineOf(startOffset));
    if (tokenType !== t.closeBrace) continue;
    const start = open.pop();
    const end = lineOf(startOffset) - 1;
    if (start !== undefined && end > start) folds.push({ kind: 'block', start, end });
  }
  return folds.sort((a, b) => a.start - b.start);
}

/** Lines that follow upon each other. */
function runs(kind: Fold['kind'], lines: readonly number[]): Fold[] {
  const folds: Fold[] = [];
  let start = 0;
  for (const [at, line] of lines.entries()) {
    if (lines[at + 1] === line + 1) continue;
    const first = lines[start] ?? line;
    if (line > first) folds.push({ kind, start: first, end: line });
    start = at + 1;
  }
  return folds;
}
