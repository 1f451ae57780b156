import { t } from '../lexer/tokens.ts';
import type { FieldContent, FieldValue } from '../tree.ts';
import { Policies } from './policies.ts';
import type { Items } from './recovery.ts';

const values: Items = { what: 'a field such as `amount: 120 EUR`', heads: [], named: true };

/** Records written out: `{ amount: 120 EUR, lines: [{ sku: "a" }] }`. */
export abstract class Values extends Policies {
  protected readonly optionalFields = this.RULE(
    'OptionalFields',
    (): FieldValue[] => this.OPTION(() => this.SUBRULE(this.fieldValues)) ?? [],
  );

  private readonly fieldValues = this.RULE('FieldValues', (): FieldValue[] => {
    const found: FieldValue[] = [];
    this.braces(values, () => found.push(this.SUBRULE(this.fieldValue)));
    return found;
  });

  private readonly fieldValue = this.RULE('FieldValue', (): FieldValue => {
    const start = this.here;
    const name = this.name(1, 'the name of a field');
    this.fieldColon();
    const value = this.SUBRULE(this.fieldContent);
    return { name, value, start, end: this.last };
  });

  protected readonly fieldContent = this.RULE('FieldContent', (): FieldContent => {
    const start = this.here;
    return this.OR<FieldContent>({
      DEF: [
        {
          ALT: () => {
            const fields = this.deeper(() => this.SUBRULE(this.fieldValues));
            return { kind: 'Record', start, end: this.last, fields };
          },
        },
        { GATE: () => this.typeAt(2) === t.openBrace, ALT: () => this.SUBRULE(this.recordList) },
        { ALT: () => this.SUBRULE(this.expression) },
      ],
      IGNORE_AMBIGUITIES: true,
      ERR_MSG: 'a value such as `120 EUR` or "a text"',
    });
  });

  private readonly recordList = this.RULE('RecordList', (): FieldContent => {
    const start = this.here;
    const items: FieldContent[] = [];
    this.CONSUME(t.openList);
    this.MANY({
      GATE: () => this.next !== t.closeList,
      DEF: () => {
        items.push(this.deeper(() => this.SUBRULE(this.fieldContent)));
        this.parts();
        this.OPTION(() => this.CONSUME(t.comma));
      },
    });
    this.closing(1, t.closeList, start);
    return { kind: 'RecordList', start, end: this.last, items };
  });
}
