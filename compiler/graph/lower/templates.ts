/** Templates become the text expressions that a message written in place would have. */
import type { TemplatePart } from '../../syntax/liquid.ts';
import type { Expression } from '../types.ts';
import { type Lowering, literal } from './context.ts';
import { lower } from './expressions.ts';

export function templateText(l: Lowering, parts: readonly TemplatePart[]): Expression {
  return { op: 'text', parts: parts.map((part) => partOf(l, part)) };
}

function partOf(l: Lowering, part: TemplatePart): Expression {
  switch (part.kind) {
    case 'literal':
      return literal(part.text);
    case 'output':
      return lower(l, part.value);
    case 'if':
      return part.branches.reduceRight<Expression>(
        (otherwise, branch) => ({
          op: 'if',
          condition: lower(l, branch.condition),
          then: templateText(l, branch.parts),
          otherwise,
        }),
        templateText(l, part.otherwise),
      );
    case 'for':
      return {
        op: 'each',
        list: lower(l, part.list),
        as: part.name.text,
        body: templateText(l, part.parts),
        otherwise: templateText(l, part.otherwise),
      };
  }
}

/** Inside HTML: what the author wrote stays, what a value brings is made safe. */
export function escaped(text: Expression): Expression {
  switch (text.op) {
    case 'literal':
      return text;
    case 'text':
      return { ...text, parts: text.parts.map(escaped) };
    case 'if':
      return { ...text, then: escaped(text.then), otherwise: escaped(text.otherwise) };
    case 'each':
      return { ...text, body: escaped(text.body), otherwise: escaped(text.otherwise) };
    default:
      return { op: 'call', function: 'escape_html', arguments: [text] };
  }
}
