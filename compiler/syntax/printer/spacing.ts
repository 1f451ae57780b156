import type { TokenType } from 'chevrotain';
import { k, keywordTypes, t } from '../lexer/tokens.ts';
import type { Piece } from './pieces.ts';

const tightBefore: ReadonlySet<TokenType> = new Set([
  ...[t.comma, t.colon, t.dot, t.close, t.closeList, t.question, t.dotDot, t.percent],
]);
const tightAfter: ReadonlySet<TokenType> = new Set([t.dot, t.open, t.openList, t.dotDot]);

const operandEnds: ReadonlySet<TokenType> = new Set([
  ...[t.identifier, t.number, t.unit, t.percent, t.text, t.clock, t.date, t.close, t.closeList],
  ...[k.profile, k.true, k.false, k.journey, k.present, k.absent],
]);

/** What stands between two pieces of one line: a blank or nothing. */
export function between(before: Piece, left: Piece, right: Piece, after: Piece | undefined): '' | ' ' {
  const type = left.type;
  if (tightBefore.has(right.type) || tightAfter.has(type)) return '';
  if (right.type === t.open && (type === t.identifier || type === k.customer)) return '';
  if (type === t.minus && isSign(before)) return '';
  if (
    (type === t.minus && isRegion(before, left, right)) ||
    (right.type === t.minus && after !== undefined && isRegion(left, right, after))
  )
    return '';
  return ' ';
}

/** Whether a minus after this piece is a sign rather than a subtraction. */
function isSign(before: Piece): boolean {
  if (operandEnds.has(before.type)) return false;
  return !keywordTypes.has(before.type.name) || before.end === before.next || infix.has(before.type);
}

const infix: ReadonlySet<TokenType> = new Set([k.and, k.or, k.of, k.in, k.between, k.not, k.where, k.when, k.if]);

/** The hyphen of `pt-BR`. */
function isRegion(language: Piece, minus: Piece, region: Piece): boolean {
  return (
    language.end === minus.start &&
    minus.end === region.start &&
    /^[a-z]{2,3}$/.test(language.text) &&
    /^[A-Z]{2}$/.test(region.text)
  );
}
