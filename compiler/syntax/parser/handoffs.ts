import * as say from '../../diagnostics/catalogue.gen.ts';
import { k, t } from '../lexer/tokens.ts';
import type { Block, Expression, HandoffArm, HandoffStatement, HandoffWithin, Share } from '../tree.ts';
import { Countdowns } from './countdowns.ts';
import { amount } from './levels.ts';
import type { Items } from './recovery.ts';

const handoffItems: Items = {
  what: 'a part of the handoff',
  heads: ['because', 'share', 'within', 'on'],
  clauses: ['contacts', 'during', 'else', 'escalate', 'to'],
  commas: false,
};

/** Handing over to people. */
export abstract class Handoffs extends Countdowns {
  protected readonly handoff = this.RULE('Handoff', (): HandoffStatement => {
    const start = this.here;
    this.CONSUME(k.handoff);
    this.word(1, k.to);
    return { ...this.SUBRULE(this.handoffRest), start, end: this.last };
  });

  /** `ask approval of desk { on approved { } on rejected { } }` */
  protected readonly askApproval = this.RULE('AskApproval', (): HandoffStatement => {
    const start = this.here;
    this.CONSUME(k.ask);
    this.word(1, k.approval);
    this.word(1, k.of);
    return { ...this.SUBRULE(this.handoffRest), start, end: this.last, approval: true };
  });

  private readonly handoffRest = this.RULE('HandoffRest', (): HandoffStatement => {
    const start = this.here;
    const team = this.name(1, 'the name of a team');
    this.mendClause(['as']);
    const alias = this.OPTION(() => {
      this.CONSUME(k.as);
      return this.name(2, 'a name for the handoff');
    });
    const more: { because?: Expression; within?: HandoffWithin } = {};
    const share: Share[] = [];
    const arms: HandoffArm[] = [];
    this.handoffBody(() => {
      this.OR([
        {
          ALT: () => {
            this.onlyOnce(more.because, 'because');
            this.CONSUME(k.because);
            more.because = this.SUBRULE(this.expression);
          },
        },
        { ALT: () => share.push(...this.gathered(this.SUBRULE(this.shares))) },
        {
          ALT: () => {
            this.onlyOnce(more.within?.duration, 'within');
            more.within = this.SUBRULE(this.handoffWithin);
          },
        },
        { ALT: () => arms.push(this.SUBRULE(this.handoffArm)) },
      ]);
    });
    return {
      kind: 'Handoff',
      start,
      end: this.last,
      team,
      ...(alias === undefined ? {} : { alias }),
      share,
      arms,
      ...more,
    };
  });

  /** A handoff about which nothing more is said needs no braces. */
  private handoffBody(read: () => void): void {
    if (!this.RECORDING_PHASE && this.next !== t.openBrace && this.sentenceEnds) return;
    this.braces(handoffItems, read);
  }

  private readonly shares = this.RULE('Shares', (): Share[] => {
    this.CONSUME(k.share);
    const found = [this.SUBRULE(this.share)];
    this.MANY({
      GATE: () => this.shareFollows(),
      DEF: () => {
        this.parts();
        this.OPTION(() => this.CONSUME(t.comma));
        found.push(this.SUBRULE2(this.share));
      },
    });
    return found;
  });

  /** A comma with another thing to share; `share bill contacts` lacks one, and is read as if it stood there. */
  private shareFollows(): boolean {
    if (this.next === t.comma) {
      const second = this.typeAt(2);
      return !handoffItems.heads.includes(second.name) && second !== t.closeBrace;
    }
    const type = this.next;
    if (this.sentenceEnds || (type !== t.identifier && type !== k.contacts && type !== k.this && type !== k.profile))
      return false;
    this.report(this.gap, say.missingComma(), { fix: { ...this.gap, title: 'Write a comma', text: ',' } });
    return true;
  }

  private readonly share = this.RULE('Share', (): Share => {
    const start = this.here;
    return this.OR<Share>({
      DEF: [
        {
          ALT: () => {
            this.CONSUME(k.contacts);
            const window = this.OPTION({ GATE: () => this.windowAhead(), DEF: () => this.SUBRULE(this.window) });
            return { kind: 'ShareContacts', start, end: this.last, ...(window === undefined ? {} : { window }) };
          },
        },
        {
          ALT: () => {
            this.CONSUME(k.this);
            this.CONSUME(k.journey);
            return { kind: 'ShareJourney', start, end: this.last };
          },
        },
        {
          ALT: () => {
            const value = this.SUBRULE(this.expression);
            if (value.kind === 'Reference' && value.name.text === 'profile')
              return { kind: 'ShareProfile', start, end: this.last };
            return { kind: 'ShareValue', start, end: this.last, value };
          },
        },
      ],
      IGNORE_AMBIGUITIES: true,
    });
  });

  private readonly handoffWithin = this.RULE('HandoffWithin', (): HandoffWithin => {
    this.CONSUME(k.within);
    const duration = this.SUBRULE(this.binary, amount);
    this.mendClause(['during', 'else', 'escalate']);
    const during = this.OPTION3(() => this.SUBRULE(this.duringHours));
    if (during !== undefined) this.mendClause(['else', 'escalate']);
    const escalateTo = this.OPTION({
      GATE: () => this.next === k.else || this.typeAt(2) === k.else,
      DEF: () => {
        this.parts();
        this.OPTION2(() => this.CONSUME(t.comma));
        this.CONSUME(k.else);
        this.word(1, k.escalate);
        this.word(1, k.to);
        return this.name(1, 'the name of a team');
      },
    });
    return {
      duration,
      ...(during === undefined ? {} : { during }),
      ...(escalateTo === undefined ? {} : { escalateTo }),
    };
  });

  private readonly handoffArm = this.RULE('HandoffArm', (): HandoffArm => {
    const start = this.here;
    this.CONSUME(k.on);
    const outcome = this.name(1, 'an answer such as `resolved`');
    const body: Block = this.SUBRULE(this.block);
    return { outcome, body, start, end: this.last };
  });
}
