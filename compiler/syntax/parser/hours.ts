import type { TokenType } from 'chevrotain';
import * as say from '../../diagnostics/catalogue.gen.ts';
import { k, t } from '../lexer/tokens.ts';
import { daysAt, daysBeforeHoursAt, everyDayAt } from '../spoken/days.ts';
import type { Days, Expression, Name, OpenHours } from '../tree.ts';
import { Data } from './data.ts';
import { amount } from './levels.ts';

/** What people write for a team that is there all day. */
const allDay = /^(?:always|around the clock|round the clock|all day|24 ?\/ ?7|24h?(?: hours?)?)(?=\s*(?:$|[\s,}]))/i;

const dayStarts: ReadonlySet<TokenType> = new Set([t.identifier, k.on, k.every]);

/** When somebody is there, and on which days: `open 09:00..17:00 on weekdays except holidays in "Europe/Paris"` */
export abstract class Hours extends Data {
  protected readonly openHours = this.RULE('OpenHours', (): OpenHours => {
    const start = this.here;
    this.CONSUME(k.open);
    this.passTooMuch([k.from]);
    const always = this.passAllDay() ?? this.passDaysBeforeHours();
    const from = always ?? this.SUBRULE(this.operand);
    if (always === undefined) {
      this.mendSign([t.minus, k.to], t.dotDot);
      this.word(1, t.dotDot);
    }
    const to = always ?? this.SUBRULE2(this.operand);
    const said = this.passDays();
    this.mendClause(['on', 'except', 'in']);
    const days = said ?? this.OPTION(() => this.SUBRULE(this.onDays));
    this.mendClause(['except', 'in']);
    const except = this.OPTION3(() => this.SUBRULE(this.exceptDays));
    this.mendClause(['in']);
    const zone = this.OPTION2(() => this.SUBRULE(this.inZone));
    return {
      from,
      to,
      start,
      end: this.last,
      ...(days === undefined ? {} : { days }),
      ...(except === undefined ? {} : { except }),
      ...(zone === undefined ? {} : { zone }),
    };
  });

  /** `open always`, `open 24/7` */
  private passAllDay(): Expression | undefined {
    const from = this.here;
    const written = this.RECORDING_PHASE ? undefined : allDay.exec(this.source.slice(from, from + 30))?.[0];
    if (written === undefined) return undefined;
    this.sayInstead({ start: from, end: from + written.length }, '00:00..24:00');
    this.passTo(from + written.length);
    return this.invalid(from);
  }

  /** `open monday to friday 09:00..17:00` */
  private passDaysBeforeHours(): Expression | undefined {
    if (this.RECORDING_PHASE || !dayStarts.has(this.next)) return undefined;
    const from = this.here;
    const found = daysBeforeHoursAt(this.source.slice(from, from + 200));
    if (found === undefined) return undefined;
    const span = { start: from, end: from + found.written.length };
    this.forgetInside(span);
    this.sayInstead(span, found.meant, 'The hours come first, then their days.');
    this.passTo(span.end);
    return this.invalid(from);
  }

  /** `on monday to friday`, `weekdays and saturday`: said as a file says it, and read as that. */
  protected passDays(): Days | undefined {
    if (this.RECORDING_PHASE || this.sentenceEnds) return undefined;
    const from = this.here;
    const text = this.source.slice(from, from + 120);
    const every = everyDayAt(text);
    if (every !== undefined) {
      const span = { start: from, end: from + every.length };
      const hint = 'Where no day is said, it is every day.';
      const fix = { start: this.last, end: span.end, title: 'Take it out', text: '' };
      this.report(span, say.tooMuch({ word: every }), { hint, fix });
      this.passTo(span.end);
      return undefined;
    }
    const on = /^on +/.exec(text)?.[0] ?? '';
    const days = this.passSpokenDays(from + on.length, from, on === '' ? null : 'on ');
    return days === undefined ? undefined : { start: from, end: this.last, days };
  }

  /**
   * Days at a place of the text that are said otherwise in a file; `from`: where that which is to be changed begins. `lead`: the word before
   * the days; null: it is missing. `always`: though the days themselves are said well.
   */
  protected passSpokenDays(
    at: number,
    from: number,
    lead: 'on ' | '' | null,
    always = lead === null,
  ): readonly Name[] | undefined {
    const found = this.RECORDING_PHASE ? undefined : daysAt(this.source.slice(at, at + 120));
    if (found === undefined || (!always && isWellSaid(found.written))) return undefined;
    const span = { start: from, end: at + found.written.length };
    this.forgetInside(span);
    const meant = lead === '' ? found.meant.map((day) => day.replace(/^(week.*)s$/, '$1')) : found.meant;
    this.sayInstead(span, `${lead ?? 'on '}${meant.join(', ')}`);
    this.passTo(span.end);
    return meant.map((text) => ({ ...span, text }));
  }

  /** `on weekdays`, `on monday, tuesday` */
  protected readonly onDays = this.RULE('OnDays', (): Days => {
    const start = this.here;
    this.CONSUME(k.on);
    const days = [this.name(1, 'a day such as `monday`, or `weekdays`')];
    this.MANY({
      GATE: () => dayWords.test(this.LA(2).image),
      DEF: () => {
        this.CONSUME(t.comma);
        days.push(this.name(2, 'a day'));
      },
    });
    return { start, end: this.last, days };
  });

  /** `except uk_holidays` */
  protected readonly exceptDays = this.RULE('ExceptDays', (): Name => {
    this.CONSUME(k.except);
    return this.name(1, 'the name of a calendar');
  });

  /** `in profile.timezone` */
  protected readonly inZone = this.RULE('InZone', (): Expression => {
    this.CONSUME(k.in);
    return this.SUBRULE(this.binary, amount);
  });
}

/** Days that need no other words: one, or several with commas. */
const isWellSaid = (written: string): boolean =>
  written.split(/ *, */).every((word) => dayWords.test(word) || word === 'weekday' || word === 'weekend');

export const dayWords = /^(weekdays|weekends|(mon|tues|wednes|thurs|fri|satur|sun)days?)$/;
