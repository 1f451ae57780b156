/** Completion: the caret's place decides by the table of `offers.ts`, the workspace fills in the names. */
import type { IToken } from 'chevrotain';
import { nearest } from '../diagnostics/nearest.ts';
import { t } from '../syntax/lexer/tokens.ts';
import { inParameters, openCall } from './arguments.ts';
import { itemWords } from './blocks.ts';
import { chainType } from './chains.ts';
import { type EditorContext, editorContext } from './context.ts';
import { continuations, operators } from './continuations.ts';
import { type Cursor, cursorAt } from './cursor.ts';
import { expectedType, inList, ownerOf } from './expected.ts';
import { itemKeywords } from './keywords.ts';
import { fieldsOf, namesFor, storedFields, valuesOf, word } from './names.ts';
import { type Offer, type Rule, rules } from './offers.ts';
import { readable } from './readable.ts';
import { type EditorSource, rangeIn } from './source.ts';
import { templateAt, templatesFor } from './template-paths.ts';
import type { CompletionItem, Completions } from './types.ts';

export function completionsAt(s: EditorSource, path: string, offset: number): Completions {
  const file = s.file(path);
  if (file === undefined) return { range: { start: nowhere, end: nowhere }, items: [] };
  const template = templateAt(file.text, offset);
  if (template !== undefined) {
    const items = templatesFor(editorContext(s, file)).map((label): CompletionItem => ({ label, kind: 'template' }));
    return { range: rangeIn(file, template), items: ranked(items, file.text.slice(template.start, offset)) };
  }
  const cursor = cursorAt(file.text, offset);
  if (cursor === undefined) return { range: rangeIn(file, { start: offset, end: offset }), items: [] };
  const context = editorContext(s, file);
  const items = [...restsAt(context, cursor), ...entriesAt(context, cursor)];
  const rest = file.text.slice(cursor.word.end);
  return { range: rangeIn(file, cursor.word), items: fitted(ranked(items, cursor.word.typed), rest) };
}

/** Brackets, a colon, or the rest of a sentence that stand behind the word already are not written again. */
function fitted(items: readonly CompletionItem[], rest: string): CompletionItem[] {
  const goesOn = /^[ \t]+["\w]/.test(rest);
  const isGiven = /^[ \t]*\(/.test(rest);
  const isNamed = /^[ \t]*:/.test(rest);
  return items.map(({ snippet, insert, ...item }) => ({
    ...item,
    ...(snippet === undefined || isGiven || (goesOn && item.kind === 'keyword') ? {} : { snippet }),
    ...(insert === undefined || isNamed ? {} : { insert }),
  }));
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

/** Behind `during open`: the `hours of` that is left of what was offered before these words. */
function restsAt(context: EditorContext, cursor: Cursor): CompletionItem[] {
  const { phrase } = cursor;
  const said: string[] = [];
  const rests: CompletionItem[] = [];
  for (let at = phrase.length - 1; at >= 0 && said.length < 3 && !cursor.inHole; at--) {
    const token = phrase[at];
    if (token === undefined || !/^[a-z]+$/.test(token.image)) break;
    said.unshift(token.image);
    const begun = `${said.join(' ')} `;
    const there = { ...cursor, phrase: phrase.slice(0, at), fresh: at === 0 };
    const left = entriesAt(context, { ...there, word: { ...cursor.word, start: token.startOffset } }).flatMap(
      ({ kind, label }) => (kind === 'keyword' && label.startsWith(begun) ? label.slice(begun.length) : []),
    );
    rests.push(...left.filter((label) => /^\w/.test(label)).map((label) => word(label)));
  }
  return rests.filter(readable(context, cursor));
}

function entriesAt(context: EditorContext, cursor: Cursor): CompletionItem[] {
  const { phrase } = cursor;
  const last = phrase.at(-1);
  if (last?.tokenType === t.dot) return membersAt(context, cursor);
  if (last?.tokenType === t.dotDot) return [];
  if (last?.tokenType === t.comma) {
    if (openCall(cursor) !== undefined) return entriesOf(context, cursor, 'values');
    if (inList(cursor.phrase))
      return [...entriesOf(context, cursor, 'enumeration'), ...entriesOf(context, cursor, 'values')];
  }
  // What comes next is a name that the author makes.
  if ((last?.tokenType === t.comma || last?.tokenType === t.open) && inParameters(cursor)) return [];
  if (cursor.fresh && isOver(phrase)) return itemsAt(context, cursor);
  const rule = rules.find((each) => fits(each, cursor));
  if (rule !== undefined) return rule.offer.flatMap((offer) => entriesOf(context, cursor, offer));
  if (cursor.inHole) {
    if (phrase.length === 0) return entriesOf(context, cursor, 'values');
    return endsValue(cursor) ? operators.map((each) => word(each)) : [];
  }
  return [...(cursor.fresh ? itemsAt(context, cursor) : []), ...goesOn(context, cursor)];
}

/** `.. else go on`, with nothing to come. */
function isOver(phrase: readonly IToken[]): boolean {
  return phrase.at(-1)?.image === 'on' && phrase.at(-2)?.image === 'go';
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
    case 'decide':
      return [...namesFor(context, cursor, 'candidates'), ...known];
    case 'test':
      return [
        ...known.filter(({ label }) => label !== 'for any' || isHead(cursor)),
        ...namesFor(context, cursor, 'signals'),
        ...namesFor(context, cursor, 'teams'),
        ...namesFor(context, cursor, 'messages'),
        ...namesFor(context, cursor, 'customers'),
      ];
    default: {
      const fit = known.filter(readable(context, cursor));
      // None at all: the parser stumbles over what comes before.
      return fit.length === 0 ? [...known] : fit;
    }
  }
}

/** What stands for any value is said before everything else. */
function isHead({ phrase }: Cursor): boolean {
  return phrase.length === 0 || phrase[0]?.image === 'for';
}

/** Words that an item can say twice. */
const repeats: ReadonlySet<string> = new Set(['on', 'else', 'in', 'where', 'when', 'as', 'at']);

/** What the item can go on with. */
function goesOn(context: EditorContext, cursor: Cursor): CompletionItem[] {
  return continuationsAt(context, cursor).filter(readable(context, cursor));
}

function continuationsAt(context: EditorContext, cursor: Cursor): CompletionItem[] {
  const { phrase } = cursor;
  const block = cursor.blocks.at(-1)?.kind;
  const first = phrase[0]?.image;
  if (first === undefined) return [];
  if (block === 'test' && phrase.length === 1 && !itemWords.test.includes(first)) {
    const names = (offer: 'teams' | 'messages' | 'customers') =>
      namesFor(context, cursor, offer).some(({ label }) => label === first);
    if (names('teams')) return ['resolves', 'returns', 'approves', 'rejects'].map((each) => word(each));
    return [word(names('messages') || names('customers') ? 'is' : 'from')];
  }
  if (block === 'test' && phrase[1]?.image === 'is') return begins('#name', first) ? [word('on'), word('by')] : [];
  if ((block === 'fields' || block === 'profile') && !cursor.fresh && phrase.length > 2) {
    const more = ['named', 'key', 'pii', 'sensitive', 'is'].map((each) => word(each));
    return block === 'profile' && phrase.some((token) => token.image === 'is')
      ? [...more, ...operatorsAt(cursor)]
      : more;
  }
  if (block === 'values') return [];
  const said = new Set(phrase.map((token) => token.image));
  const second = phrase[phrase[1]?.image === 'not' ? 2 : 1]?.image ?? '';
  const known = continuations[`${first} ${second}`] ?? continuations[`${block} ${first}`];
  const more = (known ?? continuations[first] ?? []).filter((each) => repeats.has(each) || !said.has(each));
  // What a test expects of names is no value to compute with.
  const isValue = first !== 'expect' || known === undefined;
  return [...more.map((each) => word(each)), ...(isValue ? operatorsAt(cursor) : [])];
}

const openings: ReadonlySet<string> = new Set(['when', 'where', 'if', '=', 'is']);

/** What chooses among signals follows only where signals are looked for. */
const looking: ReadonlySet<string> = new Set(['count', 'sum', 'average', 'min', 'max', 'first', 'latest', 'any', 'no']);

/** Items without any value in them. */
const valueless: ReadonlySet<string> = new Set([
  ...['type', 'use', 'step', 'owner', 'kind', 'finish', 'go', 'grant', 'withdraw', 'expire', 'strong', 'weak'],
  ...['open', 'cleared', 'via', 'consent', 'double', 'signal', 'title', 'policy', 'purpose'],
]);

function operatorsAt(cursor: Cursor): CompletionItem[] {
  if (valueless.has(cursor.phrase[0]?.image ?? '')) return [];
  if (cursor.fresh) {
    // On a line of its own a condition can only be prolonged.
    const open = cursor.blocks.at(-1)?.kind !== 'profile' && cursor.phrase.some(({ image }) => openings.has(image));
    return open && endsValue(cursor) ? ['and', 'or'].map((each) => word(each)) : [];
  }
  if (!endsValue(cursor) || cursor.phrase.length <= 1) return [];
  const isLooking = cursor.phrase.some(({ image }) => looking.has(image));
  return operators.filter((each) => isLooking || each !== 'in last').map((each) => word(each));
}

function entriesOf(context: EditorContext, cursor: Cursor, offer: Offer): CompletionItem[] {
  if (typeof offer === 'object') return offer.words.map((each) => word(each));
  if (offer === 'enumeration') {
    const type = expectedType(context, cursor);
    // `set profile.cart = absent`
    const empties = cursor.phrase[0]?.image === 'set' && type?.kind === 'optional';
    const values = valuesOf(context, type);
    const isValue = values.some(({ label }) => label === 'absent');
    return empties && !isValue ? [...values, word('absent')] : values;
  }
  if (offer === 'filling') return fillings(context, cursor);
  if (offer === 'more') return goesOn(context, cursor);
  if (offer === 'fields') return fieldsOf(context, ownerOf(context, cursor));
  return namesFor(context, cursor, offer);
}

/** A signal that is given out takes any value, one of a test a literal or what stands for any value. */
function fillings(context: EditorContext, cursor: Cursor): CompletionItem[] {
  const emitted = cursor.blocks.some(({ kind, head }) => kind === 'values' && head[0]?.image === 'emit');
  return [
    ...valuesOf(context, expectedType(context, cursor)),
    ...namesFor(context, cursor, emitted ? 'values' : 'bindings'),
  ];
}

const comparing: ReadonlySet<string> = new Set(['==', '!=', '<', '<=', '>', '>=']);

function fits(rule: Rule, cursor: Cursor): boolean {
  const { phrase, blocks } = cursor;
  if (rule.after.length > phrase.length) return false;
  if (rule.sameLine && cursor.fresh && phrase.at(-1)?.tokenType !== t.comma) return false;
  if (rule.block !== undefined && !rule.block.includes(blocks.at(-1)?.kind ?? 'file')) return false;
  const first = phrase[0]?.image ?? '';
  if (rule.item !== undefined && !rule.item.some((word) => begins(word, first))) return false;
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

function begins(pattern: string, first: string): boolean {
  if (pattern === '#name') return /^[A-Z]/.test(first);
  if (pattern === '#customer') return /^[a-z]/.test(first) && !itemWords.test.includes(first);
  return pattern === first;
}

/** Can an expression end here? */
function endsValue(cursor: Cursor): boolean {
  const last = cursor.phrase.at(-1);
  if (last === undefined) return false;
  return /^[\w")\]%]/.test(last.image) && !/^(else|on|to|for|as)$/.test(last.image);
}
