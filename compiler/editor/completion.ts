/** What can be written at the caret. The words before it say what is wanted, the checked tree says what is in sight. */
import { nearest } from '../diagnostics/nearest.ts';
import { bindingsIn } from '../names/scope.ts';
import { type SymbolKind, stepsOf } from '../names/symbols.ts';
import { functions } from '../types/builtins.ts';
import { simpleTypes, type Type, written } from '../types/type.ts';
import { type Caret, caretAt } from './caret.ts';
import { detailOf } from './hover.ts';
import * as words from './keywords.ts';
import { declarationAt, fieldItems, keyNames, profileItems, typeOfChain, typeOfPath, valueItems } from './sight.ts';
import { type EditorFile, type EditorSource, rangeIn } from './source.ts';
import type { CompletionItem, Completions } from './types.ts';

export function completionsAt(s: EditorSource, path: string, offset: number): Completions {
  const file = s.file(path);
  if (file === undefined)
    return { range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, items: [] };
  const caret = caretAt(file.text, offset);
  const items = caret.silent ? [] : wanted(s, file, caret);
  return { range: rangeIn(file, { start: caret.start, end: caret.end }), items: ranked(items, caret.prefix) };
}

/** Those that begin with what is typed first, then those that hold it, then near misses; each once. */
function ranked(items: readonly CompletionItem[], prefix: string): CompletionItem[] {
  const seen = new Set<string>();
  const typed = prefix.toLowerCase();
  const rank = (item: CompletionItem): number => {
    const label = item.label.toLowerCase();
    if (label.startsWith(typed)) return 0;
    if (label.includes(typed)) return 1;
    return nearest(prefix, [item.label]) === undefined ? 3 : 2;
  };
  return items
    .filter((item) => !seen.has(item.label) && seen.add(item.label))
    .map((item, order) => ({ item, order, rank: rank(item) }))
    .filter((each) => each.rank < 3)
    .sort((a, b) => a.rank - b.rank || a.order - b.order)
    .map((each) => each.item);
}

function wanted(s: EditorSource, file: EditorFile, caret: Caret): readonly CompletionItem[] {
  if (caret.chain !== undefined) return afterDot(s, file, caret, caret.chain);
  const named = namedAfterWords(s, file, caret);
  if (named !== undefined) return named;
  const [top] = caret.heads;
  if (top === undefined) return caret.beginsItem ? words.declarationWords : expressions(s, file, caret);
  return inBraces(s, file, caret, top.split(/\s+/)[0] ?? '');
}

/** Fields of what stands before the dot. */
function afterDot(
  s: EditorSource,
  file: EditorFile,
  caret: Caret,
  chain: readonly string[],
): readonly CompletionItem[] {
  if (/\buse\s+[\w.]*$/.test(caret.line)) return folders(s, file);
  if (chain.length === 1 && chain[0] === 'profile') return profileItems(s);
  const type = typeOfChain(s, file, caret, chain);
  return type === undefined ? [] : fieldItems(s, type);
}

/** `send |`, `go to |`, `handoff to |`: one kind of name and nothing else. */
function namedAfterWords(s: EditorSource, file: EditorFile, caret: Caret): readonly CompletionItem[] | undefined {
  const { line } = caret;
  if (/(^|\s)use\s+$/.test(line)) return folders(s, file);
  if (/\bgo to\s+$/.test(line)) return steps(file, caret);
  for (const [pattern, kinds] of places) {
    if (pattern.test(line)) return symbols(s, file, kinds);
  }
  if (/\bexpect\s+(not\s+)?$/.test(line)) return words.expectWords;
  if (/\bkey\s+$/.test(line)) return keyNames(s).map((name) => ({ label: name, kind: 'identity key' }));
  if (/\bfor\s+(message\s+)$/.test(line)) return symbols(s, file, ['message']);
  return undefined;
}

const places: readonly (readonly [RegExp, readonly SymbolKind[]])[] = [
  [/\b(count|sum|average|min|max) of\s+$/, ['signal']],
  [/\b(latest|first|any|no|without)\s+$/, ['signal']],
  [/\b(start|stop) on\s+$/, ['signal']],
  [/\b(wait for|goal|goal no)\s+$/, ['signal']],
  [/\bhold for .* after\s+$/, ['signal']],
  [/\bexpect\s+(not\s+)?(sent|held|dropped)\s+$/, ['message']],
  [/\bexpect\s+(not\s+)?(held|dropped)\s+\w+.*\bby\s+$/, ['policy']],
  [/\bexpect\s+.*\bon\s+$/, ['channel']],
  [/\bexpect\s+(not\s+)?(started|finished|running|goal of)\s+$/, ['journey']],
  [/\b(handoff|handed|escalate) to\s+$/, ['team']],
  [/\bsend\s+$/, ['message']],
  [/\bsend\s+\w+(\(.*\))?\s+on\s+(.*\belse\s+)?$/, ['channel']],
  [/\bsend\s+.*,\s*else\s+$/, ['channel']],
  [/\bconsent for\s+\w+\s+on\s+$/, ['channel']],
  [/\bconsent for\s+$/, ['purpose']],
  [/\b(message|policy)\s+\w+(\(.*\))?\s+for\s+$/, ['purpose']],
  [/^\s*for\s+$/, ['purpose']],
  [/\bat most\b.*\bon\s+$/, ['channel']],
];

/** Inside the braces of a declaration. */
function inBraces(s: EditorSource, file: EditorFile, caret: Caret, declaration: string): readonly CompletionItem[] {
  const { heads, line } = caret;
  const inner = heads.at(-1) ?? '';
  switch (declaration) {
    case 'signal':
    case 'type':
    case 'profile':
      return /:\s*(list of\s+)?$/.test(line) ? typeNames(s, file) : caret.beginsItem ? [] : expressions(s, file, caret);
    case 'message':
      if (heads.length === 1) return /\bon\s+$/.test(line) ? symbols(s, file, ['channel']) : words.messageWords;
      return heads.length === 2 && caret.beginsItem ? words.partWords : expressions(s, file, caret);
    case 'policy':
      return caret.beginsItem ? words.policyWords : expressions(s, file, caret);
    case 'test':
      return inTest(s, file, caret);
    case 'journey':
    case 'on':
      break;
    default:
      return expressions(s, file, caret);
  }
  if (/(^|\s)on\s+$/.test(line)) return /^handoff\b/.test(inner) ? handoffAnswers : symbols(s, file, ['signal']);
  if (!caret.beginsItem) return expressions(s, file, caret);
  if (/^wait$/.test(inner)) return words.armWords;
  if (/^handoff\b/.test(inner)) return words.handoffWords;
  if (/^choose\b/.test(inner)) return chosenValues(s, file, caret, inner);
  return heads.length === 1 && declaration === 'journey'
    ? [...words.statementWords, ...words.journeyWords]
    : words.statementWords;
}

const handoffAnswers: readonly CompletionItem[] = ['resolved', 'returned'].map((label) => ({ label, kind: 'keyword' }));

function chosenValues(s: EditorSource, file: EditorFile, caret: Caret, head: string): CompletionItem[] {
  const type = typeOfPath(s, file, caret, head.replace(/^choose\s+/, ''));
  return [
    ...(type === undefined ? [] : valueItems(s, type)),
    { label: 'otherwise', kind: 'keyword', snippet: 'otherwise { $0 }' },
  ];
}

/** In a test: its words and signals; inside the braces of a signal or a customer, their fields and values. */
function inTest(s: EditorSource, file: EditorFile, caret: Caret): readonly CompletionItem[] {
  const { heads, line } = caret;
  if (heads.length === 1) {
    if (!caret.beginsItem) return expressions(s, file, caret);
    return [...words.testWords, ...symbols(s, file, ['signal']), ...symbols(s, file, ['team'])];
  }
  const head = heads[1] ?? '';
  const customer = /^given customer\b/.test(head);
  const signal = s.index.lookup(['signal'], head.split(/\s+/)[0] ?? '', scopeOf(s, file));
  const owner: Type | undefined =
    signal.kind === 'found' ? { kind: 'signal', id: signal.symbol.id, name: signal.symbol.name } : undefined;
  const field = /(\w+):\s*$/.exec(line)?.[1];
  if (field !== undefined) {
    const type = customer
      ? s.signatures.profileField(field, new Set())
      : owner?.kind === 'signal'
        ? s.signatures.fields(owner.id, new Set()).get(field)?.type
        : undefined;
    return type === undefined ? [] : valueItems(s, type);
  }
  const items = customer
    ? profileItems(s)
    : owner === undefined
      ? []
      : fieldItems(s, owner).filter((item) => item.label !== 'at' && item.label !== 'id');
  return items.map((item) => ({ ...item, insert: `${item.label}: ` }));
}

/** Anything that can stand in an expression: values of what it is compared with first. */
function expressions(s: EditorSource, file: EditorFile, caret: Caret): CompletionItem[] {
  const { line } = caret;
  if (/\bfinish as\s+$/.test(line) || /\bas\s+$/.test(line)) return [];
  const compared = /([\w.]+)\s*(?:==|!=|=|\bin\s*\[(?:[^\]]*,)?|\bnot in\s*\[(?:[^\]]*,)?)\s*$/.exec(line)?.[1];
  const type = compared === undefined ? undefined : typeOfPath(s, file, caret, compared);
  const { bindings, it } = declarationAt(file, caret.start);
  const own = bindingsIn(bindings)
    .filter((binding) => binding.at.start < caret.start)
    .map((binding): CompletionItem => {
      const bound = file.facts.bindingTypes.get(binding);
      return {
        label: binding.name,
        kind: 'binding',
        ...(bound === undefined ? {} : { detail: written(bound, s.settings) }),
      };
    });
  const conditions = symbols(s, file, ['condition']);
  const own_functions = [...functions].map(
    ([label, { shape, doc }]): CompletionItem => ({
      label,
      kind: 'function',
      detail: shape,
      doc,
      snippet: `${label}($0)`,
    }),
  );
  return [
    ...(type === undefined ? [] : valueItems(s, type)),
    ...own,
    ...(it === undefined ? [] : [{ label: 'it', kind: 'binding', detail: written(it, s.settings) } as const]),
    ...words.expressionWords,
    ...conditions,
    ...own_functions,
  ];
}

function scopeOf(s: EditorSource, file: EditorFile) {
  return { module: file.module, uses: s.index.usesOf(file.path), deps: new Set<string>() };
}

/** Names in sight, then those of other folders, which bring their `use` line along. */
function symbols(s: EditorSource, file: EditorFile, kinds: readonly SymbolKind[]): CompletionItem[] {
  const scope = scopeOf(s, file);
  const near = s.index.visible(kinds, scope);
  const seen = new Set(near.map((symbol) => symbol.id));
  const far = kinds.flatMap((kind) => s.index.all(kind)).filter((symbol) => !seen.has(symbol.id));
  const start = { line: 0, character: 0 };
  return [
    ...near.sort(byName).map((symbol) => itemOf(s, symbol.id, symbol.name, symbol.kind)),
    ...far.sort(byName).map((symbol) => ({
      ...itemOf(s, symbol.id, symbol.name, symbol.kind),
      detail: `from ${symbol.module}`,
      also: [{ range: { start, end: start }, text: `use ${symbol.module}\n` }],
    })),
  ];
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}

function itemOf(s: EditorSource, id: string, label: string, kind: SymbolKind): CompletionItem {
  const doc = detailOf(s, id)?.doc;
  const parameters = s.signatures.parameters(id, new Set()).map((parameter) => parameter.name);
  const call =
    parameters.length === 0
      ? {}
      : { snippet: `${label}(${parameters.map((name, at) => `\${${at + 1}:${name}}`).join(', ')})` };
  return { label, kind, detail: kind, ...(doc === undefined ? {} : { doc }), ...call };
}

function typeNames(s: EditorSource, file: EditorFile): CompletionItem[] {
  const simple = [...simpleTypes, 'money', 'list of'].map(
    (label): CompletionItem => ({ label, kind: 'keyword', detail: 'type' }),
  );
  return [...symbols(s, file, ['type']), ...simple, ...symbols(s, file, ['signal'])];
}

function steps(file: EditorFile, caret: Caret): CompletionItem[] {
  const journey = file.tree.declarations.find(
    (node) => node.kind === 'Journey' && node.start <= caret.start && caret.start <= node.end,
  );
  if (journey?.kind !== 'Journey') return [];
  return stepsOf(journey).flatMap((step) => (step.text === '' ? [] : [{ label: step.text, kind: 'step' } as const]));
}

function folders(s: EditorSource, file: EditorFile): CompletionItem[] {
  return [...s.index.modules()]
    .filter((module) => module !== '' && module !== file.module)
    .sort()
    .map((label) => ({ label, kind: 'folder' }));
}
