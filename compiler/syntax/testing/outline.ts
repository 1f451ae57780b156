/** A tree as a few words a node, for golden files: what was understood, without places. */

type Plain = string | number | boolean | null | undefined | readonly Plain[] | { readonly [key: string]: Plain };

const silent = new Set(['start', 'end', 'kind', 'comments', 'path', 'doc']);

/** `tree`: a line a node, indented. `line`: the whole on one line, children in brackets. */
export function outline(node: object, form: 'tree' | 'line' = 'tree'): string {
  const plain = JSON.parse(JSON.stringify(node)) as Plain;
  return form === 'tree' ? `${lines(plain, 0).join('\n')}\n` : inline(plain);
}

function lines(node: Plain, depth: number): string[] {
  const pad = '  '.repeat(depth);
  if (!isObject(node)) return [`${pad}${JSON.stringify(node)}`];
  if (isExpressionLike(node)) return [`${pad}${inline(node)}`];
  const head = `${pad}${[node.kind, ...words(node)].filter((word) => word !== undefined).join(' ')}`.trimEnd();
  const below = Object.entries(node)
    .filter(([key, value]) => !silent.has(key) && !isWord(value))
    .flatMap(([key, value]) => one(key, value, depth + 1));
  return head === '' ? below.map((line) => line.slice(2)) : [head, ...below];
}

function one(key: string, value: Plain, depth: number): string[] {
  const pad = '  '.repeat(depth);
  if (Array.isArray(value)) return many(key, value, depth - 1);
  if (isObject(value) && isExpressionLike(value)) return [`${pad}${key}: ${inline(value)}`];
  const statements = isObject(value) && Array.isArray(value.statements);
  if (statements && isObject(value)) return many(key, value.statements as readonly Plain[], depth - 1);
  return [`${pad}${key}:`, ...lines(value, depth + 1)];
}

function many(key: string, values: readonly Plain[], depth: number): string[] {
  if (values.length === 0) return [];
  const pad = '  '.repeat(depth + 1);
  if (values.every((value) => isWord(value))) return [`${pad}${key}: ${values.map(word).join(', ')}`];
  return [`${pad}${key}:`, ...values.flatMap((value) => lines(value, depth + 2))];
}

function inline(node: Plain): string {
  if (!isObject(node)) return typeof node === 'string' ? JSON.stringify(node) : String(node);
  if (isWord(node)) return word(node);
  const path = Array.isArray(node.path) ? node.path.map((step) => `.${word(step)}`).join('') : '';
  const kind = node.kind;
  const aggregate = kind === 'Aggregate';
  const head = aggregate
    ? `${String(node.function)} ${word(node.signal)}${path}`
    : [kind === 'Reference' || kind === 'Number' || kind === 'Quantity' ? undefined : kind, ...words(node)]
        .filter((part) => part !== undefined)
        .join(' ');
  const children = Object.entries(node)
    .filter(([key, value]) => !silent.has(key) && !isWord(value) && !(aggregate && key === 'path'))
    .flatMap(([key, value]) =>
      Array.isArray(value) ? value.map(inline) : [key === 'where' ? `where ${inline(value)}` : inline(value)],
    );
  return children.length === 0 ? head : `${head} (${children.join(', ')})`;
}

function words(node: { readonly [key: string]: Plain }): (string | undefined)[] {
  return Object.entries(node)
    .filter(([key, value]) => !silent.has(key) && isWord(value))
    .map(([key, value]) => {
      if (key === 'block' || value === false) return undefined;
      if (typeof value !== 'boolean') return word(value);
      return key === 'value' ? 'true' : key;
    });
}

function isWord(value: Plain): boolean {
  return value !== null && (typeof value !== 'object' || (isObject(value) && 'text' in value && !('kind' in value)));
}

function word(value: Plain): string {
  return isObject(value) ? String(value.text) : String(value);
}

function isObject(value: Plain): value is { readonly [key: string]: Plain } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const expressionKinds = new Set([
  ...[
    'Text',
    'Number',
    'Quantity',
    'Boolean',
    'Clock',
    'Date',
    'Moment',
    'List',
    'Reference',
    'Member',
    'Call',
    'Not',
    'Negate',
  ],
  ...['Binary', 'Presence', 'In', 'Between', 'Aggregate', 'ConsentFor', 'InLast', 'Since', 'ThisJourney', 'NamedType'],
  ...['ListType', 'OptionalType', 'ShareContacts'],
]);

const isExpressionLike = (node: { readonly [key: string]: Plain }): boolean => expressionKinds.has(String(node.kind));
