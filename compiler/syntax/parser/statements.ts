import type { IOrAlt, ParserMethod } from 'chevrotain';
import * as say from '../../diagnostics/catalogue.gen.ts';
import { retag } from '../lexer/lex.ts';
import { k, keywordTypes, t } from '../lexer/tokens.ts';
import type {
  Block,
  CallStatement,
  ChooseCase,
  ChooseStatement,
  ConsentStatement,
  CountdownStatement,
  DecideStatement,
  EachStatement,
  EmitStatement,
  ExperimentStatement,
  FinishStatement,
  GoToStatement,
  HandoffStatement,
  IfStatement,
  Name,
  RepeatStatement,
  RunStatement,
  SetStatement,
  Statement,
  StepStatement,
  TogetherStatement,
  WaitStatement,
} from '../tree.ts';
import type { Items } from './recovery.ts';
import { Triggers } from './triggers.ts';

export const statementHeads = [
  ...['send', 'wait', 'countdown', 'if', 'choose', 'handoff', 'set', 'grant', 'withdraw', 'step', 'go', 'finish'],
  ...['together', 'repeat', 'for', 'emit', 'experiment', 'decide', 'call', 'ask', 'run', 'start'],
] as const;

const statementClauses = [
  'on',
  'else',
  'to',
  'customer',
  'team',
  'as',
  'for',
  'where',
  'when',
  'until',
  'up',
  'if',
  'in',
  'within',
  'consent',
  'during',
  'except',
  'each',
  'times',
  'every',
];

/** What a journey does, step by step; the wait and the handoff have files of their own. */
export abstract class Statements extends Triggers {
  protected abstract readonly wait: ParserMethod<[], WaitStatement>;
  protected abstract readonly countdown: ParserMethod<[], CountdownStatement>;
  protected abstract readonly handoff: ParserMethod<[], HandoffStatement>;
  protected abstract readonly together: ParserMethod<[], TogetherStatement>;
  protected abstract readonly repeat: ParserMethod<[], RepeatStatement>;
  protected abstract readonly each: ParserMethod<[], EachStatement>;
  protected abstract readonly emit: ParserMethod<[], EmitStatement>;
  protected abstract readonly experiment: ParserMethod<[], ExperimentStatement>;
  protected abstract readonly decide: ParserMethod<[], DecideStatement>;
  protected abstract readonly call: ParserMethod<[], CallStatement>;
  protected abstract readonly run: ParserMethod<[], RunStatement>;
  protected abstract readonly startOther: ParserMethod<[], RunStatement>;
  protected abstract readonly askApproval: ParserMethod<[], HandoffStatement>;

  protected readonly statementItems: Items = {
    what: 'a statement',
    heads: statementHeads,
    clauses: statementClauses,
    inner: () => this.SUBRULE9(this.block),
  };

  /** `{ statements }` */
  protected readonly block = this.RULE('Block', (): Block => {
    const start = this.here;
    const statements: Statement[] = [];
    this.braces(this.statementItems, () => statements.push(this.SUBRULE(this.statement)));
    return { statements, start, end: this.last };
  });

  protected readonly statement = this.RULE('Statement', (): Statement => this.OR(this.statementForms()));

  private forms: IOrAlt<Statement>[] | undefined;

  /** Made once: a rule that is entered often. */
  private statementForms(): IOrAlt<Statement>[] {
    this.forms ??= [
      { ALT: () => this.SUBRULE(this.send) },
      { ALT: () => this.SUBRULE(this.wait) },
      { ALT: () => this.SUBRULE(this.if) },
      { ALT: () => this.SUBRULE(this.choose) },
      { ALT: () => this.SUBRULE(this.handoff) },
      { ALT: () => this.SUBRULE(this.set) },
      { ALT: () => this.SUBRULE(this.consent) },
      { ALT: () => this.SUBRULE(this.step) },
      { ALT: () => this.SUBRULE(this.goTo) },
      { ALT: () => this.SUBRULE(this.finish) },
      { ALT: () => this.SUBRULE(this.countdown) },
      { ALT: () => this.SUBRULE(this.together) },
      { ALT: () => this.SUBRULE(this.repeat) },
      { ALT: () => this.SUBRULE(this.each) },
      { ALT: () => this.SUBRULE(this.emit) },
      { ALT: () => this.SUBRULE(this.experiment) },
      { ALT: () => this.SUBRULE(this.decide) },
      { ALT: () => this.SUBRULE(this.call) },
      { ALT: () => this.SUBRULE(this.run) },
      { ALT: () => this.SUBRULE(this.startOther) },
      { ALT: () => this.SUBRULE(this.askApproval) },
    ];
    return this.forms;
  }

  private readonly if = this.RULE('If', (): IfStatement => {
    const start = this.here;
    this.CONSUME(k.if);
    const condition = this.SUBRULE(this.expression);
    const then = this.SUBRULE(this.block);
    this.mendElse();
    const nested = (): Block => {
      const inner = this.deeper(() => this.SUBRULE(this.if));
      return { statements: [inner], start: inner.start, end: inner.end };
    };
    const otherwise = this.joinedElse()
      ? nested()
      : this.OPTION((): Block => {
          this.CONSUME(k.else);
          return this.OR<Block>([{ ALT: nested }, { ALT: () => this.SUBRULE2(this.block) }]);
        });
    return { kind: 'If', start, end: this.last, condition, then, ...(otherwise === undefined ? {} : { otherwise }) };
  });

  /** After `}`: `esle {`, `otherwise {`. */
  protected mendElse(): void {
    if (this.RECORDING_PHASE) return;
    const follows = this.typeAt(2);
    if (follows !== t.openBrace && follows !== k.if) return;
    if (this.next === k.otherwise) this.sayMisspelt(this.LA(1), 'else');
    else this.mend(['else']);
  }

  /** `elseif C {` */
  private joinedElse(): boolean {
    const token = this.LA(1);
    if (this.RECORDING_PHASE || !/^els?e?_?if$/i.test(token.image) || token.tokenType === k.else) return false;
    const span = this.spanOf(token);
    this.report(span, say.misspeltWord({ word: token.image, meant: 'else if' }), {
      fix: { ...span, title: 'Change to `else if`', text: 'else if' },
    });
    retag(token, k.if);
    return true;
  }

  private readonly choose = this.RULE('Choose', (): ChooseStatement => {
    const start = this.here;
    this.CONSUME(k.choose);
    const subject = this.SUBRULE(this.expression);
    const body = this.casesIn(chooseItems, this.chooseCase);
    return { kind: 'Choose', start, end: this.last, subject, ...body };
  });

  /** What stands in the braces of `choose` and `decide`. */
  protected casesIn<C>(items: Items, one: ParserMethod<[], C>): { cases: C[]; otherwise?: Block } {
    const body: { cases: C[]; otherwise?: Block } = { cases: [] };
    this.braces(items, () => {
      this.mendOtherwise();
      this.OR({
        DEF: [
          {
            ALT: () => {
              this.CONSUME(k.otherwise);
              body.otherwise = this.SUBRULE(this.block);
            },
          },
          { ALT: () => body.cases.push(this.SUBRULE(one)) },
        ],
        IGNORE_AMBIGUITIES: true,
      });
    });
    return body;
  }

  private mendOtherwise(): void {
    if (this.RECORDING_PHASE || this.typeAt(2) !== t.openBrace) return;
    if (this.next === k.else) this.sayMisspelt(this.LA(1), 'otherwise');
    else this.mend(['otherwise']);
  }

  private readonly chooseCase = this.RULE('ChooseCase', (): ChooseCase => {
    const start = this.here;
    this.keywordAsName();
    if (this.LA(1).image === 'case') this.passTooMuch([t.identifier], [t.identifier]);
    const values = [this.SUBRULE(this.expression)];
    this.MANY(() => {
      this.CONSUME(t.comma);
      values.push(this.SUBRULE2(this.expression));
    });
    const body = this.SUBRULE(this.block);
    return { values, body, start, end: this.last };
  });

  /** `open { .. }`: a value may be called like a keyword. `true` and `false` are values themselves. */
  private keywordAsName(): void {
    const token = this.LA(1);
    if (token.tokenType === k.true || token.tokenType === k.false) return;
    if (keywordTypes.has(token.tokenType.name) && (this.typeAt(2) === t.openBrace || this.typeAt(2) === t.comma)) {
      retag(token, t.identifier);
    }
  }

  protected readonly set = this.RULE('Set', (): SetStatement => {
    const start = this.here;
    this.CONSUME(k.set);
    const target = this.SUBRULE(this.reference);
    this.sayDoubleEquals();
    this.mendSign([k.to], t.is);
    this.word(1, t.is);
    const value = this.SUBRULE(this.expression);
    return { kind: 'Set', start, end: this.last, target, value };
  });

  protected readonly consent = this.RULE('Consent', (): ConsentStatement => {
    const start = this.here;
    const { image } = this.OR([{ ALT: () => this.CONSUME(k.grant) }, { ALT: () => this.CONSUME(k.withdraw) }]);
    this.word(1, k.consent);
    this.word(1, k.for);
    const purpose = this.name(1, 'the name of a purpose');
    this.mendClause(['on']);
    const channel = this.OPTION({
      GATE: () => this.RECORDING_PHASE || this.onNamesChannel(),
      DEF: () => {
        this.CONSUME(k.on);
        return this.name(2, 'the name of a channel');
      },
    });
    return {
      kind: 'Consent',
      start,
      end: this.last,
      action: image as 'grant' | 'withdraw',
      purpose,
      ...(channel === undefined ? {} : { channel }),
    };
  });

  private readonly step = this.RULE('Step', (): StepStatement => {
    const start = this.here;
    this.CONSUME(k.step);
    const name = this.name(1, 'the name of the step');
    const body = this.SUBRULE(this.block);
    return { kind: 'Step', start, end: this.last, name, body };
  });

  protected readonly goTo = this.RULE('GoTo', (): GoToStatement => {
    const start = this.here;
    this.CONSUME(k.go);
    if (!this.RECORDING_PHASE && this.next === k.on) return this.goOnByItself(start);
    this.word(1, k.to);
    if (this.LA(1).image === 'step' && !this.sentenceEnds) this.passTooMuch([this.next], [t.identifier]);
    const step = this.name(1, 'the name of a step');
    return { kind: 'GoTo', start, end: this.last, step };
  });

  /** `go on` in a line of its own */
  private goOnByItself(start: number): GoToStatement {
    this.SKIP_TOKEN();
    const span = { start, end: this.last };
    this.report(span, say.tooMuch({ word: 'go on' }), {
      hint: 'A journey goes on by itself. Where a message cannot be sent: `send MESSAGE on CHANNEL, else go on`.',
      fix: { ...span, title: 'Take it out', text: '' },
    });
    return { kind: 'GoTo', start, end: this.last, step: { text: '', start: this.last, end: this.last } };
  }

  protected readonly finish = this.RULE('Finish', (): FinishStatement => {
    const start = this.here;
    this.CONSUME(k.finish);
    const value = this.OPTION(() => {
      this.CONSUME(k.with);
      return this.SUBRULE(this.expression);
    });
    this.mendClause(['as']);
    const outcome = this.missingBeforeName(k.as)
      ? this.name(1, 'the name of an outcome')
      : this.SUBRULE(this.asOutcome);
    return {
      kind: 'Finish',
      start,
      end: this.last,
      ...(value === undefined ? {} : { value }),
      ...(outcome === undefined ? {} : { outcome }),
    };
  });

  /** `as helped` */
  protected readonly asOutcome = this.RULE('AsOutcome', (): Name | undefined =>
    this.OPTION(() => {
      this.CONSUME(k.as);
      return this.name(1, 'the name of an outcome');
    }),
  );
}

const chooseItems: Items = {
  what: 'a case such as `gold { .. }`, or `otherwise { .. }`',
  heads: [],
  clauses: ['otherwise'],
  named: true,
  literals: true,
  commas: false,
};
