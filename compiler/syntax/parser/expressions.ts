import { EOF, type IToken, type OrMethodOpts, type TokenType } from 'chevrotain';
import * as say from '../../diagnostics/catalogue.gen.ts';
import { retag } from '../lexer/lex.ts';
import { k, keywordTypes, t } from '../lexer/tokens.ts';
import type { BinaryOperator, Expression } from '../tree.ts';
import { amount, level, negated, whole } from './levels.ts';
import { Questions } from './questions.ts';
import { aValue } from './recovery.ts';

const levels = new Map<TokenType, number>([
  [k.or, level.or],
  [k.and, level.and],
  ...[t.equal, t.notEqual, t.less, t.lessEqual, t.greater, t.greaterEqual].map(
    (type) => [type, level.comparison] as const,
  ),
  [t.plus, level.sum],
  [t.minus, level.sum],
  ...[t.star, t.slash, k.of].map((type) => [type, level.product] as const),
  [k.is, level.comparison],
  [k.in, level.comparison],
  [k.not, level.comparison],
  [k.between, level.comparison],
  [t.is, level.comparison],
  [t.comma, level.or],
]);

/** keywords that begin an expression */
const leading: ReadonlySet<TokenType> = new Set([
  ...[
    k.not,
    k.count,
    k.sum,
    k.average,
    k.min,
    k.max,
    k.first,
    k.latest,
    k.any,
    k.no,
    k.true,
    k.false,
    k.profile,
    k.consent,
  ],
]);

const rightOf = new Map<number, { ARGS: [number] }>(
  [level.or, level.and, level.comparison, level.sum, level.product].map((at) => [at, { ARGS: [at + 1] as [number] }]),
);

/** Operators, from `or` down to the minus sign. */
export abstract class Expressions extends Questions {
  protected readonly expression = this.RULE('Expression', (): Expression => this.SUBRULE(this.binary, whole));

  /** Operators that bind at least as strongly as `least`, left to right; comparisons do not chain. */
  protected readonly binary = this.RULE(
    'Binary',
    (least: number): Expression => this.counting(() => this.joined(least)),
  );

  private joined(least: number): Expression {
    const start = this.here;
    let left = this.SUBRULE(this.operand);
    let most: number = left.kind === 'Not' && this.LA(0).tokenType !== t.close ? level.and : level.unary;
    let at = 0;
    this.MANY({
      GATE: () => {
        at = this.nextLevel();
        return at >= least && at <= most;
      },
      DEF: () => {
        this.countOperator();
        left = this.SUBRULE(this.infix, { ARGS: [left, start, at] });
        if (at <= level.comparison) most = at === level.comparison ? level.and : at;
      },
    });
    return left;
  }

  /** 0 where the next token does not continue an expression. */
  private nextLevel(): number {
    const type = this.next;
    const at = levels.get(type) ?? 0;
    if (at === 0 && type !== t.identifier) return 0;
    switch (type) {
      case k.in:
        return this.windowAhead() || this.batchesAhead() ? 0 : at;
      case k.not:
        return this.typeAt(2) === k.in ? at : 0;
      case t.comma:
        return this.typeAt(2) === k.or ? at : 0;
      case t.is:
        return this.mendEquals() ? at : 0;
      case k.is:
        if (this.isTooMuch()) return level.comparison;
        this.mendIs();
        return at;
      case t.identifier:
        return this.typeAt(2) === t.identifier && this.LA(2).image === 'than' ? this.mendThan() : at;
      default:
        return at;
    }
  }

  /** `in batches of 3`; `in batches` may ask a list of that name. */
  private batchesAhead(): boolean {
    return this.typeAt(2) === k.batches && this.typeAt(3) === k.of;
  }

  /** `x = y`: `=` gives a value, `==` compares. */
  private mendEquals(): boolean {
    const token = this.LA(1);
    const span = this.spanOf(token);
    this.report(span, say.assignmentForComparison(), { fix: { ...span, title: 'Change to `==`', text: '==' } });
    retag(token, t.equal);
    return true;
  }

  /** `x is between 1 and 8`, `x is not in [a, b]` */
  private isTooMuch(): boolean {
    const second = this.typeAt(2);
    const isOurs = second === k.between || second === k.in || (second === k.not && this.typeAt(3) === k.in);
    if (!isOurs) return false;
    const span = this.spanOf(this.LA(1));
    const fix = { start: span.start, end: this.startOf(this.LA(2)), title: 'Take it out', text: '' };
    this.report(span, say.tooMuch({ word: 'is' }), { fix });
    this.SKIP_TOKEN();
    return true;
  }

  /** `x more than 3` */
  private mendThan(): number {
    const token = this.LA(1);
    const sign = comparisons.get(token.image);
    if (sign === undefined) return 0;
    const ours = String(sign.PATTERN);
    const span = { start: token.startOffset, end: this.endOf(this.LA(2)) };
    const written = this.source.slice(span.start, span.end).replace(/\s+/g, ' ');
    this.report(span, say.wrongSign({ written, ours }), {
      fix: { ...span, title: `Change to \`${ours}\``, text: ours },
    });
    this.SKIP_TOKEN();
    retag(this.LA(1), sign);
    return level.comparison;
  }

  /** `x is greater than 3`, `x is at least 3` */
  private mendSpokenComparison(): boolean {
    const [is, second, third] = [this.LA(1), this.LA(2), this.LA(3)];
    const bound = second.tokenType === k.at ? bounds.get(third.tokenType) : undefined;
    const sign = bound ?? comparisons.get(second.image);
    if (sign === undefined) return false;
    const words = bound !== undefined || third.image === 'than' ? 3 : 2;
    const ours = String(sign.PATTERN);
    const span = { start: is.startOffset, end: this.endOf(this.LA(words)) };
    const written = this.source.slice(span.start, span.end).replace(/\s+/g, ' ');
    const fix = { ...span, title: `Change to \`${ours}\``, text: ours };
    this.report(span, say.isForEquals({ written, ours }), { fix });
    for (let passed = 1; passed < words; passed++) this.SKIP_TOKEN();
    retag(this.LA(1), sign);
    return true;
  }

  /** `x is gold`: `is` only asks for presence. */
  private mendIs(): void {
    const second = this.LA(2);
    if (second.tokenType === k.present || second.tokenType === k.absent) return;
    const ours = presenceIn(second);
    if (ours !== undefined) {
      const span = this.spanOf(second);
      this.report(span, say.misspeltWord({ word: second.image, meant: ours.name }), {
        fix: { ...span, title: `Change to \`${ours.name}\``, text: ours.name },
      });
      retag(second, ours);
      return;
    }
    if (this.mendSpokenComparison()) return;
    const negative = second.tokenType === k.not;
    const denied = negative ? presenceIn(this.LA(3)) : undefined;
    if (denied !== undefined) {
      const meant = denied === k.present ? k.absent : k.present;
      this.mendIsTo(`is ${meant.name}`, 3);
      this.SKIP_TOKEN();
      retag(this.LA(1), k.is);
      retag(this.LA(2), meant);
      return;
    }
    this.mendIsTo(negative ? '!=' : '==', negative ? 2 : 1);
    if (negative) this.SKIP_TOKEN();
    retag(this.LA(1), negative ? t.notEqual : t.equal);
  }

  /** Reports so many words from `is` on, which are said otherwise. */
  private mendIsTo(ours: string, words: number): void {
    const span = { start: this.here, end: this.endOf(this.LA(words)) };
    const written = this.source.slice(span.start, span.end).replace(/\s+/g, ' ');
    const fix = { ...span, title: `Change to \`${ours}\``, text: ours };
    this.report(span, say.isForEquals({ written, ours }), { fix });
  }

  /** `in (a, b)` is read as `in [a, b]`. */
  private mendListBrackets(): void {
    if (this.RECORDING_PHASE || this.next !== t.open) return;
    let commas = false;
    for (let distance = 2; ; distance++) {
      const type = this.typeAt(distance);
      if (type === t.comma) commas = true;
      else if (type === t.close && commas) {
        this.mendSign([t.open], t.openList);
        retag(this.LA(distance), t.closeList);
        return;
      } else if (type !== t.identifier && type !== t.number && type !== t.text && type !== t.dot && type !== t.unit)
        return;
    }
  }

  protected readonly infix = this.RULE('Infix', (left: Expression, start: number, at: number): Expression => {
    let result = left;
    if (this.next === t.comma) this.commas.set(this.startOf(this.LA(2)), false);
    this.OPTION(() => this.CONSUME(t.comma));
    this.OR([
      {
        ALT: () => {
          const operator = this.CONSUME(t.operator);
          const right = this.SUBRULE(this.binary, rightOf.get(at) ?? whole);
          result = { kind: 'Binary', start, end: this.last, operator: operatorOf(operator), left, right };
        },
      },
      {
        ALT: () => {
          this.CONSUME(k.is);
          const present = this.OR2([{ ALT: () => this.CONSUME(k.present) }, { ALT: () => this.CONSUME(k.absent) }]);
          result = { kind: 'Presence', start, end: this.last, of: left, present: present.tokenType === k.present };
        },
      },
      {
        ALT: () => {
          const not = this.OPTION2(() => this.CONSUME(k.not));
          this.CONSUME(k.in);
          this.mendListBrackets();
          const list = this.SUBRULE2(this.binary, amount);
          result = { kind: 'In', start, end: this.last, of: left, list, negated: not !== undefined };
        },
      },
      {
        ALT: () => {
          this.CONSUME(k.between);
          const low = this.SUBRULE3(this.binary, amount);
          this.mendKeyword([k.to], 'and');
          this.word(1, k.and);
          const high = this.SUBRULE4(this.binary, amount);
          result = { kind: 'Between', start, end: this.last, of: left, low, high };
        },
      },
    ]);
    return result;
  });

  protected readonly operand = this.RULE('Operand', (): Expression => {
    if (this.valueMissing()) {
      this.report(this.gap, say.missingValue());
      return this.invalid(this.last);
    }
    // No alternative of its own: `contacts` can be a name, and a condition on one alternative slows down all.
    if (this.next === k.contacts && this.typeAt(2) === k.in && this.lengthFollows())
      return this.SUBRULE9(this.contacts);
    return this.passQuestion() ?? this.OR(this.operands());
  });

  /** `in last 2 days`, and `in the last 2 days` or `in 2 days`, which are told as that. */
  private lengthFollows(): boolean {
    const third = this.LA(3);
    return third.tokenType === k.last || third.tokenType === t.number || third.image === 'the';
  }

  private readonly contacts = this.RULE('Contacts', (): Expression => {
    const start = this.here;
    this.CONSUME(k.contacts);
    const window = this.SUBRULE(this.window);
    return { kind: 'Contacts', start, end: this.last, window };
  });

  /** `a >` and then the next item, a keyword that begins a line and no expression; or the end of the block. */
  private valueMissing(): boolean {
    const token = this.LA(1);
    if (this.RECORDING_PHASE) return false;
    if (token.tokenType === t.closeBrace || token.tokenType === EOF) return true;
    if (token.tokenType === t.identifier || !keywordTypes.has(token.tokenType.name)) return false;
    return !leading.has(token.tokenType) && this.startsLine(token);
  }

  private operandAlternatives: OrMethodOpts<Expression> | undefined;

  /** Made once: this is the rule that is entered most often. */
  private operands(): OrMethodOpts<Expression> {
    this.operandAlternatives ??= {
      DEF: [
        { ALT: () => this.SUBRULE(this.text) },
        { ALT: () => this.SUBRULE(this.quantity) },
        { ALT: () => this.SUBRULE(this.prefixed) },
        { ALT: () => this.clockOf(this.CONSUME(t.clock)) },
        { ALT: () => this.SUBRULE(this.dateOrMoment) },
        { ALT: () => this.SUBRULE(this.listLiteral) },
        { ALT: () => this.SUBRULE(this.parenthesised) },
        { ALT: () => this.SUBRULE(this.aggregate) },
        { ALT: () => ({ kind: 'Boolean', ...this.spanOf(this.CONSUME(k.true)), value: true }) },
        { ALT: () => ({ kind: 'Boolean', ...this.spanOf(this.CONSUME(k.false)), value: false }) },
        { ALT: () => this.SUBRULE(this.consentFor) },
        { ALT: () => this.SUBRULE(this.reference) },
      ],
      ERR_MSG: aValue,
      IGNORE_AMBIGUITIES: true,
    };
    return this.operandAlternatives;
  }

  private readonly prefixed = this.RULE('Prefixed', (): Expression => {
    const start = this.here;
    return this.OR<Expression>([
      {
        ALT: () => {
          this.CONSUME(k.not);
          const of = this.deeper(() => this.SUBRULE(this.binary, negated));
          return { kind: 'Not', start, end: this.last, of };
        },
      },
      {
        ALT: () => {
          this.signs.push(this.CONSUME(t.minus).startOffset);
          const of = this.deeper(() => this.SUBRULE(this.operand));
          return { kind: 'Negate', start, end: this.last, of };
        },
      },
    ]);
  });
}

const comparisons: ReadonlyMap<string, TokenType> = new Map([
  ...['greater', 'more', 'bigger', 'larger', 'higher', 'above', 'over', 'after', 'later'].map(
    (word) => [word, t.greater] as const,
  ),
  ...['less', 'smaller', 'lower', 'fewer', 'below', 'under', 'before', 'earlier'].map(
    (word) => [word, t.less] as const,
  ),
]);
const bounds: ReadonlyMap<TokenType, TokenType> = new Map([
  [k.least, t.greaterEqual],
  [k.most, t.lessEqual],
]);

/** What is asked where somebody writes `is set`, `is not empty`. */
function presenceIn({ tokenType, image }: IToken): TokenType | undefined {
  if (tokenType === k.present || tokenType === k.absent) return tokenType;
  return presences.has(image) ? k.present : absence.has(image) ? k.absent : undefined;
}

const absence: ReadonlySet<string> = new Set(['empty', 'missing', 'null', 'none', 'blank', 'unknown', 'unset']);
const presences: ReadonlySet<string> = new Set(['known', 'there', 'given', 'filled', 'set']);

const wordOperators = new Map<TokenType, BinaryOperator>([
  [k.and, 'and'],
  [k.or, 'or'],
  [k.of, 'of'],
]);

function operatorOf(token: IToken): BinaryOperator {
  return wordOperators.get(token.tokenType) ?? (token.tokenType.PATTERN as BinaryOperator);
}
