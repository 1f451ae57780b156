import type { TokenType } from 'chevrotain';
import * as say from '../../diagnostics/catalogue.gen.ts';
import { k, t } from '../lexer/tokens.ts';
import { typeWords } from '../spoken/types.ts';
import type { Parameter, Span } from '../tree.ts';
import type { Items } from './recovery.ts';
import { Types } from './types.ts';

/** Words that people write before a parameter that stands inside. */
const leads: ReadonlySet<string> = new Set([
  ...['param', 'params', 'parameter', 'parameters', 'input', 'inputs', 'arg', 'args', 'argument', 'arguments'],
  ...['with', 'given', 'takes', 'needs', 'using', 'data', 'field', 'fields', 'value', 'values', 'var', 'variable'],
]);

const simpleTypes: ReadonlySet<string> = new Set([...typeWords, 'email', 'phone', 'url', 'country', 'money']);

/** Where these stand, the bracket was left out. */
const behindParameters: ReadonlySet<TokenType> = new Set([k.for, t.openBrace, t.arrow, t.is]);

/** how far the next item is looked for */
const nearby = 300;

/** What was read last that has parameters, and where they stand. */
interface Head {
  readonly parameters: Parameter[];
  /** behind the last one, or behind the name where there are no parentheses */
  readonly end: number;
  readonly written: boolean;
}

/** What a message, an action, a decision, a condition or a journey is given. */
export abstract class Parameters extends Types {
  private head: Head = { parameters: [], end: 0, written: false };

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

  /** `(bill: BillIssued, days: integer)`, or nothing */
  protected readonly parameters = this.RULE('Parameters', (): Parameter[] => {
    const found: Parameter[] = [];
    let end = this.last;
    const bracket = this.OPTION(() => {
      const start = this.here;
      const open = this.CONSUME(t.open);
      end = this.last;
      this.passNameless(found);
      this.MANY({
        GATE: () => this.next !== t.close && (this.RECORDING_PHASE || !behindParameters.has(this.next)),
        DEF: () => {
          found.push(this.SUBRULE(this.parameter));
          end = this.last;
          this.parts();
          this.OPTION2(() => this.CONSUME(t.comma));
          this.passNameless(found);
        },
      });
      this.closing(1, t.close, start);
      return open;
    });
    this.head = { parameters: found, end, written: bracket !== undefined };
    return found;
  });

  /** `(: money)` */
  private passNameless(found: Parameter[]): void {
    while (!this.RECORDING_PHASE && this.next === t.colon) {
      const name = { text: '', start: this.here, end: this.here };
      this.report(name, say.missingName({ what: 'The name of a parameter' }));
      this.SKIP_TOKEN();
      const type = this.SUBRULE9(this.typeRef);
      found.push({ name, type, start: name.start, end: this.last });
      if (this.next === t.comma) this.SKIP_TOKEN();
    }
  }

  private readonly parameter = this.RULE('Parameter', (): Parameter => {
    const start = this.here;
    const name = this.name(1, 'the name of a parameter');
    this.fieldColon();
    const type = this.passSpokenType(name) ?? this.SUBRULE(this.typeRef);
    return { name, type, start, end: this.last };
  });

  /** Those of the block that is read: what is written in it by mistake is among them. */
  protected get parametersRead(): readonly Parameter[] {
    return this.head.parameters;
  }

  /** `message Hello for Service { visits: integer .. }`: one after the other is read as if it stood behind the name. */
  protected override passMisplaced(items: Items): boolean {
    this.passDoubled();
    if (this.RECORDING_PHASE || items.parameters === undefined || !this.parameterAhead(items.parameters)) return false;
    const start = this.here;
    const inside: Parameter[] = [];
    let end = start;
    do {
      if (leads.has(this.LA(1).image) && this.typeAt(2) !== t.colon) this.SKIP_TOKEN();
      inside.push(this.SUBRULE2(this.parameter));
      end = this.last;
      if (this.next === t.comma) this.SKIP_TOKEN();
    } while (this.parameterAhead(items.parameters));
    this.sayInside(start, end, inside);
    this.head.parameters.push(...inside);
    return true;
  }

  private parameterAhead(types: 'any' | 'simple'): boolean {
    const at = leads.has(this.LA(1).image) && this.typeAt(2) !== t.colon ? 2 : 1;
    if (this.typeAt(at) !== t.identifier || this.typeAt(at + 1) !== t.colon) return false;
    const type = this.LA(at + 2);
    const behind = this.typeAt(at + 3);
    if (behind === t.text || behind === t.openBrace) return false;
    return type.tokenType === k.list || simpleTypes.has(type.image) || (types === 'any' && /^[A-Z]/.test(type.image));
  }

  private sayInside(start: number, end: number, inside: readonly Parameter[]): void {
    const { parameters, end: behind, written } = this.head;
    const text = inside.map((each) => this.source.slice(each.start, each.end)).join(', ');
    const also = {
      start: behind,
      end: behind,
      text: written ? `${parameters.length > 0 ? ', ' : ''}${text}` : `(${text})`,
    };
    const hasComment = this.source.slice(start, end).includes('//');
    const fix = { ...this.withRestOfLine({ start, end }), title: 'Move it behind the name', text: '', also };
    this.report({ start, end }, say.parameterInside({ parameters: text }), hasComment ? {} : { fix });
  }

  /** What is taken out of a block leaves no empty line behind. */
  protected withRestOfLine({ start, end }: Span): Span {
    const [rest = ''] = /^[ \t]*,?[ \t]*(?:\r?\n[ \t]*)?/.exec(this.source.slice(end, end + nearby)) ?? [];
    return { start, end: end + rest.length };
  }
}
