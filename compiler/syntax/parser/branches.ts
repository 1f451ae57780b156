import * as say from '../../diagnostics/catalogue.gen.ts';
import { k, t } from '../lexer/tokens.ts';
import { unitWords } from '../lexer/units.ts';
import type {
  Block,
  Candidate,
  DecideCase,
  DecideStatement,
  DecisionDeclaration,
  EachStatement,
  EmitStatement,
  ExperimentStatement,
  Expression,
  Name,
  RepeatStatement,
  TogetherStatement,
  Variant,
} from '../tree.ts';
import { amount } from './levels.ts';
import type { Items } from './recovery.ts';
import { Statements } from './statements.ts';

const branchItems: Items = { what: '`branch { .. }`', heads: ['branch'], commas: false };
const variantItems: Items = {
  what: '`variant NAME 50% { .. }` or `holdout 10%`',
  heads: ['variant', 'holdout'],
  counted: true,
  commas: false,
};
const decideItems: Items = {
  what: 'a candidate such as `Upgrade { .. }`, or `otherwise { .. }`',
  heads: [],
  clauses: ['otherwise'],
  named: true,
  commas: false,
};
const decisionItems: Items = {
  what: '`candidate NAME when .. likely .. worth ..`, or `pick the highest ..`',
  heads: ['candidate', 'pick'],
  clauses: ['when', 'likely', 'worth', 'boost', 'highest', 'at', 'least'],
  commas: false,
  parameters: 'any',
};
const candidateClauses = ['when', 'likely', 'worth', 'boost'];

/** Several ways: at once, one after the other, by chance, by worth. */
export abstract class Branches extends Statements {
  /** `together { branch { } branch { } } until any` */
  protected readonly together = this.RULE('Together', (): TogetherStatement => {
    const start = this.here;
    this.CONSUME(k.together);
    const branches: Block[] = [];
    this.passUntil();
    this.braces(branchItems, () => {
      this.CONSUME(k.branch);
      branches.push(this.SUBRULE(this.block));
    });
    if (this.typeAt(2) === k.all || this.typeAt(2) === k.any) this.mendClause(['until']);
    const until = this.OPTION(() => this.SUBRULE(this.untilHowMany));
    return { kind: 'Together', start, end: this.last, branches, ...(until === undefined ? {} : { until }) };
  });

  /** `together until all {` */
  private passUntil(): void {
    if (this.RECORDING_PHASE || this.next !== k.until || this.sentenceEnds || this.typeAt(3) !== t.openBrace) return;
    const [span, text] = [{ start: this.here, end: this.endOf(this.LA(2)) }, `until ${this.LA(2).image}`];
    this.report(span, say.leftOver({ found: `\`${text}\`` }), {
      hint: `It stands behind the block: \`together { .. } ${text}\`.`,
    });
    this.SKIP_TOKEN();
    this.SKIP_TOKEN();
  }

  private readonly untilHowMany = this.RULE('UntilHowMany', (): NonNullable<TogetherStatement['until']> => {
    const start = this.here;
    this.CONSUME(k.until);
    this.mendClause(['all', 'any']);
    const more = this.OR<{ readonly word?: 'all' | 'any'; readonly count?: Expression }>({
      DEF: [
        {
          ALT: () => {
            this.CONSUME(k.all);
            return { word: 'all' };
          },
        },
        {
          ALT: () => {
            this.CONSUME(k.any);
            return { word: 'any' };
          },
        },
        { ALT: () => ({ count: this.SUBRULE(this.quantity) }) },
      ],
      ERR_MSG: '`all`, `any` or a number',
    });
    return { kind: 'Until', start, end: this.last, ...more };
  });

  /** `repeat up to 3 times every 2 days until C { }` */
  protected readonly repeat = this.RULE('Repeat', (): RepeatStatement => {
    const start = this.here;
    this.CONSUME(k.repeat);
    if (this.everyStandsFirst()) return this.repeatWithEveryFirst(start);
    this.mendClause(['up']);
    this.OPTION(() => {
      this.CONSUME(k.up);
      this.word(1, k.to);
    });
    const times = this.SUBRULE(this.binary, amount);
    this.OR([{ ALT: () => this.CONSUME(k.times) }, { ALT: () => this.CONSUME(k.time) }]);
    const more: { every?: Expression; until?: Expression } = {};
    this.mendClause(['every', 'until']);
    this.passTooMuch([t.comma], [k.every, k.until]);
    const inOneWord = this.everyInOneWord('every 1 ');
    if (inOneWord !== undefined) more.every = inOneWord;
    this.OPTION2(() => {
      this.CONSUME(k.every);
      more.every = this.oneOfUnit() ?? this.SUBRULE2(this.binary, amount);
    });
    this.mendClause(['until']);
    this.OPTION3(() => {
      this.CONSUME(k.until);
      more.until = this.SUBRULE(this.expression);
    });
    const body = this.SUBRULE(this.block);
    return { kind: 'Repeat', start, end: this.last, times, ...more, body };
  });

  /** `every day`, where a number belongs before the unit */
  private oneOfUnit(quiet = false): Expression | undefined {
    const token = this.LA(1);
    if (this.RECORDING_PHASE || !unitWords.has(token.image)) return undefined;
    const span = this.spanOf(token);
    if (!quiet) this.sayInstead(span, `1 ${token.image}`);
    this.SKIP_TOKEN();
    return { kind: 'Quantity', ...span, value: 1, unit: { ...span, text: token.image } };
  }

  private everyStandsFirst(): boolean {
    if (this.RECORDING_PHASE || this.sentenceEnds) return false;
    return this.next === k.every || this.next === k.each;
  }

  /** `repeat every day { }`, `repeat every day up to 3 times { }`: how often at most comes first, and nobody but the author knows it. */
  private repeatWithEveryFirst(start: number): RepeatStatement {
    const from = this.here;
    this.SKIP_TOKEN();
    const lengthAt = this.here;
    const isOne = unitWords.has(this.LA(1).image);
    const every = this.oneOfUnit(true) ?? this.SUBRULE8(this.binary, amount);
    const length = `${isOne ? '1 ' : ''}${this.source.slice(lengthAt, this.last)}`;
    const span = { start: from, end: this.last };
    let times: Expression = { kind: 'Number', ...span, value: 1 };
    if (this.next === k.up) {
      const timesAt = this.here;
      this.SKIP_TOKEN();
      this.word(8, k.to);
      times = this.SUBRULE9(this.binary, amount);
      const text = `${this.source.slice(timesAt, this.last)} times every ${length}`;
      if (this.next === k.times || this.next === k.time) this.SKIP_TOKEN();
      this.sayInstead({ start: from, end: this.last }, text);
    } else {
      const hint = `Say how often at most: \`repeat up to 7 times every ${length} { .. }\`.`;
      const found = `\`${this.source.slice(span.start, span.end)}\``;
      this.report(span, say.unexpected({ found, expected: '`up to`' }), { hint });
    }
    this.mendClause(['until']);
    const more: { until?: Expression } = {};
    if (this.next === k.until) {
      this.SKIP_TOKEN();
      more.until = this.SUBRULE9(this.expression);
    }
    return { kind: 'Repeat', start, end: this.last, times, every, ...more, body: this.SUBRULE9(this.block) };
  }

  /** `for each line in order.lines together { }` */
  protected readonly each = this.RULE('Each', (): EachStatement => {
    const start = this.here;
    this.CONSUME(k.for);
    this.word(1, k.each);
    const alias = this.name(1, 'a name for each item');
    this.word(1, k.in);
    const list = this.SUBRULE(this.expression);
    this.mendClause(['together']);
    const together = this.OPTION(() => this.CONSUME(k.together)) !== undefined;
    const body = this.SUBRULE(this.block);
    return { kind: 'Each', start, end: this.last, alias, list, together, body };
  });

  /** `emit CartRescued { cart: cart.id }` */
  protected readonly emit = this.RULE('Emit', (): EmitStatement => {
    const start = this.here;
    this.CONSUME(k.emit);
    const signal = this.name(1, 'the name of a signal');
    const fields = this.SUBRULE(this.optionalFields);
    return { kind: 'Emit', start, end: this.last, signal, fields };
  });

  /** `experiment Tone { holdout 10% variant warm 45% { } variant plain 45% { } }` */
  protected readonly experiment = this.RULE('Experiment', (): ExperimentStatement => {
    const start = this.here;
    this.CONSUME(k.experiment);
    const name = this.name(1, 'the name of the experiment');
    const variants: Variant[] = [];
    const more: { holdout?: NonNullable<ExperimentStatement['holdout']> } = {};
    this.braces(variantItems, () => {
      // `warm 45% { }`
      if (!this.RECORDING_PHASE && this.next === t.identifier && this.typeAt(2) === t.number)
        return void variants.push(this.SUBRULE2(this.variant));
      this.OR([
        { ALT: () => (more.holdout = this.SUBRULE(this.holdout)) },
        { ALT: () => variants.push(this.SUBRULE(this.variant)) },
      ]);
    });
    return { kind: 'Experiment', start, end: this.last, name, variants, ...more };
  });

  private readonly holdout = this.RULE('Holdout', (): NonNullable<ExperimentStatement['holdout']> => {
    const start = this.here;
    this.CONSUME(k.holdout);
    const share = this.SUBRULE(this.quantity);
    const body = this.OPTION(() => this.SUBRULE(this.block));
    return { start, end: this.last, share, ...(body === undefined ? {} : { body }) };
  });

  private readonly variant = this.RULE('Variant', (): Variant => {
    const start = this.here;
    if (this.RECORDING_PHASE || this.next === k.variant) this.consume(1, k.variant);
    else this.missing(k.variant);
    const name = this.name(1, 'the name of the variant');
    const share = this.SUBRULE(this.quantity);
    const body = this.SUBRULE(this.block);
    return { start, end: this.last, name, share, body };
  });

  /** `decide NextBestOffer(order) as offer { Upgrade { } otherwise { } }` */
  protected readonly decide = this.RULE('Decide', (): DecideStatement => {
    const start = this.here;
    this.CONSUME(k.decide);
    const decision = this.name(1, 'the name of a decision');
    const given = this.OPTION2(() => this.SUBRULE(this.arguments)) ?? [];
    this.mendClause(['as']);
    const alias = this.OPTION(() => {
      this.CONSUME(k.as);
      return this.name(2, 'a name for what was decided');
    });
    const body = this.casesIn(decideItems, this.decideCase);
    return {
      kind: 'Decide',
      start,
      end: this.last,
      decision,
      arguments: given,
      ...body,
      ...(alias === undefined ? {} : { alias }),
    };
  });

  private readonly decideCase = this.RULE('DecideCase', (): DecideCase => {
    const start = this.here;
    const candidate = this.name(1, 'the name of a candidate', true);
    const body = this.SUBRULE(this.block);
    return { start, end: this.last, candidate, body };
  });

  /** `decision NextBestOffer(order: Order) { candidate .. pick the highest .. }` */
  protected readonly decision = this.RULE('Decision', (): DecisionDeclaration => {
    const start = this.here;
    const docs = this.docHere();
    this.CONSUME(k.decision);
    const name = this.name(1, 'the name of the decision');
    const parameters = this.SUBRULE(this.parameters);
    const candidates: Candidate[] = [];
    const more: { pick?: NonNullable<DecisionDeclaration['pick']> } = {};
    this.braces(decisionItems, () => {
      this.OR([
        { ALT: () => candidates.push(this.SUBRULE(this.candidate)) },
        { ALT: () => (more.pick = this.SUBRULE(this.pick)) },
      ]);
    });
    return { kind: 'Decision', start, end: this.last, ...docs, name, parameters, candidates, ...more };
  });

  private readonly candidate = this.RULE('Candidate', (): Candidate => {
    const start = this.here;
    this.CONSUME(k.candidate);
    const name: Name = this.name(1, 'the name of the candidate');
    const more: { when?: Expression; likely?: Expression; worth?: Expression; boost?: Expression } = {};
    this.mendClause(candidateClauses);
    this.MANY(() => {
      this.OR([
        {
          ALT: () => {
            this.CONSUME(k.when);
            more.when = this.SUBRULE(this.expression);
          },
        },
        {
          ALT: () => {
            this.CONSUME(k.likely);
            more.likely = this.SUBRULE2(this.expression);
          },
        },
        {
          ALT: () => {
            this.CONSUME(k.worth);
            more.worth = this.SUBRULE3(this.expression);
          },
        },
        {
          ALT: () => {
            this.CONSUME(k.boost);
            more.boost = this.SUBRULE4(this.expression);
          },
        },
      ]);
      this.mendClause(candidateClauses);
    });
    return { start, end: this.last, name, ...more };
  });

  /** `pick the highest likely * worth * boost, at least 1 EUR` */
  private readonly pick = this.RULE('Pick', (): NonNullable<DecisionDeclaration['pick']> => {
    const start = this.here;
    this.CONSUME(k.pick);
    this.OPTION3({ GATE: () => this.LA(1).image === 'the', DEF: () => this.CONSUME(t.identifier) });
    this.word(1, k.highest);
    const score = this.SUBRULE(this.expression);
    const least = this.OPTION({
      GATE: () => this.typeAt(this.next === t.comma ? 2 : 1) === k.at,
      DEF: () => {
        this.parts();
        this.OPTION2(() => this.CONSUME(t.comma));
        this.CONSUME(k.at);
        this.word(1, k.least);
        return this.SUBRULE(this.binary, amount);
      },
    });
    return { start, end: this.last, score, ...(least === undefined ? {} : { least }) };
  });
}
