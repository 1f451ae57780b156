import type { TokenType } from 'chevrotain';
import * as say from '../../diagnostics/catalogue.gen.ts';
import { k, t } from '../lexer/tokens.ts';
import type { Cause, Expression, Merge, Name, Reentry, Side, Start, Trigger } from '../tree.ts';
import { ForEveryone } from './for-everyone.ts';
import { dayWords } from './hours.ts';
import { amount } from './levels.ts';

export const startClauses = ['per', 'once', 'again', 'every', 'on', 'after'];

/** Behind a name they tell that it is a signal's. */
const aboutSignals: readonly TokenType[] = [k.as, k.when, k.where];

const rhythmWords =
  /^(day|weekday|month|year|daily|monthly|yearly|annually|weekdays|(mon|tues|wednes|thurs|fri|satur|sun)days?)$/;
const rhythmGoesOn: readonly TokenType[] = [k.on, k.at, t.comma];

const causeWords = ['on', 'when', 'every', 'for'];

type More = Pick<Start, 'per' | 'reentry' | 'repeat' | 'quiet' | 'merge'>;

/** What starts a journey: `start ..` with all its clauses. */
export abstract class Starts extends ForEveryone {
  /** `start on S as s when C per KEY once on repeat restart`, the clauses in any order */
  protected readonly entry = this.RULE('Start', (): Start => {
    const start = this.here;
    this.CONSUME(k.start);
    if (this.typeAt(2) === t.identifier && aboutSignals.includes(this.typeAt(3))) this.mendKeyword([k.when], 'on');
    if (dayWords.test(this.LA(2).image) && this.typeAt(3) === k.at) this.mendKeyword([k.on], 'every');
    const cause = this.wordLeftOut() ? this.causeWithoutWord() : this.SUBRULE(this.cause);
    const more: { -readonly [K in keyof More]: More[K] } = {};
    this.mendClause(startClauses);
    this.MANY({
      GATE: () => this.startGoesOn(),
      DEF: () => {
        const from = this.here;
        this.OR([
          {
            ALT: () => {
              this.onlyOnce(more.per, 'per');
              more.per = this.SUBRULE(this.per);
            },
          },
          {
            ALT: () => {
              this.howOftenOnlyOnce(more.reentry);
              this.CONSUME(k.once);
              more.reentry = { kind: 'Once', start: from, end: this.last };
            },
          },
          {
            ALT: () => {
              this.howOftenOnlyOnce(more.reentry);
              more.reentry = this.SUBRULE(this.again);
            },
          },
          {
            ALT: () => {
              this.howOftenOnlyOnce(more.reentry);
              this.CONSUME(k.every);
              this.word(1, k.time);
              more.reentry = { kind: 'EveryTime', start: from, end: this.last };
            },
          },
          {
            ALT: () => {
              const said = this.typeAt(2) === k.merge ? more.merge : more.repeat;
              this.onlyOnce(said, this.typeAt(2) === k.merge ? 'on merge' : 'on repeat');
              Object.assign(more, this.SUBRULE(this.onRepeatOrMerge));
            },
          },
          {
            ALT: () => {
              this.onlyOnce(more.quiet, 'after .. of quiet');
              this.CONSUME(k.after);
              more.quiet = this.SUBRULE(this.quantity);
              this.word(1, k.of);
              this.word(1, k.quiet);
            },
          },
        ]);
        this.mendClause(startClauses);
      },
    });
    return { cause, start, end: this.last, ...more };
  });

  /** What stands before `once`, `again` or `every time`; `before` is another one of them, said already. */
  private howOftenOnlyOnce(before: Reentry | undefined): void {
    if (this.RECORDING_PHASE || before === undefined) return;
    const first = this.source.slice(before.start, before.end);
    this.report(this.spanOf(this.LA(1)), say.reentryTwice({ first }), {
      related: [{ start: before.start, end: before.end, message: `\`${first}\` stands here.` }],
    });
  }

  private readonly per = this.RULE('Per', (): Expression => {
    this.CONSUME(k.per);
    return this.SUBRULE(this.expression);
  });

  private readonly again = this.RULE('Again', (): Reentry => {
    const start = this.here;
    this.CONSUME(k.again);
    this.word(1, k.after);
    const duration = this.SUBRULE(this.binary, amount);
    return { kind: 'AgainAfter', start, end: this.last, duration };
  });

  private readonly onRepeatOrMerge = this.RULE('OnRepeat', (): Pick<Start, 'repeat' | 'merge'> => {
    const start = this.here;
    this.CONSUME(k.on);
    this.mendClause(['repeat', 'merge']);
    return this.OR<Pick<Start, 'repeat' | 'merge'>>([
      {
        ALT: () => {
          this.CONSUME(k.repeat);
          this.mendClause(['ignore', 'restart', 'refresh', 'collect']);
          const { image } = this.OR2([
            { ALT: () => this.CONSUME(k.ignore) },
            { ALT: () => this.CONSUME(k.restart) },
            { ALT: () => this.CONSUME(k.refresh) },
            { ALT: () => this.CONSUME(k.collect) },
          ]);
          return { repeat: { word: image as NonNullable<Start['repeat']>['word'], start, end: this.last } };
        },
      },
      {
        ALT: () => {
          this.CONSUME(k.merge);
          this.mendClause(['keep', 'restart']);
          const word = this.OR3<Merge>([
            {
              ALT: () => {
                this.CONSUME(k.keep);
                this.mendClause(['oldest', 'furthest', 'both']);
                const kept = this.OR4([
                  { ALT: () => this.CONSUME(k.oldest) },
                  { ALT: () => this.CONSUME(k.furthest) },
                  { ALT: () => this.CONSUME(k.both) },
                ]);
                return `keep ${kept.image}` as Merge;
              },
            },
            {
              ALT: () => {
                this.CONSUME2(k.restart);
                return 'restart';
              },
            },
          ]);
          return { merge: { word, start, end: this.last } };
        },
      },
    ]);
  });

  private startGoesOn(): boolean {
    if (this.next !== k.on) return true;
    const second = this.typeAt(2);
    return second === k.repeat || second === k.merge || (second === t.identifier && !this.signalAt(2));
  }

  // -------------------------------------------------------------- what starts it

  private readonly cause = this.RULE(
    'Cause',
    (): Cause =>
      this.OR<Cause>({
        DEF: [
          {
            GATE: () => this.typeAt(2) === k.profile,
            ALT: () => {
              const start = this.here;
              this.CONSUME(k.on);
              return this.SUBRULE(this.anchor, { ARGS: [start, 'on', undefined] });
            },
          },
          {
            ALT: () => {
              const start = this.here;
              this.CONSUME2(k.on);
              return this.SUBRULE(this.onSignals, { ARGS: [start] });
            },
          },
          { ALT: () => this.SUBRULE(this.whenCause) },
          { ALT: () => this.SUBRULE(this.schedule) },
          { ALT: () => this.SUBRULE(this.distant) },
          { ALT: () => this.SUBRULE(this.forEach) },
        ],
        IGNORE_AMBIGUITIES: true,
      }),
  );

  /** `start BillIssued`: read as if `on` stood there. */
  private wordLeftOut(): boolean {
    if (this.RECORDING_PHASE || this.sentenceEnds || this.next !== t.identifier) return false;
    return !this.mend(causeWords);
  }

  private causeWithoutWord(): Cause {
    const start = this.here;
    if (rhythmWords.test(this.LA(1).image) && rhythmGoesOn.includes(this.typeAt(2)))
      return this.SUBRULE9(this.schedule);
    this.missing(k.on);
    return this.SUBRULE8(this.onSignals, { ARGS: [start] });
  }

  /** `BillIssued as bill when C`, `3 PriceChecked within 48 hours by it.product`, `A as a then B as b within 2 hours where C` */
  private readonly onSignals = this.RULE('OnSignals', (start: number): Cause => {
    const count = this.OPTION(() => this.SUBRULE(this.quantity));
    const triggers = [this.SUBRULE(this.trigger)];
    this.MANY(() => {
      this.CONSUME(k.then);
      triggers.push(this.SUBRULE2(this.trigger));
    });
    const counted = count !== undefined && !this.RECORDING_PHASE;
    if (counted || triggers.length > 1) {
      this.mendClause(['within']);
      if (this.typeAt(2) === t.number) this.mendKeyword([k.in], 'within');
    }
    const more: { within?: Expression; by?: Expression; alias?: Name; where?: Expression } = {};
    this.OPTION2({
      GATE: () => this.RECORDING_PHASE || counted || triggers.length > 1,
      DEF: () => {
        this.word(1, k.within);
        more.within = this.SUBRULE(this.binary, amount);
        this.OPTION3(() => {
          this.CONSUME(k.by);
          more.by = this.SUBRULE2(this.expression);
        });
        this.mendClause(['as', 'where', 'when']);
        this.OPTION4(() => {
          this.CONSUME(k.as);
          more.alias = this.name(1, 'a name for the signal');
        });
        this.OPTION5(() => {
          this.OR([{ ALT: () => this.CONSUME(k.where) }, { ALT: () => this.CONSUME(k.when) }]);
          more.where = this.SUBRULE3(this.expression);
        });
      },
    });
    if ((counted || triggers.length > 1) && more.within === undefined) this.missing(k.within);
    const last = triggers.at(-1) as Trigger;
    const { within, by, alias, where } = more;
    const joined: Trigger = { ...last, ...(alias === undefined ? {} : { alias }), ...this.bothWheres(last, where) };
    const span = { start, end: this.last };
    if (triggers.length > 1)
      return {
        kind: 'Sequence',
        ...span,
        triggers: [...triggers.slice(0, -1), joined],
        within: within ?? this.invalid(this.last),
      };
    if (count === undefined) return { kind: 'OnSignal', ...span, trigger: last };
    return {
      kind: 'Counted',
      ...span,
      count,
      trigger: joined,
      within: within ?? this.invalid(this.last),
      ...(by === undefined ? {} : { by }),
    };
  });

  /** A condition before and one after `within` are one. */
  private bothWheres(trigger: Trigger, after: Expression | undefined): Pick<Trigger, 'where'> {
    if (after === undefined) return {};
    const { where } = trigger;
    if (where === undefined) return { where: after };
    return {
      where: { kind: 'Binary', start: where.start, end: after.end, operator: 'and', left: where, right: after },
    };
  }

  /** `when no Login for 14 days when C`, `when C becomes true` */
  private readonly whenCause = this.RULE('WhenCause', (): Cause => {
    const start = this.here;
    this.CONSUME(k.when);
    const judged = this.SUBRULE(this.expression);
    if (this.changes()) return this.startOnChange(start, judged);
    this.mendClause(['becomes', 'for']);
    if (!this.RECORDING_PHASE && this.next !== k.becomes && this.next !== k.for) {
      // A name by itself may be a condition or a signal: those who know the names tell.
      if (judged.kind === 'Reference')
        return { kind: 'Becoming', start, end: this.last, condition: judged, unsaid: judged.name };
      const fix = { ...this.gap, title: 'Write `becomes true`', text: ' becomes true' };
      this.report(this.gap, say.becomesUnsaid(), { fix });
      if (startClauses.includes(this.LA(2).image) && !this.startsLine(this.LA(2))) this.passTooMuch([t.comma]);
      return { kind: 'Becoming', start, end: this.last, condition: judged };
    }
    return this.OR<Cause>([
      {
        ALT: () => {
          this.CONSUME(k.becomes);
          this.word(1, k.true);
          return { kind: 'Becoming', start, end: this.last, condition: judged };
        },
      },
      { ALT: () => this.SUBRULE(this.silence, { ARGS: [start, judged] }) },
    ]);
  });

  private changes(): boolean {
    return !this.RECORDING_PHASE && !this.sentenceEnds && /^chang(es|ed)$/.test(this.LA(1).image);
  }

  /** `when profile.tier changes to gold`, `when profile.tier changes`: what was before is not known, what is now is. */
  private startOnChange(start: number, judged: Expression): Cause {
    const value = this.source.slice(judged.start, judged.end);
    const from = this.here;
    this.SKIP_TOKEN();
    if (this.next === k.to && !this.sentenceEnds) {
      this.SKIP_TOKEN();
      const to = this.SUBRULE9(this.operand);
      const text = `${value} == ${this.source.slice(to.start, to.end)} becomes true`;
      this.sayInstead({ start: judged.start, end: this.last }, text);
    } else {
      const hint = `A journey starts when a condition \`becomes true\`, such as \`${value} == VALUE becomes true\`, or on the signal that changes the value: \`start on SIGNAL\`.`;
      this.report({ start: from, end: this.last }, say.leftOver({ found: '`changes`' }), { hint });
    }
    return { kind: 'Becoming', start, end: this.last, condition: this.invalid(judged.start) };
  }

  private readonly silence = this.RULE('Silence', (start: number, judged: Expression): Cause => {
    this.CONSUME(k.for);
    const duration = this.SUBRULE(this.binary, amount);
    const condition = this.SUBRULE(this.onlyWhen);
    if (
      this.RECORDING_PHASE ||
      judged.kind !== 'Aggregate' ||
      judged.function !== 'no' ||
      judged.window !== undefined
    ) {
      this.report(judged ?? this.gap, say.silenceOfSignal());
      return { kind: 'Becoming', start, end: this.last, condition: judged };
    }
    const { signal, where } = judged;
    return {
      kind: 'Silence',
      start,
      end: this.last,
      signal,
      duration,
      ...(where === undefined ? {} : { where }),
      ...condition,
    };
  });

  /** `3 days before profile.renewal at 10:00` */
  private readonly distant = this.RULE('Distant', (): Cause => {
    const start = this.here;
    const distance = this.SUBRULE(this.quantity);
    this.mendClause(['before', 'after']);
    const side = this.OR([{ ALT: () => this.CONSUME(k.before) }, { ALT: () => this.CONSUME(k.after) }]);
    return this.SUBRULE(this.anchor, { ARGS: [start, side.image as Side, distance] });
  });

  private readonly anchor = this.RULE(
    'Anchor',
    (start: number, side: Side, distance: Expression | undefined): Cause => {
      const date = this.SUBRULE(this.binary, amount);
      const more: { at?: Expression; zone?: Expression } = {};
      this.mendClause(['at', 'in', 'when']);
      this.OPTION(() => {
        this.CONSUME(k.at);
        more.at = this.SUBRULE2(this.binary, amount);
      });
      this.mendClause(['in', 'when']);
      this.OPTION2(() => (more.zone = this.SUBRULE(this.inZone)));
      const condition = this.SUBRULE(this.onlyWhen);
      const parts = { ...(distance === undefined ? {} : { distance }), date, ...more, ...condition };
      return { kind: 'Anchored', start, end: this.last, side, ...parts };
    },
  );
}
