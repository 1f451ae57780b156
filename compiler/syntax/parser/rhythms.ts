import * as say from '../../diagnostics/catalogue.gen.ts';
import { k, t } from '../lexer/tokens.ts';
import type { Cause, Expression, Name, Rhythm } from '../tree.ts';
import { Handoffs } from './handoffs.ts';
import { amount } from './levels.ts';
import { sayBadDate } from './literals.ts';

/** What English says in one word. */
const inOneWord: ReadonlyMap<string, string> = new Map([
  ['daily', 'day'],
  ['monthly', 'month'],
  ['yearly', 'year'],
  ['annually', 'year'],
]);

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** `other monday`, `2nd monday`, `two weeks` */
const severalOf =
  /^(other|second|third|fourth|two|three|four|\d{1,2}(?:nd|rd|th)?) (day|week|(?:mon|tues|wednes|thurs|fri|satur|sun)day)s?\b/i;
const numbers: ReadonlyMap<string, number> = new Map([
  ...['oth', 'sec', 'two'].map((word) => [word, 2] as const),
  ...['thi', 'thr'].map((word) => [word, 3] as const),
  ['fou', 4],
]);

/** `last friday`, `the 2nd tuesday` */
const dayOfSomeWeek =
  /^(?:the )?(?:first|second|third|fourth|fifth|last|\d(?:st|nd|rd|th)) (?:mon|tues|wednes|thurs|fri|satur|sun|week)day\b/i;

/** `02-29`, `24.12.`, `24 december`, `december 24`: a day of a year without its year */
const daysOfYear: readonly (readonly [written: RegExp, monthFirst: boolean])[] = [
  [/^(\d\d)-(\d\d)(?![-\d])/, true],
  [/^(\d\d?)\.(\d\d?)\.?(?!\d)/, false],
  [/^(\d\d?)(?:st|nd|rd|th|\.)? ([a-z]{3,9})\b/i, false],
  [/^([a-z]{3,9}) (\d\d?)(?:st|nd|rd|th)?\b/i, true],
];

/** `every monday at 09:00 in profile.timezone except uk_holidays when C` */
export abstract class Rhythms extends Handoffs {
  protected readonly schedule = this.RULE('Schedule', (): Cause => {
    const start = this.here;
    this.word(1, k.every);
    const rhythm = this.SUBRULE(this.rhythm);
    this.mendClause(['at']);
    this.word(1, k.at);
    const at = this.SUBRULE(this.binary, amount);
    const more: { zone?: Expression; except?: Name } = {};
    this.mendClause(['in', 'except', 'when']);
    this.OPTION(() => (more.zone = this.SUBRULE(this.inZone)));
    this.mendClause(['except', 'when']);
    this.OPTION2(() => (more.except = this.SUBRULE(this.exceptDays)));
    const condition = this.SUBRULE(this.onlyWhen);
    return { kind: 'Schedule', start, end: this.last, rhythm, at, ...more, ...condition };
  });

  private readonly rhythm = this.RULE('Rhythm', (): Rhythm => {
    const start = this.here;
    const said = this.passLongRhythm() ?? this.passDaysOfWeek() ?? this.passSpokenDays(start, start, '');
    if (said !== undefined) return { kind: 'Days', start, end: this.last, days: said };
    const first = this.dayOrLength();
    if (!this.RECORDING_PHASE && first.text === 'month') {
      const day = this.passDayOfMonth() ?? this.SUBRULE(this.onWhich, { ARGS: ['`on` and a day, such as `on 15`'] });
      return { kind: 'Month', start, end: this.last, day };
    }
    if (!this.RECORDING_PHASE && first.text === 'year') {
      const date =
        this.passDayOfYear() ??
        this.SUBRULE2(this.onWhich, { ARGS: ['`on` and a date, such as `on profile.birthday`'] });
      return { kind: 'Year', start, end: this.last, date };
    }
    const days = [first];
    this.MANY(() => {
      this.CONSUME(t.comma);
      days.push(this.name(2, 'a day'));
    });
    if (this.RECORDING_PHASE) this.SUBRULE3(this.onWhich, { ARGS: [''] });
    return { kind: 'Days', start, end: this.last, days };
  });

  private readonly onWhich = this.RULE('OnWhich', (expected: string): Expression => {
    if (!this.RECORDING_PHASE && (this.next === k.at || this.sentenceEnds)) {
      this.report(this.gap, say.unfinished({ expected }));
      return this.invalid(this.last);
    }
    this.word(1, k.on);
    return this.SUBRULE(this.binary, amount);
  });

  protected readonly onlyWhen = this.RULE('OnlyWhen', (): { readonly condition?: Expression } => {
    const found: { condition?: Expression } = {};
    this.mendClause(['when', 'where']);
    this.OPTION(() => {
      this.OR([{ ALT: () => this.CONSUME(k.when) }, { ALT: () => this.CONSUME(k.where) }]);
      found.condition = this.SUBRULE(this.expression);
    });
    return found;
  });

  /** `every 2nd monday`, `every 2 weeks`: starts have no such rhythm, but who has started can be left alone. */
  private passLongRhythm(): readonly Name[] | undefined {
    const from = this.here;
    const text = this.RECORDING_PHASE ? '' : this.source.slice(from, from + 40);
    const [written, ordinal = '', each = ''] = severalOf.exec(text) ?? [];
    if (written === undefined) return undefined;
    const unit = each.toLowerCase();
    const day = unit === 'week' ? 'monday' : unit;
    const count = numbers.get(ordinal.slice(0, 3).toLowerCase()) ?? Number.parseInt(ordinal, 10);
    const pause = day === 'day' ? `${count * 24 - 12} hours` : `${count * 7 - 1} days`;
    const span = { start: from, end: from + written.length };
    this.forgetInside(span);
    if (count < 2) {
      this.sayInstead(span, day);
      this.passTo(span.end);
      return [{ ...span, text: day }];
    }
    this.report(
      span,
      say.unexpected({
        found: `\`${written}\``,
        expected: 'a day such as `monday`, or `day`, `weekday`, `month` or `year`',
      }),
      {
        hint: `Begin \`every ${day}\`, and let who has begun rest below it: \`again after ${pause}\`.`,
      },
    );
    this.passTo(span.end);
    return [{ ...span, text: day }];
  }

  /** `every week on monday` */
  private passDaysOfWeek(): readonly Name[] | undefined {
    const from = this.here;
    const week = this.RECORDING_PHASE ? undefined : /^week on +/.exec(this.source.slice(from, from + 20))?.[0];
    return week === undefined ? undefined : this.passSpokenDays(from + week.length, from, '', true);
  }

  /** `monday`, `month`; `monthly` is read as that. */
  private dayOrLength(): Name {
    const token = this.LA(1);
    const meant = this.RECORDING_PHASE ? undefined : inOneWord.get(token.image);
    if (meant === undefined) return this.name(1, 'a day such as `monday`, or `day`, `weekday`, `month` or `year`');
    const span = this.spanOf(token);
    this.sayInstead(span, meant);
    this.SKIP_TOKEN();
    return { ...span, text: meant };
  }

  /** `on last`, `on the last day`, `on 1st` */
  private passDayOfMonth(): Expression | undefined {
    const written = this.whatStandsBehindOn();
    const weekday = dayOfSomeWeek.exec(written)?.[0];
    if (weekday !== undefined) return this.passDayOfSomeWeek(weekday);
    const last = /^(the )?last( day)?(?= +at\b)/.exec(written)?.[0];
    if (last !== undefined) return this.passDay(last, '31', 'Where a month has no such day, its last one counts.');
    const [whole, day] = /^(?:the )?(\d\d?)(?:st|nd|rd|th)\b/.exec(written) ?? [];
    return whole === undefined || day === undefined ? undefined : this.passDay(whole, day);
  }

  /** `on last friday`: nothing that is written otherwise means that. */
  private passDayOfSomeWeek(written: string): Expression {
    const start = this.startOf(this.LA(2));
    const day = /\w+$/.exec(written)?.[0] ?? '';
    this.forgetInside({ start, end: start + written.length });
    this.report(
      { start, end: start + written.length },
      say.unexpected({ found: `\`${written}\``, expected: 'a number' }),
      {
        hint: `A month is told by the number of its day: \`on 15\`, or \`on 31\` for its last. Each ${day} is \`every ${day.toLowerCase()}\`.`,
      },
    );
    this.passTo(start + written.length);
    return this.invalid(start);
  }

  /** `on 02-29`, `on 24 december` */
  private passDayOfYear(): Expression | undefined {
    const written = this.whatStandsBehindOn();
    for (const [form, monthFirst] of daysOfYear) {
      const [whole, one = '', other = ''] = form.exec(written) ?? [];
      if (whole === undefined) continue;
      const [month, day] = monthFirst ? [one, other] : [other, one];
      const date = `2000-${numberOfMonth(month)}-${day.padStart(2, '0')}`;
      if (sayBadDate(date) === undefined)
        return this.passDay(whole, date, 'A date is written with its year; which one makes no difference here.');
    }
    return undefined;
  }

  private whatStandsBehindOn(): string {
    return this.next === k.on ? this.source.slice(this.startOf(this.LA(2)), this.startOf(this.LA(2)) + 40) : '';
  }

  /** Says how the day behind `on` is written here, and passes it. */
  private passDay(written: string, ours: string, hint?: string): Expression {
    const start = this.startOf(this.LA(2));
    const span = { start, end: start + written.length };
    this.forgetInside(span);
    this.report(span, say.wrongSign({ written, ours }), {
      ...(hint === undefined ? {} : { hint }),
      fix: { ...span, title: `Change to \`${ours}\``, text: ours },
    });
    this.passTo(span.end);
    return this.invalid(start);
  }
}

/** Of two digits, as in a date. */
function numberOfMonth(word: string): string {
  const month = /^\d/.test(word) ? word : String(months.indexOf(word.slice(0, 3).toLowerCase()) + 1);
  return month.padStart(2, '0');
}
