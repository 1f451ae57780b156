import { k } from '../lexer/tokens.ts';
import type { Continuation, CountdownArm, CountdownStatement, Expression, Side } from '../tree.ts';
import { amount } from './levels.ts';
import type { Items } from './recovery.ts';
import { Waits } from './waits.ts';

const armItems: Items = {
  what: 'a moment of the countdown such as `at 1 day before { .. }`',
  heads: ['at'],
  clauses: ['before', 'after', 'zero', 'at'],
};

/** `countdown to event.starts { at 7 days before { } at zero { } at 1 day after { } }` */
export abstract class Countdowns extends Waits {
  protected readonly countdown = this.RULE('Countdown', (): CountdownStatement => {
    const start = this.here;
    this.CONSUME(k.countdown);
    this.word(1, k.to);
    const target = this.SUBRULE(this.binary, amount);
    const more: { zone?: Expression; ifAbsent?: Continuation } = {};
    this.mendClause(['in', 'if']);
    this.OPTION(() => (more.zone = this.SUBRULE(this.inZone)));
    this.mendClause(['if']);
    this.OPTION2(() => {
      this.CONSUME(k.if);
      this.word(1, k.absent);
      more.ifAbsent = this.SUBRULE(this.continuation);
    });
    const arms: CountdownArm[] = [];
    this.braces(armItems, () => arms.push(this.SUBRULE(this.countdownArm)));
    return { kind: 'Countdown', start, end: this.last, target, ...more, arms };
  });

  private readonly countdownArm = this.RULE('CountdownArm', (): CountdownArm => {
    const start = this.here;
    this.CONSUME(k.at);
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
    const body = this.SUBRULE(this.block);
    return { ...when, ...(at === undefined ? {} : { at }), body, start, end: this.last };
  });
}
