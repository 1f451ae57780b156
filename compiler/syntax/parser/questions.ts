import { k, t } from '../lexer/tokens.ts';
import { questionAt, questionWords } from '../spoken/questions.ts';
import type { Expression } from '../tree.ts';
import { Aggregates } from './aggregates.ts';

/** How much of a line is looked at. */
const nearby = 200;

/** Questions to what happened, in other words than a file has. */
export abstract class Questions extends Aggregates {
  /** `last Visit.club == "north"`, `more than 3 Visit in the last week`: told how it is asked, and taken for asked. */
  protected passQuestion(): Expression | undefined {
    if (this.RECORDING_PHASE || !this.questionAhead()) return undefined;
    const start = this.here;
    const [line = ''] = this.source.slice(start, start + nearby).split('\n', 1);
    const asked = questionAt(line);
    if (asked === undefined) return undefined;
    const span = { start, end: start + asked.written.length };
    this.sayInstead(span, asked.meant);
    this.passTo(span.end);
    return this.invalid(start);
  }

  /** Nearly every operand is none: a glance at two words has to tell. */
  private questionAhead(): boolean {
    const { image, tokenType } = this.LA(1);
    const second = this.LA(2);
    // `goal when OrderPlaced within 7 days` is meant as a goal with its time.
    const isGoal = this.LA(0).tokenType === k.when && this.LA(-1).tokenType === k.goal;
    if (isGoal || this.startsLine(second)) return false;
    if (tokenType === t.identifier && /^[A-Z]/.test(image))
      return second.tokenType === k.in || second.tokenType === k.at || backWords.has(second.image);
    if (tokenType === t.number) return second.tokenType === t.identifier && /^[A-Z]\w*[a-z]/.test(second.image);
    return questionWords.has(image) && second.tokenType !== t.dot && second.tokenType !== t.open;
  }
}

const backWords: ReadonlySet<string> = new Set(
  'within during over this since more less fewer exactly under above below'.split(' '),
);
