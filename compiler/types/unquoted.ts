/** `"2026-01-01"` where a date is meant: a value in quotes is a text. */
import type { Expression } from '../syntax/tree.ts';
import type { Finding } from './context.ts';
import type { Type } from './type.ts';
import { unitOf } from './units.ts';

const yes: Readonly<Record<string, string>> = { true: 'true', yes: 'true', false: 'false', no: 'false' };

export function unquoted(expression: Expression, to: Type): Pick<Finding, 'hint' | 'fixes'> | undefined {
  if (expression.kind !== 'Text') return undefined;
  const value = meant(expression.parts.join('').trim(), to);
  if (value === undefined) return undefined;
  const { start, end } = expression;
  return {
    hint: `Write \`${value}\`, without quotes.`,
    fixes: [{ title: `Change to \`${value}\``, edits: [{ span: { start, end }, text: value }] }],
  };
}

function meant(text: string, to: Type): string | undefined {
  switch (to.kind) {
    case 'boolean':
      return Object.hasOwn(yes, text.toLowerCase()) ? yes[text.toLowerCase()] : undefined;
    case 'date':
      return /^\d{4}-\d\d-\d\d$/.test(text) ? text : undefined;
    case 'clock':
      return /^\d{1,2}:\d\d$/.test(text) ? text : undefined;
    case 'integer':
      return /^\d+$/.test(text) ? text : undefined;
    case 'number':
      return /^\d+(\.\d+)?$/.test(text) ? text : undefined;
    case 'percent':
      return /^\d+(\.\d+)?%$/.test(text) ? text : undefined;
    case 'money':
    case 'duration': {
      const unit = /^\d+(?:\.\d+)? (\w+)$/.exec(text)?.[1];
      return unit !== undefined && unitOf(unit)?.kind === to.kind ? text : undefined;
    }
    default:
      return undefined;
  }
}
