/**
 * Whether the parser could read on with a word: the tables of completion know what is likely at a place; what is possible, only the parser knows.
 */
import { read } from '../syntax/parse.ts';
import { itemWords } from './blocks.ts';
import type { EditorContext } from './context.ts';
import type { Cursor } from './cursor.ts';
import type { CompletionItem } from './types.ts';

/** What may have to follow, so that the word itself is no mistake. */
const ways = ['', ' {', ' x', '.x'];

/** Keeps the words that can stand where the caret is. Names are kept, too. */
export function readable({ file }: EditorContext, { word }: Cursor): (item: CompletionItem) => boolean {
  const before = file.text.slice(0, word.start);
  const text = before.slice(declarationBefore(before));
  return ({ kind, label }) => kind !== 'keyword' || ways.some((way) => reads(text, label, way));
}

function reads(text: string, label: string, way: string): boolean {
  const end = text.length + label.length;
  return !read('', text + label + way).problems.some((problem) => problem.start >= text.length && problem.start < end);
}

const declaration = new RegExp(`^(?:${itemWords.file.join('|')})\\b`, 'gm');

/** Where the declaration around the end of a text begins. */
function declarationBefore(text: string): number {
  let start = 0;
  for (const { index } of text.matchAll(declaration)) start = index;
  return start;
}
