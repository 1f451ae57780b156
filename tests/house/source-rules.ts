/**
 * House rules that an import checker cannot see: each looks at one source file and names what breaks it.
 * A finding reads `path:line what`.
 */
import ts from 'typescript';

/** One file of the project; `path` is relative to the root, with forward slashes. */
export interface SourceText {
  readonly path: string;
  readonly text: string;
}

export interface SourceRule {
  readonly name: string;
  readonly why: string;
  /** Which files the rule looks at, by path. */
  readonly covers: (path: string) => boolean;
  /** What is wrong in this file: 1-based line and a few words. */
  readonly find: (file: ts.SourceFile) => Finding[];
}

interface Finding {
  readonly line: number;
  readonly what: string;
}

const isTest = (path: string): boolean => path.endsWith('.test.ts') || path.startsWith('tests/');
const isPure = (path: string): boolean => /^(compiler|runtime\/core)\//.test(path) && !isTest(path);
const isProduct = (path: string): boolean => /^(bin|compiler|runtime|lsp|vscode)\//.test(path) && !isTest(path);

const mostLines = 400;

/** Names that are a clock, a source of chance or the outside world, as `object.member` or as a global. */
const impureMembers =
  /^(Date\.now|Math\.random|performance\.\w+|crypto\.\w+|Temporal\.Now|globalThis\.\w+|process\.\w+)$/;
const impureGlobals = new Set(['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'process', 'Buffer']);
const networkGlobals = new Set(['fetch', 'WebSocket', 'EventSource', 'XMLHttpRequest']);
const sql =
  /^\s*(select\s[\s\S]+\sfrom\s|insert\s+(or\s+\w+\s+)?into\s|replace\s+into\s|update\s+\w+\s+set\s|delete\s+from\s|create\s+(unique\s+)?(table|index|view|trigger)\s|alter\s+table\s|drop\s+(table|index)\s|pragma\s+\w+|begin\s+(immediate|exclusive|deferred))/i;

/** Functions that may throw in the pure rooms: they mark our own mistakes, never a user's. */
const mayThrow = /^(unreachable|invariant|assert[A-Z]?\w*)$/;

export const sourceRules: readonly SourceRule[] = [
  {
    name: 'no-clock-and-no-randomness-in-pure-rooms',
    why: 'The same log and graphs give the same decisions: time and chance enter only as arguments.',
    covers: isPure,
    find: (file) => walk(file, impure),
  },
  {
    name: 'pure-rooms-do-not-throw',
    why: 'What a user wrote or sent ends in a diagnostic or a recorded decision; only `unreachable` and `assert..` throw, or what the same file catches by its class.',
    covers: isPure,
    find: (file) => {
      const caught = caughtClasses(file);
      return walk(file, (node) => (ts.isThrowStatement(node) && !mayStay(node, caught) ? 'throw' : undefined));
    },
  },
  {
    name: 'only-store-knows-sql',
    why: 'SQL has one home: runtime/store.',
    covers: (path) => isProduct(path) && !path.startsWith('runtime/store/'),
    find: (file) => walk(file, (node) => (isText(node) && sql.test(node.text) ? 'SQL in a string' : undefined)),
  },
  {
    name: 'only-gateway-and-channels-use-network-globals',
    why: 'The network has two doors: in by the gateway, out by the channels.',
    covers: (path) => isProduct(path) && !/^(runtime\/(gateway|channels)|vscode)\//.test(path),
    find: (file) =>
      walk(file, (node) => (isBareUse(node) && networkGlobals.has(node.text) ? `use of ${node.text}` : undefined)),
  },
  {
    name: 'no-any-and-no-silenced-checks',
    why: 'The types are the proof; nobody switches them off.',
    covers: () => true,
    find: (file) => [
      ...walk(file, (node) => (node.kind === ts.SyntaxKind.AnyKeyword ? 'any' : undefined)),
      ...silenced(file),
    ],
  },
  {
    name: `files-stay-under-${mostLines}-lines`,
    why: 'A file that grows past a few hundred lines has found a second purpose.',
    covers: () => true,
    find: (file) => {
      const lines = file.getLineStarts().length - (file.text.endsWith('\n') ? 1 : 0);
      return lines > mostLines ? [{ line: 1, what: `${lines} lines` }] : [];
    },
  },
  {
    name: 'relative-imports-carry-their-extension',
    why: 'What is written is what is loaded: by Node, esbuild and the compiler alike.',
    covers: () => true,
    find: (file) => walk(file, bareRelativeImport),
  },
];

/** All findings of one rule over one file, as `path:line what`; empty when the rule does not cover the file. */
export function applySourceRule(rule: SourceRule, source: SourceText): string[] {
  if (!rule.covers(source.path)) return [];
  const file = ts.createSourceFile(source.path, source.text, ts.ScriptTarget.ES2023, true);
  return rule.find(file).map(({ line, what }) => `${source.path}:${line} ${what}`);
}

function walk(file: ts.SourceFile, judge: (node: ts.Node) => string | undefined): Finding[] {
  const findings: Finding[] = [];
  const visit = (node: ts.Node): void => {
    const what = judge(node);
    if (what !== undefined) findings.push({ line: lineOf(file, node.getStart(file)), what });
    ts.forEachChild(node, visit);
  };
  visit(file);
  return findings;
}

function lineOf(file: ts.SourceFile, position: number): number {
  return file.getLineAndCharacterOfPosition(position).line + 1;
}

function impure(node: ts.Node): string | undefined {
  if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression)) {
    const path = `${node.expression.text}.${node.name.text}`;
    return impureMembers.test(path) ? path : undefined;
  }
  if (ts.isNewExpression(node) && isNamed(node.expression, 'Date') && (node.arguments?.length ?? 0) === 0) {
    return 'new Date()';
  }
  if (ts.isCallExpression(node) && isNamed(node.expression, 'Date')) return 'Date()';
  return isBareUse(node) && impureGlobals.has(node.text) ? node.text : undefined;
}

function isNamed(node: ts.Node, name: string): boolean {
  return ts.isIdentifier(node) && node.text === name;
}

/** An identifier used as a value by itself: called, or the object of an access; not a property or a declared name. */
function isBareUse(node: ts.Node): node is ts.Identifier {
  if (!ts.isIdentifier(node)) return false;
  const parent = node.parent;
  if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) return parent.expression === node;
  return ts.isPropertyAccessExpression(parent) && parent.expression === node && parent.name !== node;
}

function isText(node: ts.Node): node is ts.LiteralLikeNode {
  return ts.isStringLiteralLike(node) || ts.isTemplateHead(node);
}

/** Classes that a `catch` of this file tests for with `instanceof`: throwing them is a jump within the file. */
function caughtClasses(file: ts.SourceFile): ReadonlySet<string> {
  const names = new Set<string>();
  walk(file, (node) => {
    const isTest = ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword;
    if (isTest && ts.isIdentifier(node.right) && within(node, ts.isCatchClause)) names.add(node.right.text);
    return undefined;
  });
  return names;
}

function mayStay(node: ts.ThrowStatement, caught: ReadonlySet<string>): boolean {
  const thrown = node.expression;
  if (ts.isNewExpression(thrown) && ts.isIdentifier(thrown.expression) && caught.has(thrown.expression.text))
    return true;
  if (ts.isIdentifier(thrown) && within(node, ts.isCatchClause)) return true;
  return within(node, (at) => ts.isFunctionDeclaration(at) && at.name !== undefined && mayThrow.test(at.name.text));
}

function within(node: ts.Node, test: (node: ts.Node) => boolean): boolean {
  for (let at: ts.Node = node; at.parent !== undefined; at = at.parent) if (test(at)) return true;
  return false;
}

function silenced(file: ts.SourceFile): Finding[] {
  const pattern = /^\s*(?:\/\/|\/\*|\*)\s*@ts-(?:ignore|nocheck|expect-error)/gm;
  return [...file.text.matchAll(pattern)].map((hit) => ({
    line: lineOf(file, hit.index + hit[0].length),
    what: hit[0].trim(),
  }));
}

function bareRelativeImport(node: ts.Node): string | undefined {
  const target =
    ts.isImportDeclaration(node) || ts.isExportDeclaration(node)
      ? node.moduleSpecifier
      : ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword
        ? node.arguments[0]
        : undefined;
  if (target === undefined || !ts.isStringLiteral(target) || !target.text.startsWith('.')) return undefined;
  return /\.(ts|mjs|cjs|json)$/.test(target.text) ? undefined : `import of ${target.text}`;
}
