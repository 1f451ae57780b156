import { EOF, type IToken, type ParserMethod, type TokenType } from 'chevrotain';
import * as say from '../../diagnostics/catalogue.gen.ts';
import type { TextPayload } from '../lexer/lex.ts';
import { k, t } from '../lexer/tokens.ts';
import { happeningAt, happeningWords } from '../spoken/events.ts';
import type { Expression, Name, TextLiteral } from '../tree.ts';
import { profileAtStart } from '../words.ts';
import { numberOf, sayBadClock, sayBadDate } from './literals.ts';
import { Recovery } from './recovery.ts';

/** What names of time zones begin with. */
const areas: ReadonlySet<string> = new Set(
  'Africa America Antarctica Asia Atlantic Australia Europe Indian Pacific'.split(' '),
);

/** What stands between operators: literals, texts with their holes, lists, brackets, names. */
export abstract class Operands extends Recovery {
  protected abstract readonly expression: ParserMethod<[], Expression>;
  protected abstract readonly binary: ParserMethod<[number], Expression>;
  protected abstract readonly operand: ParserMethod<[], Expression>;

  protected readonly quantity = this.RULE('Quantity', (): Expression => {
    const token = this.CONSUME(t.number);
    this.sayDecimalComma(token);
    const unit = this.OPTION(() => this.CONSUME(t.unit));
    const start = token.startOffset;
    const value = numberOf(token.payload ?? token.image);
    if (unit === undefined) return { kind: 'Number', start, end: this.endOf(token), value };
    const name = { text: unit.image, start: unit.startOffset, end: this.endOf(unit) };
    return { kind: 'Quantity', start, end: name.end, value, unit: name };
  });

  /** `50,50 EUR`, `1,000 EUR`: the comma parts things in a list, so nothing else can be meant before a unit. */
  private sayDecimalComma(token: IToken): void {
    if (this.RECORDING_PHASE || this.next !== t.comma || this.typeAt(2) !== t.number || this.typeAt(3) !== t.unit)
      return;
    const [comma, rest] = [this.LA(1), this.LA(2)];
    const end = this.endOf(token);
    if (comma.startOffset !== end || rest.startOffset !== end + 1 || this.startsLine(rest)) return;
    const span = { start: token.startOffset, end: this.endOf(rest) };
    const written = this.source.slice(span.start, span.end);
    const ours = rest.image.length === 3 ? `${token.image}${rest.image}` : `${token.image}.${rest.image}`;
    this.report(span, say.wrongSign({ written, ours }), {
      fix: { ...span, title: `Change to \`${ours}\``, text: ours },
    });
    token.payload = ours;
    this.SKIP_TOKEN();
    this.SKIP_TOKEN();
  }

  protected clockOf(token: IToken): Expression {
    const [hours = 0, minutes = 0] = token.image.split(':').map(Number);
    if (hours > 24 || minutes > 59 || (hours === 24 && minutes > 0))
      this.report(this.spanOf(token), sayBadClock(token.image));
    return { kind: 'Clock', ...this.spanOf(token), minutes: hours * 60 + minutes };
  }

  protected dateOf(token: IToken): Expression {
    this.checkDate(token);
    return { kind: 'Date', ...this.spanOf(token), text: token.payload ?? token.image };
  }

  /** A date, or with a clock behind it a moment. */
  protected readonly dateOrMoment = this.RULE('DateOrMoment', (): Expression => {
    const date = this.CONSUME(t.date);
    const clock = this.OPTION({
      GATE: () => !this.sentenceEnds,
      DEF: () => this.clockOf(this.CONSUME(t.clock)),
    });
    if (clock?.kind !== 'Clock') return this.dateOf(date);
    this.checkDate(date);
    return { kind: 'Moment', start: date.startOffset, end: clock.end, date: date.image, minutes: clock.minutes };
  });

  protected checkDate(token: IToken): void {
    const wording = this.RECORDING_PHASE ? undefined : sayBadDate(token.payload ?? token.image);
    if (wording !== undefined) this.report(this.spanOf(token), wording);
  }

  /** The text token, then each of its holes between `{` and `}`. */
  protected readonly text = this.RULE('TextLiteral', (): TextLiteral => {
    const token = this.CONSUME(t.text);
    const end = this.endOf(token);
    const holes: Expression[] = [];
    this.MANY(() => {
      this.CONSUME(t.holeOpen);
      holes.push(this.deeper(() => this.SUBRULE(this.hole)));
      this.CONSUME(t.holeClose);
    });
    const payload: TextPayload | undefined = token.payload;
    if (payload === undefined) return { kind: 'Text', start: token.startOffset, end, block: false, parts: [] };
    return { kind: 'Text', start: token.startOffset, end, block: payload.block, parts: partsOf(payload, holes) };
  });

  /** One `{expr}`; a mistake in it stays in it. */
  private readonly hole = this.RULE('Hole', (): Expression => {
    const start = this.here;
    if (this.RECORDING_PHASE) return this.SUBRULE(this.expression);
    if (this.next === t.openBrace) return this.inDoubleBraces();
    const depth = this.depth;
    let expression: Expression | undefined;
    const complete = this.guarded({ what: 'a value', heads: [] }, () => {
      expression = this.SUBRULE(this.expression);
    });
    this.surface(depth);
    if (complete && this.next !== t.holeClose) {
      this.report(
        this.spanOf(this.LA(1)),
        say.unexpected({ found: `\`${this.LA(1).image}\``, expected: 'one value, or the `}` that ends it' }),
      );
    }
    for (let open = 0; (this.next !== t.holeClose || open > 0) && this.next !== EOF; this.SKIP_TOKEN()) {
      if (this.next === t.holeOpen) open++;
      else if (this.next === t.holeClose) open--;
    }
    return expression ?? this.invalid(start);
  });

  /** `{{profile.name}}`, as templates have it. */
  private inDoubleBraces(): Expression {
    const outer = this.here - 1;
    this.SKIP_TOKEN();
    const inner = this.here;
    let expression: Expression | undefined;
    this.guarded({ what: 'a value', heads: [] }, () => {
      expression = this.SUBRULE9(this.expression);
    });
    const text = `{${this.source.slice(inner, this.last)}}`;
    const whole = this.next === t.closeBrace;
    while (this.next !== t.holeClose && this.next !== EOF) this.SKIP_TOKEN();
    const span = { start: outer, end: this.here + 1 };
    const hint = 'In a text a value stands in single braces: `{profile.name}`.';
    const fix = whole ? { fix: { ...span, title: `Change to \`${text}\``, text } } : {};
    this.report(span, say.unexpected({ found: '`{{`', expected: 'one value' }), { hint, ...fix });
    return expression ?? this.invalid(outer);
  }

  /** `condition Large { profile.spent > 500 EUR }` */
  protected conditionInBraces(): Expression {
    const brace = this.spanOf(this.LA(1));
    this.SKIP_TOKEN();
    const body = this.SUBRULE9(this.expression);
    const inside = this.source.slice(brace.end, this.last).trim();
    const isOne = this.next === t.closeBrace;
    while (this.next !== t.closeBrace && this.next !== EOF) this.SKIP_TOKEN();
    if (this.next === t.closeBrace) this.SKIP_TOKEN();
    const fix = { start: brace.start, end: this.last, title: 'Change to `=`', text: `= ${inside}` };
    const hint = 'Several conditions are joined by `and` or `or`.';
    this.report(brace, say.wrongSign({ written: '{', ours: '=' }), isOne ? { fix } : { hint });
    return body;
  }

  protected readonly listLiteral = this.RULE('ListLiteral', (): Expression => {
    const start = this.here;
    const items: Expression[] = [];
    this.CONSUME(t.openList);
    this.deeper(() => {
      this.MANY({
        GATE: () => this.next !== t.closeList,
        DEF: () => {
          items.push(this.SUBRULE(this.expression));
          this.OPTION(() => this.CONSUME(t.comma));
          this.sayMissingComma(t.closeList);
        },
      });
    });
    this.closing(1, t.closeList, start);
    return { kind: 'List', start, end: this.last, items };
  });

  protected readonly parenthesised = this.RULE('Parenthesised', (): Expression => {
    const start = this.here;
    this.CONSUME(t.open);
    const inside = this.deeper(() => this.SUBRULE(this.expression));
    this.closing(1, t.close, start);
    return inside;
  });

  /** `)` or `]`; where it is missing, that is reported and reading goes on. */
  protected closing(index: number, type: TokenType, opened: number): void {
    if (this.RECORDING_PHASE || this.next === type) {
      this.consume(index, type);
      return;
    }
    const sign = String(type.PATTERN);
    this.report(this.gap, say.missingBracket({ bracket: sign }), {
      related: [{ start: opened, end: opened + 1, message: 'It was opened here.' }],
      fix: { ...this.gap, title: `Write \`${sign}\``, text: sign },
    });
  }

  /** inside `for each customer where C`, which goes on with `on SIGNAL` */
  protected untilOn = false;

  /** Behind `consent for P`, `on` may begin what comes next: another line, `on repeat restart`, the signal for each customer. */
  protected onNamesChannel(): boolean {
    const [word, behind, last] = [this.LA(2).image, this.LA(3).image, this.LA(4).image];
    if (/^(repeat|merge)$/.test(word) && /^(ignore|restart|refresh|collect|keep)$/.test(behind)) return false;
    const isNextLine = this.source.slice(this.last, this.here).includes('\n');
    if (!isNextLine && !this.untilOn) return true;
    return behind === 'on' ? !this.untilOn || !/^(repeat|merge)$/.test(last) : /^(and|or|\))$/.test(behind);
  }

  protected readonly consentFor = this.RULE('ConsentFor', (): Expression => {
    const start = this.here;
    this.CONSUME(k.consent);
    this.CONSUME(k.for);
    const purpose = this.name(1, 'the name of a purpose');
    const channel = this.OPTION({
      GATE: () => this.RECORDING_PHASE || this.onNamesChannel(),
      DEF: () => {
        this.CONSUME(k.on);
        return this.name(2, 'the name of a channel');
      },
    });
    return { kind: 'ConsentFor', start, end: this.last, purpose, ...(channel === undefined ? {} : { channel }) };
  });

  /** `profile.tier`, `Hesitating(cart.product)`, `BillIssued.at` */
  protected readonly reference = this.RULE('Reference', (): Expression => {
    const start = this.here;
    // No item begins with a word and a point: `and`, and in the next line `profile.tier == gold`.
    const named = this.name(1, 'a name', this.typeAt(2) === t.dot);
    const spoken = this.passHappening(named) ?? this.passBareZone(named) ?? this.passChoice(named);
    if (spoken !== undefined) return spoken;
    const name = this.snapshotAhead() ? this.snapshot(named) : named;
    let result: Expression = { kind: 'Reference', start, end: this.last, name };
    this.OPTION(() => {
      result = { kind: 'Call', start, end: 0, name, arguments: this.SUBRULE(this.arguments) };
      result = { ...result, end: this.last };
    });
    this.MANY(() => {
      this.CONSUME(t.dot);
      const field = this.name(2, 'the name of a field');
      result = { kind: 'Member', start, end: this.last, of: result, name: field };
    });
    return result;
  });

  /** `OrderPlaced has happened` */
  private passHappening(signal: Name): Expression | undefined {
    if (this.RECORDING_PHASE || this.next !== t.identifier || !happeningWords.has(this.LA(1).image)) return undefined;
    const [rest = ''] = this.source.slice(this.here, this.here + 100).split('\n', 1);
    const asked = this.sentenceEnds || !/^[A-Z]/.test(signal.text) ? undefined : happeningAt(rest, signal.text);
    if (asked === undefined) return undefined;
    const end = this.here + asked.written.length;
    this.sayInstead({ start: signal.start, end }, asked.meant);
    this.passTo(end);
    return this.invalid(signal.start);
  }

  /** `Europe/Paris` without quotes */
  private passBareZone(area: Name): Expression | undefined {
    if (this.RECORDING_PHASE || !areas.has(area.text)) return undefined;
    const zone = /^\w+(?:\/[\w-]+)+/.exec(this.source.slice(area.start, area.start + 60))?.[0];
    if (zone === undefined) return undefined;
    const span = { start: area.start, end: area.start + zone.length };
    this.sayInstead(span, `"${zone}"`);
    this.passTo(span.end);
    return { kind: 'Text', ...span, block: false, parts: [zone] };
  }

  /** `if tier == gold then "a" else "b"` */
  private passChoice(word: Name): Expression | undefined {
    if (this.RECORDING_PHASE || word.text !== 'if' || !this.couldFollow()) return undefined;
    // To the end of the line, or of the hole that it stands in.
    for (let open = 0; this.next !== EOF && (open > 0 || !this.sentenceEnds); this.SKIP_TOKEN()) {
      if (this.next === t.holeOpen) open++;
      else if (this.next === t.holeClose && --open < 0) break;
    }
    this.report({ start: word.start, end: this.last }, say.valueChosen());
    return this.invalid(word.start);
  }

  /** `profile at start.tier` */
  private snapshotAhead(): boolean {
    if (this.RECORDING_PHASE || this.LA(0).tokenType !== k.profile) return false;
    return this.next === k.at && this.typeAt(2) === k.start && this.typeAt(3) === t.dot;
  }

  private snapshot(profile: Name): Name {
    this.SKIP_TOKEN();
    this.SKIP_TOKEN();
    return { text: profileAtStart, start: profile.start, end: this.last };
  }

  /** `(a, b)` */
  protected readonly arguments = this.RULE('Arguments', (): Expression[] => {
    const start = this.here;
    const found: Expression[] = [];
    this.CONSUME(t.open);
    this.MANY({
      GATE: () => this.next !== t.close && !this.argumentsEnd(found.length),
      DEF: () => {
        found.push(this.deeper(() => this.SUBRULE(this.expression)));
        this.OPTION(() => this.CONSUME(t.comma));
        this.sayMissingComma(t.close);
      },
    });
    this.closing(1, t.close, start);
    return found;
  });

  /** `send Reminder(bill on email`: the bracket was left out. */
  private argumentsEnd(found: number): boolean {
    if (this.RECORDING_PHASE || found === 0 || this.LA(0).tokenType === t.comma) return false;
    return this.next === k.on || this.next === k.as || this.next === t.openBrace || this.startsLine(this.LA(1));
  }
}

function partsOf(payload: TextPayload, holes: readonly Expression[]): (string | Expression)[] {
  let next = 0;
  const parts: (string | Expression)[] = [];
  for (const part of payload.parts) {
    if (part === undefined) {
      const hole = holes[next++];
      if (hole !== undefined) parts.push(hole);
    } else if (part !== '') parts.push(part);
  }
  return parts;
}
