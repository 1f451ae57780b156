import * as say from '../../diagnostics/catalogue.gen.ts';
import { k, t } from '../lexer/tokens.ts';
import type {
  Arm,
  Block,
  Continuation,
  Days,
  Expression,
  HandoffArm,
  HandoffStatement,
  Look,
  Moment,
  Name,
  Share,
  Trigger,
  WaitForm,
  WaitStatement,
} from '../tree.ts';
import { amount } from './levels.ts';
import type { Items } from './recovery.ts';
import { Statements } from './statements.ts';

const armItems: Items = {
  what: 'what to wait for',
  heads: ['on', 'when', 'after', 'at'],
  clauses: ['as', 'where', 'without', 'since', 'within', 'ever', 'until', 'if', 'in'],
};

const handoffItems: Items = {
  what: 'a part of the handoff',
  heads: ['because', 'share', 'within', 'on'],
  clauses: ['contacts', 'else', 'escalate', 'to'],
  commas: false,
};

/** Waiting for time, for signals and for people. */
export abstract class Waits extends Statements {
  protected readonly wait = this.RULE('Wait', (): WaitStatement => {
    const start = this.here;
    this.CONSUME(k.wait);
    this.mendWaitWord();
    this.passTooMuch([k.for], [t.number]);
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

  private readonly waitForSignal = this.RULE('WaitForSignal', (): WaitForm => {
    this.CONSUME(k.for);
    const trigger = this.SUBRULE(this.trigger);
    const look = this.SUBRULE(this.look);
    this.mendClause(['up']);
    const upTo = this.OPTION(() => {
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

  /** `wait 2 days`, `wait 2 days until 09:00 on weekdays` */
  private readonly waitFor = this.RULE('WaitFor', (): WaitForm => {
    const from = this.here;
    const duration = this.SUBRULE(this.binary, amount);
    this.mendClause(['until']);
    const moment = this.OPTION(() => {
      this.CONSUME(k.until);
      return this.SUBRULE(this.moment, { ARGS: [from, duration] });
    });
    return moment === undefined ? { kind: 'For', duration } : { kind: 'Until', moment };
  });

  /** `09:00 on weekdays in profile.timezone if past go on if absent finish` */
  private readonly moment = this.RULE('Moment', (start: number, after: Expression | undefined): Moment => {
    const until = this.SUBRULE(this.binary, amount);
    const more: { days?: Days; zone?: Expression; ifPast?: Continuation; ifAbsent?: Continuation } = {};
    this.mendClause(['on', 'in', 'if']);
    this.OPTION(() => (more.days = this.SUBRULE(this.onDays)));
    this.mendClause(['in', 'if']);
    this.OPTION2(() => (more.zone = this.SUBRULE(this.inZone)));
    this.mendClause(['if']);
    this.MANY({
      GATE: () => this.conditionOfMomentAhead(),
      DEF: () => {
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
    return (word === k.past || word === k.absent) && (follows === k.go || follows === k.skip || follows === k.finish);
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

  private readonly arms = this.RULE('Arms', (): Arm[] => {
    const found: Arm[] = [];
    this.braces(armItems, () => {
      const start = this.here;
      found.push(
        this.OR<Arm>([
          {
            ALT: () => {
              this.CONSUME(k.on);
              const trigger = this.SUBRULE(this.trigger);
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
              this.mendClause(['without']);
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
        ]),
      );
    });
    return found;
  });

  // -------------------------------------------------------------- handing over to people

  protected readonly handoff = this.RULE('Handoff', (): HandoffStatement => {
    const start = this.here;
    this.CONSUME(k.handoff);
    this.word(1, k.to);
    const team = this.name(1, 'the name of a team');
    this.mendClause(['as']);
    const alias = this.OPTION(() => {
      this.CONSUME(k.as);
      return this.name(2, 'a name for the handoff');
    });
    const more: { because?: Expression; within?: { readonly duration: Expression; readonly escalateTo?: Name } } = {};
    const share: Share[] = [];
    const arms: HandoffArm[] = [];
    this.handoffBody(() => {
      this.OR([
        {
          ALT: () => {
            this.CONSUME(k.because);
            more.because = this.SUBRULE(this.expression);
          },
        },
        { ALT: () => share.push(...this.gathered(this.SUBRULE(this.shares))) },
        { ALT: () => (more.within = this.SUBRULE(this.handoffWithin)) },
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

  private readonly handoffWithin = this.RULE(
    'HandoffWithin',
    (): { readonly duration: Expression; readonly escalateTo?: Name } => {
      this.CONSUME(k.within);
      const duration = this.SUBRULE(this.binary, amount);
      this.mendClause(['else', 'escalate']);
      const escalateTo = this.OPTION({
        GATE: () => this.next === k.else || this.typeAt(2) === k.else,
        DEF: () => {
          this.OPTION2(() => this.CONSUME(t.comma));
          this.CONSUME(k.else);
          this.word(1, k.escalate);
          this.word(1, k.to);
          return this.name(1, 'the name of a team');
        },
      });
      return { duration, ...(escalateTo === undefined ? {} : { escalateTo }) };
    },
  );

  private readonly handoffArm = this.RULE('HandoffArm', (): HandoffArm => {
    const start = this.here;
    this.CONSUME(k.on);
    const outcome = this.name(1, '`resolved` or `returned`');
    const body: Block = this.SUBRULE(this.block);
    return { outcome, body, start, end: this.last };
  });
}
