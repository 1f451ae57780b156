/** Completion: the caret's place decides by the table of `offers.ts`, the workspace fills in the names. */
import { nearest } from '../diagnostics/nearest.ts';
import { t } from '../syntax/lexer/tokens.ts';
import { inParameters, openCall } from './arguments.ts';
import { itemWords } from './blocks.ts';
import { chainType } from './chains.ts';
import { type EditorContext, editorContext } from './context.ts';
import { type Cursor, cursorAt } from './cursor.ts';
import { expectedType, ownerOf } from './expected.ts';
import { itemKeywords } from './keywords.ts';
import { fieldsOf, namesFor, storedFields, valuesOf, word } from './names.ts';
import { continuations, type Offer, operators, type Rule, rules } from './offers.ts';
import { type EditorSource, rangeIn } from './source.ts';
import type { CompletionItem, Completions } from './types.ts';

export function completionsAt(s: EditorSource, path: string, offset: number): Completions {
  const file = s.file(path);
  const cursor = file === undefined ? undefined : cursorAt(file.text, offset);
  if (file === undefined) return { range: { start: nowhere, end: nowhere }, items: [] };
  if (cursor === undefined) return { range: rangeIn(file, { start: offset, end: offset }), items: [] };
  const items = entriesAt(editorContext(s, file), cursor);
  return { range: rangeIn(file, cursor.word), items: ranked(items, cursor.word.typed) };
}

const nowhere = { line: 0, character: 0 };

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

function entriesAt(context: EditorContext, cursor: Cursor): CompletionItem[] {
  const { phrase } = cursor;
  const last = phrase.at(-1);
  if (last?.tokenType === t.dot) return membersAt(context, cursor);
  if (last?.tokenType === t.dotDot) return [];
  if (last?.tokenType === t.comma) {
    if (openCall(cursor) !== undefined) return entriesOf(context, cursor, 'values');
    if (inParameters(cursor)) return [];
  }
  const rule = rules.find((each) => fits(each, cursor));
  if (rule !== undefined) return rule.offer.flatMap((offer) => entriesOf(context, cursor, offer));
  if (cursor.inHole) {
    if (phrase.length === 0) return entriesOf(context, cursor, 'values');
    return endsValue(cursor) ? operators.map((each) => word(each)) : [];
  }
  return [...(cursor.fresh ? itemsAt(context, cursor) : []), ...goesOn(context, cursor)];
}

/** After a dot: the fields of what stands before it, or the rest of a folder's path. */
function membersAt(context: EditorContext, cursor: Cursor): CompletionItem[] {
  const { phrase } = cursor;
  if (phrase[0]?.image === 'use') {
    const before = phrase
      .slice(1)
      .map((token) => token.image)
      .join('');
    return namesFor(context, cursor, 'modules').flatMap((entry) =>
      entry.label.startsWith(before) ? [{ ...entry, label: entry.label.slice(before.length) }] : [],
    );
  }
  if (phrase[0]?.image === 'set' && phrase.length === 3 && phrase[1]?.image === 'profile') return storedFields(context);
  const type = chainType(context, cursor, phrase, phrase.length - 2);
  return type === undefined ? [] : fieldsOf(context, type);
}

/** Beginnings of items. */
function itemsAt(context: EditorContext, cursor: Cursor): CompletionItem[] {
  const block = cursor.blocks.at(-1);
  if (block === undefined) return [];
  const known = itemKeywords[block.kind] ?? itemWords[block.kind].map((each) => word(each));
  switch (block.kind) {
    case 'values':
      return fieldsOf(context, ownerOf(context, cursor), ': ');
    case 'choose':
      return [...valuesOf(context, expectedType(context, cursor)), ...known];
    case 'test':
      return [...known, ...namesFor(context, cursor, 'signals'), ...namesFor(context, cursor, 'teams')];
    default:
      return [...known];
  }
}

/** Words that an item can say twice. */
const repeats: ReadonlySet<string> = new Set(['on', 'else', 'in', 'where']);

/** What the item can go on with. */
function goesOn(context: EditorContext, cursor: Cursor): CompletionItem[] {
  const { phrase } = cursor;
  const block = cursor.blocks.at(-1)?.kind;
  const first = phrase[0]?.image;
  if (first === undefined) return [];
  if (block === 'test' && phrase.length === 1 && !itemWords.test.includes(first)) {
    const team = namesFor(context, cursor, 'teams').some((entry) => entry.label === first);
    return (team ? ['resolves', 'returns'] : ['from']).map((each) => word(each));
  }
  if ((block === 'fields' || block === 'profile') && !cursor.fresh && phrase.length > 2) {
    const more = ['named', 'key', 'pii', 'sensitive', 'is'].map((each) => word(each));
    return block === 'profile' && phrase.some((token) => token.image === 'is')
      ? [...more, ...operatorsAt(cursor)]
      : more;
  }
  if (block === 'values') return [];
  const said = new Set(phrase.map((token) => token.image));
  const second = phrase[phrase[1]?.image === 'not' ? 2 : 1]?.image ?? '';
  const known = continuations[`${first} ${second}`];
  const more = (known ?? continuations[first] ?? []).filter((each) => repeats.has(each) || !said.has(each));
  // What a test expects of names is no value to compute with.
  const isValue = first !== 'expect' || known === undefined;
  return [...more.map((each) => word(each)), ...(isValue ? operatorsAt(cursor) : [])];
}

const openings: ReadonlySet<string> = new Set(['when', 'where', 'if', '=', 'is']);

/** Items without any value in them. */
const valueless: ReadonlySet<string> = new Set([
  ...['type', 'use', 'step', 'owner', 'kind', 'finish', 'go', 'grant', 'withdraw', 'expire', 'strong', 'weak'],
  ...['open', 'cleared', 'via', 'consent', 'double', 'signal', 'title', 'policy', 'purpose'],
]);

function operatorsAt(cursor: Cursor): CompletionItem[] {
  if (valueless.has(cursor.phrase[0]?.image ?? '')) return [];
  if (cursor.fresh) {
    // On a line of its own a condition can only be prolonged.
    const open = cursor.phrase.some((token) => openings.has(token.image));
    return open && endsValue(cursor) ? ['and', 'or'].map((each) => word(each)) : [];
  }
  return endsValue(cursor) && cursor.phrase.length > 1 ? operators.map((each) => word(each)) : [];
}

function entriesOf(context: EditorContext, cursor: Cursor, offer: Offer): CompletionItem[] {
  if (typeof offer === 'object') return offer.words.map((each) => word(each));
  if (offer === 'enumeration') return valuesOf(context, expectedType(context, cursor));
  if (offer === 'fields') return fieldsOf(context, ownerOf(context, cursor));
  return namesFor(context, cursor, offer);
}

const comparing: ReadonlySet<string> = new Set(['==', '!=', '<', '<=', '>', '>=']);

function fits(rule: Rule, cursor: Cursor): boolean {
  const { phrase, blocks } = cursor;
  if (rule.after.length > phrase.length) return false;
  if (rule.sameLine && cursor.fresh && phrase.at(-1)?.tokenType !== t.comma) return false;
  if (rule.block !== undefined && !rule.block.includes(blocks.at(-1)?.kind ?? 'file')) return false;
  if (rule.item !== undefined && !rule.item.includes(phrase[0]?.image ?? '')) return false;
  const from = phrase.length - rule.after.length;
  return rule.after.every((pattern, index) => {
    const token = phrase[from + index];
    if (token === undefined) return false;
    if (pattern === '#number') return token.tokenType === t.number;
    if (pattern === '#compare') return comparing.has(token.image);
    if (pattern === '#name') return /^[A-Za-z_]/.test(token.image);
    // A field may be called `on`: behind a dot or before a colon a keyword is a name.
    return token.image === pattern && phrase[from + index - 1]?.tokenType !== t.dot;
  });
}

/** Can an expression end here? */
function endsValue(cursor: Cursor): boolean {
  const last = cursor.phrase.at(-1);
  if (last === undefined) return false;
  return /^[\w")\]%]/.test(last.image) && !/^(else|on|to|for|as)$/.test(last.image);
}
