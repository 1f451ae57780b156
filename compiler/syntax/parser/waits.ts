import { EOF } from 'chevrotain';
import * as say from '../../diagnostics/catalogue.gen.ts';
import { k, t } from '../lexer/tokens.ts';
import { isSendOutcome } from '../outcomes.ts';
import type {
  Arm,
  Continuation,
  Days,
  Expression,
  Look,
  Moment,
  Name,
  Trigger,
  WaitForm,
  WaitStatement,
} from '../tree.ts';
import { amount } from './levels.ts';
import { OutsideWorld } from './outside.ts';
import type { Items } from './recovery.ts';

const armItems: Items = {
  what: 'what to wait for',
  heads: ['on', 'when', 'after', 'at'],
  clauses: ['as', 'where', 'without', 'during', 'since', 'within', 'ever', 'until', 'if', 'in'],
};

const lengthFirst = /^(\d+ +[a-z]+) +(before|after) +([a-z]\w*\.\w[\w.]*)/;
const dayFirst =
  /^((?:the )?(?:next|coming) )?((?:mon|tues|wednes|thurs|fri|satur|sun|week)?day|week|month|year)(?:,? (?:at )?(\d\d?:\d\d))?(?![\w.(])/;

/** Waiting for time and for signals. */
export abstract class Waits extends OutsideWorld {
  protected readonly wait = this.RULE('Wait', (): WaitStatement => {
    const start = this.here;
    this.CONSUME(k.wait);
    this.mendWaitWord();
    this.passTooMuch([k.for], [t.number]);
    const opening = this.untilOpen();
    if (opening !== undefined) return { kind: 'Wait', start, end: this.last, form: opening };
    const form = this.OR<WaitForm>({
      DEF: [
        { ALT: () => ({ kind: 'Race', arms: this.SUBRULE(this.arms) }) },
        { ALT: () => this.SUBRULE(this.waitForSignal) },
        {
          ALT: () => {
            const from = this.here;
            this.CONSUME(k.until);
            return { kind: 'Until', moment: this.SUBRULE(this.moment, { ARGS: [from, undefined] }) };
          },
        },
        { ALT: () => this.SUBRULE(this.waitFor) },
      ],
      ERR_MSG: 'a duration such as `2 days`, `until`, `for SIGNAL` or `{`',
      IGNORE_AMBIGUITIES: true,
    });
    return { kind: 'Wait', start, end: this.last, form };
  });

  /** `wait untill 09:00`, `wait fro CallStarted`: a name alone cannot be told from a misspelt word. */
  private mendWaitWord(): void {
    const follows = this.typeAt(2);
    if (follows === t.identifier || follows === t.clock || follows === t.date) this.mend(['until', 'for']);
  }

  /** `wait until office opens`: the hours of a team are counted; for `closes` there is nothing alike. */
  private untilOpen(): WaitForm | undefined {
    if (this.RECORDING_PHASE || this.next !== k.until) return undefined;
    const from = this.here;
    const closing = /^until \w+ (?:closes?|is closed)\b/.exec(this.source.slice(from, from + 80))?.[0];
    if (closing !== undefined) {
      this.report(
        { start: from, end: from + closing.length },
        say.wrongSign({ written: closing, ours: 'until 18:00 on weekdays' }),
        {
          hint: 'A wait knows when a team is there, not when it goes: write the time of day.',
        },
      );
      while (this.here < from + closing.length) this.SKIP_TOKEN();
      return { kind: 'For', duration: this.invalid(from) };
    }
    const [written, team = ''] = /^until (\w+) (?:opens?|is open)\b/.exec(this.source.slice(from, from + 80)) ?? [];
    if (written === undefined) return undefined;
    const span = { start: from, end: from + written.length };
    const text = `1 minute during open hours of ${team}`;
    this.report(span, say.wrongSign({ written, ours: text }), {
      hint: 'It is over when the team has been there for a minute.',
      fix: { ...span, title: `Change to \`${text}\``, text },
    });
    this.passTo(span.end);
    return { kind: 'For', duration: this.invalid(from) };
  }

  private readonly waitForSignal = this.RULE('WaitForSignal', (): WaitForm => {
    this.CONSUME(k.for);
    const trigger = this.SUBRULE(this.sharedTrigger);
    const isOther = this.sayUpTo();
    const look = isOther ? {} : this.SUBRULE(this.look);
    this.mendClause(['up']);
    const upTo = isOther
      ? this.SUBRULE2(this.binary, amount)
      : this.OPTION(() => {
          this.CONSUME(k.up);
          this.word(1, k.to);
          return this.SUBRULE(this.binary, amount);
        });
    const then = this.OPTION2(() => this.SUBRULE(this.block));
    this.mendElse();
    const otherwise = this.OPTION3(() => {
      this.CONSUME(k.else);
      return this.SUBRULE2(this.block);
    });
    return {
      kind: 'Signal',
      trigger,
      ...look,
      ...(upTo === undefined ? {} : { upTo }),
      ...(then === undefined ? {} : { then }),
      ...(otherwise === undefined ? {} : { otherwise }),
    };
  });

  /** `wait for S within 2 days`: the words of others for `up to`; `within 2 days before` looks back. */
  private sayUpTo(): boolean {
    const token = this.LA(1);
    if (this.RECORDING_PHASE || this.typeAt(2) !== t.number || this.startsLine(token)) return false;
    const isOther = token.tokenType === k.for || (token.tokenType === k.within && this.typeAt(4) !== k.before);
    if (!isOther && token.image !== 'max') return false;
    const span = this.spanOf(token);
    this.report(span, say.wrongSign({ written: token.image, ours: 'up to' }), {
      fix: { ...span, title: 'Change to `up to`', text: 'up to' },
    });
    this.SKIP_TOKEN();
    return true;
  }

  /** `wait 2 days`, `wait 2 days until 09:00 on weekdays` */
  private readonly waitFor = this.RULE('WaitFor', (): WaitForm => {
    const from = this.here;
    const duration = this.SUBRULE(this.binary, amount);
    this.mendClause(['until', 'during']);
    const during = this.OPTION2(() => this.SUBRULE(this.duringHours));
    const moment = this.OPTION(() => {
      this.CONSUME(k.until);
      return this.SUBRULE(this.moment, { ARGS: [from, duration] });
    });
    if (moment !== undefined) return { kind: 'Until', moment };
    return { kind: 'For', duration, ...(during === undefined ? {} : { during }) };
  });

  /** `during open hours of desk` */
  protected readonly duringHours = this.RULE('DuringHours', (): Name => {
    this.CONSUME(k.during);
    this.word(1, k.open);
    this.name(1, '`hours`');
    this.word(1, k.of);
    return this.name(2, 'the name of a team');
  });

  /** `next monday`, `monday at 09:00`: the time of day comes first, and the day that comes next is meant. */
  private passDayFirst(): Expression | undefined {
    if (this.RECORDING_PHASE) return undefined;
    const from = this.here;
    const [written, next, day = '', clock] = dayFirst.exec(this.source.slice(from, from + 40)) ?? [];
    if (written === undefined || (next === undefined && clock === undefined)) return undefined;
    const span = { start: from, end: from + written.length };
    if (clock === undefined || !/day$/.test(day) || day === 'day')
      this.report(span, say.unexpected({ found: `\`${written}\``, expected: 'a moment such as `09:00 on monday`' }));
    else this.sayInstead(span, `${clock.padStart(5, '0')} on ${day}${day === 'weekday' ? 's' : ''}`);
    this.passTo(span.end);
    return this.invalid(from);
  }

  /** `2 days before bill.due`: the date comes first. */
  private passLengthFirst(): Expression | undefined {
    if (this.RECORDING_PHASE || this.next !== t.number) return undefined;
    const start = this.here;
    const [written, length, side, date] = lengthFirst.exec(this.source.slice(start, start + 80)) ?? [];
    if (written === undefined) return undefined;
    this.sayInstead({ start, end: start + written.length }, `${date} ${side === 'before' ? '-' : '+'} ${length}`);
    this.passTo(start + written.length);
    return this.invalid(start);
  }

  /** `09:00 on weekdays except holidays in profile.timezone if past go on if absent finish` */
  private readonly moment = this.RULE('Moment', (start: number, after: Expression | undefined): Moment => {
    const until = this.passDayFirst() ?? this.passLengthFirst() ?? this.SUBRULE(this.binary, amount);
    const more: { days?: Days; except?: Name; zone?: Expression; ifPast?: Continuation; ifAbsent?: Continuation } = {};
    const said = this.passDays();
    if (said !== undefined) more.days = said;
    this.mendClause(['on', 'except', 'in', 'if']);
    this.OPTION(() => (more.days = this.SUBRULE(this.onDays)));
    this.mendClause(['except', 'in', 'if']);
    this.OPTION4(() => (more.except = this.SUBRULE(this.exceptDays)));
    this.mendClause(['in', 'if']);
    this.OPTION2(() => (more.zone = this.SUBRULE(this.inZone)));
    this.mendClause(['if']);
    this.MANY({
      GATE: () => this.conditionOfMomentAhead(),
      DEF: () => {
        this.parts();
        this.OPTION3(() => this.CONSUME(t.comma));
        this.CONSUME(k.if);
        this.mendClause(['past', 'absent']);
        this.OR([
          {
            ALT: () => {
              this.CONSUME(k.past);
              more.ifPast = this.SUBRULE(this.continuation);
            },
          },
          {
            ALT: () => {
              this.CONSUME(k.absent);
              more.ifAbsent = this.SUBRULE2(this.continuation);
            },
          },
        ]);
      },
    });
    return { start, end: this.last, until, ...(after === undefined ? {} : { after }), ...more };
  });

  private conditionOfMomentAhead(): boolean {
    const at = this.next === t.comma ? 2 : 1;
    if (this.typeAt(at) !== k.if) return false;
    const word = this.typeAt(at + 1);
    const follows = this.typeAt(at + 2);
    if (!this.startsLine(this.LA(at)) && this.endsAt(at + (word === k.past || word === k.absent ? 2 : 1))) return true;
    return (word === k.past || word === k.absent) && (follows === k.go || follows === k.skip || follows === k.finish);
  }

  /** Nothing more of this sentence: somebody is writing it. */
  private endsAt(distance: number): boolean {
    const token = this.LA(distance);
    return token.tokenType === EOF || token.tokenType === t.closeBrace || this.startsLine(token);
  }

  /** From when a wait looks; nothing: from its own step on. */
  private readonly look = this.RULE('Look', (): { readonly look?: Look } => {
    const found: { look?: Look } = {};
    const start = this.here;
    this.mendClause(['since', 'within', 'ever']);
    this.OPTION(() => {
      found.look = this.OR<Look>([
        {
          ALT: () => {
            this.CONSUME(k.since);
            this.word(1, k.start);
            return { kind: 'SinceStart', start, end: this.last };
          },
        },
        {
          ALT: () => {
            this.CONSUME(k.within);
            const duration = this.SUBRULE(this.binary, amount);
            this.word(1, k.before);
            return { kind: 'Before', start, end: this.last, duration };
          },
        },
        {
          ALT: () => {
            this.CONSUME(k.ever);
            return { kind: 'Ever', start, end: this.last };
          },
        },
      ]);
    });
    return found;
  });

  /** `on opened`: no signal begins with a small letter. */
  private outcomeAhead(): boolean {
    return this.next === k.on && isSendOutcome(this.LA(2).image);
  }

  /** `on opened of reminder { }`, `on clicked pay { }` */
  private readonly messageArm = this.RULE('MessageArm', (): Arm => {
    const start = this.here;
    this.CONSUME(k.on);
    const what = this.name(1, 'an outcome such as `opened`');
    const link = this.OPTION({
      GATE: () => what.text === 'clicked' && this.next === t.identifier,
      DEF: () => this.name(2, 'the name of a link'),
    });
    const message = this.OPTION2(() => {
      this.CONSUME(k.of);
      return this.name(3, 'the name of a message that was sent `as` it');
    });
    const body = this.SUBRULE(this.block);
    return {
      kind: 'MessageArm',
      start,
      end: this.last,
      what,
      ...(link === undefined ? {} : { link }),
      ...(message === undefined ? {} : { message }),
      body,
    };
  });

  protected readonly arms = this.RULE('Arms', (): Arm[] => {
    const found: Arm[] = [];
    this.braces(armItems, () => {
      const start = this.here;
      found.push(
        this.OR<Arm>({
          IGNORE_AMBIGUITIES: true,
          DEF: [
            { GATE: () => this.outcomeAhead(), ALT: () => this.SUBRULE(this.messageArm) },
            {
              ALT: () => {
                this.CONSUME(k.on);
                const trigger = this.SUBRULE(this.sharedTrigger);
                const look = this.SUBRULE(this.look);
                const body = this.SUBRULE(this.block);
                return { kind: 'OnArm', start, end: this.last, trigger, ...look, body };
              },
            },
            {
              ALT: () => {
                this.CONSUME(k.when);
                const condition = this.SUBRULE(this.expression);
                const body = this.SUBRULE2(this.block);
                return { kind: 'WhenArm', start, end: this.last, condition, body };
              },
            },
            {
              ALT: () => {
                this.CONSUME(k.after);
                const duration = this.SUBRULE(this.binary, amount);
                this.mendClause(['without', 'during']);
                const during = this.OPTION2(() => this.SUBRULE(this.duringHours));
                const without = this.OPTION((): Trigger => {
                  this.CONSUME(k.without);
                  return this.SUBRULE2(this.trigger);
                });
                const body = this.SUBRULE3(this.block);
                return {
                  kind: 'AfterArm',
                  start,
                  end: this.last,
                  duration,
                  ...(during === undefined ? {} : { during }),
                  ...(without === undefined ? {} : { without }),
                  body,
                };
              },
            },
            {
              ALT: () => {
                this.CONSUME(k.at);
                const moment = this.SUBRULE(this.moment, { ARGS: [start, undefined] });
                const body = this.SUBRULE4(this.block);
                return { kind: 'AtArm', start, end: this.last, moment, body };
              },
            },
          ],
        }),
      );
    });
    return found;
  });
}
