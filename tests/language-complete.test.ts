/** The reference is complete: wherever the grammar has a word, a block of docs/language.md that compiles has it, too. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ISerializedGast, IToken, TokenType } from 'chevrotain';
import { expect, test } from 'vitest';
import { parse } from '../compiler/syntax/parse.ts';
import { JourneyParser } from '../compiler/syntax/parser/parser.ts';

/** Read, and taken as it is meant, but not the way that the reference teaches: `type A = | b | c`, `start every monday where C`. */
const OTHERWISE: ReadonlySet<string> = new Set(['Enumeration: Pipe 0', 'OnlyWhen: where 0']);

/** What only parts words is read by one rule for all. */
const SIGNS: ReadonlySet<string> = new Set(['OpenBrace', 'CloseBrace', 'Comma']);

test('docs/language.md has an example of every word at every place of the grammar', () => {
  const page = readFileSync(join(import.meta.dirname, '..', 'docs', 'language.md'), 'utf8');
  const blocks = [...page.matchAll(/^```journey(.*)\n([\s\S]*?)^```$/gm)].filter(
    ([, info]) => !info?.includes('error='),
  );
  const shown = wordsRead(blocks.map(([, , text]) => text ?? ''));
  const untold = wordsOfGrammar().filter((word) => !shown.has(word) && !OTHERWISE.has(word));
  expect(untold).toEqual([]);
});

const wordOf = (rule: string, name: string, index: number): string => `${rule}: ${name} ${index}`;

/** A production as it is serialized; a word has a name and its number in the rule. */
interface Production extends ISerializedGast {
  readonly name?: string;
  readonly idx?: number;
}

function wordsOfGrammar(): string[] {
  const wordsIn = (rule: string, { type, name = '', idx = 0, definition = [] }: Production): string[] =>
    type === 'Terminal' && !SIGNS.has(name)
      ? [wordOf(rule, name, idx)]
      : definition.flatMap((each) => wordsIn(rule, each));
  return new JourneyParser()
    .getSerializedGastProductions()
    .flatMap((rule: Production) => wordsIn(rule.name ?? '', rule));
}

/** What Chevrotain's parsers have beneath what it publishes. */
interface Reading {
  consumeInternal: (this: Reading, type: TokenType, index: number, options?: object) => IToken;
  readonly getCurrRuleFullName: () => string;
}

/** Which words of which rules are read in texts. */
function wordsRead(texts: readonly string[]): ReadonlySet<string> {
  const words = new Set<string>();
  const reading = JourneyParser.prototype as unknown as Reading;
  const { consumeInternal } = reading;
  reading.consumeInternal = function (type, index, options) {
    words.add(wordOf(this.getCurrRuleFullName(), type.name, index));
    return consumeInternal.call(this, type, index, options);
  };
  try {
    for (const text of texts) expect(parse('block.journey', text).diagnostics).toEqual([]);
  } finally {
    reading.consumeInternal = consumeInternal;
  }
  return words;
}
