/** Values, questions and filters of Liquid as expressions of the language. */
import { type Token, TokenKind, type Value } from 'liquidjs';
import type { BinaryOperator, Expression, Span } from './tree.ts';

/** What a template asks for and we do not know. */
export interface Problem {
  readonly problem: string;
  readonly span: Span;
}

/** Gathers the problems of one template. */
export class Problems {
  readonly all: Problem[] = [];

  /** Stands where an expression could not be read. */
  add(problem: string, span: Span): Expression {
    this.all.push({ problem, span });
    return { kind: 'Invalid', start: span.start, end: span.end };
  }
}

/** A value with its filters. */
export function valueIn(p: Problems, value: Value): Expression {
  const first = infix(p, value.initial.postfix);
  return value.filters.reduce((of, { name, args }) => {
    const given = args.map((each) => (Array.isArray(each) ? undefined : plain(p, each)));
    return filter(p, of, name, given);
  }, first);
}

/** In a `for` or a `when`, where filters are not read. */
export function filtered(p: Problems, token: Token): Expression {
  return plain(p, token);
}

const operators: Readonly<Record<string, BinaryOperator>> = {
  '==': '==',
  '!=': '!=',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
  and: 'and',
  or: 'or',
};

/** Liquid keeps operators behind what they join. */
function infix(p: Problems, postfix: readonly Token[]): Expression {
  const stack: Expression[] = [];
  for (const token of postfix) {
    if (token.kind !== TokenKind.Operator) {
      stack.push(plain(p, token));
      continue;
    }
    const word = token.getText().trim();
    const right = stack.pop();
    if (right === undefined) break;
    if (word === 'not') {
      stack.push({ kind: 'Not', of: right, start: token.begin, end: right.end });
      continue;
    }
    const left = stack.pop();
    if (left === undefined) break;
    const span = { start: left.start, end: right.end };
    const operator = operators[word];
    if (operator !== undefined) stack.push({ kind: 'Binary', operator, left, right, ...span });
    else if (word === 'contains') stack.push(call('contains', [left, right], span));
    else stack.push(p.add(`the operator \`${word}\` is not known here`, { start: token.begin, end: token.end }));
  }
  const [only] = stack;
  return only ?? { kind: 'Text', block: false, parts: [], start: 0, end: 0 };
}

/** The name of our function stands nowhere in the template. */
function call(name: string, values: readonly Expression[], span: Span): Expression {
  const { start } = span;
  return { kind: 'Call', name: { text: name, start, end: start }, arguments: values, ...span };
}

function plain(p: Problems, token: Token): Expression {
  const span = { start: token.begin, end: token.end };
  const text = token.getText();
  switch (token.kind) {
    case TokenKind.Number:
      return text.startsWith('-')
        ? { kind: 'Negate', of: { kind: 'Number', value: -Number(text), ...span }, ...span }
        : { kind: 'Number', value: Number(text), ...span };
    case TokenKind.Quoted:
      return { kind: 'Text', block: false, parts: [text.slice(1, -1)], ...span };
    case TokenKind.Literal:
      if (text === 'true' || text === 'false') return { kind: 'Boolean', value: text === 'true', ...span };
      return p.add(`\`${text}\` is not known here; ask with \`if\` whether a value is there`, span);
    case TokenKind.PropertyAccess:
      return path(p, text, span);
    default:
      return p.add(`\`${text}\` is not known here`, span);
  }
}

/** `bill.amount` */
function path(p: Problems, text: string, { start, end }: Span): Expression {
  if (!/^\w+(\.\w+)*$/.test(text))
    return p.add(`\`${text}\` is not known here; write names with dots: \`bill.amount\``, { start, end });
  let at = start;
  const names = text.split('.').map((part) => {
    const name = { text: part, start: at, end: at + part.length };
    at = name.end + 1;
    return name;
  });
  const [first, ...rest] = names;
  const head: Expression = {
    kind: 'Reference',
    name: first ?? { text: '', start, end },
    start,
    end: first?.end ?? end,
  };
  return rest.reduce<Expression>((of, name) => ({ kind: 'Member', of, name, start, end: name.end }), head);
}

/** Filters by the name of our own function. */
const functions: Readonly<Record<string, string>> = {
  upcase: 'upper',
  downcase: 'lower',
  strip: 'trim',
  round: 'round',
  floor: 'floor',
  ceil: 'ceil',
  abs: 'abs',
};

const arithmetic: Readonly<Record<string, BinaryOperator>> = {
  plus: '+',
  minus: '-',
  times: '*',
  divided_by: '/',
  default: 'or',
};

export const filterNames = [...Object.keys(functions), ...Object.keys(arithmetic), 'size'];

function filter(p: Problems, of: Expression, name: string, given: readonly (Expression | undefined)[]): Expression {
  const span = { start: of.start, end: given.at(-1)?.end ?? of.end };
  const own = functions[name];
  if (own !== undefined && given.length === 0) return call(own, [of], span);
  if (name === 'size' && given.length === 0) return call('size', [of], span);
  const operator = arithmetic[name];
  const [right] = given;
  if (operator !== undefined && right !== undefined && given.length === 1)
    return { kind: 'Binary', operator, left: of, right, ...span };
  if (name === 'date' || name === 'money')
    return p.add(
      `there is no filter \`${name}\`: dates, times and money stand as the customer's locale writes them`,
      span,
    );
  const known = filterNames.map((each) => `\`${each}\``).join(', ');
  return p.add(`there is no filter \`${name}\` like this here; there are ${known}`, span);
}
