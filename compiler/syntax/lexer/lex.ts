import { type ILexingResult, type IToken, Lexer, type TokenType } from 'chevrotain';
import * as say from '../../diagnostics/catalogue.gen.ts';
import { lineStart } from '../offsets.ts';
import { atMost, enough, type Problem } from '../problems.ts';
import { sayFence, withoutListSigns, withPlainSigns } from './pasted.ts';
import {
  currencyOf,
  digitsOf,
  sayForeign,
  sayUnknown,
  sayWrongComment,
  sayWrongDate,
  sayWrongNumber,
} from './strangers.ts';
import { cook, endOfLine, insideWrongQuotes, type ScannedText } from './texts.ts';
import { k, keywordTypes, lexed, t } from './tokens.ts';
import { isUnit, nearestUnit, unitWords } from './units.ts';

export interface Lexed {
  /** the text, with blanks for the signs of a list, which are none of its lines */
  readonly plain: string;
  readonly tokens: IToken[];
  readonly comments: readonly IToken[];
  readonly problems: Problem[];
}

/** Of a text token: plain pieces with escapes resolved, `undefined` for each hole; and how it was written. */
export interface TextPayload {
  readonly parts: readonly (string | undefined)[];
  readonly block: boolean;
}

let lexer: Lexer | undefined;

/** Built at first use: nothing is paid for by a command that reads no journey. */
function lexerOf(): Lexer {
  lexer ??= new Lexer(lexed, {
    positionTracking: 'onlyOffset',
    ensureOptimizations: true,
    skipValidations: true,
    recoveryEnabled: true,
  });
  return lexer;
}

/**
 * Text to the tokens that the grammar sees: keywords told from names by where they stand, units told from words, the
 * expressions inside texts spliced in. What cannot be read is a problem and left out. Never fails.
 */
export function lex(text: string): Lexed {
  const problems: Problem[] = [];
  const result = tokenize(text, 0, problems);
  const tokens: IToken[] = [];
  const { plain, kept } = withoutListSigns(text, result.tokens, problems);
  splice(plain, kept, tokens, problems, 0);
  return { plain, tokens, comments: result.groups.comments ?? [], problems: atMost(problems) };
}

/** `at`: where the text begins in its file */
function tokenize(text: string, at: number, problems: Problem[]): ILexingResult {
  const first = lexerOf().tokenize(text);
  const mended = first.errors.length === 0 ? text : withPlainSigns(text, first.errors, at, problems);
  const result = mended === text ? first : lexerOf().tokenize(mended);
  for (const { offset, length } of result.errors)
    sayUnknown(text.slice(offset, offset + length), at + offset, problems);
  return result;
}

function splice(text: string, found: readonly IToken[], into: IToken[], problems: Problem[], nested: number): void {
  let previous: IToken | undefined = into.at(-1);
  for (let index = 0; index < found.length; index++) {
    const token = found[index] as IToken;
    if (token.tokenType === t.wrongComment) {
      sayWrongComment(token, problems);
      continue;
    }
    if (token.tokenType === t.fence) {
      sayFence(token, problems);
      continue;
    }
    into.push(token);
    switch (token.tokenType) {
      case t.identifier:
        if (previous?.tokenType === t.number && timeOfSomeKind(token, found[index + 1], problems)) {
          index++;
          break;
        }
        settleWord(text, token, previous, found[index + 1], problems);
        break;
      case t.text:
        spliceText(text, token, into, problems, nested);
        break;
      case t.wrongText:
        if (!enough(problems)) problems.push(wrongQuotes(token));
        retag(token, t.text);
        token.payload = { parts: [insideWrongQuotes(token.image)], block: false } satisfies TextPayload;
        break;
      case t.wrongDate:
        sayWrongDate(token, problems);
        retag(token, t.date);
        break;
      case t.wrongMoney:
        into.push(currencyOf(token, problems));
        retag(token, t.number);
        break;
      case t.wrongNumber:
        sayWrongNumber(token, problems);
        retag(token, t.number);
        break;
      case t.foreign:
        retag(token, sayForeign(token, problems));
        break;
    }
    previous = token;
  }
}

export function retag(token: IToken, type: TokenType): void {
  token.tokenType = type;
  token.tokenTypeIdx = type.tokenTypeIdx ?? 0;
}

/** A name, a keyword or a unit: decided by the neighbours, so that every keyword can also be a field's name. */
function settleWord(
  text: string,
  token: IToken,
  previous: IToken | undefined,
  next: IToken | undefined,
  problems: Problem[],
): void {
  const word = token.image;
  const before = previous?.tokenType;
  if (before === t.number && !countsThings(token, next) && settleUnit(text, token, next, problems)) return;
  const keyword = keywordTypes.get(word);
  if (keyword === undefined) {
    if (before !== t.dot && next !== undefined && unitWords.has(next.image) && digitsOf(token, problems)) {
      retag(token, t.number);
      return;
    }
    if (before === k.per && unitWords.has(word)) retag(token, t.unit);
    return;
  }
  if (before === t.dot || next?.tokenType === t.colon) return;
  // `until any` of the branches, `for any` value of a test.
  const other = keyword === k.any && (before === k.until || before === k.for);
  if (!other && keepsName(text, keyword, next)) return;
  retag(token, keyword);
}

/** `3 a week`, `3 emails per week`, `1 promotion at a time`: no units. */
function countsThings({ image }: IToken, next: IToken | undefined): boolean {
  if (next === undefined) return false;
  return (
    (/^an?$/.test(image) && unitWords.has(next.image)) ||
    (next.image === 'per' && !isUnit(image)) ||
    (next.image === 'at' && nearestUnit(image) === undefined && !isUnit(image))
  );
}

const working =
  'Time in which a team is there: `16 hours during open hours of TEAM`. A moment on a working day: `2 days until 09:00 on weekdays`.';

const isNoWordOfOurs = (word: string): boolean =>
  /^[a-z]{2,}$/.test(word) && !keywordTypes.has(word) && !unitWords.has(word);

/** `2 working days`, `2 full days`, `3 weekdays`: reports them, and reads them as a unit. */
function timeOfSomeKind(token: IToken, next: IToken | undefined, problems: Problem[]): boolean {
  const isPair = next !== undefined && unitWords.has(next.image) && isNoWordOfOurs(token.image);
  if (!isPair && !/^(workdays?|weekdays?)$/.test(token.image)) return false;
  const last = isPair ? next : token;
  const image = isPair ? `${token.image} ${next.image}` : token.image;
  const span = { start: token.startOffset, end: last.startOffset + last.image.length };
  const isWork = !isPair || /^(working|business|work|office|week|bank|school|trading)$/.test(token.image);
  problems.push({ ...span, wording: say.unknownUnit({ unit: image }), ...(isWork ? { hint: working } : {}) });
  retag(token, t.unit);
  return true;
}

/** A word that only means something before certain others: `count` is a name unless `of` follows. */
function keepsName(text: string, keyword: TokenType, next: IToken | undefined): boolean {
  switch (keyword) {
    case k.count:
    case k.sum:
    case k.average:
    case k.min:
    case k.max:
      return next?.image !== 'of' && !(next?.tokenType === t.identifier && /^[A-Z]/.test(next.image));
    case k.first:
    case k.latest:
    case k.any:
    case k.no:
      return !startsAggregate(text, next);
    case k.this:
      return next?.image !== 'journey';
    case k.consent:
      return next?.tokenType !== t.identifier || infix.has(next.image);
    default:
      return false;
  }
}

const infix: ReadonlySet<string> = new Set(['and', 'or', 'is', 'in', 'not', 'between']);

function startsAggregate(text: string, next: IToken | undefined): boolean {
  if (next?.tokenType !== t.identifier) return false;
  const initial = next.image.charCodeAt(0);
  if (initial >= 65 && initial <= 90) return true;
  return next.image === 'order' || (!keywordTypes.has(next.image) && !lineStart(text, next.startOffset));
}

const describesSignal: ReadonlySet<string> = new Set(['as', 'where', 'when', 'then', 'within']);

/** `3 days`, `120 EUR`; `3 dayz` is reported and read as a quantity all the same. */
function settleUnit(text: string, token: IToken, next: IToken | undefined, problems: Problem[]): boolean {
  const word = token.image;
  if (lineStart(text, token.startOffset)) return false;
  if (!isUnit(word)) {
    // `3 Days`, but `start on 3 PriceChecked`, whatever a signal is called.
    const isSignal =
      /^[A-Z]/.test(word) && (!unitWords.has(word.toLowerCase()) || describesSignal.has(next?.image ?? ''));
    if ((keywordTypes.has(word) && word !== 'min') || isSignal) return false;
    if (!enough(problems)) problems.push(strangeUnit(text, token));
  }
  retag(token, t.unit);
  return true;
}

function strangeUnit(text: string, { image: word, startOffset: start }: IToken): Problem {
  const span = { start, end: start + word.length };
  const wording = say.unknownUnit({ unit: word });
  if (/^[ap]m$/i.test(word)) {
    const hint = 'Times of day are written with 24 hours: `09:00`, `21:30`.';
    return { ...span, wording, hint, ...clockFix(text, span) };
  }
  const meant = nearestUnit(word);
  if (meant === undefined) return { ...span, wording };
  const fix = { ...span, title: `Change to \`${meant}\``, text: meant };
  return { ...span, wording, hint: `Did you mean \`${meant}\`?`, fix };
}

/** `9 am`, `9.30pm` */
function clockFix(
  text: string,
  { start, end }: { readonly start: number; readonly end: number },
): Pick<Problem, 'fix'> {
  const [written, hour = '', minutes = '00'] =
    /(\d{1,2})(?:\.(\d\d))? ?$/.exec(text.slice(Math.max(0, start - 6), start)) ?? [];
  if (written === undefined || Number(hour) < 1 || Number(hour) > 12 || Number(minutes) > 59) return {};
  const afternoon = /^p/i.test(text.slice(start, end));
  const clock = `${String((Number(hour) % 12) + (afternoon ? 12 : 0)).padStart(2, '0')}:${minutes}`;
  return { fix: { start: start - written.length, end, title: `Change to \`${clock}\``, text: clock } };
}

function spliceText(text: string, token: IToken, into: IToken[], problems: Problem[], nested: number): void {
  const scanned: ScannedText | undefined = token.payload;
  if (scanned === undefined) {
    token.payload = { parts: [token.image.slice(1, -1)], block: false } satisfies TextPayload;
    return;
  }
  const parts = cook(text, scanned, (start, end) => {
    problems.push({ start, end, wording: say.unknownEscape({ escape: text.slice(start, end) }) });
  });
  token.payload = { parts, block: scanned.block } satisfies TextPayload;
  sayTextProblem(text, token, scanned, problems);
  // What stands behind a hole is no token: the brace tells where its text ends.
  const end = token.startOffset + token.image.length;
  for (const piece of scanned.pieces) {
    if (!piece.hole) continue;
    spliceHole(text, piece.start, piece.end, into, problems, nested);
    into.push({ ...bracket(t.holeClose, piece.end, '}'), payload: end });
  }
}

function spliceHole(
  text: string,
  start: number,
  end: number,
  into: IToken[],
  problems: Problem[],
  nested: number,
): void {
  into.push(bracket(t.holeOpen, start - 1, '{'));
  const inside = tokenize(text.slice(start, end), start, problems);
  for (const token of inside.tokens) token.startOffset += start;
  splice(text, shifted(inside.tokens, start), into, problems, nested + 1);
}

/** Texts inside a hole were scanned in a slice: their pieces move by its start. */
function shifted(tokens: IToken[], by: number): IToken[] {
  for (const token of tokens) {
    const scanned: ScannedText | undefined = token.tokenType === t.text ? token.payload : undefined;
    if (scanned === undefined) continue;
    token.payload = {
      ...scanned,
      ...(scanned.problemAt === undefined ? {} : { problemAt: scanned.problemAt + by }),
      pieces: scanned.pieces.map((piece) => ({ ...piece, start: piece.start + by, end: piece.end + by })),
    } satisfies ScannedText;
  }
  return tokens;
}

function bracket(type: TokenType, startOffset: number, image: string): IToken {
  return { image, startOffset, tokenTypeIdx: type.tokenTypeIdx ?? 0, tokenType: type } as IToken;
}

function sayTextProblem(text: string, token: IToken, scanned: ScannedText, problems: Problem[]): void {
  const at = scanned.problemAt ?? token.startOffset;
  const end = token.startOffset + token.image.length;
  switch (scanned.problem) {
    case undefined:
      return;
    case 'unclosed': {
      const quotes = scanned.block ? '"""' : '"';
      const shown = scanned.block ? Math.min(end, endOfLine(text, at)) : end;
      problems.push({
        start: at,
        end: Math.max(shown, at + quotes.length),
        wording: say.unclosedText({ quotes }),
        fix: { title: `Close with \`${quotes}\``, start: end, end, text: quotes },
      });
      return;
    }
    case 'open hole':
      problems.push({ start: at, end: at + 1, wording: say.unclosedHole() });
      return;
  }
}

function wrongQuotes(token: IToken): Problem {
  const span = { start: token.startOffset, end: token.startOffset + token.image.length };
  // Quotes inside a hole are texts of their own.
  const inside = insideWrongQuotes(token.image)
    .replace(/"/g, '\\"')
    .replace(/\{[^{}]*\}/g, (hole) => hole.replace(/[\u201c-\u201e]/g, '"'));
  return {
    ...span,
    wording: say.wrongQuotes({ quotes: token.image.charAt(0) }),
    fix: { ...span, title: 'Use straight double quotes', text: `"${inside}"` },
  };
}
