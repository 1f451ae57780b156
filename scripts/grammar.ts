/**
 * Writes docs/grammar.md from the parser itself, so that the two cannot drift.
 *
 *     tsx scripts/grammar.ts           writes it
 *     tsx scripts/grammar.ts --check   exits 1 when it is not up to date
 */
import { readFileSync, writeFileSync } from 'node:fs';
import type { ISerializedGast } from 'chevrotain';
import { JourneyParser } from '../compiler/syntax/parser/parser.ts';

/** A production as it is serialized; which parts are there depends on its type. */
interface Production extends ISerializedGast {
  readonly name?: string;
  readonly label?: string;
  readonly pattern?: string;
  readonly separator?: Production;
}

const FILE = new URL('../docs/grammar.md', import.meta.url).pathname;

/** Tokens that are no single word or sign. */
const LITERALS: Readonly<Record<string, string>> = {
  Word: 'NAME',
  Identifier: 'NAME',
  Unit: 'UNIT',
  Number: 'NUMBER',
  Date: 'DATE',
  Clock: 'CLOCK',
  Text: 'TEXT',
  Operator: 'OPERATOR',
};

/** Tokens that only carry what was read before, or that no author writes. */
const SILENT: ReadonlySet<string> = new Set(['HoleOpen', 'HoleClose', 'TooDeep', 'Foreign', 'WrongText']);

const HEAD = `# The grammar

Made from the parser by \`npm run grammar\`; the meaning of each construct stands in [language.md](language.md).

\`[ a ]\` may be missing, \`{ a }\` comes any number of times, \`a | b\` is one of both. Words of the language stand in quotes. A line break or a comma parts items inside braces.

| | |
| --- | --- |
| \`NAME\` | letters, digits and \`_\`, not beginning with a digit; words of the language can be names, too |
| \`UNIT\` | a name after a number (\`days\`, \`EUR\`), or \`%\` |
| \`NUMBER\` | \`3\`, \`1_000\`, \`2.5\` |
| \`DATE\` | \`2026-03-01\` |
| \`CLOCK\` | \`09:00\` |
| \`TEXT\` | \`"text with {expression}"\` or \`"""block text"""\` |
| \`OPERATOR\` | \`+ - * / == != < <= > >=\`, \`and\`, \`or\`, \`of\` |

\`\`\`ebnf
`;

function ruleText(rule: Production): string {
  return `${rule.name} = ${sequence(rule.definition ?? [])} .`;
}

function sequence(parts: readonly Production[]): string {
  return parts
    .map(part)
    .filter((text) => text !== '')
    .join(' ');
}

function part(production: Production): string {
  const inner = production.definition ?? [];
  switch (production.type) {
    case 'Terminal':
      return terminal(production);
    case 'NonTerminal':
      return production.name ?? '';
    case 'Option':
      return bracketed('[', inner, ']');
    case 'Repetition':
      return bracketed('{', inner, '}');
    case 'RepetitionMandatory':
      return inner.length === 0 ? '' : `${sequence(inner)} ${bracketed('{', inner, '}')}`;
    case 'RepetitionWithSeparator':
      return `[ ${separated(production)} ]`;
    case 'RepetitionMandatoryWithSeparator':
      return separated(production);
    case 'Alternation':
      return alternation(inner);
    default:
      return sequence(inner);
  }
}

function bracketed(open: string, inner: readonly Production[], close: string): string {
  const text = sequence(inner);
  return text === '' ? '' : `${open} ${text.replace(/^\( (.*) \)$/, '$1')} ${close}`;
}

function separated({ definition = [], separator }: Production): string {
  const item = sequence(definition);
  return `${item} { ${separator === undefined ? '' : `${terminal(separator)} `}${item} }`;
}

function alternation(ways: readonly Production[]): string {
  const texts = [...new Set(ways.map((way) => sequence(way.definition ?? [])).filter((text) => text !== ''))];
  return texts.length > 1 ? `( ${texts.join(' | ')} )` : (texts[0] ?? '');
}

function terminal({ name = '', pattern = '' }: Production): string {
  if (SILENT.has(name)) return '';
  const literal = LITERALS[name];
  if (literal !== undefined) return literal;
  const sign = name === name.toLowerCase() ? name : pattern;
  return `"${sign}"`;
}

/** Lines no longer than a page is wide, broken between words. */
function folded(text: string): string {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length > 110) lines.push(lines.length === 0 ? word : `    ${word}`);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines.join('\n');
}

const rules = new JourneyParser().getSerializedGastProductions() as readonly Production[];
// From the whole to its parts.
const order = [...rules].sort(
  (a, b) =>
    Number(b.name === 'File') - Number(a.name === 'File') ||
    Number(b.name === 'Declaration') - Number(a.name === 'Declaration'),
);
const text = `${HEAD}${order.map((rule) => folded(ruleText(rule))).join('\n\n')}\n\`\`\`\n`;

if (!process.argv.includes('--check')) writeFileSync(FILE, text);
else if (readFileSync(FILE, 'utf8') !== text) {
  console.error('docs/grammar.md is not up to date: run npm run grammar');
  process.exitCode = 1;
}
