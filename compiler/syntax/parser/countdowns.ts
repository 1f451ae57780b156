import * as say from '../../diagnostics/catalogue.gen.ts';
import { k, t } from '../lexer/tokens.ts';
import type { Continuation, CountdownArm, CountdownStatement, Expression, Side } from '../tree.ts';
import { amount } from './levels.ts';
import type { Items } from './recovery.ts';
import { Waits } from './waits.ts';

const armItems: Items = {
  what: 'a moment of the countdown such as `at 1 day before { .. }`',
  heads: ['at'],
  clauses: ['before', 'after', 'zero', 'at'],
  literals: true,
};

/** `countdown to event.starts { at 7 days before { } at zero { } at 1 day after { } }` */
export abstract class Countdowns extends Waits {
  protected readonly countdown = this.RULE('Countdown', (): CountdownStatement => {
    const start = this.here;
    this.CONSUME(k.countdown);
    this.mendKeyword([k.until, k.for], 'to');
    this.word(1, k.to);
    const target = this.SUBRULE(this.binary, amount);
    const more: { zone?: Expression; ifAbsent?: Continuation } = {};
    this.mendClause(['in', 'if']);
    this.OPTION(() => (more.zone = this.SUBRULE(this.inZone)));
    this.passIfPast();
    this.mendClause(['if']);
    this.OPTION2(() => {
      this.CONSUME(k.if);
      this.word(1, k.absent);
      more.ifAbsent = this.SUBRULE(this.continuation);
    });
    this.passZone();
    this.passIfPast();
    const arms: CountdownArm[] = [];
    this.braces(armItems, () => arms.push(this.SUBRULE(this.countdownArm)));
    return { kind: 'Countdown', start, end: this.last, target, ...more, arms };
  });

  private readonly countdownArm = this.RULE('CountdownArm', (): CountdownArm => {
    const start = this.here;
    if (!this.RECORDING_PHASE && this.next === t.number) this.missing(k.at);
    else this.CONSUME(k.at);
    this.mendClause(['zero']);
    const when = this.OR<Pick<CountdownArm, 'side' | 'distance'>>([
      {
        ALT: () => {
          this.CONSUME(k.zero);
          return { side: 'on' };
        },
      },
      {
        ALT: () => {
          const distance = this.SUBRULE(this.quantity);
          this.mendClause(['before', 'after']);
          const side = this.OR2([{ ALT: () => this.CONSUME(k.before) }, { ALT: () => this.CONSUME(k.after) }]);
          return { side: side.image as Side, distance };
        },
      },
    ]);
    this.mendClause(['at']);
    const at = this.OPTION(() => {
      this.CONSUME2(k.at);
      return this.SUBRULE(this.binary, amount);
    });
    this.passZone();
    this.passIfPast();
    const body = this.SUBRULE(this.block);
    return { ...when, ...(at === undefined ? {} : { at }), body, start, end: this.last };
  });

  /** `if past go on`: a wait needs it, a countdown does not. */
  private passIfPast(): void {
    const at = this.next === t.comma ? 2 : 1;
    if (this.RECORDING_PHASE || this.typeAt(at) !== k.if || this.typeAt(at + 1) !== k.past) return;
    this.passClause('`if past`', 'A countdown skips what has passed by itself.', at);
  }

  /** `at 10:00 in profile.timezone { .. }`: the zone is that of the whole countdown. */
  private passZone(): void {
    if (this.RECORDING_PHASE || this.next !== k.in || this.sentenceEnds) return;
    const hint =
      'The zone is said once for all its moments, behind the date: `countdown to DATE in profile.timezone { .. }`.';
    this.passClause('`in`', hint, 1);
  }

  private passClause(found: string, hint: string, at: number): void {
    const start = this.last;
    const from = this.startOf(this.LA(at));
    for (let passed = 0; passed <= at; passed++) this.SKIP_TOKEN();
    while (!this.sentenceEnds && this.next !== t.openBrace && this.next !== k.if) this.SKIP_TOKEN();
    if (this.next === t.comma && this.typeAt(2) === k.if) this.SKIP_TOKEN();
    const fix = { start, end: this.last, title: 'Take it out', text: '' };
    this.report({ start: from, end: this.last }, say.leftOver({ found }), { hint, fix });
  }
}
