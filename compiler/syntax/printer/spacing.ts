import type { TokenType } from 'chevrotain';
import { k, t } from '../lexer/tokens.ts';
import type { Piece } from './pieces.ts';

const tightBefore: ReadonlySet<TokenType> = new Set([
  ...[t.comma, t.colon, t.dot, t.close, t.closeList, t.question, t.dotDot, t.percent],
]);
const tightAfter: ReadonlySet<TokenType> = new Set([t.dot, t.open, t.openList, t.dotDot]);

/** What stands between two pieces of one line: a blank or nothing. */
export function between(before: Piece, left: Piece, right: Piece, after: Piece | undefined): '' | ' ' {
  const type = left.type;
  if (tightBefore.has(right.type) || tightAfter.has(type)) return '';
  if (right.type === t.open && (type === t.identifier || type === k.customer)) return '';
  if (left.sign) return '';
  if (
    (type === t.minus && isRegion(before, left, right)) ||
    (right.type === t.minus && after !== undefined && isRegion(left, right, after))
  )
    return '';
  return ' ';
}

/** The hyphen of `pt-BR`. */
function isRegion(language: Piece, minus: Piece, region: Piece): boolean {
  return (
    language.end === minus.start &&
    minus.end === region.start &&
    /^[a-z]{2,3}$/.test(language.text) &&
    /^[A-Z]{2}$/.test(region.text)
  );
}
