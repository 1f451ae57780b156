import * as say from '../../diagnostics/catalogue.gen.ts';
import { k, t } from '../lexer/tokens.ts';
import type { Content, ContentPart, MessageDeclaration, Name } from '../tree.ts';
import type { Items } from './recovery.ts';
import { WaysOut } from './ways-out.ts';

/** `email { .. }` lacks its `on` and is read all the same */
const contents: Items = {
  what: 'content for a channel, such as `on email { .. }`',
  heads: ['on'],
  clauses: ['in'],
  commas: false,
  named: true,
  parameters: 'any',
};
const contentParts: Items = {
  what: 'a part of the content, such as `subject ".."`',
  heads: ['subject', 'body', 'text', 'html', 'title'],
  named: true,
  commas: false,
};

/** Messages: what they are given, what they are for, and what they say on each channel. */
export abstract class Messages extends WaysOut {
  /** Of the message that is read: where its head ends, and what it is for. */
  private messageHead: { readonly end: number; readonly purpose: Name | undefined } = { end: 0, purpose: undefined };
  private contents: Content[] = [];

  protected readonly message = this.RULE('Message', (): MessageDeclaration => {
    const start = this.here;
    const docs = this.docHere();
    this.CONSUME(k.message);
    const nameless = !this.RECORDING_PHASE && this.next === k.for && this.typeAt(3) === t.openBrace;
    const name = nameless ? this.lostName('The name of the message') : this.name(1, 'the name of the message');
    const parameters = this.SUBRULE(this.parameters);
    this.mendClause(['for']);
    const purpose = this.missingBeforeName(k.for)
      ? this.name(3, 'the name of a purpose')
      : this.OPTION(() => {
          this.CONSUME(k.for);
          return this.name(2, 'the name of a purpose');
        });
    this.messageHead = { end: this.last, purpose };
    const found: Content[] = [];
    this.contents = found;
    this.braces(contents, () => found.push(this.SUBRULE(this.content)));
    const meant = this.RECORDING_PHASE ? purpose : this.messageHead.purpose;
    return {
      kind: 'Message',
      start,
      end: this.last,
      ...docs,
      name,
      parameters,
      ...(meant === undefined ? {} : { purpose: meant }),
      contents: found,
    };
  });

  protected override passMisplaced(items: Items): boolean {
    if (items !== contents || this.RECORDING_PHASE) return super.passMisplaced(items);
    return this.passPurpose() || this.passContentAlone() || super.passMisplaced(items);
  }

  /** `message Hello { for Service .. }` and `{ purpose: Service .. }`, where the head says no purpose. */
  private passPurpose(): boolean {
    const { end, purpose } = this.messageHead;
    const isNamed = this.LA(1).tokenType === t.identifier && this.LA(1).image === 'purpose';
    if (purpose !== undefined || (this.next !== k.for && !isNamed)) return false;
    if (this.typeAt(2) !== t.identifier && (this.typeAt(2) !== t.colon || this.typeAt(3) !== t.identifier))
      return false;
    const start = this.here;
    this.SKIP_TOKEN();
    if (this.next === t.colon) this.SKIP_TOKEN();
    const name = this.name(4, 'the name of a purpose');
    const span = { start, end: this.last };
    const also = { start: end, end, text: ` for ${name.text}` };
    const fix = { ...this.withRestOfLine(span), title: 'Move it behind the name', text: '', also };
    this.report(span, say.purposeInside({ purpose: name.text }), { fix });
    if (this.next === t.comma) this.SKIP_TOKEN();
    this.messageHead = { end, purpose: name };
    return true;
  }

  /** `message Hello for Service { subject "Hello" body ".." }`: of which channel, nobody knows. */
  private passContentAlone(): boolean {
    const start = this.here;
    const parts: ContentPart[] = [];
    while (contentParts.heads.includes(this.LA(1).image) && this.contentFollows()) {
      parts.push(this.SUBRULE2(this.contentPart));
      if (this.next === t.comma) this.SKIP_TOKEN();
    }
    const [first] = parts;
    if (first === undefined) return false;
    const end = parts.at(-1)?.end ?? this.last;
    this.report({ start, end }, say.contentOfNoChannel({ part: first.part.text }));
    this.contents.push({ start, end, channel: { text: '', start, end: start }, parts });
    return true;
  }

  private contentFollows(): boolean {
    const second = this.typeAt(2);
    const value = second === t.colon || second === t.is ? this.typeAt(3) : second;
    return value === t.text || value === k.file;
  }

  private readonly content = this.RULE('Content', (): Content => {
    const start = this.here;
    this.headOfContent();
    const channel = this.name(1, 'the name of a channel', true);
    this.mendClause(['in']);
    const locale = this.OPTION(() => {
      this.CONSUME(k.in);
      return this.SUBRULE(this.locale);
    });
    const parts: ContentPart[] = [];
    this.braces(contentParts, () => parts.push(this.SUBRULE(this.contentPart)));
    return { start, end: this.last, channel, ...(locale === undefined ? {} : { locale }), parts };
  });

  /** `email { .. }` is read as `on email { .. }`. */
  private headOfContent(): void {
    const second = this.typeAt(2);
    if (!this.RECORDING_PHASE && this.next === t.identifier && (second === t.openBrace || second === k.in))
      this.missing(k.on);
    else this.word(1, k.on);
  }

  /** `de`, `pt-BR` */
  private readonly locale = this.RULE('Locale', (): Name => {
    const language = this.name(1, 'a language such as `de` or `pt-BR`');
    const region = this.OPTION(() => {
      this.CONSUME(t.minus);
      return this.name(2, 'a region such as `BR`');
    });
    if (region === undefined) return language;
    return { text: `${language.text}-${region.text}`, start: language.start, end: region.end };
  });

  private readonly contentPart = this.RULE('ContentPart', (): ContentPart => {
    const start = this.here;
    if (this.typeAt(2) === t.text) this.mend(contentParts.heads);
    const part = this.name(1, 'a part such as `subject`, `body` or `text`', true);
    this.passTooMuch([t.colon, t.is]);
    return this.OR<ContentPart>({
      DEF: [
        {
          GATE: () => this.typeAt(2) === t.text,
          ALT: () => {
            this.CONSUME(k.file);
            const file = this.SUBRULE(this.text);
            return { part, value: file, file, start, end: this.last };
          },
        },
        {
          ALT: () => {
            const value = this.SUBRULE(this.expression);
            return { part, value, start, end: this.last };
          },
        },
      ],
      ERR_MSG: 'a text such as "Hello", or `file` and the name of a template',
    });
  });
}
