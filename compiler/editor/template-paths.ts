/** `body file "mails/bill.liquid"`: which templates there are to be named, and where one is being named. */
import { lex } from '../syntax/lexer/lex.ts';
import { k, t } from '../syntax/lexer/tokens.ts';
import type { Span } from '../syntax/tree.ts';
import type { EditorContext } from './context.ts';
import { endOf, isInside } from './cursor.ts';

/** As they are written in the file: beside it or below it. */
export function templatesFor({ source, file }: EditorContext): string[] {
  const folder = file.path.slice(0, file.path.lastIndexOf('/') + 1);
  return source.templates.flatMap((path) => (path.startsWith(folder) ? [path.slice(folder.length)] : []));
}

function lineStartOf(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** What stands between the quotes behind `file`, where the caret is there. */
export function templateAt(text: string, offset: number): Span | undefined {
  // Nearly always it is not, and the text need not be read for that.
  if (!/\bfile\s+"[^"\n]*$/.test(text.slice(lineStartOf(text, offset), offset))) return undefined;
  const { tokens } = lex(text);
  const at = tokens.findIndex((token) => token.tokenType === t.text && isInside(text, token, offset));
  const token = tokens[at];
  if (token === undefined || tokens[at - 1]?.tokenType !== k.file) return undefined;
  const closed = token.image.length > 1 && token.image.endsWith('"');
  // A text that nobody has closed yet reaches to the end of the line.
  const end = closed ? endOf(token) - 1 : offset + (/^[\w./-]*/.exec(text.slice(offset))?.[0].length ?? 0);
  return { start: token.startOffset + 1, end };
}
