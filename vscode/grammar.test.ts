/** The colours: every word of the language is known to the grammar, and a sample is coloured as the golden file says. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { beforeAll, expect, test } from 'vitest';
import oniguruma from 'vscode-oniguruma';
import textmate, { type IGrammar } from 'vscode-textmate';
import { keywordTypes } from '../compiler/syntax/lexer/tokens.ts';
import { unitWords } from '../compiler/syntax/lexer/units.ts';
import { simpleTypes } from '../compiler/types/type.ts';

const file = 'vscode/syntaxes/journey.tmLanguage.json';
let grammar: IGrammar;

beforeAll(async () => {
  const wasm = createRequire(import.meta.url).resolve('vscode-oniguruma/release/onig.wasm');
  await oniguruma.loadWASM(readFileSync(wasm));
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => oniguruma.createOnigScanner(patterns),
      createOnigString: (text) => oniguruma.createOnigString(text),
    }),
    loadGrammar: () => Promise.resolve(textmate.parseRawGrammar(readFileSync(file, 'utf8'), file)),
  });
  const loaded = await registry.loadGrammar('source.journey');
  if (loaded === null) throw new Error('the grammar does not load');
  grammar = loaded;
});

interface Coloured {
  readonly text: string;
  /** the innermost scope; `source.journey` for plain text */
  readonly scope: string;
}

function colours(source: string): Coloured[][] {
  let stack = textmate.INITIAL;
  return source.split('\n').map((line) => {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, stack);
    stack = ruleStack;
    return tokens.map(({ startIndex, endIndex, scopes }) => ({
      text: line.slice(startIndex, endIndex),
      scope: scopes.at(-1) ?? '',
    }));
  });
}

test('every word of the language has a colour', () => {
  const words = [...keywordTypes.keys(), 'true', 'false'];
  // Some are words only before others: `count of`, `any Signal`.
  const plain = words.filter((word) => {
    const found = [`  ${word}`, `  ${word} of`, `  ${word} Signal`, `${word} Name {`, `${word} {`, `${word} "`];
    return found.every(
      (line) => colours(line)[0]?.find(({ text }) => text.trim() === word)?.scope === 'source.journey',
    );
  });
  expect(plain).toEqual([]);
});

test('every type and every unit has its colour', () => {
  const scopeOf = (line: string, word: string) => colours(line)[0]?.find(({ text }) => text === word)?.scope;
  for (const type of [...simpleTypes, 'money']) {
    expect(scopeOf(`  field: ${type}`, type), type).toBe('support.type.journey');
  }
  for (const unit of [...unitWords, 'EUR', '%']) {
    expect(scopeOf(`  wait 3 ${unit}`, unit), unit).toBe('keyword.other.unit.journey');
  }
});

test('a keyword that is a field is coloured as a field', () => {
  expect(colours('  channel: text')[0]?.find(({ text }) => text === 'channel')?.scope).toBe(
    'variable.other.property.journey',
  );
  expect(colours('  bill.message')[0]?.at(-1)).toEqual({ text: 'message', scope: 'variable.other.member.journey' });
});

test('an open text ends with its line', () => {
  expect(colours('text "open {profile.\nwait 3 days')[1]?.[0]).toMatchObject({ scope: 'keyword.control.journey' });
});

test('a sample', async () => {
  const source = readFileSync('vscode/fixtures/sample.journey', 'utf8');
  const lines = colours(source).map((tokens, index) => {
    const shown = tokens
      .filter(({ text }) => text.trim() !== '')
      .map(({ text, scope }) => `    ${text.trim().padEnd(24)} ${scope.replace(/\.journey$/, '')}`);
    return [source.split('\n')[index], ...shown].join('\n');
  });
  await expect(lines.join('\n')).toMatchFileSnapshot('fixtures/sample.colours.txt');
});
