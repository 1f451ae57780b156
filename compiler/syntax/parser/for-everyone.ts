import * as say from '../../diagnostics/catalogue.gen.ts';
import { k } from '../lexer/tokens.ts';
import type { Cause, Expression } from '../tree.ts';
import { Rhythms } from './rhythms.ts';

/** A journey that one signal starts with many customers. */
export abstract class ForEveryone extends Rhythms {
  /** `for each customer where C on S as s in batches of s.quantity` */
  protected readonly forEach = this.RULE('ForEach', (): Cause => {
    const start = this.here;
    this.CONSUME(k.for);
    this.word(1, k.each);
    this.word(1, k.customer);
    this.word(1, k.where);
    const whom = this.beforeOn(() => this.SUBRULE(this.expression));
    this.mendClause(['on']);
    this.word(1, k.on);
    const trigger = this.SUBRULE(this.trigger);
    const batches = this.SUBRULE(this.inBatches);
    const end = this.last;
    const more = batches === undefined ? {} : { batches };
    return { kind: 'ForEach', start, end, whom: this.alsoBehind(whom), trigger, ...more };
  });

  private beforeOn(read: () => Expression): Expression {
    this.untilOn = true;
    try {
      return read();
    } finally {
      this.untilOn = false;
    }
  }

  /** `when C` behind the sentence, as other starts have it: whom it is for stands in one place. */
  private alsoBehind(whom: Expression): Expression {
    if (this.RECORDING_PHASE || (this.next !== k.when && this.next !== k.where)) return whom;
    const { end } = whom;
    const from = this.here;
    const between = this.source.slice(end, this.last);
    const found = `\`${this.LA(1).image}\``;
    this.SKIP_TOKEN();
    const also = this.SUBRULE9(this.expression);
    const text = `${[whom, also].map((part) => this.asOperand(part)).join(' and ')}${between}`;
    this.report({ start: from, end: this.last }, say.leftOver({ found }), {
      hint: 'Whom it is for stands in one place: `start for each customer where THIS and THAT on SIGNAL`.',
      fix: { start: whom.start, end: this.last, title: 'Move it to `where`', text },
    });
    return { kind: 'Binary', start: whom.start, end, operator: 'and', left: whom, right: also };
  }

  private asOperand(part: Expression): string {
    const text = this.source.slice(part.start, part.end);
    return part.kind === 'Binary' && part.operator === 'or' ? `(${text})` : text;
  }
}
