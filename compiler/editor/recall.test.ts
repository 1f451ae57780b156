/** Whoever writes the recipes anew, word by word, is offered each of them: every ninth is looked at. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Range } from '../diagnostics/types.ts';
import { lex } from '../syntax/lexer/lex.ts';
import { t } from '../syntax/lexer/tokens.ts';
import { createWorkspace } from '../workspace.ts';
import { createEditor } from './editor.ts';

const folder = 'examples/recipes';

test('every word of the recipes is offered where it stands', { timeout: 60_000 }, () => {
  const workspace = createWorkspace({ settings: { currency: 'GBP', timezone: 'Europe/London', locale: 'en' } });
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.journey'));
  const texts = new Map(files.map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
  for (const [path, text] of texts) workspace.setFile(path, text);
  const editor = createEditor(workspace);
  const missed: string[] = [];
  let looked = 0;
  for (const [path, text] of texts) {
    const { tokens } = lex(text);
    const wanted = tokens.filter(({ image, startOffset, tokenType }, index) => {
      if (!/^[A-Za-z_]\w*$/.test(image) || tokens[index + 1]?.tokenType === t.colon) return false;
      const symbol = editor.symbolAt(path, startOffset);
      if (symbol === undefined) return tokenType !== t.identifier;
      // What the author gives its name here, nobody can know.
      return symbol.kind !== 'outcome' && !isDeclaredAt(path, startOffset, symbol.range);
    });
    for (const { image, startOffset } of wanted.filter((_, index) => index % 9 === 0)) {
      const before = text.slice(0, startOffset);
      const line = before.slice(before.lastIndexOf('\n') + 1);
      workspace.setFile(path, before + text.slice(text.indexOf('\n', startOffset)));
      const { items } = editor.completionsAt(path, startOffset);
      if (!items.some(({ label }) => `${label} `.startsWith(`${image} `))) missed.push(`${path}: ${line}| ${image}`);
      looked++;
    }
    workspace.setFile(path, text);
  }
  function isDeclaredAt(path: string, offset: number, { start }: Range): boolean {
    return editor
      .definitionOf(path, offset)
      .some(
        ({ file, range }) =>
          file === path && range.start.line === start.line && range.start.character === start.character,
      );
  }
  expect(missed).toEqual([]);
  expect(looked).toBeGreaterThan(500);
});
