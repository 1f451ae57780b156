/** How tokens are called in messages. */
import { EOF, type IParserErrorMessageProvider, type IToken, type TokenType } from 'chevrotain';
import { keywordTypes, t } from '../lexer/tokens.ts';

const names: ReadonlyMap<TokenType, string> = new Map([
  [t.word, 'a name'],
  [t.identifier, 'a name'],
  [t.unit, 'a unit'],
  [t.number, 'a number'],
  [t.text, 'a text in double quotes'],
  [t.date, 'a date such as 2026-03-01'],
  [t.clock, 'a time of day such as 09:00'],
  [t.operator, 'an operator'],
  [t.holeClose, '`}`'],
  [t.holeOpen, '`{`'],
  [EOF, 'the end of the file'],
]);

/** A kind of token, as something that could stand: `` `{` ``, `a name`, `` `when` ``. */
export function describeType(type: TokenType): string {
  const name = names.get(type);
  if (name !== undefined) return name;
  if (keywordTypes.has(type.name)) return `\`${type.name}\``;
  return typeof type.PATTERN === 'string' ? `\`${type.PATTERN}\`` : type.name;
}

/** A token as something that was found: `` `foo` ``, `a text`, `the end of the file`. */
export function describe(token: IToken): string {
  switch (token.tokenType) {
    case EOF:
      return 'the end of the file';
    case t.text:
      return 'a text';
    default:
      return token.image.length > 40 ? `\`${token.image.slice(0, 40)}…\`` : `\`${token.image}\``;
  }
}

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const MOST_LISTED = 12;

/** `` `a`, `b` or `c` `` */
export function listed(things: readonly string[]): string {
  const shown = things.length > MOST_LISTED ? [...things.slice(0, MOST_LISTED), '…'] : things;
  if (shown.length < 2) return shown.join('');
  return `${shown.slice(0, -1).join(', ')} or ${shown.at(-1)}`;
}

/** Chevrotain's exceptions carry what could have stood; `Recovery` makes the sentence. */
export const errorMessages: IParserErrorMessageProvider = {
  buildMismatchTokenMessage: ({ expected }) => describeType(expected),
  buildNotAllInputParsedMessage: () => 'the end of the file',
  buildNoViableAltMessage: ({ expectedPathsPerAlt, customUserDescription }) =>
    customUserDescription ??
    listed([...new Set(expectedPathsPerAlt.flat(1).flatMap(([type]) => (type ? [describeType(type)] : [])))]),
  buildEarlyExitMessage: ({ expectedIterationPaths, customUserDescription }) =>
    customUserDescription ??
    listed([...new Set(expectedIterationPaths.flatMap(([type]) => (type ? [describeType(type)] : [])))]),
};
