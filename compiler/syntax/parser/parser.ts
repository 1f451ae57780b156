import { EOF, type IToken } from 'chevrotain';
import * as say from '../../diagnostics/catalogue.gen.ts';
import { nearest } from '../../diagnostics/nearest.ts';
import type { Lexed } from '../lexer/lex.ts';
import { k, t } from '../lexer/tokens.ts';
import type { Problem } from '../problems.ts';
import type { Declaration, Use } from '../tree.ts';
import type { Items } from './recovery.ts';
import { statementHeads } from './statements.ts';
import { Tests } from './tests.ts';
import { capital, describe } from './wordings.ts';

export const declarationWords = [
  ...['signal', 'type', 'identity', 'profile', 'condition', 'purpose', 'channel', 'message', 'team', 'policy'],
  ...['calendar', 'journey', 'decision', 'action', 'model', 'test', 'on', 'use'],
] as const;

const declarations: Items = {
  what: 'a declaration',
  heads: declarationWords,
  clauses: ['named', 'for', 'is', 'where', 'when', 'as'],
  commas: false,
};

export interface Read {
  readonly uses: readonly Use[];
  readonly declarations: readonly Declaration[];
  readonly problems: readonly Problem[];
  /** where items of blocks and declarations begin, in the order read */
  readonly items: readonly number[];
  /** where each minus stands that is a sign */
  readonly signs: readonly number[];
  readonly commas: ReadonlyMap<number, boolean>;
}

/**
 * The whole grammar. One parser reads all files, one after the other.
 *
 * Chevrotain wants all rules in one class; so that each part of the grammar has a file, each is a class that extends the one below it, and
 * uses the rules that it inherits. A rule that a part uses and that comes further up (a block holds statements that hold blocks) is
 * declared there as `abstract`. From the bottom:
 *
 * Cursor, Recovery; values: Operands, Aggregates, Questions, Expressions; declarations: Types, Parameters, Data, Hours, WaysOut, Messages,
 * Calendars, Policies, Values;
 * statements: Sending, Triggers, Statements, Branches, OutsideWorld, Waits, Countdowns, Handoffs; journeys: Rhythms, ForEveryone, Starts,
 * Journeys; tests: Expectations, Tests.
 */
export class JourneyParser extends Tests {
  private uses: Use[] = [];
  private found: Declaration[] = [];
  private docs: ReadonlyMap<number, string> = new Map();

  /** `checked` runs Chevrotain's own examination of the grammar: for the tests, it costs time. */
  constructor(checked = false) {
    super(checked);
    this.performSelfAnalysis();
  }

  read(source: string, { tokens, problems }: Lexed, docs: ReadonlyMap<number, string>): Read {
    this.uses = [];
    this.found = [];
    this.docs = docs;
    this.begin(source, tokens, problems);
    this.file();
    const { uses, found: declarations, problems: mistakes, items, signs, commas } = this;
    return { uses, declarations, problems: mistakes, items, signs, commas };
  }

  protected docHere(): { readonly doc?: string } {
    if (this.docs.size === 0) return {};
    const doc = this.docs.get(this.here);
    return doc === undefined ? {} : { doc };
  }

  readonly file = this.RULE('File', (): void => {
    if (this.RECORDING_PHASE) {
      this.MANY(() => this.SUBRULE(this.declaration));
      return;
    }
    while (this.next !== EOF) {
      const token = this.LA(1);
      this.items.push(token.startOffset);
      if (this.declarationStands(token)) this.oneDeclaration(token);
      else this.skipToDeclaration(token);
      this.surface(0);
      if (this.LA(1) === token) this.SKIP_TOKEN();
    }
  });

  private readonly declaration = this.RULE('Declaration', (): void => {
    const found = this.OR<Declaration | Use>([
      { ALT: () => this.SUBRULE(this.journey) },
      { ALT: () => this.SUBRULE(this.signal) },
      { ALT: () => this.SUBRULE(this.message) },
      { ALT: () => this.SUBRULE(this.test) },
      { ALT: () => this.SUBRULE(this.type) },
      { ALT: () => this.SUBRULE(this.identity) },
      { ALT: () => this.SUBRULE(this.profile) },
      { ALT: () => this.SUBRULE(this.handler) },
      { ALT: () => this.SUBRULE(this.condition) },
      { ALT: () => this.SUBRULE(this.purpose) },
      { ALT: () => this.SUBRULE(this.channel) },
      { ALT: () => this.SUBRULE(this.team) },
      { ALT: () => this.SUBRULE(this.policy) },
      { ALT: () => this.SUBRULE(this.calendar) },
      { ALT: () => this.SUBRULE(this.decision) },
      { ALT: () => this.SUBRULE(this.action) },
      { ALT: () => this.SUBRULE(this.model) },
      { ALT: () => this.SUBRULE(this.use) },
    ]);
    if (this.RECORDING_PHASE) return;
    if (found.kind === 'Use') this.uses.push(found);
    else this.found.push(found);
  });

  private readonly use = this.RULE('Use', (): Use => {
    const start = this.here;
    this.CONSUME(k.use);
    const path = [this.name(1, 'the name of a folder')];
    this.MANY(() => {
      this.CONSUME(t.dot);
      path.push(this.name(2, 'the name of a folder'));
    });
    return { kind: 'Use', start, end: this.last, path };
  });

  private declarationStands(token: IToken): boolean {
    if (declarations.heads.includes(token.tokenType.name)) return true;
    // `Used { .. }` is a name whose first word was left out, no misspelt `use`.
    return !(/^[A-Z]/.test(token.image) && this.typeAt(2) !== t.identifier) && this.mend(declarationWords);
  }

  private oneDeclaration(token: IToken): void {
    const before = this.found.length + this.uses.length;
    this.passDoubled();
    const complete = this.guarded(declarations, () => this.SUBRULE(this.declaration));
    if (!complete) {
      if (this.found.length + this.uses.length === before) this.found.push(this.invalid(token.startOffset));
      this.passBlock();
      return;
    }
    const after = this.LA(1);
    if (after.tokenType === t.comma && this.startsLine(this.LA(2))) this.SKIP_TOKEN();
    else if (after.tokenType !== EOF && !this.startsLine(after) && this.LA(0).tokenType !== t.closeBrace) {
      this.sayRest(after);
      this.skip(declarations);
      this.passBlock();
    }
  }

  private sayRest(token: IToken): void {
    const meant = token.tokenType === t.identifier ? nearest(token.image, declarations.clauses ?? []) : undefined;
    const span = this.spanOf(token);
    if (meant === undefined)
      this.report(span, say.leftOver({ found: capital(describe(token)) }), this.meantByRest(token));
    else this.report(span, say.misspeltWord({ word: token.image, meant }));
  }

  /** What stands here belongs to no declaration: one report, then on to the next one. */
  private skipToDeclaration(token: IToken): void {
    const start = token.startOffset;
    const span = this.spanOf(token);
    const word = token.image;
    if (token.tokenType === t.closeBrace) this.report(span, say.strayBrace());
    else if ((statementHeads as readonly string[]).includes(word)) this.report(span, say.statementOutside({ word }));
    else this.report(span, say.notADeclaration({ found: describe(token) }), this.declarationHint(token));
    this.SKIP_TOKEN();
    while (this.next !== EOF) {
      const next = this.LA(1);
      if (
        this.startsLine(next) &&
        declarations.heads.includes(next.tokenType.name) &&
        (next.tokenType === k.on || this.startsDeclaration(next, 1))
      )
        break;
      this.SKIP_TOKEN();
    }
    this.found.push(this.invalid(start));
  }

  private declarationHint(token: IToken): Partial<Problem> {
    const second = this.LA(2);
    const home = homes.get(token.image);
    if (home !== undefined) return { hint: `It stands in \`${home} { .. }\`.` };
    const looksDeclared = token.tokenType === t.identifier && second.tokenType === t.identifier;
    const meant = looksDeclared ? foreignWords.get(token.image.toLowerCase()) : undefined;
    return meant === undefined ? {} : { hint: `Did you mean \`${meant}\`?` };
  }

  /** After a mistake in a declaration's head, its block goes too. */
  private passBlock(): void {
    if (this.next !== t.openBrace && this.next !== t.closeBrace) return;
    let open = 0;
    do {
      const token = this.LA(1);
      if (token.tokenType === EOF || (open > 0 && this.blockEnds(token) && token.tokenType !== t.closeBrace)) return;
      if (token.tokenType === t.openBrace) open++;
      else if (token.tokenType === t.closeBrace) open--;
      this.SKIP_TOKEN();
    } while (open > 0);
  }
}

/** Words that begin a clause, and the declaration that it stands in. */
const homes: ReadonlyMap<string, string> = new Map([
  ['subject', 'identity'],
  ['strong', 'identity'],
  ['weak', 'identity'],
  ['quiet', 'policy'],
  ['given', 'test "NAME"'],
  ['expect', 'test "NAME"'],
]);

const foreignWords: ReadonlyMap<string, string> = new Map([
  ['event', 'signal'],
  ['flow', 'journey'],
  ['campaign', 'journey'],
  ['template', 'message'],
  ['rule', 'policy'],
  ['enum', 'type'],
  ['record', 'type'],
  ['struct', 'type'],
  ['queue', 'team'],
  ['segment', 'condition'],
  ['import', 'use'],
  ['customer', 'profile'],
]);
