/** Where a line begins that has just been opened, or closed with `}`: told from the braces, as the file is broken while one types. */
import type { IToken } from 'chevrotain';
import { lex } from '../syntax/lexer/lex.ts';
import { t } from '../syntax/lexer/tokens.ts';
import { itemWords } from './blocks.ts';
import { endOf, isInside } from './cursor.ts';
import { type EditorSource, rangeIn } from './source.ts';
import type { Indented } from './types.ts';

/** `typed`: the sign before `offset`. Undefined where the line is right, or is none of ours: in a text, in a comment. */
export function indentAt(s: EditorSource, path: string, offset: number, typed: string): Indented | undefined {
  const file = s.file(path);
  if (file === undefined) return undefined;
  const { text } = file;
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const { tokens, comments } = lex(text);
  if ([...tokens, ...comments].some((token) => token.startOffset < start && start < endOf(token))) return undefined;
  const before = tokens.filter((token) => token.startOffset < start);
  if (
    isOpenText(
      text,
      before.findLast(({ tokenType }) => tokenType === t.text),
      start,
    )
  )
    return undefined;
  const first = tokens.find((token) => token.startOffset >= start);
  const written = /^[ \t]*/.exec(text.slice(start))?.[0] ?? '';
  const end = start + written.length;
  const closes = first?.tokenType === t.closeBrace && first.startOffset === end;
  if (typed === '}' && !(closes && end === offset - 1)) return undefined;
  const wanted = '  '.repeat(Math.max(0, openBraces(text, before) - (closes ? 1 : 0)));
  // A sentence may go on here: then it stands further in, as its author left it.
  const mayStay = typed !== '}' && before.at(-1)?.tokenType !== t.openBrace && written.length > wanted.length;
  if (written === wanted || mayStay) return undefined;
  return { range: rangeIn(file, { start, end }), text: wanted };
}

/** A text that lacks its closing quotes ends with its line for the compiler; for its author it goes on. */
function isOpenText(text: string, token: IToken | undefined, start: number): boolean {
  if (token === undefined || text.slice(endOf(token), start).trim() !== '') return false;
  return isInside(text, token, endOf(token));
}

const declarations: ReadonlySet<string> = new Set(itemWords.file);

/** Since the declaration began: a brace that is missing in the one before moves nothing here. */
function openBraces(text: string, tokens: readonly IToken[]): number {
  let open = 0;
  for (const { tokenType, startOffset, image } of tokens) {
    const first = startOffset === 0 || text.charAt(startOffset - 1) === '\n';
    if (first && declarations.has(image)) open = 0;
    else if (tokenType === t.openBrace) open++;
    else if (tokenType === t.closeBrace) open = Math.max(0, open - 1);
  }
  return open;
}
