import * as say from '../../diagnostics/catalogue.gen.ts';
import { nearest } from '../../diagnostics/nearest.ts';
import { k, t } from '../lexer/tokens.ts';
import { isMessageOutcome } from '../outcomes.ts';
import type { Expression, Name, Trigger } from '../tree.ts';
import { amount } from './levels.ts';
import type { Items } from './recovery.ts';
import { Sending } from './sending.ts';

/** Words that can go on behind a signal. */
const goesOn = [
  ...['once', 'again', 'every', 'per', 'within', 'by', 'then', 'up', 'since', 'ever', 'in', 'for', 'becomes', 'after'],
  ...['ignore', 'restart', 'refresh', 'collect'],
];

/** What can happen: a signal, with a condition on it. */
export abstract class Triggers extends Sending {
  /** `BillIssued as bill where bill.amount > 10 EUR`; `when` says the same. */
  protected readonly trigger = this.RULE('Trigger', (): Trigger => {
    const start = this.here;
    const signal = this.notOfMessage(this.name(1, 'the name of a signal'));
    this.mendClause(['as', 'where', 'when']);
    const alias = this.missingAs()
      ? this.name(3, 'a name for the signal')
      : this.OPTION(() => {
          this.CONSUME(k.as);
          return this.name(2, 'a name for the signal');
        });
    this.mendClause(['where', 'when']);
    this.mendKeyword([k.if], 'when');
    const where = this.OPTION2(() => {
      this.OR([{ ALT: () => this.CONSUME(k.where) }, { ALT: () => this.CONSUME(k.when) }]);
      return this.SUBRULE(this.expression);
    });
    return {
      signal,
      start,
      end: this.last,
      ...(alias === undefined ? {} : { alias }),
      ...(where === undefined ? {} : { where }),
    };
  });

  /** `stop on clicked of note`: what becomes of a message is no signal. */
  private notOfMessage(name: Name): Name {
    const link = this.next === t.identifier && this.typeAt(2) === k.of ? 1 : 0;
    if (this.RECORDING_PHASE || !isMessageOutcome(name.text) || this.typeAt(1 + link) !== k.of) return name;
    const end = this.endOf(this.LA(2 + link));
    const written = this.source.slice(name.start, end);
    this.report({ start: name.start, end }, say.unexpected({ found: `\`${written}\``, expected: 'a signal' }), {
      hint: `What becomes of a message is waited for: \`wait { on ${written} { finish as ${name.text} } after 3 days { .. } }\`.`,
    });
    for (let count = 0; count < 2 + link; count++) this.SKIP_TOKEN();
    return { text: '', start: name.start, end };
  }

  /** `on BillIssued bill`: a name that is no misspelt word. */
  private missingAs(): boolean {
    const isName = !this.RECORDING_PHASE && this.next === t.identifier && !this.sentenceEnds;
    if (!isName || nearest(this.LA(1).image, goesOn) !== undefined) return false;
    return this.missingBeforeName(k.as);
  }

  /** `S as s where C in batches of s.quantity` */
  protected readonly sharedTrigger = this.RULE('SharedTrigger', (): Trigger => {
    const trigger = this.SUBRULE(this.trigger);
    const batches = this.SUBRULE(this.inBatches);
    return batches === undefined ? trigger : { ...trigger, end: this.last, batches };
  });

  protected readonly inBatches = this.RULE('InBatches', (): Expression | undefined => {
    this.mendClause(['in']);
    return this.OPTION(() => {
      this.CONSUME(k.in);
      this.word(1, k.batches);
      this.word(1, k.of);
      return this.SUBRULE(this.binary, amount);
    });
  });

  /** `on OrderPlaced { .. }` among the statements: only a wait hears, or a `stop`. */
  protected listensApart(items: Items): boolean {
    if (this.RECORDING_PHASE || this.next !== k.on) return false;
    if (this.typeAt(2) === t.identifier && this.typeAt(3) === t.dot) return this.momentApart(items);
    if (!this.signalAt(2)) return false;
    const signal = this.LA(2).image;
    const span = { start: this.here, end: this.endOf(this.LA(2)) };
    const wording = say.unexpected({ found: `\`on ${signal}\``, expected: 'a setting of the journey or a statement' });
    const hint = `What is heard stands in a wait, \`wait { on ${signal} { .. } after 3 days { .. } }\`; what ends the journey at any time is \`stop on ${signal} as OUTCOME\`.`;
    this.report(span, wording, { hint });
    this.skip(items);
    return true;
  }

  /** `on bill.due - 3 days { .. }` */
  private momentApart(items: Items): boolean {
    const date = `${this.LA(2).image}.${this.LA(4).image}`;
    const span = { start: this.here, end: this.endOf(this.LA(4)) };
    const wording = say.unexpected({ found: `\`on ${date}\``, expected: 'a setting of the journey or a statement' });
    const hint = `What happens on a day stands in a countdown: \`countdown to ${date} { at 3 days before { .. } at zero { .. } }\`.`;
    this.report(span, wording, { hint });
    this.skip(items);
    return true;
  }

  /** A name as signals have them, at the head of a block. */
  protected signalAt(distance: number): boolean {
    return this.typeAt(distance) === t.identifier && /^[A-Z]/.test(this.LA(distance).image);
  }
}
