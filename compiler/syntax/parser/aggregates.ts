import type { IToken, TokenType } from 'chevrotain';
import * as say from '../../diagnostics/catalogue.gen.ts';
import { k, t } from '../lexer/tokens.ts';
import { unitWords } from '../lexer/units.ts';
import { windowAt } from '../spoken/questions.ts';
import type { Aggregate, AggregateFunction, Expression, Name, Window } from '../tree.ts';
import { comparison } from './levels.ts';
import { Operands } from './operands.ts';

/** Questions to what happened: `count of S where .. in last 3 days`. */
export abstract class Aggregates extends Operands {
  protected readonly aggregate = this.RULE('Aggregate', (): Aggregate => {
    const start = this.here;
    const head = this.OR([
      { ALT: () => this.SUBRULE(this.counted) },
      {
        ALT: () =>
          this.OR2([
            { ALT: () => this.CONSUME(k.first) },
            { ALT: () => this.CONSUME(k.latest) },
            { ALT: () => this.CONSUME(k.any) },
            { ALT: () => this.CONSUME(k.no) },
          ]),
      },
    ]);
    const signal = this.name(1, 'the name of a signal');
    const path: Name[] = [];
    this.MANY(() => {
      this.CONSUME(t.dot);
      path.push(this.name(2, 'the name of a field'));
    });
    const where = this.OPTION(() => {
      this.CONSUME(k.where);
      return this.bracketed(this.SUBRULE(this.binary, comparison));
    });
    const window = this.OPTION2({ GATE: () => this.windowAhead(), DEF: () => this.SUBRULE(this.window) });
    this.passSpokenWindow(window);
    return {
      kind: 'Aggregate',
      start,
      end: this.last,
      function: head.image as AggregateFunction,
      signal,
      path,
      ...(where === undefined ? {} : { where }),
      ...(window === undefined ? {} : { window }),
    };
  });

  private readonly counted = this.RULE('Counted', (): IToken => {
    const head = this.OR([
      { ALT: () => this.CONSUME(k.count) },
      { ALT: () => this.CONSUME(k.sum) },
      { ALT: () => this.CONSUME(k.average) },
      { ALT: () => this.CONSUME(k.min) },
      { ALT: () => this.CONSUME(k.max) },
    ]);
    this.word(1, k.of);
    return head;
  });

  /** `where a and b in last 3 days`: the condition is read as meant, and the missing brackets are named. */
  private bracketed(first: Expression): Expression {
    if (this.RECORDING_PHASE || (this.next !== k.and && this.next !== k.or) || !this.conditionGoesOn()) return first;
    let condition = first;
    while (this.next === k.and || this.next === k.or) {
      const operator = this.LA(1).image === 'and' ? 'and' : 'or';
      this.SKIP_TOKEN();
      const right = this.SUBRULE9(this.binary, comparison);
      condition = { kind: 'Binary', start: first.start, end: this.last, operator, left: condition, right };
    }
    const span = { start: first.start, end: this.last };
    const inside = this.source.slice(span.start, span.end);
    this.report(span, say.whereNeedsBrackets(), {
      fix: { ...span, title: 'Write the brackets', text: `(${inside})` },
    });
    return condition;
  }

  /** Whether what follows `and` still speaks of the signal: it names `it`, or the window comes only after it. */
  private conditionGoesOn(): boolean {
    for (let distance = 2; ; distance++) {
      const token = this.LA(distance);
      switch (token.tokenType) {
        case k.in:
          if (this.typeAt(distance + 1) === k.last) return true;
          break;
        case k.since:
        case k.this:
          return true;
        case t.identifier:
          if (token.image === 'it' && this.typeAt(distance + 1) === t.dot) return true;
          if (this.startsLine(token)) return false;
          break;
        case k.and:
        case k.or:
        case k.not:
        case k.is:
        case k.present:
        case k.absent:
        case k.true:
        case k.false:
        case k.profile:
        case t.unit:
          break;
        default:
          if (token.tokenType.CATEGORIES?.includes(t.word)) return false;
          if (stops.has(token.tokenType) || Number.isNaN(token.startOffset)) return false;
      }
    }
  }

  /** `during the past 3 days`, `last month`, `ever` */
  private passSpokenWindow(window: Window | undefined): void {
    if (this.RECORDING_PHASE || window !== undefined || !windowWords.has(this.LA(1).image) || this.sentenceEnds) return;
    const spoken = windowAt(this.source.slice(this.here, this.here + 60));
    if (spoken === undefined) return;
    const span = { start: this.here, end: this.here + spoken.written.length };
    if (spoken.meant === '')
      this.report(span, say.tooMuch({ word: spoken.written }), {
        fix: { start: this.last, end: span.end, title: 'Take it out', text: '' },
      });
    else this.sayInstead(span, spoken.meant);
    this.passTo(span.end);
  }

  protected windowAhead(): boolean {
    const type = this.next;
    if (type === k.since || type === k.this) return true;
    if (type === k.last) return this.typeAt(2) === t.number;
    if (type !== k.in) return false;
    if (this.typeAt(2) === k.last || (this.LA(2).image === 'the' && this.typeAt(3) === k.last)) return true;
    return this.typeAt(2) === t.number && this.typeAt(3) === t.unit && unitWords.has(this.LA(3).image);
  }

  protected readonly window = this.RULE('Window', (): Window => {
    const start = this.here;
    return this.OR<Window>([
      {
        ALT: () => {
          this.OPTION(() => this.CONSUME(k.in));
          if (this.LA(0).tokenType !== k.in && !this.RECORDING_PHASE) this.missing(k.in);
          this.passTooMuch([t.identifier], [k.last]);
          this.word(1, k.last);
          const duration = this.SUBRULE(this.operand);
          return { kind: 'InLast', start, end: this.last, duration };
        },
      },
      {
        ALT: () => {
          this.CONSUME(k.since);
          const time = this.SUBRULE2(this.operand);
          return { kind: 'Since', start, end: this.last, time };
        },
      },
      {
        ALT: () => {
          this.CONSUME(k.this);
          this.CONSUME(k.journey);
          return { kind: 'ThisJourney', start, end: this.last };
        },
      },
    ]);
  });
}

const windowWords: ReadonlySet<string> = new Set(
  'in within during over for the past last previous ever at so overall until all'.split(' '),
);

const stops: ReadonlySet<TokenType> = new Set([t.openBrace, t.closeBrace, t.close, t.closeList, t.holeClose, t.comma]);
