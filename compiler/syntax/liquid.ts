/**
 * Liquid templates, read by liquidjs and turned into our own tree, so that they are checked, explained and run as everything
 * else is. What we do not read is refused in words; nothing of liquidjs runs when a message is sent.
 */
import { Liquid, type Template as Node, Output, TagToken, type Token, TokenKind, Value } from 'liquidjs';
import { filtered, type Problem, Problems, valueIn } from './liquid-values.ts';
import type { Expression, Name, Span } from './tree.ts';

export type TemplatePart =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'output'; readonly value: Expression }
  | {
      readonly kind: 'if';
      readonly branches: readonly { readonly condition: Expression; readonly parts: readonly TemplatePart[] }[];
      readonly otherwise: readonly TemplatePart[];
    }
  | {
      readonly kind: 'for';
      readonly name: Name;
      readonly list: Expression;
      readonly parts: readonly TemplatePart[];
      readonly otherwise: readonly TemplatePart[];
    };

export type ReadTemplate =
  | { readonly ok: true; readonly parts: readonly TemplatePart[] }
  | ({ readonly ok: false } & Problem);

let engine: Liquid | undefined;

export function readTemplate(text: string): ReadTemplate {
  engine ??= new Liquid();
  const problems = new Problems();
  let nodes: readonly Node[];
  try {
    nodes = engine.parse(text);
  } catch (error) {
    return { ok: false, problem: messageOf(error), span: spanOf(error, text) };
  }
  const parts = partsOf(problems, nodes);
  const [first] = problems.all;
  return first === undefined ? { ok: true, parts } : { ok: false, ...first };
}

/** What other templates have, and how it is written here. */
const tags: Readonly<Record<string, string>> = { elseif: 'elsif', elif: 'elsif', end: 'endif', endforeach: 'endfor' };

function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : 'it cannot be read';
  const [said = ''] = message.split(/, line:\d+, col:\d+/);
  const [tag, ours] = Object.entries(tags).find(([name]) => said.includes(`tag "${name}" not found`)) ?? [];
  return tag === undefined ? said : `there is no \`${tag}\`; write \`${ours}\``;
}

/** Where liquidjs stumbled, if it says so. */
function spanOf(error: unknown, text: string): Span {
  const token: unknown = typeof error === 'object' && error !== null && 'token' in error ? error.token : undefined;
  if (typeof token !== 'object' || token === null || !('begin' in token) || !('end' in token))
    return { start: 0, end: text.length };
  const { begin, end } = token;
  return typeof begin === 'number' && typeof end === 'number' ? { start: begin, end } : { start: 0, end: text.length };
}

function partsOf(p: Problems, nodes: readonly Node[]): TemplatePart[] {
  return nodes.flatMap((node): TemplatePart[] => {
    const { token } = node;
    if (isText(token)) return [{ kind: 'literal', text: token.getContent() }];
    if (node instanceof Output) return [{ kind: 'output', value: valueIn(p, node.value) }];
    return token instanceof TagToken ? tag(p, node, token) : [];
  });
}

function tag(p: Problems, node: Node, token: TagToken): TemplatePart[] {
  const span = { start: token.begin, end: token.end };
  switch (token.name) {
    case 'comment':
    case '#':
      return [];
    case 'if':
    case 'unless': {
      if (!isIf(node)) break;
      const branches = node.branches.map(({ value, templates }, index) => {
        const condition = valueIn(p, value);
        const negated: Expression = { kind: 'Not', of: condition, start: condition.start, end: condition.end };
        return {
          condition: token.name === 'unless' && index === 0 ? negated : condition,
          parts: partsOf(p, templates),
        };
      });
      return [{ kind: 'if', branches, otherwise: partsOf(p, node.elseTemplates ?? []) }];
    }
    case 'case': {
      if (!isCase(node)) break;
      const subject = valueIn(p, node.value);
      const branches = node.branches.map(({ values, templates }) => ({
        condition: anyOf(
          subject,
          values.map((value) => filtered(p, value)),
        ),
        parts: partsOf(p, templates),
      }));
      return [{ kind: 'if', branches, otherwise: partsOf(p, node.elseTemplates ?? []) }];
    }
    case 'for': {
      if (!isFor(node)) break;
      const at = token.input.indexOf(node.variable, token.begin);
      const name = { text: node.variable, start: at, end: at + node.variable.length };
      const [parts, otherwise] = [partsOf(p, node.templates), partsOf(p, node.elseTemplates ?? [])];
      return [{ kind: 'for', name, list: filtered(p, node.collection), parts, otherwise }];
    }
    default:
      break;
  }
  p.add(
    `the tag \`${token.name}\` is not known here; there are \`if\`, \`unless\`, \`case\`, \`for\` and \`comment\``,
    span,
  );
  return [];
}

function isText(token: Token): token is Token & { getContent(): string } {
  return token.kind === TokenKind.HTML && 'getContent' in token;
}

function anyOf(subject: Expression, values: readonly Expression[]): Expression {
  const asked = values.map(
    (value): Expression => ({
      kind: 'Binary',
      operator: '==',
      left: subject,
      right: value,
      start: value.start,
      end: value.end,
    }),
  );
  const none: Expression = { kind: 'Boolean', value: false, start: subject.start, end: subject.end };
  return (
    asked.reduce<Expression | undefined>(
      (left, right) =>
        left === undefined ? right : { kind: 'Binary', operator: 'or', left, right, start: left.start, end: right.end },
      undefined,
    ) ?? none
  );
}

interface Branches {
  readonly branches: readonly { readonly value: Value; readonly templates: readonly Node[] }[];
  readonly elseTemplates?: readonly Node[] | undefined;
}

function isIf(node: Node): node is Node & Branches {
  return 'branches' in node;
}

interface Cases {
  readonly value: Value;
  readonly branches: readonly { readonly values: readonly Token[]; readonly templates: readonly Node[] }[];
  readonly elseTemplates: readonly Node[] | undefined;
}

function isCase(node: Node): node is Node & Cases {
  return 'value' in node && node.value instanceof Value && 'branches' in node;
}

interface Loop {
  readonly variable: string;
  readonly collection: Token;
  readonly templates: readonly Node[];
  readonly elseTemplates: readonly Node[] | undefined;
}

function isFor(node: Node): node is Node & Loop {
  return 'variable' in node && 'collection' in node && 'templates' in node;
}
