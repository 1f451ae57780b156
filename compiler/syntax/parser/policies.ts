import { k, t } from '../lexer/tokens.ts';
import type { Expression, Name, PolicyDeclaration, PolicyRule, PolicyThen } from '../tree.ts';
import { Calendars } from './calendars.ts';
import { amount } from './levels.ts';
import type { Items } from './recovery.ts';

const rules: Items = {
  what: 'a rule',
  heads: ['quiet', 'at', 'hold'],
  clauses: [
    'most',
    'messages',
    'per',
    'on',
    'in',
    'then',
    'deliver',
    'later',
    'drop',
    'while',
    'after',
    'where',
    'for',
    'journey',
    'journeys',
    'of',
    'kind',
  ],
};

/** What `weekday_of` gives on them. */
const daysOfWeek: ReadonlyMap<string, string> = new Map([
  ...['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'].map(
    (day, index) => [day, `== ${index + 1}`] as const,
  ),
  ['weekend', '>= 6'],
  ['weekday', '<= 5'],
]);

/** The rules above every journey. */
export abstract class Policies extends Calendars {
  protected readonly policy = this.RULE('Policy', (): PolicyDeclaration => {
    const start = this.here;
    const docs = this.docHere();
    this.CONSUME(k.policy);
    const name = this.name(1, 'the name of the policy');
    this.mendClause(['for']);
    const covers = this.OPTION(() => this.SUBRULE(this.covers));
    const found: PolicyRule[] = [];
    this.braces(rules, () => found.push(this.SUBRULE(this.policyRule)));
    return {
      kind: 'Policy',
      start,
      end: this.last,
      ...docs,
      name,
      ...(covers === undefined ? {} : { covers }),
      rules: found,
    };
  });

  /** `for Marketing`, `for message Survey` */
  private readonly covers = this.RULE('Covers', (): { readonly kind: 'purpose' | 'message'; readonly name: Name } => {
    this.CONSUME(k.for);
    const message = this.OPTION({
      GATE: () => !this.sentenceEnds && this.typeAt(2) === t.identifier,
      DEF: () => this.CONSUME(k.message),
    });
    const name = this.name(1, message === undefined ? 'the name of a purpose' : 'the name of a message');
    return { kind: message === undefined ? 'purpose' : 'message', name };
  });

  private readonly policyRule = this.RULE(
    'PolicyRule',
    (): PolicyRule =>
      this.OR<PolicyRule>([
        { ALT: () => this.SUBRULE(this.quiet) },
        { ALT: () => this.SUBRULE(this.atMost) },
        { ALT: () => this.SUBRULE(this.hold) },
      ]),
  );

  private readonly quiet = this.RULE('Quiet', (): PolicyRule => {
    const start = this.here;
    this.CONSUME(k.quiet);
    this.passTooMuch([k.from]);
    const days = this.quietOnDays(start);
    if (days !== undefined) return days;
    const from = this.SUBRULE(this.operand);
    this.mendSign([t.minus, k.to], t.dotDot);
    this.word(1, t.dotDot);
    const to = this.SUBRULE2(this.operand);
    this.mendClause(['in', 'then']);
    const zone = this.OPTION(() => this.SUBRULE(this.inZone));
    const then = this.SUBRULE(this.afterwards);
    return { kind: 'Quiet', start, end: this.last, from, to, ...(zone === undefined ? {} : { zone }), ...then };
  });

  /** `quiet on sundays`: quiet is told in hours; days are held by their number. */
  private quietOnDays(start: number): PolicyRule | undefined {
    if (this.RECORDING_PHASE || this.next !== k.on) return undefined;
    const [written, name = ''] = /^on (\w+)\b/i.exec(this.source.slice(this.here, this.here + 20)) ?? [];
    const asked = daysOfWeek.get(name.toLowerCase().replace(/s$/, ''));
    if (written === undefined || asked === undefined) return undefined;
    const daysEnd = this.here + written.length;
    this.passTo(daysEnd);
    const zone = this.next === k.in ? this.SUBRULE9(this.inZone) : undefined;
    const where = zone === undefined ? 'profile.timezone' : this.source.slice(zone.start, zone.end);
    this.sayInstead({ start, end: this.last }, `hold while weekday_of(now, ${where}) ${asked}`);
    const condition = this.invalid(start);
    return { kind: 'HoldWhile', start, end: this.last, condition, ...this.SUBRULE9(this.afterwards) };
  }

  private readonly atMost = this.RULE('AtMost', (): PolicyRule => {
    const start = this.here;
    this.CONSUME(k.at);
    this.word(1, k.most);
    this.sayOnce();
    return this.OR<PolicyRule>({
      DEF: [
        { GATE: () => this.countsJourneys(), ALT: () => this.SUBRULE(this.atATime, { ARGS: [start] }) },
        { ALT: () => this.SUBRULE(this.capped, { ARGS: [start] }) },
      ],
      IGNORE_AMBIGUITIES: true,
    });
  });

  private readonly capped = this.RULE('Capped', (start: number): PolicyRule => {
    const cap = this.SUBRULE(this.cap);
    this.mendClause(['on', 'then']);
    const channel = this.OPTION(() => {
      this.CONSUME(k.on);
      return this.name(1, 'the name of a channel');
    });
    const then = this.SUBRULE(this.afterwards);
    return { kind: 'AtMost', start, end: this.last, cap, ...(channel === undefined ? {} : { channel }), ...then };
  });

  /** `1 journey of kind promotion at a time, highest priority wins` */
  private readonly atATime = this.RULE('AtATime', (start: number): PolicyRule => {
    const count = this.SUBRULE(this.operand);
    const of = this.namesKindAlone() ? this.kindAlone() : this.SUBRULE(this.journeysOfKind);
    this.word(1, k.at);
    this.OPTION({ GATE: () => this.LA(1).image === 'a', DEF: () => this.CONSUME(t.identifier) });
    this.word(1, k.time);
    this.OPTION2({
      GATE: () => this.next === k.highest || this.typeAt(2) === k.highest,
      DEF: () => {
        this.parts();
        this.OPTION3(() => this.CONSUME(t.comma));
        this.CONSUME(k.highest);
        this.word(1, k.priority);
        this.word(1, k.wins);
      },
    });
    const then = this.SUBRULE(this.afterwards);
    return { kind: 'AtMostJourneys', start, end: this.last, count, of, ...then };
  });

  private readonly journeysOfKind = this.RULE('JourneysOfKind', (): Name => {
    this.OR([{ ALT: () => this.CONSUME(k.journey) }, { ALT: () => this.CONSUME(k.journeys) }]);
    this.mendClause(['of']);
    this.word(1, k.of);
    this.mendClause(['kind']);
    this.word(1, k.kind);
    return this.name(1, 'a kind such as `promotion`');
  });

  private countsJourneys(): boolean {
    const counted = this.typeAt(2);
    return counted === k.journey || counted === k.journeys || (counted === t.identifier && this.typeAt(3) === k.at);
  }

  /** `at most 1 promotion at a time` */
  private namesKindAlone(): boolean {
    return !this.RECORDING_PHASE && this.next === t.identifier && this.typeAt(2) === k.at;
  }

  private kindAlone(): Name {
    const token = this.LA(1);
    this.sayInstead(this.spanOf(token), `journey of kind ${token.image}`);
    return this.name(9, 'a kind such as `promotion`');
  }

  /** `at most once per week` */
  private sayOnce(): void {
    if (this.RECORDING_PHASE || this.next === t.number) return;
    const number = { once: '1', twice: '2' }[this.LA(1).image];
    if (number !== undefined) this.sayInstead(this.spanOf(this.LA(1)), number);
  }

  private readonly hold = this.RULE('Hold', (): PolicyRule => {
    const start = this.here;
    this.CONSUME(k.hold);
    if (this.next === t.number) return this.holdWithoutFor(start);
    this.mendClause(['for', 'while']);
    return this.OR<PolicyRule>([
      {
        ALT: () => {
          this.CONSUME(k.for);
          return this.SUBRULE(this.holdAfter, { ARGS: [start] });
        },
      },
      {
        ALT: () => {
          this.CONSUME(k.while);
          const condition = this.SUBRULE2(this.expression);
          const then = this.SUBRULE2(this.afterwards);
          return { kind: 'HoldWhile', start, end: this.last, condition, ...then };
        },
      },
    ]);
  });

  /** `hold 14 days after ..` */
  private holdWithoutFor(start: number): PolicyRule {
    this.missing(k.for);
    return this.SUBRULE2(this.holdAfter, { ARGS: [start] });
  }

  private readonly holdAfter = this.RULE('HoldAfter', (start: number): PolicyRule => {
    const duration = this.SUBRULE(this.binary, amount);
    this.word(1, k.after);
    const signal = this.name(1, 'the name of a signal');
    this.mendClause(['where', 'then']);
    const where = this.OPTION((): Expression => {
      this.CONSUME(k.where);
      return this.SUBRULE(this.expression);
    });
    const then = this.SUBRULE(this.afterwards);
    return {
      kind: 'HoldAfter',
      start,
      end: this.last,
      duration,
      signal,
      ...(where === undefined ? {} : { where }),
      ...then,
    };
  });

  /** `, then deliver later`, `then drop`, or nothing */
  private readonly afterwards = this.RULE('Then', (): { readonly then?: PolicyThen } => {
    const found: { then?: PolicyThen } = {};
    this.OPTION({
      GATE: () => this.next === k.then || this.typeAt(2) === k.then,
      DEF: () => {
        this.parts();
        this.OPTION2(() => this.CONSUME(t.comma));
        const start = this.here;
        this.CONSUME(k.then);
        this.mendClause(['deliver', 'drop']);
        const word = this.OR<PolicyThen['word']>([
          {
            ALT: () => {
              this.CONSUME(k.deliver);
              this.word(1, k.later);
              return 'deliver later';
            },
          },
          {
            ALT: () => {
              this.CONSUME(k.drop);
              return 'drop';
            },
          },
        ]);
        found.then = { word, start, end: this.last };
      },
    });
    return found;
  });
}
