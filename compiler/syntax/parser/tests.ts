import type { TokenType } from 'chevrotain';
import * as say from '../../diagnostics/catalogue.gen.ts';
import { k, t } from '../lexer/tokens.ts';
import { isMessageOutcome } from '../outcomes.ts';
import type { Expression, Name, TestDeclaration, TestStep, TextLiteral, TypeRef } from '../tree.ts';
import { Expectations } from './expectations.ts';
import { amount } from './levels.ts';
import type { Items } from './recovery.ts';

const stepHeads = ['for', 'given', 'at', 'after', 'expect', 'replay'];
const steps: Items = {
  what: 'a step of the test, or a signal such as `BillIssued { .. }`',
  heads: stepHeads,
  clauses: [
    'with',
    'for',
    'from',
    'on',
    'by',
    'as',
    'in',
    'times',
    'resolves',
    'returns',
    'approves',
    'rejects',
    'answers',
    'fails',
  ],
  named: true,
};
const unnamed =
  /^(?:profile|(?:a|the|one) customer(?: (?:named |called )?([a-z]\w*))?|(?=consent))(consent for \w+)?(?=$| *\{| with)/;
const teamActions: ReadonlySet<TokenType> = new Set([k.resolves, k.returns, k.approves, k.rejects]);
type TeamAction = Extract<TestStep, { readonly kind: 'TeamStep' }>['action'];

/** `test` blocks. */
export abstract class Tests extends Expectations {
  protected readonly test = this.RULE('Test', (): TestDeclaration => {
    const start = this.here;
    this.CONSUME(k.test);
    const title = this.titleMissing() ? this.noTitle() : this.SUBRULE(this.text);
    const found: TestStep[] = [];
    this.braces(steps, () => found.push(this.SUBRULE(this.testStep)));
    return { kind: 'Test', start, end: this.last, title, steps: found };
  });

  private titleMissing(): boolean {
    return !this.RECORDING_PHASE && this.next !== t.text;
  }

  private noTitle(): TextLiteral {
    const token = this.LA(1);
    const named = token.tokenType === t.identifier && !this.sentenceEnds;
    const what = 'The title of the test, in double quotes,';
    this.report(named ? this.spanOf(token) : this.gap, say.missingName({ what }));
    if (named) this.SKIP_TOKEN();
    return { kind: 'Text', start: this.last, end: this.last, block: false, parts: [] };
  }

  private readonly testStep = this.RULE('TestStep', (): TestStep => {
    this.mendStep();
    return this.OR<TestStep>({
      DEF: [
        { ALT: () => this.SUBRULE(this.forAny) },
        { ALT: () => this.SUBRULE(this.given) },
        { ALT: () => this.SUBRULE(this.atStep) },
        { ALT: () => this.SUBRULE(this.afterStep) },
        { ALT: () => this.SUBRULE(this.expect) },
        { ALT: () => this.SUBRULE(this.replay) },
        { ALT: () => this.SUBRULE(this.happening) },
      ],
      IGNORE_AMBIGUITIES: true,
    });
  });

  private mendStep(): void {
    const token = this.LA(1);
    if (token.tokenType !== t.identifier || /^[A-Z]/.test(token.image)) return;
    const second = this.typeAt(2);
    const begun = second === t.openBrace || second === k.from || second === k.is;
    if (!teamActions.has(second) && !begun) this.mend(stepHeads);
  }

  private readonly forAny = this.RULE('ForAny', (): TestStep => {
    const start = this.here;
    this.CONSUME(k.for);
    this.mendKeyword([k.all, k.each, k.every], 'any');
    this.word(1, k.any);
    const name = this.name(1, 'a name for the value');
    const type = this.typeLeftOut(name) ?? this.SUBRULE(this.anyType);
    const more: { low?: Expression; high?: Expression; list?: Expression } = {};
    this.OPTION(() =>
      this.OR([
        {
          ALT: () => {
            this.CONSUME(k.between);
            more.low = this.SUBRULE(this.binary, amount);
            this.word(2, k.and);
            more.high = this.SUBRULE2(this.binary, amount);
          },
        },
        {
          ALT: () => {
            this.CONSUME(k.in);
            more.list = this.SUBRULE3(this.binary, amount);
          },
        },
      ]),
    );
    return { kind: 'ForAny', start, end: this.last, name, type, ...more };
  });

  private readonly anyType = this.RULE('AnyType', (): TypeRef => {
    this.CONSUME(t.colon);
    return this.SUBRULE(this.typeRef);
  });

  /** `for any fee between 1 EUR and 5 EUR` */
  private typeLeftOut({ text }: Name): TypeRef | undefined {
    if (this.RECORDING_PHASE || (this.next !== k.between && this.next !== k.in)) return undefined;
    const hint = `Say what it is, as for a field: \`for any ${text}: money\`, \`${text}: integer\`.`;
    this.report(this.gap, say.missingName({ what: 'A type' }), { hint });
    const name = { text: '', start: this.last, end: this.last };
    return { kind: 'NamedType', start: this.last, end: this.last, name };
  }

  private readonly given = this.RULE('Given', (): TestStep => {
    const start = this.here;
    this.CONSUME(k.given);
    if (this.givesAnswer()) return this.SUBRULE(this.givenAnswer, { ARGS: [start] });
    if (this.givesVariant()) return this.SUBRULE(this.givenVariant, { ARGS: [start] });
    const unnamed = this.passUnnamed();
    if (unnamed === undefined) this.word(1, k.customer);
    const customer = unnamed ?? this.name(1, 'a name for the customer');
    const fields = this.SUBRULE(this.optionalFields);
    this.mendClause(['with']);
    const consents = this.OPTION(() => {
      this.CONSUME(k.with);
      this.word(1, k.consent);
      this.word(1, k.for);
      return this.SUBRULE(this.names, { ARGS: ['the name of a purpose'] });
    });
    return { kind: 'Given', start, end: this.last, customer, fields, consents: consents ?? [] };
  });

  /** `given profile { .. }`, `given consent for News`, `given a customer ada`: whoever it is has a name. */
  private passUnnamed(): Name | undefined {
    if (this.RECORDING_PHASE) return undefined;
    const start = this.here;
    const [written, name = 'ada', consent] = unnamed.exec(this.lineFrom(start)) ?? [];
    if (written === undefined) return undefined;
    const span = { start, end: start + written.length };
    this.sayInstead(span, `customer ${name}${consent === undefined ? '' : ` with ${consent}`}`);
    this.passTo(span.end);
    return { text: name, ...span };
  }

  /** `Summarise answers "calm"`: no customer is spoken of. */
  private givesAnswer(): boolean {
    if (this.RECORDING_PHASE) this.SUBRULE(this.givenAnswer, { ARGS: [0] });
    return !this.RECORDING_PHASE && (this.typeAt(2) === k.answers || this.typeAt(2) === k.fails);
  }

  /** `variant warm of Tone` */
  private givesVariant(): boolean {
    if (this.RECORDING_PHASE) this.SUBRULE(this.givenVariant, { ARGS: [0] });
    return !this.RECORDING_PHASE && this.next === k.variant;
  }

  private readonly givenVariant = this.RULE('GivenVariant', (start: number): TestStep => {
    this.CONSUME(k.variant);
    const variant = this.name(1, 'the name of a variant');
    this.word(1, k.of);
    const experiment = this.name(2, 'the name of an experiment');
    const whose = this.OPTION({
      GATE: () => this.typeAt(2) !== k.any,
      DEF: () => {
        this.CONSUME(k.for);
        return this.SUBRULE(this.expectedOf);
      },
    });
    return { kind: 'GivenVariant', start, end: this.last, variant, experiment, ...whose };
  });

  private readonly givenAnswer = this.RULE('GivenAnswer', (start: number): TestStep => {
    const action = this.name(1, 'the name of an action or a model');
    const fails = this.OR([
      {
        ALT: () => {
          this.CONSUME(k.fails);
          return true;
        },
      },
      {
        ALT: () => {
          this.CONSUME(k.answers);
          return false;
        },
      },
    ]);
    // What answers nothing has no value.
    const value = this.OPTION({
      GATE: () => !fails && !this.sentenceEnds,
      DEF: () => this.SUBRULE(this.fieldContent),
    });
    return { kind: 'GivenAnswer', start, end: this.last, action, fails, ...(value === undefined ? {} : { value }) };
  });

  private readonly atStep = this.RULE('AtStep', (): TestStep => {
    const start = this.here;
    this.CONSUME(k.at);
    const date = this.CONSUME(t.date);
    this.checkDate(date);
    this.passTooMuch([k.at], [t.clock]);
    const clock = this.OPTION(() => this.SUBRULE(this.clockTime)) ?? 0;
    return { kind: 'AtStep', start, end: this.last, date: date.payload ?? date.image, minutes: clock };
  });

  private readonly clockTime = this.RULE('ClockTime', (): number => {
    const clock = this.clockOf(this.CONSUME(t.clock));
    return clock.kind === 'Clock' ? clock.minutes : 0;
  });

  private readonly afterStep = this.RULE('AfterStep', (): TestStep => {
    const start = this.here;
    this.CONSUME(k.after);
    const duration = this.SUBRULE(this.binary, amount);
    return { kind: 'AfterStep', start, end: this.last, duration };
  });

  private readonly replay = this.RULE('Replay', (): TestStep => {
    const start = this.here;
    this.CONSUME(k.replay);
    this.word(1, k.in);
    this.word(1, k.any);
    this.word(1, k.order);
    this.mendClause(['within']);
    const within = this.OPTION(() => {
      this.CONSUME(k.within);
      return this.SUBRULE(this.binary, amount);
    });
    return { kind: 'Replay', start, end: this.last, ...(within === undefined ? {} : { within }) };
  });

  /** `Reminder is clicked on pay by bob` */
  private readonly messageStep = this.RULE('MessageStep', (message: Name): TestStep => {
    this.CONSUME(k.is);
    const what = this.name(1, 'an outcome such as `opened`');
    const link = this.OPTION(() => {
      this.CONSUME(k.on);
      return this.name(2, 'the name of a link');
    });
    const customer = this.OPTION2(() => {
      this.CONSUME(k.by);
      return this.name(3, 'the name of a customer');
    });
    return {
      kind: 'MessageStep',
      start: this.RECORDING_PHASE ? 0 : message.start,
      end: this.last,
      message,
      what,
      ...(link === undefined ? {} : { link }),
      ...(customer === undefined ? {} : { customer }),
    };
  });

  /** `visitor is ada` */
  private readonly joinStep = this.RULE('JoinStep', (customer: Name): TestStep => {
    this.CONSUME(k.is);
    const other = this.name(1, 'the name of a customer');
    return { kind: 'JoinStep', start: this.RECORDING_PHASE ? 0 : customer.start, end: this.last, customer, other };
  });

  /** `Reminder is opened`, `visitor is ada`: customers are written small, as what becomes of a message is. */
  private readonly whatIsSaid = this.RULE('WhatIsSaid', (of: Name): TestStep | undefined => {
    const ofCustomer = (): boolean => /^[a-z]/.test(of.text) && !isMessageOutcome(this.LA(2).image);
    return this.OPTION(() =>
      this.OR<TestStep>({
        DEF: [
          { GATE: ofCustomer, ALT: () => this.SUBRULE(this.joinStep, { ARGS: [of] }) },
          { ALT: () => this.SUBRULE(this.messageStep, { ARGS: [of] }) },
        ],
        IGNORE_AMBIGUITIES: true,
      }),
    );
  });

  /** `BillIssued from ada { .. }`, `billing_desk resolves` */
  private readonly happening = this.RULE('Happening', (): TestStep => {
    const start = this.here;
    const name = this.name(1, 'the name of a signal or of a team');
    this.mendClause(['resolves', 'returns', 'approves', 'rejects', 'from']);
    const action = this.OPTION(() =>
      this.OR([
        { ALT: () => this.CONSUME(k.resolves) },
        { ALT: () => this.CONSUME(k.returns) },
        { ALT: () => this.CONSUME(k.approves) },
        { ALT: () => this.CONSUME(k.rejects) },
      ]),
    );
    if (action !== undefined && !this.RECORDING_PHASE)
      return { kind: 'TeamStep', start, end: this.last, team: name, action: action.image as TeamAction };
    const said = this.SUBRULE(this.whatIsSaid, { ARGS: [name] });
    if (!this.RECORDING_PHASE && said !== undefined) return said;
    const customer = this.OPTION2(() => {
      this.CONSUME(k.from);
      return this.name(2, 'the name of a customer');
    });
    const fields = this.SUBRULE(this.optionalFields);
    this.passWhoBehind();
    return {
      kind: 'SignalStep',
      start,
      end: this.last,
      signal: name,
      ...(customer === undefined ? {} : { customer }),
      fields,
    };
  });

  /** `BillIssued { .. } from ada` */
  private passWhoBehind(): void {
    if (this.RECORDING_PHASE || this.sentenceEnds || this.LA(0).tokenType !== t.closeBrace) return;
    if (this.next !== k.from && this.next !== k.by && this.next !== k.for) return;
    const [word, who] = [this.LA(1), this.LA(2)];
    const hint = `Whose signal it is stands before its fields: \`BillIssued from ${who.image} { .. }\`.`;
    this.report({ start: word.startOffset, end: this.endOf(who) }, say.leftOver({ found: `\`${word.image}\`` }), {
      hint,
    });
    this.SKIP_TOKEN();
    if (!this.sentenceEnds) this.SKIP_TOKEN();
  }
}
