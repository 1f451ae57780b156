import { EOF, type IRecognitionException, type IToken, isRecognitionException, type TokenType } from 'chevrotain';
import * as say from '../../diagnostics/catalogue.gen.ts';
import { nearest } from '../../diagnostics/nearest.ts';
import { retag } from '../lexer/lex.ts';
import { k, keywordTypes, t } from '../lexer/tokens.ts';
import { lineStart } from '../offsets.ts';
import { enough, type Problem } from '../problems.ts';
import type { Invalid } from '../tree.ts';
import { Cursor } from './cursor.ts';
import { meantByLeftover } from './leftovers.ts';
import { meantBy } from './synonyms.ts';
import { capital, describe } from './wordings.ts';

/** What stands in a pair of braces, as far as mending it needs to know. */
export interface Items {
  /** `a statement`, `a field`: for messages */
  readonly what: string;
  /** words that begin an item; a misspelt one is read as meant. Empty where any name begins one. */
  readonly heads: readonly string[];
  /** words that carry an item on, for did-you-mean in the middle of a sentence */
  readonly clauses?: readonly string[];
  /** a name or text that is no keyword may begin an item too */
  readonly named?: boolean;
  /** a value that is written out may begin an item: `10 EUR`, `"a"`, `2026-03-01` */
  readonly literals?: boolean;
  /** a name with a number behind it may begin an item: the word before it was left out */
  readonly counted?: boolean;
  /** items on one line must be parted by commas */
  readonly commas?: boolean;
  /** parameters, which stand behind a name, are understood inside; of which types, where others are meant otherwise */
  readonly parameters?: 'any' | 'simple';
  /** reads the insides of a block whose head could not be read, so that the mistakes in it are found too */
  readonly inner?: () => void;
}

const declarationHeads: ReadonlySet<TokenType> = new Set([
  ...[k.signal, k.type, k.condition, k.purpose, k.channel, k.message, k.team, k.policy, k.calendar, k.journey],
  ...[k.decision, k.action, k.model],
  ...[k.identity, k.profile, k.test, k.use],
]);

const literalStarts: ReadonlySet<TokenType> = new Set([t.number, t.text, t.date, t.clock, t.minus]);

const afterDeclaredName: ReadonlySet<TokenType> = new Set([t.openBrace, t.open, t.is, k.named, k.is, k.for]);

/** how many tokens away the other bracket of a block is looked for */
const farthestBracket = 500;
/** letters of a line that tell how its sentence was meant */
const nearby = 300;

/** Blocks and their items: what parts them, and how reading goes on after a mistake in one of them. */
export abstract class Recovery extends Cursor {
  /** `{ items }` with both braces, each mended where it is missing. */
  protected braces(items: Items, read: () => void): void {
    if (this.RECORDING_PHASE) {
      this.consume(9, t.openBrace);
      this.many(9, () => {
        read();
        this.option(9, () => this.consume(9, t.comma));
      });
      this.consume(9, t.closeBrace);
      return;
    }
    this.deeper(() => {
      if (!this.openBrace(items)) {
        if (!this.sentenceEnds && this.canBegin(this.LA(1), items)) this.guarded(items, read);
        return;
      }
      const opener = this.LA(0);
      this.readItems(items, read);
      this.closeBrace(opener);
    });
  }

  private openBrace(items: Items): boolean {
    this.passTooMuch(beforeBrace, [t.openBrace]);
    const token = this.LA(1);
    if (token.tokenType === t.openBrace || this.bracketsForBraces(token)) {
      this.SKIP_TOKEN();
      return true;
    }
    const begun = !this.startsLine(token) && items.heads.includes(token.tokenType.name);
    if (!this.sentenceEnds && !begun) {
      this.skipToBrace(items, token);
      return this.openBraceIfThere();
    }
    this.report(begun ? this.spanOf(token) : this.gap, say.missingBlock({ what: items.what }), {
      fix: { ...this.gap, title: 'Write `{`', text: ' {' },
    });
    return false;
  }

  /** `if C ( .. )`: both brackets are read as braces. */
  private bracketsForBraces(opener: IToken): boolean {
    const closer = opener.tokenType === t.open ? t.close : t.closeList;
    if (opener.tokenType !== t.open && opener.tokenType !== t.openList) return false;
    let depth = 0;
    for (let ahead = 1; ahead <= farthestBracket && !enough(this.problems); ahead++) {
      const token = this.LA(ahead);
      if (token.tokenType === EOF) return false;
      if (token.tokenType === opener.tokenType) depth++;
      if (token.tokenType !== closer || --depth > 0) continue;
      this.sayInstead(this.spanOf(opener), '{');
      this.sayInstead(this.spanOf(token), '}');
      retag(token, t.closeBrace);
      retag(opener, t.openBrace);
      return true;
    }
    return false;
  }

  /** `step calm now {`: what stands before the brace is the mistake; the block is read all the same. */
  private skipToBrace(items: Items, token: IToken): void {
    this.sayStranger(token, items);
    while (!this.sentenceEnds && this.next !== t.openBrace) this.SKIP_TOKEN();
  }

  private openBraceIfThere(): boolean {
    const there = this.next === t.openBrace;
    if (there) this.SKIP_TOKEN();
    return there;
  }

  private closeBrace(opener: IToken): void {
    if (this.next === t.closeBrace) {
      this.SKIP_TOKEN();
      return;
    }
    const span = this.spanOf(opener);
    this.report(this.spanOf(this.LA(1)), say.missingBrace(), {
      related: [{ ...span, message: 'It was opened here.' }],
    });
  }

  /** Items up to the closing brace, a declaration or the end of the file. */
  private readItems(items: Items, read: () => void): void {
    const depth = this.depth;
    for (;;) {
      const token = this.LA(1);
      if (this.blockEnds(token)) return;
      if (token.tokenType === t.comma) {
        this.passTooMuch([t.comma]);
        continue;
      }
      this.items.push(token.startOffset);
      if (this.passMisplaced(items)) continue;
      if (this.canBegin(token, items)) this.guarded(items, read);
      else this.skipStranger(token, items);
      this.surface(depth);
      if (this.LA(1) === token) this.SKIP_TOKEN();
      this.betweenItems(items);
    }
  }

  /** Whether something stood here that belongs elsewhere, and was read as if it stood there. */
  protected abstract passMisplaced(items: Items): boolean;

  protected blockEnds(token: IToken): boolean {
    const type = token.tokenType;
    return type === t.closeBrace || type === EOF || (declarationHeads.has(type) && this.startsDeclaration(token, 1));
  }

  /** Runs one item; a mistake in it is reported and skipped. True where it was read to its end. */
  protected guarded(items: Items, read: () => void): boolean {
    try {
      read();
      return true;
    } catch (error) {
      assertRecognition(error);
      this.sayException(error, items);
      this.skip(items);
      return false;
    }
  }

  private betweenItems(items: Items): void {
    const token = this.LA(1);
    if (token.tokenType === t.comma) {
      this.SKIP_TOKEN();
      return;
    }
    if (this.blockEnds(token) || this.startsLine(token) || this.LA(0).tokenType === t.closeBrace) return;
    if (this.looksLikeItem(token, items)) {
      if (items.commas !== false) {
        this.report({ start: this.last, end: this.here }, say.missingComma(), {
          fix: { ...this.gap, title: 'Write a comma', text: ',' },
        });
      }
      return;
    }
    this.sayStranger(token, items);
    this.skip(items);
    if (this.next === t.comma) this.SKIP_TOKEN();
  }

  private looksLikeItem(token: IToken, items: Items): boolean {
    if (items.heads.includes(token.tokenType.name)) return true;
    if (items.named !== true || token.tokenType !== t.identifier) return false;
    return this.typeAt(2) === t.colon || items.heads.includes(token.image);
  }

  private canBegin(token: IToken, items: Items): boolean {
    const type = token.tokenType;
    if (items.heads.includes(type.name)) return true;
    if (items.literals && literalStarts.has(type)) return true;
    if (items.named && type === t.identifier) return true;
    if (items.counted && type === t.identifier && this.typeAt(2) === t.number) return true;
    if (items.named) return type.CATEGORIES?.includes(t.word) === true && this.namesItem(token);
    if (type !== t.identifier || this.isHeadWithColon(token, items)) return false;
    if (meantBy(token.image, this.typeAt(2), items.heads) !== undefined) return false;
    return this.mend(items.heads);
  }

  /** A keyword that is a name here: a field's, a value's, a signal's. */
  private namesItem(token: IToken): boolean {
    const second = this.typeAt(2);
    return second === t.openBrace || second === t.comma || second === t.colon || !this.startsLine(token);
  }

  private skipStranger(token: IToken, items: Items): void {
    this.sayStranger(token, items);
    this.skip(items);
  }

  /** A token that no item begins or continues with. */
  private sayStranger(token: IToken, items: Items): void {
    const span = this.spanOf(token);
    const before = this.LA(0).tokenType;
    const begins = this.startsLine(token) || before === t.openBrace;
    if (this.isHeadWithColon(token, items)) {
      const colon = this.spanOf(this.LA(2));
      this.report(colon, say.tooMuch({ word: ':' }), { fix: { ...colon, title: 'Take it out', text: '' } });
      return;
    }
    if (!begins && this.LA(0).image === token.image) {
      // `10 days days`
      this.report(span, say.tooMuch({ word: token.image }), { fix: { ...span, title: 'Take it out', text: '' } });
      return;
    }
    const words = begins && items.heads.length > 0 ? items.heads : [...(items.clauses ?? []), ...items.heads];
    const named =
      begins || before === t.comma
        ? (meantBy(token.image, this.typeAt(2), items.heads) ?? (begins ? this.knownLeftover(token)?.hint : undefined))
        : undefined;
    const isSaid = named !== undefined || (!begins && this.knownLeftover(token) !== undefined);
    const meant = token.tokenType === t.identifier && !isSaid ? nearest(token.image, words) : undefined;
    if (meant !== undefined) {
      this.report(span, say.misspeltWord({ word: token.image, meant }), {
        fix: { ...span, title: `Change to \`${meant}\``, text: meant },
      });
    } else if (begins || named !== undefined) {
      const heads = items.heads.length > 1 ? `: ${items.heads.map((word) => `\`${word}\``).join(', ')}` : '';
      const wording = say.unexpected({ found: capital(describe(token)), expected: `${items.what}${heads}` });
      this.report(span, wording, named === undefined ? {} : { hint: named });
    } else this.report(span, say.leftOver({ found: capital(describe(token)) }), this.meantByRest(token));
  }

  /** The rest of a line, of which only what is near, up to a comma or a comment. */
  protected lineFrom(start: number): string {
    return this.source.slice(start, start + nearby).split(/ *(?:[\r\n,]|\/\/)/, 1)[0] ?? '';
  }

  /** `goal: OrderPlaced`: before a colon every word is a name. */
  private isHeadWithColon(token: IToken, items: Items): boolean {
    return token.tokenType === t.identifier && this.typeAt(2) === t.colon && items.heads.includes(token.image);
  }

  /** What stands behind the end of a sentence, and seems to go on with it. */
  protected meantByRest(token: IToken): Partial<Problem> {
    if (infixFunctions.has(token.image))
      return { hint: `It stands before its values: \`${token.image}(profile.name, "..")\`.` };
    const known = this.knownLeftover(token);
    if (known !== undefined) return known;
    const name = this.LA(0);
    const rest = token.tokenType === t.minus ? this.LA(2) : token;
    const follows = this.typeAt(rest === token ? 2 : 3);
    if (follows !== t.openBrace && follows !== t.open && follows !== k.for) return {};
    if (!declarationHeads.has(this.LA(-1).tokenType) || !/^[A-Z]/.test(name.image) || !/^\w+$/.test(rest.image))
      return {};
    const joined = `${name.image}${capital(rest.image)}`;
    const span = { start: name.startOffset, end: this.endOf(rest) };
    const fix = { ...span, title: `Change to \`${joined}\``, text: joined };
    return { hint: `A name is one word: \`${joined}\`.`, fix };
  }

  private knownLeftover({ startOffset: start }: IToken): Partial<Problem> | undefined {
    // Of a line that no person has written, only what is near.
    const before = this.source.slice(Math.max(0, start - nearby), start);
    const [rest = ''] = this.source.slice(start, start + nearby).split('\n', 1);
    const meant = meantByLeftover(before.slice(before.lastIndexOf('\n') + 1), rest);
    if (meant === undefined) return undefined;
    const { hint, text, length } = meant;
    if (text === undefined) return { hint };
    const title = text === '' ? 'Take it out' : `Change to \`${text}\``;
    return { hint, fix: { start: text === '' ? this.last : start, end: start + length, title, text } };
  }

  private sayException(error: IRecognitionException, items: Items): void {
    const token = error.token;
    const span = this.spanOf(token);
    if (error.message === t.tooDeep.name) {
      this.report(span, say.nestedTooDeeply());
      return;
    }
    if (error.message === t.tooLong.name) {
      this.report(span, say.expressionTooLong());
      return;
    }
    if (
      error.message === aValue &&
      (this.startsLine(token) ||
        token.tokenType === t.closeBrace ||
        token.tokenType === t.comma ||
        token.tokenType === t.close)
    ) {
      this.report(this.gap, say.missingValue());
      return;
    }
    const meant = token.tokenType === t.identifier ? nearest(token.image, items.clauses ?? []) : undefined;
    if (meant !== undefined) {
      this.report(span, say.misspeltWord({ word: token.image, meant }));
      return;
    }
    if (this.sentenceEnds && token === this.LA(1)) {
      this.report(this.gap, say.unfinished({ expected: error.message }));
      return;
    }
    const wording = say.unexpected({ found: capital(describe(token)), expected: error.message });
    this.report(span, wording, token === this.LA(1) ? this.knownLeftover(token) : {});
  }

  /** Goes to where the next item can begin: its line, a comma that parts, the end of the block or a declaration. */
  protected skip(items: Items): void {
    let open = 0;
    for (let first = true; ; first = false) {
      const token = this.LA(1);
      const type = token.tokenType;
      if (type === EOF || (declarationHeads.has(type) && this.startsDeclaration(token, 1))) return;
      if ((type === t.closeBrace || type === t.holeClose) && open === 0) return;
      if (open === 0 && !first && this.startsLine(token) && this.couldBegin(token, items)) return;
      if (open === 0 && type === t.comma && items.commas !== false) return;
      if (opening.has(type)) {
        if (type === t.openBrace && open === 0 && items.inner !== undefined && this.canGoDeeper && !first) {
          items.inner();
          continue;
        }
        open++;
      } else if (closing.has(type) && open > 0) open--;
      this.SKIP_TOKEN();
    }
  }

  private couldBegin(token: IToken, items: Items): boolean {
    return items.named === true || items.heads.includes(token.tokenType.name) || token.tokenType === t.identifier;
  }

  /**
   * Whether a declaration begins `distance` tokens ahead, so that an open block has lost its brace: its keyword stands at the very
   * left, or at the beginning of a line and looks like nothing else.
   */
  protected startsDeclaration(token: IToken, distance: number): boolean {
    const start = token.startOffset;
    if (start !== 0 && !lineStart(this.source, start)) return false;
    const second = this.typeAt(distance + 1);
    switch (token.tokenType) {
      case k.identity:
      case k.profile:
        return second === t.openBrace;
      case k.test:
        return second === t.text;
      case k.use:
        return start === 0 || this.source.charCodeAt(start - 1) === 10;
      default: {
        if (second !== t.identifier && !keywordTypes.has(second.name)) return false;
        if (start === 0 || this.source.charCodeAt(start - 1) === 10) return true;
        return afterDeclaredName.has(this.typeAt(distance + 2));
      }
    }
  }

  protected invalid(start: number): Invalid {
    return { kind: 'Invalid', start, end: Math.max(start, this.last) };
  }
}

/** Chevrotain says this where no alternative of a value fits. */
export const aValue = 'a value, such as `3 days`, "a text" or `profile.tier`';

/** Functions that read like operators. */
const infixFunctions: ReadonlySet<string> = new Set(['contains', 'starts_with', 'ends_with']);

/** What other languages write before a block. */
const beforeBrace: readonly TokenType[] = [k.then, t.colon, t.is];

const opening: ReadonlySet<TokenType> = new Set([t.openBrace, t.open, t.openList, t.holeOpen]);
const closing: ReadonlySet<TokenType> = new Set([t.closeBrace, t.close, t.closeList, t.holeClose]);

function assertRecognition(error: unknown): asserts error is IRecognitionException {
  if (!(error instanceof Error) || !isRecognitionException(error)) throw error;
}
