/** J3069, J3070: a point that was meant to part thousands, as German and Spanish writers do. */
import * as say from '../diagnostics/catalogue.gen.ts';
import type { Expression, Span } from '../syntax/tree.ts';
import { type Check, type FindingFix, report } from './context.ts';
import { digitsOf } from './units.ts';

/** No number of money has more digits behind its point than its currency: `1.000 EUR`, `2.5000 EUR`. */
export function sayDigits(c: Check, literal: Extract<Expression, { kind: 'Quantity' }>): void {
  const currency = literal.unit.text;
  const most = digitsOf(currency);
  const span = { start: literal.start, end: literal.unit.start };
  const number = c.text.slice(span.start, span.end).trimEnd();
  const behind = /^\d[\d_]*\.([\d_]+)$/.exec(number)?.[1]?.replaceAll('_', '') ?? '';
  if (behind.length <= most) return;
  const rounded = literal.value.toFixed(most).replace(/\.0+$/, '');
  const readings = [...asThousands(number), rounded].map((reading) => `${reading} ${currency}`);
  const text = `${number} ${currency}`;
  report(c, literal, say.moreDigits({ text, currency, most: counted(most) }), remedy(literal, readings));
}

/** `>= 1.000` where only whole numbers are compared: nobody writes 1 like that. */
export function sayThousands(c: Check, literal: Expression): boolean {
  if (literal.kind !== 'Number') return false;
  const written = c.text.slice(literal.start, literal.end);
  const [thousands] = asThousands(written);
  if (thousands === undefined) return false;
  const readings = [thousands, `${literal.value}`];
  report(c, literal, say.pointInThousands({ text: written, value: literal.value }), remedy(literal, readings));
  return true;
}

function asThousands(number: string): readonly string[] {
  return /^[1-9]\d{0,2}\.\d{3}$/.test(number) ? [number.replace('.', '')] : [];
}

function counted(digits: number): string {
  return digits === 0 ? 'none' : `${digits}`;
}

function remedy({ start, end }: Span, readings: readonly string[]): { hint: string; fixes: FindingFix[] } {
  return {
    hint: `Write ${readings.map((each) => `\`${each}\``).join(' or ')}.`,
    fixes: readings.map((text) => ({ title: `Change to \`${text}\``, edits: [{ span: { start, end }, text }] })),
  };
}
