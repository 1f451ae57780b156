/** `if C ( .. }`: a round bracket where a brace was meant, told by the braces that do not pair up. */
import type { IToken, TokenType } from 'chevrotain';
import * as say from '../../diagnostics/catalogue.gen.ts';
import { retag } from '../lexer/lex.ts';
import { t } from '../lexer/tokens.ts';
import { lineStart } from '../offsets.ts';
import { enough, type Problem } from '../problems.ts';
import { indents } from './indents.ts';

const opening: ReadonlySet<TokenType> = new Set([t.openBrace, t.open, t.openList, t.holeOpen]);
const closing: ReadonlySet<TokenType> = new Set([t.closeBrace, t.close, t.closeList, t.holeClose]);

/** Reads a wrong bracket as the one that was meant, as long as more braces are opened than closed, or the other way round. */
export function mendBrackets(text: string, tokens: readonly IToken[], problems: Problem[]): void {
  let missing = closersWithoutOpener(tokens);
  const open: IToken[] = [];
  const indentOf = indents(text);
  const belongs = (opener: IToken, closer: IToken): boolean =>
    !text.slice(opener.startOffset, closer.startOffset).includes('\n') ||
    (lineStart(text, closer.startOffset) && indentOf(opener.startOffset) === indentOf(closer.startOffset));
  tokens.forEach((token, index) => {
    const type = token.tokenType;
    const innermost = open.at(-1);
    if (opening.has(type)) open.push(token);
    if (!closing.has(type)) return;
    const isOther = innermost?.tokenType === t.open || innermost?.tokenType === t.openList;
    if (type === t.closeBrace && isOther && missing > 0 && belongs(innermost, token)) {
      missing--;
      const follows = tokens[index + 1];
      if (follows?.tokenType === t.openBrace)
        meant(token, innermost.tokenType === t.open ? t.close : t.closeList, problems);
      else if (text.charAt(innermost.startOffset - 1) === ' ') meant(innermost, t.openBrace, problems);
      open.pop();
    } else if (
      (type === t.close || type === t.closeList) &&
      innermost?.tokenType === t.openBrace &&
      missing < 0 &&
      belongs(innermost, token)
    ) {
      missing++;
      meant(token, t.closeBrace, problems);
      open.pop();
    } else if (type !== t.closeBrace) open.pop();
    else while (open.length > 0 && open.pop()?.tokenType !== t.openBrace);
  });
}

/** How many more braces are closed than opened. */
function closersWithoutOpener(tokens: readonly IToken[]): number {
  const count = (type: TokenType): number => tokens.filter(({ tokenType }) => tokenType === type).length;
  return count(t.closeBrace) - count(t.openBrace);
}

function meant(token: IToken, type: TokenType, problems: Problem[]): void {
  const span = { start: token.startOffset, end: token.startOffset + token.image.length };
  const ours = String(type.PATTERN);
  retag(token, type);
  if (enough(problems)) return;
  const fix = { ...span, title: `Change to \`${ours}\``, text: ours };
  problems.push({ ...span, wording: say.wrongSign({ written: token.image, ours }), fix });
}
