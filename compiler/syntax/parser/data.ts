import type { TokenType } from 'chevrotain';
import * as say from '../../diagnostics/catalogue.gen.ts';
import { retag } from '../lexer/lex.ts';
import { k, t } from '../lexer/tokens.ts';
import type {
  ConditionDeclaration,
  Expression,
  Field,
  IdentityDeclaration,
  Meaning,
  Name,
  Parameter,
  ProfileDeclaration,
  SignalDeclaration,
  Subject,
  TextLiteral,
  TypeDeclaration,
} from '../tree.ts';
import { whole } from './levels.ts';
import type { Items } from './recovery.ts';
import { Types } from './types.ts';

const fieldWords = ['named', 'key', 'pii', 'sensitive', 'is'];
const fields: Items = { what: 'a field such as `amount: money`', heads: [], clauses: fieldWords, named: true };
const keys: Items = {
  what: '`strong`, `weak` or `subject`',
  heads: ['strong', 'weak', 'subject'],
  clauses: ['by'],
  commas: false,
};
const meanings = ['contact', 'resolution', 'revenue', 'effort', 'transfer'];

/** What is known of customers: signals, types, identity, profile, conditions. */
export abstract class Data extends Types {
  /** Text of the `///` lines right above the next token. */
  protected abstract docHere(): { readonly doc?: string };

  // -------------------------------------------------------------- fields

  protected readonly field = this.RULE('Field', (): Field => {
    const start = this.here;
    const { doc } = this.docHere();
    const name = this.name(1, 'the name of a field');
    this.fieldColon();
    const type = this.passSpokenType(name) ?? this.SUBRULE(this.typeRef);
    const more: { named?: TextLiteral; key?: Name; initial?: Expression; computed?: Expression } = {};
    const labels: Name[] = [];
    this.MANY(() => {
      this.OR([
        {
          ALT: () => {
            this.CONSUME(k.named);
            more.named = this.SUBRULE(this.text);
          },
        },
        {
          ALT: () => {
            this.CONSUME(k.key);
            more.key = this.name(2, 'the name of an identity key');
          },
        },
        {
          ALT: () => {
            const label = this.OR2([{ ALT: () => this.CONSUME(k.pii) }, { ALT: () => this.CONSUME(k.sensitive) }]);
            labels.push({ text: label.image, start: label.startOffset, end: this.last });
          },
        },
      ]);
      this.mendClause(fieldWords);
    });
    this.mendClause(fieldWords);
    this.sayDoubleEquals();
    this.OPTION(() => {
      this.OR3([
        {
          ALT: () => {
            this.CONSUME(t.is);
            more.initial = this.SUBRULE2(this.binary, whole);
          },
        },
        {
          ALT: () => {
            this.CONSUME(k.is);
            more.computed = this.SUBRULE3(this.binary, whole);
          },
        },
      ]);
    });
    return { kind: 'Field', start, end: this.last, ...(doc === undefined ? {} : { doc }), name, type, ...more, labels };
  });

  /** `amount money` is read as `amount: money`. */
  protected fieldColon(): void {
    if (this.RECORDING_PHASE || this.next === t.colon) {
      this.consume(1, t.colon);
      return;
    }
    this.mendSign([t.is, t.equal], t.colon);
    if (this.next === t.colon) {
      this.SKIP_TOKEN();
      return;
    }
    this.report(this.gap, say.missingColon(), { fix: { ...this.gap, title: 'Write a colon', text: ':' } });
    if (this.sentenceEnds) this.consume(1, t.colon);
  }

  protected sayDoubleEquals(): void {
    const token = this.LA(1);
    if (token.tokenType !== t.equal) return;
    const span = this.spanOf(token);
    this.report(span, say.comparisonForAssignment(), { fix: { ...span, title: 'Change to `=`', text: '=' } });
    retag(token, t.is);
  }

  protected fieldList(): Field[] {
    const found: Field[] = [];
    this.braces(fields, () => found.push(this.SUBRULE(this.field)));
    return found;
  }

  // -------------------------------------------------------------- declarations

  protected readonly signal = this.RULE('Signal', (): SignalDeclaration => {
    const start = this.here;
    const docs = this.docHere();
    this.CONSUME(k.signal);
    const name = this.name(1, 'the name of the signal');
    this.mendClause(['named', 'is', 'without']);
    const named = this.OPTION(() => {
      this.CONSUME(k.named);
      return this.SUBRULE(this.text);
    });
    const withoutCustomer = this.OPTION2(() => {
      this.CONSUME(k.without);
      return this.word(1, k.customer);
    });
    const found: Meaning[] = [];
    this.MANY2(() => {
      this.CONSUME(k.is);
      found.push(this.SUBRULE(this.meaning));
    });
    const list = this.signalFields();
    return {
      kind: 'Signal',
      start,
      end: this.last,
      ...docs,
      name,
      ...(named === undefined ? {} : { named }),
      withoutCustomer: withoutCustomer !== undefined,
      meanings: found,
      fields: list,
    };
  });

  /** A signal without fields needs no braces. */
  private signalFields(): Field[] {
    if (!this.RECORDING_PHASE && this.next !== t.openBrace && this.sentenceEnds) return [];
    return this.fieldList();
  }

  private readonly meaning = this.RULE('Meaning', (): Meaning => {
    const start = this.here;
    this.mendClause(meanings);
    const word = this.OR([
      { ALT: () => this.CONSUME(k.contact) },
      { ALT: () => this.CONSUME(k.resolution) },
      { ALT: () => this.CONSUME(k.revenue) },
      { ALT: () => this.CONSUME(k.effort) },
      { ALT: () => this.CONSUME(k.transfer) },
    ]);
    const more: { on?: Name; of?: Name } = {};
    this.OPTION(() => {
      this.CONSUME(k.on);
      more.on = this.name(1, 'the name of a channel');
    });
    this.OPTION2(() => {
      this.CONSUME(k.of);
      more.of = this.name(2, 'the name of a field');
    });
    return {
      word: { text: word.image, start, end: start + (word.image?.length ?? 0) },
      start,
      end: this.last,
      ...more,
    };
  });

  protected readonly type = this.RULE('TypeDeclaration', (): TypeDeclaration => {
    const start = this.here;
    const docs = this.docHere();
    this.CONSUME(k.type);
    const name = this.name(1, 'the name of the type');
    if (this.next === t.identifier && (this.typeAt(2) === t.pipe || this.typeAt(2) === t.comma))
      return this.typeWithoutSign(start, docs, name);
    const values = this.valuesInBraces();
    if (values !== undefined) return { kind: 'Type', start, end: this.last, ...docs, name, body: values };
    const body = this.OR<TypeDeclaration['body']>([
      { ALT: () => this.SUBRULE(this.enumeration) },
      { ALT: () => ({ kind: 'Record', fields: this.fieldList() }) },
    ]);
    return { kind: 'Type', start, end: this.last, ...docs, name, body };
  });

  /** `type Tier { standard, gold }`: names alone are values, no fields. */
  private valuesInBraces(): TypeDeclaration['body'] | undefined {
    if (this.RECORDING_PHASE || this.next !== t.openBrace) return undefined;
    const values: Name[] = [];
    let at = 2;
    for (; this.typeAt(at) === t.identifier; at++) {
      values.push({ text: this.LA(at).image, ...this.spanOf(this.LA(at)) });
      if (this.typeAt(at + 1) === t.comma || this.typeAt(at + 1) === t.pipe) at++;
    }
    if (values.length === 0 || this.typeAt(at) !== t.closeBrace) return undefined;
    const span = { start: this.here, end: this.endOf(this.LA(at)) };
    this.sayInstead(span, `= ${values.map(({ text }) => text).join(' | ')}`);
    for (; at > 0; at--) this.SKIP_TOKEN();
    return { kind: 'Enumeration', values };
  }

  /** `type Tier standard | gold` */
  private typeWithoutSign(start: number, docs: { readonly doc?: string }, name: Name): TypeDeclaration {
    const body = this.SUBRULE2(this.enumeration);
    return { kind: 'Type', start, end: this.last, ...docs, name, body };
  }

  private readonly enumeration = this.RULE('Enumeration', (): TypeDeclaration['body'] => {
    const values: Name[] = [];
    this.word(1, t.is);
    this.OPTION(() => this.CONSUME(t.pipe));
    values.push(this.name(1, 'a value'));
    this.MANY({
      GATE: () => this.valueFollows(),
      DEF: () => {
        this.CONSUME2(t.pipe);
        values.push(this.name(2, 'a value'));
      },
    });
    return { kind: 'Enumeration', values };
  });

  /** `standard, gold` and `standard or gold` are read as `standard | gold`. */
  private valueFollows(): boolean {
    if (this.typeAt(2) === t.identifier && !this.sentenceEndsAfterComma) this.mendSign([t.comma, k.or], t.pipe);
    return this.next === t.pipe;
  }

  private get sentenceEndsAfterComma(): boolean {
    return this.startsLine(this.LA(1)) || this.startsLine(this.LA(2));
  }

  protected readonly identity = this.RULE('Identity', (): IdentityDeclaration => {
    const start = this.here;
    const strong: Name[] = [];
    const weak: Name[] = [];
    const subjects: Subject[] = [];
    this.CONSUME(k.identity);
    this.braces(keys, () => {
      this.OR([
        { ALT: () => subjects.push(this.SUBRULE(this.subject)) },
        {
          ALT: () => {
            const word = this.OR2([{ ALT: () => this.CONSUME(k.strong) }, { ALT: () => this.CONSUME(k.weak) }]);
            (word.image === 'weak' ? weak : strong).push(
              ...this.gathered(this.SUBRULE(this.names, { ARGS: ['the name of a key'] })),
            );
          },
        },
      ]);
    });
    return { kind: 'Identity', start, end: this.last, strong, weak, subjects };
  });

  /** `subject ticket by ticket_id` */
  private readonly subject = this.RULE('Subject', (): Subject => {
    const start = this.here;
    this.CONSUME(k.subject);
    const name = this.name(1, 'what journeys can be about, such as `ticket`');
    this.word(1, k.by);
    const key = this.name(2, 'the name of the key that names one');
    return { start, end: this.last, name, key };
  });

  /** `a, b, c` */
  protected readonly names = this.RULE('Names', (what: string): Name[] => {
    const found = [this.name(1, what)];
    this.MANY({
      GATE: () => this.nameFollowsComma(),
      DEF: () => {
        this.CONSUME(t.comma);
        found.push(this.name(2, what));
      },
    });
    return found;
  });

  /** After a comma: another name of the list, not the next item of the block. */
  private nameFollowsComma(): boolean {
    const second: TokenType = this.typeAt(2);
    const third: TokenType = this.typeAt(3);
    return second === t.identifier || ((second === k.pii || second === k.sensitive) && third !== t.colon);
  }

  protected readonly profile = this.RULE('Profile', (): ProfileDeclaration => {
    const start = this.here;
    this.CONSUME(k.profile);
    const list = this.fieldList();
    return { kind: 'Profile', start, end: this.last, fields: list };
  });

  protected readonly condition = this.RULE('Condition', (): ConditionDeclaration => {
    const start = this.here;
    const docs = this.docHere();
    this.CONSUME(k.condition);
    const name = this.name(1, 'the name of the condition');
    const parameters = this.SUBRULE(this.parameters);
    this.sayDoubleEquals();
    this.mendSign([t.colon, k.when, k.is, k.if], t.is);
    const inBraces = !this.RECORDING_PHASE && this.next === t.openBrace;
    if (!inBraces) this.word(1, t.is);
    const body = inBraces ? this.conditionInBraces() : this.SUBRULE(this.expression);
    return { kind: 'Condition', start, end: this.last, ...docs, name, parameters, body };
  });

  /** `(bill: BillIssued, days: integer)`, or nothing */
  protected readonly parameters = this.RULE('Parameters', (): Parameter[] => {
    const found: Parameter[] = [];
    this.OPTION(() => {
      const start = this.here;
      this.CONSUME(t.open);
      this.MANY({
        GATE: () => this.next !== t.close,
        DEF: () => {
          found.push(this.SUBRULE(this.parameter));
          this.parts();
          this.OPTION2(() => this.CONSUME(t.comma));
        },
      });
      this.closing(1, t.close, start);
    });
    return found;
  });

  private readonly parameter = this.RULE('Parameter', (): Parameter => {
    const start = this.here;
    const name = this.name(1, 'the name of a parameter');
    this.fieldColon();
    const type = this.passSpokenType(name) ?? this.SUBRULE(this.typeRef);
    return { name, type, start, end: this.last };
  });
}
