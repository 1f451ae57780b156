import { EmbeddedActionsParser, EOF, type IToken, type TokenType } from 'chevrotain';
import * as say from '../../diagnostics/catalogue.gen.ts';
import { nearest } from '../../diagnostics/nearest.ts';
import type { Wording } from '../../diagnostics/types.ts';
import { retag } from '../lexer/lex.ts';
import { type Keyword, k, t, vocabulary } from '../lexer/tokens.ts';
import { lineStart } from '../offsets.ts';
import { enough, type Problem } from '../problems.ts';
import { valueNamed } from '../spoken/types.ts';
import type { Name, Span } from '../tree.ts';
import { OneWordLookahead } from './lookahead.ts';
import { capital, describe, errorMessages } from './wordings.ts';

/** What somebody may write in a name's place. */
const valueTypes: ReadonlySet<TokenType> = new Set([t.number, t.text, t.date, t.clock]);

/** What a value or a name begins with. */
const operandStarts: ReadonlySet<TokenType> = new Set([
  t.identifier,
  t.number,
  t.text,
  t.date,
  t.clock,
  t.open,
  k.profile,
  k.text,
]);

/** How deep brackets, blocks, texts and `not` chains may nest together; far from what the stack could take. */
const mostNested = 80;
/** Each operator holds all before it, so that these are levels, too. */
const mostOperators = 500;

/**
 * What all parts of the grammar share: where the parser stands, names and spans, and mending of single words. A word that
 * is misspelt is reported and read as meant, a missing name is reported and left empty, so that the rest of the
 * sentence is still read. Everything larger is `Recovery`'s.
 */
export abstract class Cursor extends EmbeddedActionsParser {
  protected source = '';
  protected problems: Problem[] = [];
  /** offsets where an item of a block begins; the formatter breaks lines there */
  protected items: number[] = [];
  /** offsets of each minus that is a sign; the formatter puts no blank behind it */
  protected signs: number[] = [];
  /** where a comma may stand and may be missing: what follows it, and whether the one style has it there */
  protected commas = new Map<number, boolean>();
  private nested = 0;
  /** undefined: no expression is being read */
  private operators: number | undefined;
  private lastReported = -1;

  constructor(checked: boolean) {
    super(vocabulary, {
      maxLookahead: 1,
      lookaheadStrategy: new OneWordLookahead(),
      recoveryEnabled: false,
      skipValidations: !checked,
      nodeLocationTracking: 'none',
      errorMessageProvider: errorMessages,
    });
  }

  protected begin(source: string, tokens: IToken[], problems: Problem[]): void {
    this.input = tokens;
    this.source = source;
    this.problems = problems;
    this.items = [];
    this.signs = [];
    this.commas = new Map();
    this.nested = 0;
    this.operators = undefined;
    this.lastReported = -1;
  }

  // -------------------------------------------------------------- where we stand

  protected get next(): TokenType {
    return this.LA(1).tokenType;
  }

  protected typeAt(distance: number): TokenType {
    return this.LA(distance).tokenType;
  }

  protected startOf(token: IToken): number {
    return token.tokenType === EOF ? this.source.length : token.startOffset;
  }

  protected endOf(token: IToken): number {
    if (this.RECORDING_PHASE) return 0;
    return token.tokenType === EOF ? this.source.length : token.startOffset + token.image.length;
  }

  /** Where the next token begins. */
  protected get here(): number {
    return this.startOf(this.LA(1));
  }

  /** Where the token read last ends; behind a hole, where its text ends. */
  protected get last(): number {
    const token = this.LA(0);
    const textEnd: number | undefined = token.tokenType === t.holeClose ? token.payload : undefined;
    return textEnd ?? (token.tokenType === EOF ? 0 : token.startOffset + token.image.length);
  }

  /** Before a comma that may be missing: the one style has it. */
  protected parts(): void {
    if (!this.RECORDING_PHASE) this.commas.set(this.startOf(this.LA(this.next === t.comma ? 2 : 1)), true);
  }

  protected startsLine(token: IToken): boolean {
    return token.tokenType === EOF || lineStart(this.source, token.startOffset);
  }

  /** Whether the sentence is over: the next token stands on a line of its own, parts items or closes. */
  protected get sentenceEnds(): boolean {
    const token = this.LA(1);
    const type = token.tokenType;
    return type === t.closeBrace || type === t.comma || type === EOF || this.startsLine(token);
  }

  // -------------------------------------------------------------- reporting

  /** One place is reported once: whatever else goes wrong there follows from the first. */
  protected report(span: Span, wording: Wording, more: Partial<Problem> = {}): void {
    if (span.start === this.lastReported || enough(this.problems)) return;
    this.lastReported = span.start;
    this.problems.push({ start: span.start, end: span.end, wording, ...more });
  }

  protected spanOf(token: IToken): Span {
    return { start: this.startOf(token), end: Math.max(this.endOf(token), this.startOf(token)) };
  }

  /** The place right after what was read last: where something is missing. */
  protected get gap(): Span {
    return { start: this.last, end: this.last };
  }

  // -------------------------------------------------------------- words

  /** A keyword or sign that must stand here. A misspelt keyword is reported and taken. */
  protected word(index: number, type: TokenType): IToken {
    if (this.RECORDING_PHASE || this.next === type) return this.consume(index, type);
    // It was taken for a name only because what follows it is still missing.
    if (this.next === t.identifier && this.LA(1).image === type.name && !this.sentenceEnds) retag(this.LA(1), type);
    if (this.next === type) return this.consume(index, type);
    if (!this.mend([type.name]) && this.couldFollow()) return this.missing(type);
    return this.consume(index, type);
  }

  /** Whether the next token is what would stand after a word that was left out. */
  protected couldFollow(): boolean {
    return !this.sentenceEnds && operandStarts.has(this.next);
  }

  /** `[1 2]`: between the things of a list in brackets. */
  protected sayMissingComma(close: TokenType): void {
    if (
      this.RECORDING_PHASE ||
      this.LA(0).tokenType === t.comma ||
      this.next === close ||
      !operandStarts.has(this.next)
    )
      return;
    this.report(this.gap, say.missingComma(), { fix: { ...this.gap, title: 'Write a comma', text: ',' } });
  }

  /** `send send Reminder`: the first of the two is too much. */
  protected passDoubled(): void {
    const [token, second] = [this.LA(1), this.LA(2)];
    if (token.tokenType === t.identifier || token.image !== second.image || !/^[a-z]/.test(token.image)) return;
    if (this.RECORDING_PHASE || this.startsLine(second) || this.typeAt(3) === t.colon) return;
    const span = this.spanOf(token);
    const fix = { start: span.start, end: this.startOf(second), title: 'Take it out', text: '' };
    this.report(span, say.tooMuch({ word: token.image }), { fix });
    this.SKIP_TOKEN();
  }

  /** Reports a word or sign that was left out; reading goes on as if it stood there. */
  protected missing(type: TokenType): IToken {
    const token = this.LA(1);
    const word = typeof type.PATTERN === 'string' ? type.PATTERN : type.name;
    const before = { start: this.startOf(token), end: this.startOf(token) };
    this.report(this.spanOf(token), say.missingWord({ word, found: describe(token) }), {
      fix: { ...before, title: `Write \`${word}\``, text: `${word} ` },
    });
    return { image: word, startOffset: before.start, tokenType: type, tokenTypeIdx: type.tokenTypeIdx ?? 0 } as IToken;
  }

  /** `finish helped`: a name on the same line where only a word could stand. */
  protected missingBeforeName(type: TokenType): boolean {
    if (this.RECORDING_PHASE || this.next !== t.identifier || this.sentenceEnds) return false;
    this.missing(type);
    return true;
  }

  /** A keyword of ours in the wrong place is reported and read as the right one. */
  protected mendKeyword(written: readonly TokenType[], meant: Keyword): void {
    const token = this.LA(1);
    if (this.RECORDING_PHASE || !written.includes(token.tokenType) || this.startsLine(token)) return;
    this.sayMisspelt(token, meant);
  }

  /** A sign in the wrong place is reported and read as the right one. */
  protected mendSign(written: readonly TokenType[], meant: TokenType): void {
    const token = this.LA(1);
    if (this.RECORDING_PHASE || !written.includes(token.tokenType)) return;
    this.sayInstead(this.spanOf(token), String(meant.PATTERN));
    retag(token, meant);
  }

  /** Reports words or signs that are said otherwise here. */
  protected sayInstead(span: Span, ours: string, hint?: string): void {
    const written = this.source.slice(span.start, span.end);
    this.report(span, say.wrongSign({ written, ours }), {
      ...(hint === undefined ? {} : { hint }),
      fix: { ...span, title: `Change to \`${ours}\``, text: ours },
    });
  }

  /** Reports a word that has no place here, and passes it. */
  protected passTooMuch(written: readonly TokenType[], before?: readonly TokenType[]): void {
    const token = this.LA(1);
    if (this.RECORDING_PHASE || !written.includes(token.tokenType)) return;
    if (before !== undefined && !before.includes(this.typeAt(2))) return;
    const span = this.spanOf(token);
    this.report(span, say.tooMuch({ word: token.image }), { fix: { ...span, title: 'Take it out', text: '' } });
    this.SKIP_TOKEN();
  }

  protected passTo(end: number): void {
    while (this.next !== EOF && this.here < end) this.SKIP_TOKEN();
  }

  /** `24 december` looked like an amount of an unknown unit, `mon–fri` has a sign that means nothing. */
  protected forgetInside(span: Span): void {
    const inside = this.problems.findIndex(({ start, end }) => start >= span.start && end <= span.end);
    if (inside >= 0) this.problems.splice(inside, 1);
  }

  /** Reports a misspelling of one of the words at the next token, and reads the token as that word. */
  protected mend(words: readonly string[]): boolean {
    if (this.RECORDING_PHASE) return false;
    const token = this.LA(1);
    if (token.tokenType !== t.identifier) return false;
    const meant = nearest(token.image, words);
    if (meant === undefined || !(meant in k)) return false;
    this.sayMisspelt(token, meant as Keyword);
    return true;
  }

  /** As `mend`, for words that could follow in the same sentence. */
  protected mendClause(words: readonly string[]): boolean {
    return this.LA(1).tokenType === t.identifier && !this.sentenceEnds && this.mend(words);
  }

  protected sayMisspelt(token: IToken, meant: Keyword): void {
    const span = this.spanOf(token);
    this.report(span, say.misspeltWord({ word: token.image, meant }), {
      fix: { ...span, title: `Change to \`${meant}\``, text: meant },
    });
    retag(token, k[meant]);
  }

  /** What stands before a setting that can be said once; `before` is the same one, said already. */
  protected onlyOnce(before: Span | undefined, word: string): void {
    if (this.RECORDING_PHASE || before === undefined) return;
    this.report(this.spanOf(this.LA(1)), say.saidTwice({ word }), {
      related: [{ start: before.start, end: before.end, message: `The first \`${word}\` is here.` }],
    });
  }

  /**
   * A name. Where none stands, that is reported and the name is empty. A keyword that begins a line is the next item rather
   * than a name, unless the name itself is what begins an item (`leads`).
   */
  protected name(index: number, what: string, leads = false): Name {
    if (!this.RECORDING_PHASE && !leads && !this.nameStands()) {
      this.sayMissingName(what);
      return { text: '', start: this.last, end: this.last };
    }
    const token = this.consume(index, t.word);
    return { text: token.image, start: token.startOffset, end: token.startOffset + token.image.length };
  }

  private nameStands(): boolean {
    const token = this.LA(1);
    const type = token.tokenType;
    if (type === t.identifier) return true;
    return type.CATEGORIES?.includes(t.word) === true && !this.startsLine(token);
  }

  private sayMissingName(what: string): void {
    const token = this.LA(1);
    const skippable = valueTypes.has(token.tokenType);
    if (this.sentenceEnds || !skippable) this.report(this.gap, say.missingName({ what: capital(what) }));
    else this.report(this.spanOf(token), say.notAName({ found: capital(describe(token)), what }), unquoted(token));

    if (!this.sentenceEnds && skippable) this.SKIP_TOKEN();
  }

  /** What a rule that gives a list gave: while the grammar is recorded, rules give nothing. */
  protected gathered<T>(list: readonly T[]): readonly T[] {
    return this.RECORDING_PHASE ? [] : list;
  }

  // -------------------------------------------------------------- depth

  /** Runs a rule's inside one level deeper; a level too deep is an error like any other. */
  protected deeper<R>(inside: () => R): R {
    if (this.RECORDING_PHASE) return inside();
    if (this.nested >= mostNested) this.consume(0, t.tooDeep);
    this.nested++;
    const result = inside();
    this.nested--;
    return result;
  }

  protected get depth(): number {
    return this.nested;
  }

  /** Runs an expression's rule: one operator too many in all of it is an error like any other. */
  protected counting<R>(inside: () => R): R {
    if (this.operators !== undefined) return inside();
    this.operators = 0;
    const result = inside();
    this.operators = undefined;
    return result;
  }

  protected countOperator(): void {
    this.operators = (this.operators ?? 0) + 1;
    if (this.operators > mostOperators && !this.RECORDING_PHASE) this.consume(0, t.tooLong);
  }

  /** After a mistake was caught: back to the depth of the block that carries on. */
  protected surface(depth: number): void {
    this.nested = depth;
    this.operators = undefined;
  }

  protected get canGoDeeper(): boolean {
    return this.nested < mostNested - 4;
  }
}

/** `"done"` where the name `done` is meant. */
function unquoted({ image, startOffset: start }: IToken): Pick<Problem, 'hint' | 'fix'> {
  const written = /^"([A-Za-z_][\w -]{0,40})"$/.exec(image)?.[1];
  if (written === undefined) return {};
  const text = valueNamed(written);
  return {
    hint: `A name has no quotes${text === written ? '' : ' and is one word'}: \`${text}\`.`,
    fix: { start, end: start + image.length, title: `Change to \`${text}\``, text },
  };
}
