import type { TokenType } from 'chevrotain';
import * as say from '../../diagnostics/catalogue.gen.ts';
import { retag } from '../lexer/lex.ts';
import { type Keyword, k, t } from '../lexer/tokens.ts';
import type { Expectation, Expression, Name, TestStep, TextLiteral } from '../tree.ts';
import { Journeys } from './journeys.ts';
import { capital } from './wordings.ts';

const expectations = [
  'called',
  'emitted',
  'sent',
  'held',
  'dropped',
  'handed',
  'started',
  'finished',
  'running',
  'goal',
  'not',
];

const happened: ReadonlyMap<TokenType, Keyword> = new Map([
  [k.send, 'sent'],
  [k.hold, 'held'],
  [k.drop, 'dropped'],
  [k.handoff, 'handed'],
  [k.start, 'started'],
  [k.finish, 'finished'],
  [k.run, 'running'],
  [k.call, 'called'],
  [k.emit, 'emitted'],
]);

/** What can stand behind its name in plain English. */
const turned: ReadonlySet<string> = new Set([
  ...['called', 'emitted', 'sent', 'held', 'dropped', 'started', 'finished', 'running'],
]);
const adverbs = ['once', 'twice', 'thrice'];
const between: ReadonlySet<string> = new Set(['is', 'was', 'has', 'been', 'to', 'be', 'not', 'gets']);

type Expect = Extract<TestStep, { readonly kind: 'Expect' }>;

/** What a test expects. */
export abstract class Expectations extends Journeys {
  protected readonly expect = this.RULE('Expect', (): TestStep => {
    const start = this.here;
    this.CONSUME(k.expect);
    this.mendOrder();
    if (this.expectationMisspelt()) this.mend(expectations);
    this.mendCommand();
    const negated = this.OPTION(() => this.CONSUME(k.not)) !== undefined;
    if (this.expectationMisspelt()) this.mend(expectations);
    this.mendCommand();
    const what = this.OR<Expectation>({
      DEF: [
        { ALT: () => this.SUBRULE(this.expectMessage) },
        { ALT: () => this.SUBRULE(this.expectHanded) },
        { ALT: () => this.SUBRULE(this.expectJourney) },
        { ALT: () => this.SUBRULE(this.expectHappened) },
        { GATE: () => this.typeAt(2) === k.of, ALT: () => this.SUBRULE(this.expectGoal) },
        { GATE: () => this.saysNothing(), ALT: () => this.SUBRULE(this.expectNothing) },
        { ALT: () => ({ kind: 'Holds', condition: this.SUBRULE(this.expression) }) },
      ],
      IGNORE_AMBIGUITIES: true,
    });
    this.mendClause(['for']);
    const whose = this.OPTION2(() => {
      this.CONSUME(k.for);
      return this.SUBRULE(this.expectedOf);
    });
    return { kind: 'Expect', start, end: this.last, negated, what, ...whose };
  });

  /** `ada`, `ticket "T1"` */
  protected readonly expectedOf = this.RULE('ExpectedOf', (): Pick<Expect, 'customer' | 'subject'> => {
    const start = this.here;
    const name = this.name(1, 'the name of a customer');
    const value = this.OPTION(() => this.SUBRULE(this.text));
    return value === undefined ? { customer: name } : { subject: { start, end: this.last, name, value } };
  });

  /** `expect BillExplained was not sent`: what happened comes first. The tokens are read as if they stood so. */
  private mendOrder(): void {
    const name = this.LA(1);
    if (this.RECORDING_PHASE || name.tokenType !== t.identifier || !/^[A-Z]/.test(name.image)) return;
    let at = 2;
    while (between.has(this.LA(at).image)) at++;
    const word = this.LA(at);
    const type = k[word.image as Keyword];
    if (!turned.has(word.image) || this.startsLine(word)) return;
    const negated = Array.from({ length: at - 2 }, (_, index) => this.LA(index + 2).image).includes('not');
    const span = { start: name.startOffset, end: this.endOf(word) };
    const ours = `${negated ? 'not ' : ''}${word.image} ${name.image}`;
    this.report(span, say.wrongSign({ written: this.source.slice(span.start, span.end), ours }), {
      fix: { ...span, title: `Change to \`${ours}\``, text: ours },
    });
    const wanted = negated ? 3 : 2;
    for (; at > wanted; at--) this.SKIP_TOKEN();
    if (negated) retag(this.LA(1), k.not);
    const [first, second, happening, whose] = [this.LA(at - 1), this.LA(at), word.image, name.image];
    first.image = happening;
    retag(first, type);
    second.image = whose;
    retag(second, t.identifier);
  }

  /** `expect snet BillExplained`: two names in a row say that the first was to be a word of ours. */
  private expectationMisspelt(): boolean {
    return (
      this.next === t.identifier &&
      (this.typeAt(2) === t.identifier || this.typeAt(2) === k.to || this.typeAt(2) === k.of)
    );
  }

  /** `expect send BillExplained`: a test tells what has happened. */
  private mendCommand(): void {
    const follows = this.typeAt(2);
    if (this.RECORDING_PHASE || (follows !== t.identifier && follows !== k.to)) return;
    const meant = happened.get(this.next);
    if (meant !== undefined) this.mendKeyword([this.next], meant);
  }

  /** `expect finished as done`: what goes on in the sentence is no name. */
  private nameBefore(clauses: readonly TokenType[], what: string): Name {
    if (this.RECORDING_PHASE || !clauses.includes(this.next) || this.typeAt(2) !== t.identifier)
      return this.name(1, what);
    this.report(this.gap, say.missingName({ what: capital(what) }));
    return { text: '', start: this.last, end: this.last };
  }

  /** `running Visit at step seen`, `in step seen` */
  private mendInStep(): void {
    if (this.RECORDING_PHASE || this.typeAt(2) !== k.step || this.sentenceEnds) return;
    if (this.next !== k.at && this.next !== k.in && this.next !== k.on) return;
    this.sayInstead({ start: this.here, end: this.endOf(this.LA(2)) }, 'in');
    this.SKIP_TOKEN();
    retag(this.LA(1), k.in);
  }

  private readonly expectMessage = this.RULE('ExpectMessage', (): Expectation => {
    const word = this.OR([
      { ALT: () => this.CONSUME(k.sent) },
      { ALT: () => this.CONSUME(k.held) },
      { ALT: () => this.CONSUME(k.dropped) },
    ]);
    const message = this.nameBefore([k.on, k.by], 'the name of a message');
    const more: { channel?: Name; by?: Name; saying?: TextLiteral; times?: Expression } = {};
    this.mendClause(['on', 'by', 'for']);
    this.mendKeyword([k.via], 'on');
    this.OPTION(() => {
      this.CONSUME(k.on);
      more.channel = this.name(2, 'the name of a channel');
    });
    this.OPTION2(() => {
      this.CONSUME(k.by);
      more.by = this.name(3, 'the name of a policy');
    });
    this.OPTION4({
      GATE: () => this.LA(1).image === 'saying',
      DEF: () => {
        this.CONSUME(t.identifier);
        more.saying = this.SUBRULE(this.text);
      },
    });
    this.OPTION3(() => (more.times = this.SUBRULE(this.times)));
    this.mendTimes();
    return { kind: 'Message', what: word.image as 'sent' | 'held' | 'dropped', message, ...more };
  });

  /** `nothing sent`, which is no keyword: a field may be called so. */
  private saysNothing(): boolean {
    return this.LA(1).image === 'nothing' && this.typeAt(2) === k.sent;
  }

  private readonly expectNothing = this.RULE('ExpectNothing', (): Expectation => {
    this.CONSUME(t.identifier);
    this.CONSUME(k.sent);
    this.mendClause(['on', 'for']);
    const channel = this.OPTION(() => {
      this.CONSUME(k.on);
      return this.name(1, 'the name of a channel');
    });
    return { kind: 'Nothing', ...(channel === undefined ? {} : { channel }) };
  });

  /** `twice` */
  private mendTimes(): void {
    const token = this.LA(1);
    const count = this.RECORDING_PHASE || this.sentenceEnds ? 0 : adverbs.indexOf(token.image) + 1;
    if (count === 0) return;
    this.sayInstead(this.spanOf(token), count === 1 ? '1 time' : `${count} times`);
    this.SKIP_TOKEN();
  }

  /** `2 times`, `1 time` */
  private readonly times = this.RULE('Times', (): Expression => {
    const count = this.SUBRULE(this.quantity);
    this.OR([{ ALT: () => this.CONSUME(k.times) }, { ALT: () => this.CONSUME(k.time) }]);
    return count;
  });

  private readonly expectHanded = this.RULE('ExpectHanded', (): Expectation => {
    this.CONSUME(k.handed);
    this.word(1, k.to);
    const team = this.name(1, 'the name of a team');
    this.mendClause(['with']);
    const complete = this.OPTION(() => {
      this.CONSUME(k.with);
      this.word(1, k.context);
      return this.word(1, k.complete);
    });
    return { kind: 'Handed', team, contextComplete: complete !== undefined };
  });

  private readonly expectJourney = this.RULE('ExpectJourney', (): Expectation => {
    const word = this.OR([
      { ALT: () => this.CONSUME(k.started) },
      { ALT: () => this.CONSUME(k.finished) },
      { ALT: () => this.CONSUME(k.running) },
    ]);
    const journey = this.nameBefore([k.as, k.in], 'the name of a journey');
    const more: { outcome?: Name; step?: Name; times?: Expression } = {};
    this.mendClause(['as', 'in', 'for']);
    this.mendInStep();
    this.OPTION(() => {
      this.CONSUME(k.as);
      more.outcome = this.name(2, 'the name of an outcome');
    });
    this.OPTION2(() => {
      this.CONSUME(k.in);
      more.step = this.name(3, 'the name of a step');
    });
    this.OPTION3(() => (more.times = this.SUBRULE(this.times)));
    this.mendTimes();
    return { kind: 'Journey', what: word.image as 'started' | 'finished' | 'running', journey, ...more };
  });

  /** `called OpenTicket 2 times`, `emitted CartRescued` */
  private readonly expectHappened = this.RULE('ExpectHappened', (): Expectation => {
    const word = this.OR([{ ALT: () => this.CONSUME(k.called) }, { ALT: () => this.CONSUME(k.emitted) }]);
    const name = this.name(1, 'the name of an action or a signal');
    const times = this.OPTION(() => this.SUBRULE(this.times));
    this.mendTimes();
    const what = word.image as 'called' | 'emitted';
    return { kind: 'Happened', what, name, ...(times === undefined ? {} : { times }) };
  });

  private readonly expectGoal = this.RULE('ExpectGoal', (): Expectation => {
    this.CONSUME(k.goal);
    this.word(1, k.of);
    return { kind: 'Goal', journey: this.name(1, 'the name of a journey') };
  });
}
