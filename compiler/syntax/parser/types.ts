import type { TokenType } from 'chevrotain';
import * as say from '../../diagnostics/catalogue.gen.ts';
import { k, t } from '../lexer/tokens.ts';
import { type SpokenType, spokenTypeAt } from '../spoken/types.ts';
import type { Name, Span, TypeRef } from '../tree.ts';
import { Expressions } from './expressions.ts';

/** What may stand behind a type's first word where the type is written as it should be. */
const ordinary: ReadonlySet<TokenType> = new Set([
  ...[t.comma, t.question, t.closeBrace, t.close, t.is, t.equal, t.openBrace],
  ...[k.named, k.key, k.pii, k.sensitive, k.is],
]);

/** Where these stand, a type was left out. */
const behindType: ReadonlySet<TokenType> = new Set([t.comma, t.close, t.openBrace, t.closeBrace, t.question, t.is]);

/** How much of a line is looked at for a type that is said otherwise. */
const nearby = 200;

/** What a field, a parameter or a result can be. */
export abstract class Types extends Expressions {
  protected readonly typeRef = this.RULE('TypeRef', (): TypeRef => {
    const start = this.here;
    if (!this.RECORDING_PHASE && (this.startsLine(this.LA(1)) || behindType.has(this.next))) {
      return { kind: 'NamedType', start: this.last, end: this.last, name: this.missingType() };
    }
    const inside = this.OR<TypeRef>({
      DEF: [{ ALT: () => this.SUBRULE(this.listType) }, { ALT: () => this.SUBRULE(this.namedType) }],
      ERR_MSG: 'a type such as `text`, `money` or `list of text`',
      IGNORE_AMBIGUITIES: true,
    });
    const question = this.OPTION(() => this.CONSUME(t.question));
    return question === undefined ? inside : { kind: 'OptionalType', start, end: this.last, of: inside };
  });

  private missingType(): Name {
    this.report(this.gap, say.missingName({ what: 'A type' }));
    return { text: '', start: this.last, end: this.last };
  }

  private readonly listType = this.RULE('ListType', (): TypeRef => {
    const start = this.here;
    this.CONSUME(k.list);
    this.word(1, k.of);
    const of = this.deeper(() =>
      this.OR<TypeRef>({
        DEF: [{ ALT: () => this.SUBRULE(this.listType) }, { ALT: () => this.SUBRULE(this.namedType) }],
        IGNORE_AMBIGUITIES: true,
      }),
    );
    return { kind: 'ListType', start, end: this.last, of };
  });

  private readonly namedType = this.RULE('NamedType', (): TypeRef => {
    const start = this.here;
    const name = this.name(1, 'a type');
    const currency = this.OPTION({ GATE: () => this.currencyAhead(), DEF: () => this.name(2, 'a currency') });
    return { kind: 'NamedType', start, end: this.last, name, ...(currency === undefined ? {} : { currency }) };
  });

  private currencyAhead(): boolean {
    return (
      this.LA(0).image === 'money' &&
      this.next === t.identifier &&
      !this.sentenceEnds &&
      /^[A-Z]{3}$/.test(this.LA(1).image)
    );
  }

  /** A type that is written as elsewhere is said as a file says it, so that what uses the field is still read with it. */
  protected passSpokenType(field: Name): TypeRef | undefined {
    if (this.RECORDING_PHASE || !this.looksSpoken()) return undefined;
    const start = this.here;
    const [line = ''] = this.source.slice(start, start + nearby).split('\n', 1);
    const spoken = spokenTypeAt(line);
    if (spoken === undefined) return undefined;
    const span = { start, end: start + spoken.written.length };
    this.forgetInside(span);
    const name = { ...span, text: this.saySpoken(field, span, spoken) };
    this.passTo(span.end);
    const type: TypeRef = { kind: 'NamedType', ...span, name };
    const inside: TypeRef = spoken.kind === 'list' ? { kind: 'ListType', ...span, of: type } : type;
    const asked = this.next === t.question;
    if (asked) this.SKIP_TOKEN();
    if (!asked && spoken.kind !== 'optional') return inside;
    return { kind: 'OptionalType', start, end: this.last, of: inside };
  }

  /** Gives the name of the type that is meant; empty: it is none that there is. */
  private saySpoken(field: Name, span: Span, spoken: SpokenType): string {
    switch (spoken.kind) {
      case 'values':
        this.sayOwnType(field.text, span, spoken.values);
        return '';
      case 'bounds':
        this.sayInstead(
          span,
          spoken.type,
          `A field has no bounds; what lies outside is asked about: \`where it.${field.text} > 10\`.`,
        );
        return spoken.type;
      case 'list':
        this.sayInstead(span, `list of ${spoken.of}`);
        return spoken.of;
      case 'optional':
        this.sayInstead(span, `${spoken.of}?`);
        return spoken.of;
    }
  }

  private looksSpoken(): boolean {
    const first = this.LA(1);
    if (this.startsLine(first) || first.tokenType === t.closeBrace) return false;
    if (first.tokenType !== t.identifier && first.tokenType !== k.list) return true;
    const second = this.LA(2);
    if (second.tokenType === k.of) return first.tokenType === t.identifier;
    if (ordinary.has(second.tokenType) || first.image === 'money') return false;
    return !this.startsLine(second);
  }

  private sayOwnType(field: string, span: Span, values: readonly string[]): void {
    const name = field
      .replace(/(?:^|_)([A-Za-z0-9])/g, (_, letter: string) => letter.toUpperCase())
      .replace(/^(?=\d)|^$/, 'Choice');
    const declaration = `type ${name} = ${values.join(' | ')}`;
    const hint = `Values of one's own stand in a type: \`${declaration}\`; the field has that type: \`${field}: ${name}\`.`;
    const end = this.source.trimEnd().length;
    const also = { start: end, end: this.source.length, text: `\n\n${declaration}\n` };
    const isThere = new RegExp(`^ *type ${name}\\b`, 'm').test(this.source);
    this.report(span, say.wrongSign({ written: this.source.slice(span.start, span.end), ours: name }), {
      hint,
      fix: {
        ...span,
        title: `Make it the type \`${name}\``,
        text: name,
        ...(isThere ? {} : { also }),
      },
    });
  }
}
