import type { ParserMethod, TokenType } from 'chevrotain';
import * as say from '../../diagnostics/catalogue.gen.ts';
import { retag } from '../lexer/lex.ts';
import { k, t } from '../lexer/tokens.ts';
import type {
  Arm,
  Block,
  Continuation,
  FinishStatement,
  GoToStatement,
  Name,
  Recipient,
  SendStatement,
  Statement,
} from '../tree.ts';
import { amount } from './levels.ts';
import { Values } from './values.ts';
import { describe } from './wordings.ts';

/** What begins a statement, where a channel should stand. */
const doings: ReadonlySet<TokenType> = new Set([
  ...[k.send, k.wait, k.handoff, k.set, k.emit, k.call, k.if, k.ask, k.run, k.choose, k.repeat, k.grant, k.withdraw],
]);
/** A channel can be called by such a word, too. */
const goesOnBehindChannel: ReadonlySet<TokenType> = new Set([t.comma, k.else, t.openBrace, t.closeBrace]);

/** Sending, and what follows where that cannot be done. */
export abstract class Sending extends Values {
  protected abstract readonly arms: ParserMethod<[], Arm[]>;
  protected abstract readonly goTo: ParserMethod<[], GoToStatement>;
  protected abstract readonly finish: ParserMethod<[], FinishStatement>;
  protected abstract readonly block: ParserMethod<[], Block>;
  protected abstract readonly statement: ParserMethod<[], Statement>;

  protected readonly send = this.RULE('Send', (): SendStatement => {
    const start = this.here;
    this.CONSUME(k.send);
    const turned = this.channelFirst();
    let message = turned ? this.noName() : this.name(1, 'the name of a message');
    let given = this.OPTION(() => this.SUBRULE(this.arguments)) ?? [];
    const channels: Name[] = [];
    const more: { to?: Recipient; otherwise?: Continuation; alias?: Name; arms?: readonly Arm[]; best?: true } = {};
    this.mendClause(['to', 'as', 'on', 'else']);
    this.OPTION7(() => (more.to = this.SUBRULE(this.recipient)));
    this.mendClause(['as', 'on', 'else']);
    this.OPTION4(() => {
      this.CONSUME(k.as);
      more.alias = this.name(4, 'a name for what is sent');
    });
    this.mendKeyword([k.via, k.by, k.at], 'on');
    this.mendClause(['on', 'else']);
    const named = this.last;
    this.OPTION2(() => {
      this.CONSUME(k.on);
      if (this.OPTION6({ GATE: () => this.bestAhead(), DEF: () => this.SUBRULE(this.bestOf) }) !== undefined) {
        more.best = true;
      }
      channels.push(this.name(2, 'the name of a channel'));
      this.MANY2({
        GATE: () => more.best === true && this.anotherChannelAhead(),
        DEF: () => {
          this.CONSUME2(t.comma);
          channels.push(this.name(5, 'the name of a channel'));
        },
      });
    });
    if (turned && this.next === t.identifier && !this.sentenceEnds) {
      message = this.name(6, 'the name of a message');
      if (this.next === t.open) given = this.SUBRULE2(this.arguments);
    }
    const late = this.lateAlias(named);
    if (late !== undefined) more.alias = late;
    this.mendOr();
    const take = (way: Continuation | Name): void => {
      if ('kind' in way) more.otherwise = way;
      else channels.push(way);
    };
    const goesOn = (): boolean => more.otherwise === undefined && this.elseAhead();
    this.MANY({ GATE: goesOn, DEF: () => take(this.SUBRULE(this.elseWay)) });
    this.OPTION8({ GATE: () => more.to === undefined, DEF: () => (more.to = this.SUBRULE2(this.recipient)) });
    this.MANY3({ GATE: goesOn, DEF: () => take(this.SUBRULE2(this.elseWay)) });
    this.OPTION5(() => (more.arms = this.SUBRULE(this.arms)));
    return { kind: 'Send', start, end: this.last, message, arguments: given, channels, ...more };
  });

  /** `send on email Explained(bill)` */
  private channelFirst(): boolean {
    if (this.RECORDING_PHASE || this.next !== k.on || this.typeAt(2) !== t.identifier) return false;
    const channel = this.LA(2).image;
    this.report(this.spanOf(this.LA(1)), say.missingName({ what: 'The name of a message' }), {
      hint: `The message comes first: \`send MESSAGE on ${channel}\`.`,
    });
    return true;
  }

  /** `send Reminder on email as reminder`: the name stands before the channel. */
  private lateAlias(named: number): Name | undefined {
    const isName = this.typeAt(2).CATEGORIES?.includes(t.word) === true || this.typeAt(2) === t.identifier;
    if (this.RECORDING_PHASE || this.next !== k.as || !isName || this.startsLine(this.LA(2))) return undefined;
    const channel = this.source.slice(named, this.last);
    const from = this.here;
    this.SKIP_TOKEN();
    const name = { text: this.LA(1).image, ...this.spanOf(this.LA(1)) };
    this.SKIP_TOKEN();
    const text = ` as ${name.text}${channel}`;
    this.report({ start: from, end: this.last }, say.leftOver({ found: '`as`' }), {
      hint: `The name stands before the channel: \`send ..${text}\`.`,
      fix: { start: named, end: this.last, title: `Change to \`${text.trim()}\``, text },
    });
    return name;
  }

  private noName(): Name {
    return { text: '', start: this.last, end: this.last };
  }

  /** `on email or sms`: only where the first cannot. */
  private mendOr(): void {
    const token = this.LA(1);
    if (this.RECORDING_PHASE || this.next !== k.or || this.typeAt(2) !== t.identifier) return;
    const span = this.spanOf(token);
    this.report(span, say.wrongSign({ written: 'or', ours: ', else' }), {
      fix: { start: this.last, end: span.end, title: 'Change to `, else`', text: ', else' },
    });
    retag(token, k.else);
  }

  /** `, else email`, `, else finish as unreachable` */
  private readonly elseWay = this.RULE('ElseWay', (): Continuation | Name => {
    this.parts();
    this.OPTION(() => this.CONSUME(t.comma));
    const from = this.here;
    if (!this.saidElse()) this.CONSUME(k.else);
    if (this.statementAhead()) return this.statementInstead(from);
    return this.OR<Continuation | Name>([
      { GATE: () => this.continuationAhead(), ALT: () => this.SUBRULE(this.continuation) },
      { ALT: () => this.name(1, 'the name of a channel') },
    ]);
  });

  private statementAhead(): boolean {
    if (this.RECORDING_PHASE || this.startsLine(this.LA(1))) return false;
    if (this.next === t.openBrace) return true;
    const follows = this.LA(2);
    return doings.has(this.next) && !this.startsLine(follows) && !goesOnBehindChannel.has(follows.tokenType);
  }

  /** `else send Other on sms`, `else { .. }`: what is done instead stands below. */
  private statementInstead(start: number): Continuation {
    const from = this.here;
    const found = describe(this.LA(1));
    const isBlock = this.next === t.openBrace;
    this.deeper(() => (isBlock ? this.SUBRULE9(this.block) : this.SUBRULE9(this.statement)));
    const [end, doing] = [this.last, this.source.slice(from, this.last)];
    const text = `{ on failed ${isBlock ? doing : `{ ${doing} }`} }`;
    const comma = /,?\s*$/.exec(this.source.slice(0, start))?.[0].length ?? 0;
    const expected =
      'another channel, `finish`, `go to STEP` or `go on`. What is done instead stands below: `{ on failed { .. } }`';
    this.report({ start: from, end }, say.unexpected({ found, expected }), {
      fix: { start: start - comma, end, title: 'Write it below `on failed`', text: ` ${text}` },
    });
    return { kind: 'GoOn', start: from, end };
  }

  /** `to customer(order.payer)`, `to customer(email: order.invoice_to)`, `to team desk` */
  private readonly recipient = this.RULE('Recipient', (): Recipient => {
    const start = this.here;
    this.CONSUME(k.to);
    this.mendClause(['customer', 'team']);
    if (this.customerWithoutBrackets()) return this.bareCustomer(start);
    return this.OR<Recipient>({
      DEF: [
        {
          ALT: () => {
            this.CONSUME(k.customer);
            const from = this.here;
            this.CONSUME(t.open);
            const key = this.OPTION({
              GATE: () => this.typeAt(2) === t.colon,
              DEF: () => {
                const name = this.name(1, 'the name of an identity key');
                this.CONSUME(t.colon);
                return name;
              },
            });
            const value = this.SUBRULE(this.expression);
            this.closing(1, t.close, from);
            return { kind: 'ToCustomer', start, end: this.last, ...(key === undefined ? {} : { key }), value };
          },
        },
        {
          ALT: () => {
            this.CONSUME(k.team);
            const team = this.name(2, 'the name of a team');
            return { kind: 'ToTeam', start, end: this.last, team };
          },
        },
      ],
      ERR_MSG: '`customer(..)` or `team NAME`',
    });
  });

  /** `to order.payer`, `to customer order.payer` */
  private customerWithoutBrackets(): boolean {
    if (this.RECORDING_PHASE) return false;
    const at = this.next === k.customer ? 2 : 1;
    const first = this.typeAt(at);
    const isPath = (first === t.identifier || first === k.profile) && this.typeAt(at + 1) === t.dot;
    return first === t.text || isPath;
  }

  private bareCustomer(start: number): Recipient {
    const from = this.here;
    if (this.next === k.customer) this.SKIP_TOKEN();
    const valueStart = this.here;
    const value = this.SUBRULE9(this.binary, amount);
    this.sayInstead({ start: from, end: this.last }, `customer(${this.source.slice(valueStart, this.last)})`);
    return { kind: 'ToCustomer', start, end: this.last, value };
  }

  private bestAhead(): boolean {
    return this.LA(1).image === 'best' && this.typeAt(2) === k.of;
  }

  private readonly bestOf = this.RULE('BestOf', (): true => {
    this.CONSUME(t.identifier);
    this.CONSUME(k.of);
    return true;
  });

  private anotherChannelAhead(): boolean {
    return this.next === t.comma && this.typeAt(2) !== k.else && !this.startsLine(this.LA(2));
  }

  private elseAhead(): boolean {
    if (this.next === k.else) return true;
    if (this.next !== t.comma) return false;
    if (this.typeAt(2) === k.else) return true;
    const channel = this.LA(2);
    return channel.tokenType === t.identifier && !this.startsLine(channel);
  }

  /** `on whatsapp, email`: the second channel needs an `else`; it is reported and read as if it stood there. */
  private saidElse(): boolean {
    if (this.RECORDING_PHASE || this.next === k.else) return false;
    if (this.mend(['else'])) return false;
    const span = this.spanOf(this.LA(1));
    this.report(span, say.missingElse({ channel: this.LA(1).image }), {
      fix: { start: span.start, end: span.start, title: 'Write `else`', text: 'else ' },
    });
    return true;
  }

  private continuationAhead(): boolean {
    const type = this.next;
    return type === k.go || type === k.finish || type === k.skip;
  }

  /** `go to STEP`, `go on`, `skip`, `finish as OUTCOME` */
  protected readonly continuation = this.RULE('Continuation', (): Continuation => {
    const start = this.here;
    this.mendClause(['go', 'skip', 'finish']);
    return this.OR<Continuation>([
      {
        GATE: () => this.typeAt(2) === k.on,
        ALT: () => {
          this.CONSUME(k.go);
          this.CONSUME(k.on);
          return { kind: 'GoOn', start, end: this.last };
        },
      },
      { ALT: () => this.SUBRULE(this.goTo) },
      {
        ALT: () => {
          this.CONSUME(k.skip);
          return { kind: 'GoOn', start, end: this.last };
        },
      },
      { ALT: () => this.SUBRULE(this.finish) },
    ]);
  });
}
