import type { IOrAlt, TokenType } from 'chevrotain';
import * as say from '../../diagnostics/catalogue.gen.ts';
import { k, t } from '../lexer/tokens.ts';
import type {
  Block,
  Expire,
  Expression,
  Goal,
  HandlerDeclaration,
  JourneyDeclaration,
  Name,
  Statement,
  Stop,
  Trigger,
} from '../tree.ts';
import { amount } from './levels.ts';
import type { Items } from './recovery.ts';
import { Starts, startClauses } from './starts.ts';
import { statementHeads } from './statements.ts';

/** `count of S >= 4`, `profile.tier == gold`: no signal is called like that. */
const conditionStarts: ReadonlySet<TokenType> = new Set([k.count, k.sum, k.average, k.profile]);

const settingHeads = ['on', 'title', 'owner', 'kind', 'for', 'priority', 'start', 'stop', 'goal', 'expire'] as const;

type SettingName = 'title' | 'owner' | 'journeyKind' | 'purpose' | 'priority' | 'entry' | 'goal' | 'expire' | 'failure';
type JourneyHead = Pick<JourneyDeclaration, 'parameters' | 'result' | 'about'>;
type Settings = { -readonly [K in SettingName]: JourneyDeclaration[K] | undefined };

/** All there from the start: objects of one shape are quick to fill. */
const noSettings = (): Settings => ({
  title: undefined,
  owner: undefined,
  journeyKind: undefined,
  purpose: undefined,
  priority: undefined,
  entry: undefined,
  goal: undefined,
  expire: undefined,
  failure: undefined,
});

/** Those that were said. */
function said({
  title,
  owner,
  journeyKind,
  purpose,
  priority,
  entry,
  goal,
  expire,
  failure,
}: Settings): Pick<JourneyDeclaration, SettingName> {
  return {
    ...(title === undefined ? {} : { title }),
    ...(owner === undefined ? {} : { owner }),
    ...(journeyKind === undefined ? {} : { journeyKind }),
    ...(purpose === undefined ? {} : { purpose }),
    ...(priority === undefined ? {} : { priority }),
    ...(entry === undefined ? {} : { entry }),
    ...(goal === undefined ? {} : { goal }),
    ...(expire === undefined ? {} : { expire }),
    ...(failure === undefined ? {} : { failure }),
  };
}

/** Journeys: what they are, when they start and end; and handlers. */
export abstract class Journeys extends Starts {
  private readonly journeyItems: Items = {
    ...this.statementItems,
    what: 'a setting of the journey or a statement',
    heads: [...settingHeads, ...statementHeads],
    clauses: [...(this.statementItems.clauses ?? []), ...startClauses, 'repeat', 'after', 'time', 'no', 'go'],
    parameters: 'simple',
  };

  protected readonly journey = this.RULE('Journey', (): JourneyDeclaration => {
    const start = this.here;
    const docs = this.docHere();
    this.CONSUME(k.journey);
    const name = this.name(1, 'the name of the journey');
    const head = this.SUBRULE(this.journeyHead);
    const settings = noSettings();
    this.settings = settings;
    this.startBegun = false;
    const stops: Stop[] = [];
    const statements: Statement[] = [];
    const bodyStart = this.here;
    this.braces(this.journeyItems, () => {
      if (this.startClauseApart() || this.listensApart(this.journeyItems)) return;
      this.OR({
        DEF: [
          { GATE: () => !this.eachAhead(), ALT: () => this.SUBRULE(this.setting) },
          { ALT: () => stops.push(this.SUBRULE(this.stop)) },
          { ALT: () => statements.push(this.SUBRULE(this.statement)) },
        ],
        IGNORE_AMBIGUITIES: true,
      });
    });
    const body = { statements, start: bodyStart, end: this.last };
    const lost = this.startBegun && settings.entry === undefined ? { startUnread: true as const } : {};
    const given = this.RECORDING_PHASE || this.parametersRead.length === 0 ? {} : { parameters: this.parametersRead };
    const whole = { kind: 'Journey', start, end: this.last, ...docs, name, ...head, ...given } as const;
    return { ...whole, stops, body, ...said(settings), ...lost };
  });

  /** `(order: OrderPlaced) -> text about ticket` */
  private readonly journeyHead = this.RULE('JourneyHead', (): JourneyHead => {
    const written = this.next === t.open;
    const parameters = this.SUBRULE(this.parameters);
    const result = this.OPTION(() => {
      this.CONSUME(t.arrow);
      return this.SUBRULE(this.typeRef);
    });
    const about = this.OPTION2(() => {
      this.CONSUME(k.about);
      return this.name(1, 'what it is about, such as `ticket`');
    });
    return {
      ...(written ? { parameters } : {}),
      ...(result === undefined ? {} : { result }),
      ...(about === undefined ? {} : { about }),
    };
  });

  /** `on merge ..` and `on repeat ..` in a line of their own, away from the start that they belong to. */
  private startClauseApart(): boolean {
    const second = this.typeAt(2);
    if (this.RECORDING_PHASE || this.next !== k.on || (second !== k.merge && second !== k.repeat)) return false;
    const span = { start: this.here, end: this.spanOf(this.LA(2)).end };
    this.report(span, say.startClauseApart({ words: `on ${this.LA(2).image}` }));
    this.skip(this.journeyItems);
    return true;
  }

  /** `for Marketing` is a setting, `for each` a statement; `start on` a setting, `start Other(..)` a statement. */
  private eachAhead(): boolean {
    if (this.next === k.start) return this.typeAt(2) === t.identifier && this.typeAt(3) === t.open;
    return this.next === k.for && (this.typeAt(2) === k.each || this.typeAt(3) === k.in);
  }

  private settings: Settings = noSettings();
  private startBegun = false;
  private settingForms: IOrAlt<void>[] | undefined;

  private readonly setting = this.RULE('Setting', (): void => this.OR(this.settingAlternatives()));

  /** Made once: a rule that is entered often. */
  private settingAlternatives(): IOrAlt<void>[] {
    this.settingForms ??= [
      {
        ALT: () => {
          this.onlyOnce(this.settings.title, 'title');
          this.CONSUME(k.title);
          this.settings.title = this.SUBRULE(this.text);
        },
      },
      {
        ALT: () => {
          this.onlyOnce(this.settings.owner, 'owner');
          this.CONSUME(k.owner);
          this.settings.owner = this.name(1, 'the name of a team');
        },
      },
      {
        ALT: () => {
          this.onlyOnce(this.settings.journeyKind, 'kind');
          this.CONSUME(k.kind);
          this.settings.journeyKind = this.name(2, 'a kind such as `promotion`');
        },
      },
      {
        ALT: () => {
          this.onlyOnce(this.settings.purpose, 'for');
          this.CONSUME(k.for);
          this.settings.purpose = this.name(3, 'the name of a purpose');
        },
      },
      {
        ALT: () => {
          this.onlyOnce(this.settings.priority, 'priority');
          this.CONSUME(k.priority);
          this.settings.priority = this.SUBRULE(this.binary, amount);
        },
      },
      {
        ALT: () => {
          this.onlyOnce(this.settings.entry, 'start');
          this.startBegun = true;
          this.settings.entry = this.SUBRULE(this.entry);
        },
      },
      {
        ALT: () => {
          this.onlyOnce(this.settings.goal, 'goal');
          this.settings.goal = this.SUBRULE(this.goal);
        },
      },
      {
        ALT: () => {
          this.onlyOnce(this.settings.expire, 'expire');
          this.settings.expire = this.SUBRULE(this.expire);
        },
      },
      {
        ALT: () => {
          this.onlyOnce(this.settings.failure, 'on');
          this.CONSUME(k.on);
          this.word(1, k.failure);
          this.sayGoOn();
          this.settings.failure = this.SUBRULE(this.afterFailure);
        },
      },
    ];
    return this.settingForms;
  }

  /** `on failure go on`: that is for each `send` to say. `on failure go to step`: it lacks its braces. */
  private sayGoOn(): void {
    if (this.RECORDING_PHASE) return;
    const at = this.next === t.openBrace ? 2 : 1;
    if (this.typeAt(at) !== k.go) return;
    const way = this.typeAt(at + 1);
    if (at === 2 && way !== k.on) return;
    const isSaid = way === k.on || way === k.to;
    const span = { start: this.startOf(this.LA(at)), end: this.endOf(this.LA(isSaid ? at + 1 : at)) };
    const found = way === k.to ? '`go to`' : '`go on`';
    const wording = say.unexpected({ found, expected: at === 2 ? 'a statement' : '`finish` or `{`' });
    const step = this.LA(at + 2);
    if (way === k.to && /^\w+$/.test(step.image)) {
      const whole = `{ go to ${step.image} }`;
      const fix = { start: span.start, end: this.endOf(step), title: 'Write the braces', text: whole };
      this.report(span, wording, { hint: `Write \`on failure ${whole}\`.`, fix });
      return;
    }
    this.report(span, wording, { hint: 'Each `send` says it for itself: `send MESSAGE on CHANNEL, else go on`.' });
  }

  /** `finish as unreachable`, `{ statements }` */
  private readonly afterFailure = this.RULE(
    'AfterFailure',
    (): Block =>
      this.OR<Block>([
        {
          ALT: () => {
            const finish = this.SUBRULE(this.finish);
            return { statements: [finish], start: finish.start, end: finish.end };
          },
        },
        { ALT: () => this.SUBRULE(this.block) },
      ]),
  );

  private readonly stop = this.RULE('Stop', (): Stop => {
    const start = this.here;
    this.CONSUME(k.stop);
    this.mendKeyword([k.if], 'when');
    this.mendClause(['on', 'when']);
    const more = this.OR<{ readonly trigger?: Trigger; readonly condition?: Expression; readonly outcome?: Name }>([
      {
        ALT: () => {
          this.CONSUME(k.on);
          return this.stopTrigger(this.SUBRULE(this.trigger));
        },
      },
      {
        ALT: () => {
          this.CONSUME(k.when);
          return { condition: this.SUBRULE(this.expression) };
        },
      },
    ]);
    this.mendClause(['as']);
    const outcome = this.SUBRULE(this.asOutcome);
    return { start, end: this.last, ...more, ...(outcome === undefined ? {} : { outcome }) };
  });

  /** `stop on OrderCancelled as cancelled` names the outcome: there is nothing the signal's name would be used for. */
  private stopTrigger(trigger: Trigger): { readonly trigger: Trigger; readonly outcome?: Name } {
    if (trigger.alias === undefined || trigger.where !== undefined) return { trigger };
    const { alias, ...rest } = trigger;
    return { trigger: { ...rest, end: rest.signal.end }, outcome: alias };
  }

  private readonly goal = this.RULE('Goal', (): Goal => {
    const start = this.here;
    const more: {
      absent: boolean;
      trigger?: Trigger;
      condition?: Expression;
      within?: Expression;
      atLeast?: Expression;
    } = { absent: false };
    this.CONSUME(k.goal);
    if (this.whenIsMissing()) more.condition = this.SUBRULE(this.expression);
    else
      this.OR({
        DEF: [
          {
            ALT: () => {
              this.CONSUME(k.when);
              more.condition = this.SUBRULE(this.expression);
            },
          },
          {
            ALT: () => {
              more.absent = this.OPTION(() => this.CONSUME(k.no)) !== undefined;
              more.trigger = this.SUBRULE(this.trigger);
            },
          },
        ],
        IGNORE_AMBIGUITIES: true,
      });
    if (this.typeAt(2) === t.number) this.mendKeyword([k.in, k.after, k.up], 'within');
    this.mendClause(['within']);
    this.OPTION2(() => {
      this.CONSUME(k.within);
      more.within = this.SUBRULE(this.binary, amount);
    });
    if (more.trigger !== undefined) more.trigger = this.whereBehind(more.trigger);
    this.OPTION5({
      GATE: () => this.typeAt(this.next === t.comma ? 2 : 1) === k.at,
      DEF: () => {
        this.parts();
        this.OPTION6(() => this.CONSUME2(t.comma));
        this.CONSUME(k.at);
        this.word(1, k.least);
        more.atLeast = this.SUBRULE2(this.binary, amount);
      },
    });
    const goOn = this.OPTION3({
      GATE: () =>
        this.typeAt(this.next === t.comma ? 2 : 1) === k.go && this.typeAt(this.next === t.comma ? 3 : 2) === k.on,
      DEF: () => {
        this.parts();
        this.OPTION4(() => this.CONSUME(t.comma));
        this.CONSUME(k.go);
        return this.CONSUME(k.on);
      },
    });
    return { start, end: this.last, ...more, goOn: goOn !== undefined };
  });

  /** `goal S within 7 days where C`: the condition stands behind the signal. */
  private whereBehind(trigger: Trigger): Trigger {
    const behind = !this.RECORDING_PHASE && (this.next === k.where || this.next === k.when) && !this.sentenceEnds;
    if (!behind || trigger.where !== undefined) return trigger;
    const within = this.source.slice(trigger.end, this.last).trim();
    const start = this.last - within.length;
    this.SKIP_TOKEN();
    const where = this.SUBRULE9(this.expression);
    this.sayInstead({ start, end: this.last }, `where ${this.source.slice(where.start, where.end)} ${within}`);
    return { ...trigger, where };
  }

  /** `goal count of S >= 4`: a condition, where a signal could stand without a word before it. */
  private whenIsMissing(): boolean {
    const starts = this.next === k.profile ? t.dot : k.of;
    if (this.RECORDING_PHASE || !conditionStarts.has(this.next) || this.typeAt(2) !== starts) return false;
    this.missing(k.when);
    return true;
  }

  private readonly expire = this.RULE('Expire', (): Expire => {
    const start = this.here;
    this.CONSUME(k.expire);
    this.mendKeyword([k.in], 'after');
    this.word(1, k.after);
    const duration = this.SUBRULE(this.binary, amount);
    this.mendClause(['as']);
    const outcome = this.SUBRULE(this.asOutcome);
    return { start, end: this.last, duration, ...(outcome === undefined ? {} : { outcome }) };
  });

  /** `on DetailsChanged as d { set profile.email = d.email }` */
  protected readonly handler = this.RULE('Handler', (): HandlerDeclaration => {
    const start = this.here;
    this.CONSUME(k.on);
    const trigger = this.SUBRULE(this.trigger);
    const body = this.SUBRULE(this.block);
    return { kind: 'Handler', start, end: this.last, trigger, body };
  });
}
