import { retag } from '../lexer/lex.ts';
import { k, t } from '../lexer/tokens.ts';
import { unitWords } from '../lexer/units.ts';
import type {
  Cap,
  ChannelDeclaration,
  Expression,
  Name,
  OpenHours,
  PurposeDeclaration,
  TeamDeclaration,
  Via,
} from '../tree.ts';
import { Hours } from './hours.ts';
import { amount } from './levels.ts';
import type { Items } from './recovery.ts';

const consentWords: Items = {
  what: '`consent asked`, `consent assumed` or `double opt in`',
  heads: ['consent', 'double'],
};
const channelItems: Items = {
  what: 'a setting of the channel',
  heads: ['to', 'via', 'cleared', 'at'],
  clauses: ['for', 'most', 'per'],
};
const teamItems: Items = {
  what: 'a setting of the team',
  heads: ['open', 'via', 'cleared'],
  clauses: ['on', 'in', 'for'],
};
/** What English says in one word, and the unit in it. */
const lengths: ReadonlyMap<string, string> = new Map([
  ['hourly', 'hour'],
  ['daily', 'day'],
  ['weekly', 'week'],
]);

/** What others say of consent. */
const wordsForConsent = [
  [/^(required|needed|necessary|mandatory|explicit)$/, 'asked'],
  [/^(implied|implicit)$/, 'assumed'],
] as const;

/** Purposes, channels and teams. */
export abstract class WaysOut extends Hours {
  protected readonly purpose = this.RULE('Purpose', (): PurposeDeclaration => {
    const start = this.here;
    const docs = this.docHere();
    this.CONSUME(k.purpose);
    const name = this.name(1, 'the name of the purpose');
    const more: { consent?: Name } = {};
    let doubleOptIn = false;
    const mistakes = this.problems.length;
    this.braces(consentWords, () => {
      this.OR([
        {
          ALT: () => {
            this.onlyOnce(more.consent, 'consent');
            this.CONSUME(k.consent);
            this.mendClause(['asked', 'assumed']);
            // Said it is, whether or not the word can be read.
            more.consent = { text: '', start: this.here, end: this.here };
            this.readConsentWord();
            const word = this.OR2([{ ALT: () => this.CONSUME(k.asked) }, { ALT: () => this.CONSUME(k.assumed) }]);
            more.consent = { text: word.image, start: word.startOffset, end: this.last };
          },
        },
        {
          ALT: () => {
            this.CONSUME(k.double);
            this.word(1, k.opt);
            this.word(1, k.in);
            doubleOptIn = true;
          },
        },
      ]);
    });
    // What cannot be read may say it.
    if (this.problems.length > mistakes) more.consent ??= { text: '', start: this.last, end: this.last };
    return { kind: 'Purpose', start, end: this.last, ...docs, name, ...more, doubleOptIn };
  });

  /** `consent required`: reports it, and reads what it means. */
  private readConsentWord(): void {
    const token = this.LA(1);
    const meant = this.RECORDING_PHASE ? undefined : wordsForConsent.find(([word]) => word.test(token.image))?.[1];
    if (meant === undefined) return;
    this.sayInstead(this.spanOf(token), meant);
    retag(token, k[meant]);
  }

  protected readonly channel = this.RULE('Channel', (): ChannelDeclaration => {
    const start = this.here;
    const docs = this.docHere();
    this.CONSUME(k.channel);
    const name = this.name(1, 'the name of the channel');
    const cleared: Name[] = [];
    const more: { to?: Expression; via?: Via; rate?: Cap } = {};
    this.braces(channelItems, () => {
      this.OR([
        {
          ALT: () => {
            this.onlyOnce(more.to, 'to');
            this.CONSUME(k.to);
            more.to = this.SUBRULE(this.expression);
          },
        },
        {
          ALT: () => {
            this.onlyOnce(more.via, 'via');
            more.via = this.SUBRULE(this.via);
          },
        },
        { ALT: () => cleared.push(...this.gathered(this.SUBRULE(this.clearedFor))) },
        {
          ALT: () => {
            this.onlyOnce(more.rate, 'at most');
            this.CONSUME(k.at);
            this.word(1, k.most);
            more.rate = this.SUBRULE(this.cap);
          },
        },
      ]);
    });
    return { kind: 'Channel', start, end: this.last, ...docs, name, cleared, ...more };
  });

  /** `via http whatsapp` */
  protected readonly via = this.RULE('Via', (): Via => {
    const start = this.here;
    this.CONSUME(k.via);
    const connector = this.name(1, 'a connector such as `smtp` or `http`');
    const target = this.OPTION({ GATE: () => !this.sentenceEnds, DEF: () => this.name(2, 'the name of a connector') });
    return { connector, start, end: this.last, ...(target === undefined ? {} : { target }) };
  });

  /** `cleared for pii, sensitive` */
  protected readonly clearedFor = this.RULE('Cleared', (): Name[] => {
    this.CONSUME(k.cleared);
    this.word(1, k.for);
    return this.SUBRULE(this.names, { ARGS: ['`pii` or `sensitive`'] });
  });

  /** `3 messages per 7 days`, `20 per second` */
  protected readonly cap = this.RULE('Cap', (): Cap => {
    const start = this.here;
    const count = this.SUBRULE(this.binary, amount);
    this.mendClause(['messages', 'message', 'per']);
    this.mendWhatIsCapped();
    this.OPTION(() => this.OR2([{ ALT: () => this.CONSUME(k.messages) }, { ALT: () => this.CONSUME(k.message) }]));
    const inOneWord = this.everyInOneWord('per ');
    if (inOneWord !== undefined) return { count, per: inOneWord, start, end: this.last };
    this.mendPer();
    this.word(1, k.per);
    const per = this.SUBRULE(this.period);
    return { count, per, start, end: this.last };
  });

  /** `at most 3 emails per week` */
  private mendWhatIsCapped(): void {
    const token = this.LA(1);
    if (this.RECORDING_PHASE || token.tokenType !== t.identifier || this.typeAt(2) !== k.per) return;
    this.sayInstead(this.spanOf(token), 'messages');
    retag(token, k.messages);
  }

  /** `a week`, `every week`, `within 7 days`, where `per` stands */
  private mendPer(): void {
    const [token, follows] = [this.LA(1), this.LA(2)];
    if (this.RECORDING_PHASE || this.startsLine(token) || !/^(an?|each|every|in|within|over)$/.test(token.image))
      return;
    const isUnit = unitWords.has(follows.image);
    if (!isUnit && follows.tokenType !== t.number) return;
    this.sayInstead(this.spanOf(token), 'per');
    retag(token, k.per);
    if (isUnit) retag(follows, t.unit);
  }

  /** `weekly`: says how it is written here, and reads it as that length. */
  protected everyInOneWord(before: 'per ' | 'every 1 '): Expression | undefined {
    const token = this.LA(1);
    const unit = lengths.get(token.image);
    if (this.RECORDING_PHASE || unit === undefined || this.startsLine(token)) return undefined;
    const span = this.spanOf(token);
    this.sayInstead(span, `${before}${unit}`);
    this.SKIP_TOKEN();
    return { kind: 'Quantity', ...span, value: 1, unit: { ...span, text: unit } };
  }

  /** `7 days`; `day` stands for `1 day` */
  private readonly period = this.RULE(
    'Period',
    (): Expression =>
      this.OR<Expression>({
        DEF: [
          {
            ALT: () => {
              const token = this.CONSUME(t.unit);
              const unit = { text: token.image, start: token.startOffset, end: this.endOf(token) };
              return { kind: 'Quantity', start: unit.start, end: unit.end, value: 1, unit };
            },
          },
          { ALT: () => this.SUBRULE(this.binary, amount) },
        ],
        ERR_MSG: 'a time such as `7 days`, or `week`',
        IGNORE_AMBIGUITIES: true,
      }),
  );

  protected readonly team = this.RULE('Team', (): TeamDeclaration => {
    const start = this.here;
    const docs = this.docHere();
    this.CONSUME(k.team);
    const name = this.name(1, 'the name of the team');
    const cleared: Name[] = [];
    const open: OpenHours[] = [];
    const more: { via?: Via } = {};
    this.teamBody(() => {
      this.OR([
        { ALT: () => open.push(this.SUBRULE(this.openHours)) },
        {
          ALT: () => {
            this.onlyOnce(more.via, 'via');
            more.via = this.SUBRULE(this.via);
          },
        },
        { ALT: () => cleared.push(...this.gathered(this.SUBRULE(this.clearedFor))) },
      ]);
    });
    return { kind: 'Team', start, end: this.last, ...docs, name, cleared, open, ...more };
  });

  /** A team about which nothing more is said needs no braces. */
  private teamBody(read: () => void): void {
    if (!this.RECORDING_PHASE && this.next !== t.openBrace && this.sentenceEnds) return;
    this.braces(teamItems, read);
  }
}
