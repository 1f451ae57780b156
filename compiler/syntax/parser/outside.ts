import { k, t } from '../lexer/tokens.ts';
import type {
  ActionDeclaration,
  Block,
  CallStatement,
  Expression,
  Field,
  FieldContent,
  HandoffArm,
  ModelDeclaration,
  Name,
  Parameter,
  RunStatement,
  TypeRef,
  Via,
} from '../tree.ts';
import { Branches } from './branches.ts';
import { amount } from './levels.ts';
import type { Items } from './recovery.ts';

const outsideItems: Items = {
  what: 'a setting such as `via http desk`, `timeout 10 seconds` or `or VALUE`',
  heads: ['via', 'cleared', 'timeout', 'retry', 'keep', 'or'],
  clauses: ['for', 'times', 'over'],
  parameters: 'any',
};
const resultItems: Items = { what: 'a field such as `ticket: id`', heads: [], named: true };
const callItems: Items = { what: 'an outcome, such as `on failed { .. }`', heads: ['on'], commas: false };

type Result = TypeRef | { readonly kind: 'Fields'; readonly fields: readonly Field[] };
type Settings = Pick<ActionDeclaration, 'via' | 'timeout' | 'retry' | 'keep' | 'otherwise'>;
type Head = Pick<ActionDeclaration, 'doc' | 'name' | 'parameters' | 'cleared' | 'result'> & Settings;

/** What others do for us: actions that are called, and models that are asked. */
export abstract class OutsideWorld extends Branches {
  protected readonly action = this.RULE('Action', (): ActionDeclaration => {
    const start = this.here;
    const docs = this.docHere();
    this.CONSUME(k.action);
    const rest = this.SUBRULE(this.outside);
    return { kind: 'Action', start, end: this.last, ...docs, ...rest };
  });

  protected readonly model = this.RULE('Model', (): ModelDeclaration => {
    const start = this.here;
    const docs = this.docHere();
    this.CONSUME(k.model);
    const rest = this.SUBRULE(this.outside);
    return { kind: 'Model', start, end: this.last, ...docs, ...rest };
  });

  private readonly outside = this.RULE('Outside', (): Head => {
    const name: Name = this.name(1, 'a name');
    const parameters: Parameter[] = this.SUBRULE(this.parameters);
    const result = this.SUBRULE(this.outsideResult);
    const cleared: Name[] = [];
    const more: { -readonly [K in keyof Settings]: Settings[K] } = {};
    this.braces(outsideItems, () => {
      this.OR([
        {
          ALT: () => {
            this.onlyOnce(more.via, 'via');
            more.via = this.SUBRULE(this.via) as Via;
          },
        },
        { ALT: () => cleared.push(...this.gathered(this.SUBRULE(this.clearedFor))) },
        {
          ALT: () => {
            this.onlyOnce(more.timeout, 'timeout');
            this.CONSUME(k.timeout);
            more.timeout = this.SUBRULE(this.binary, amount);
          },
        },
        {
          ALT: () => {
            this.onlyOnce(more.retry, 'retry');
            more.retry = this.SUBRULE(this.retry);
          },
        },
        {
          ALT: () => {
            this.onlyOnce(more.keep, 'keep');
            this.CONSUME(k.keep);
            more.keep = this.SUBRULE2(this.binary, amount);
          },
        },
        {
          ALT: () => {
            this.onlyOnce(more.otherwise, 'or');
            this.CONSUME(k.or);
            more.otherwise = this.SUBRULE(this.fieldContent) as FieldContent;
          },
        },
      ]);
    });
    return { name, parameters, cleared, ...(result === undefined ? {} : { result }), ...more };
  });

  /** `-> text`, `-> { ticket: id }` */
  private readonly outsideResult = this.RULE('OutsideResult', (): Result | undefined =>
    this.OPTION((): Result => {
      this.CONSUME(t.arrow);
      return this.OR<Result>({
        DEF: [
          {
            GATE: () => this.next === t.openBrace && !this.settingsAhead(),
            ALT: () => {
              const fields: Field[] = [];
              this.braces(resultItems, () => fields.push(this.SUBRULE(this.field)));
              return { kind: 'Fields', fields };
            },
          },
          { ALT: () => this.SUBRULE(this.typeRef) },
        ],
        IGNORE_AMBIGUITIES: true,
      });
    }),
  );

  /** `-> { via http desk .. }`: the type was left out. */
  private settingsAhead(): boolean {
    return outsideItems.heads.includes(this.LA(2).tokenType.name) && this.typeAt(3) !== t.colon;
  }

  /** `retry 5 times over 1 hour` */
  private readonly retry = this.RULE('Retry', (): NonNullable<ActionDeclaration['retry']> => {
    const start = this.here;
    this.CONSUME(k.retry);
    const times: Expression = this.SUBRULE(this.quantity);
    this.OR([{ ALT: () => this.CONSUME(k.times) }, { ALT: () => this.CONSUME(k.time) }]);
    this.word(1, k.over);
    const over = this.SUBRULE(this.binary, amount);
    return { start, end: this.last, times, over };
  });

  /** `call OpenTicket("bill", true) as ticket { on failed { } }` */
  protected readonly call = this.RULE('CallStatement', (): CallStatement => {
    const start = this.here;
    this.CONSUME(k.call);
    const action = this.name(1, 'the name of an action');
    const given = this.OPTION(() => this.SUBRULE(this.arguments)) ?? [];
    this.mendClause(['as']);
    const alias = this.OPTION2(() => {
      this.CONSUME(k.as);
      return this.name(2, 'a name for the answer');
    });
    const arms: HandoffArm[] = [];
    this.callBody(() => arms.push(this.SUBRULE(this.outcomeArm)));
    return {
      kind: 'Call',
      start,
      end: this.last,
      action,
      arguments: given,
      arms,
      ...(alias === undefined ? {} : { alias }),
    };
  });

  /** `run Other(order) as text { on helped { } }` */
  protected readonly run = this.RULE('Run', (): RunStatement => {
    const start = this.here;
    this.CONSUME(k.run);
    const journey = this.name(1, 'the name of a journey');
    const given = this.OPTION(() => this.SUBRULE(this.arguments)) ?? [];
    this.mendClause(['as']);
    const alias = this.OPTION2(() => {
      this.CONSUME(k.as);
      return this.name(2, 'a name for what it finishes with');
    });
    const arms: HandoffArm[] = [];
    this.callBody(() => arms.push(this.SUBRULE(this.outcomeArm)));
    const more = alias === undefined ? {} : { alias };
    return { kind: 'Run', waits: true, start, end: this.last, journey, arguments: given, arms, ...more };
  });

  /** `start Other(order)` */
  protected readonly startOther = this.RULE('StartOther', (): RunStatement => {
    const start = this.here;
    this.CONSUME(k.start);
    const journey = this.name(1, 'the name of a journey');
    const given = this.SUBRULE(this.arguments);
    return { kind: 'Run', waits: false, start, end: this.last, journey, arguments: given, arms: [] };
  });

  /** A call about which nothing more is said needs no braces. */
  private callBody(read: () => void): void {
    if (!this.RECORDING_PHASE && this.next !== t.openBrace && this.sentenceEnds) return;
    this.braces(callItems, read);
  }

  /** `on failed { }` */
  private readonly outcomeArm = this.RULE('OutcomeArm', (): HandoffArm => {
    const start = this.here;
    this.CONSUME(k.on);
    const outcome = this.name(1, 'an outcome such as `failed`');
    const body: Block = this.SUBRULE(this.block);
    return { outcome, body, start, end: this.last };
  });
}
