import * as say from '../../diagnostics/catalogue.gen.ts';
import { k, t } from '../lexer/tokens.ts';
import type { CalendarDeclaration, Expression } from '../tree.ts';
import { daysFromTo } from './literals.ts';
import { Messages } from './messages.ts';
import type { Items } from './recovery.ts';

const calendarItems: Items = { what: 'a date such as `2026-12-25`', heads: ['Date'] };

const upTo = [t.dotDot, t.minus, k.to, k.until];

/** Days that do not count: `calendar uk_holidays { 2026-12-25, 2026-12-26 }` */
export abstract class Calendars extends Messages {
  protected readonly calendar = this.RULE('Calendar', (): CalendarDeclaration => {
    const start = this.here;
    const docs = this.docHere();
    this.CONSUME(k.calendar);
    const name = this.name(1, 'the name of the calendar');
    const dates: Expression[] = [];
    this.braces(calendarItems, () => {
      dates.push(this.dateOf(this.CONSUME(t.date)));
      this.passLastDay();
    });
    return { kind: 'Calendar', start, end: this.last, ...docs, name, dates };
  });

  /** `2026-10-12..2026-10-24`: says the days between, and reads the first of them. */
  private passLastDay(): void {
    if (this.RECORDING_PHASE || !upTo.includes(this.next) || this.typeAt(2) !== t.date) return;
    const [first, sign, last] = [this.LA(0), this.LA(1), this.LA(2)];
    const days = daysFromTo(first.image, last.image);
    const text = days?.join(', ');
    this.report(this.spanOf(sign), say.wrongSign({ written: sign.image, ours: ',' }), {
      hint: 'A calendar names each of its days: `2026-12-24, 2026-12-25, 2026-12-26`.',
      ...(text === undefined
        ? {}
        : { fix: { start: first.startOffset, end: this.endOf(last), title: 'Write each day', text } }),
    });
    this.SKIP_TOKEN();
    this.SKIP_TOKEN();
  }
}
