import { statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { buffer as readBytes } from 'node:stream/consumers';
import { Command } from 'commander';
import type { Diagnostic } from '../../compiler/diagnostics/types.ts';
import type { Formatted } from '../../compiler/syntax/printer/format.ts';
import { counted } from '../../runtime/core/values/counted.ts';
import { decoded, readTextFile } from '../configuration.ts';
import { CliFailure, print, printJson, printRaw, tell } from '../output.ts';
import { palette } from '../palette.ts';
import { filesBelow, noFileIn, requireThere } from '../workspace.ts';

interface Options {
  readonly check?: boolean;
  readonly diff?: boolean;
  readonly stdin?: boolean;
  readonly lines?: Lines;
  readonly json?: boolean;
}

/** Counted from 1, both inclusive. */
interface Lines {
  readonly first: number;
  readonly last: number;
}

function readLines(text: string): Lines {
  const [, first, last] = /^(\d+)(?:\.\.(\d+))?$/.exec(text) ?? [];
  const lines = { first: Number(first), last: Number(last ?? first) };
  if (first === undefined || lines.first < 1 || lines.last < lines.first)
    throw new CliFailure(2, `--lines cannot be \`${text}\`.`, 'Write the first and the last line: --lines 12..20.');
  return lines;
}

export function fmtCommand(): Command {
  return new Command('fmt')
    .description('writes .journey files in the one style; files with errors are left as they are')
    .argument('[paths...]', 'folders or files (default: here)')
    .option('--check', 'write nothing, fail when a file is not in the style')
    .option('--diff', 'write nothing, show what would change')
    .option('--stdin', 'format standard input to standard output')
    .option('--lines <A..B>', 'only these lines of one file, or of standard input', readLines)
    .option('--json', 'one JSON document on stdout: {files, changed, diagnostics}')
    .addHelpText(
      'after',
      '\nExamples:\n  journey fmt journeys\n  journey fmt --check\n  journey fmt --lines 12..20 journeys/orders.journey',
    )
    .action(fmt);
}

async function fmt(paths: readonly string[], options: Options): Promise<void> {
  const { formatFile, formatLines } = await import('../../compiler/syntax/printer/format.ts');
  const { lines } = options;
  const format = (name: string, source: string): Formatted =>
    lines === undefined ? formatFile(name, source) : formatLines(name, source, lines.first, lines.last);
  const inputs = options.stdin === true ? [await standardInput(paths)] : namedFiles(paths);
  if (lines !== undefined && inputs.length !== 1)
    throw new CliFailure(2, `--lines takes one file, and there are ${inputs.length}.`, 'Name the file.');
  const sources = new Map<string, string>();
  const changed: string[] = [];
  const errors: Diagnostic[] = [];
  const unread: CliFailure[] = [];
  for (const { name, read, file } of inputs) {
    const source = readOr(unread, read);
    if (source === undefined) continue;
    const { text, diagnostics } = format(name, source);
    errors.push(...diagnostics);
    if (diagnostics.length > 0) sources.set(name, source);
    const writes = options.diff !== true && options.check !== true;
    // Standard output gets all of it, changed or not, unless it is asked for something else.
    if (file === undefined && writes && options.json !== true) process.stdout.write(text);
    if (text === source) continue;
    changed.push(name);
    if (options.diff === true && options.json !== true) printRaw(await difference(name, source, text));
    else if (file !== undefined && writes) writeFileSync(file, text);
  }
  if (options.json === true) printJson({ files: inputs.length, changed, diagnostics: errors });
  else if (options.stdin !== true || options.check === true) sayChanged(changed, options);
  await tellErrors(errors, (file) => sources.get(file));
  if (unread.length > 0) throw new CliFailure(1, unread.map(({ message }) => message).join(' '), unread[0]?.hint);
  if (changed.length > 0 && options.check === true) process.exitCode = 1;
}

/** As with `check`, one file that cannot be read keeps none of the others from its turn. */
function readOr(unread: CliFailure[], read: () => string): string | undefined {
  try {
    return read();
  } catch (failure) {
    if (!(failure instanceof CliFailure)) throw failure;
    unread.push(failure);
    return undefined;
  }
}

/** Line ends that change are told in words: no line would show them. */
async function difference(name: string, source: string, text: string): Promise<string> {
  const { unifiedDiff } = await import('../diff.ts');
  const [of, all] = [source.split('\r\n').length - 1, source.split('\n').length - 1];
  const kept = text.includes('\r\n');
  const changed = kept ? all - of : of;
  if (changed === 0) return unifiedDiff(name, source, text);
  const [from, to] = kept ? ['with LF', 'as on Windows (CR LF)'] : ['as on Windows (CR LF)', 'with LF'];
  const [before, after] = [source, text].map((each) => each.replaceAll('\r\n', '\n')) as [string, string];
  return [
    `${name}: ${counted(changed, 'line ends', 'lines end')} ${from} and would end ${to}, as the first one does`,
    ...(before === after ? [] : [unifiedDiff(name, before, after)]),
  ].join('\n');
}

function sayChanged(changed: readonly string[], { check, diff }: Options): void {
  if (diff === true) return;
  for (const file of changed) print(file);
  if (check === true && changed.length > 0)
    tell(`${counted(changed.length, 'file is', 'files are')} not in the style: run \`journey fmt\`.`);
}

async function tellErrors(
  diagnostics: readonly Diagnostic[],
  source: (file: string) => string | undefined,
): Promise<void> {
  if (diagnostics.length === 0) return;
  const { renderAll } = await import('../../compiler/diagnostics/render.ts');
  tell(renderAll(diagnostics, source, palette));
  process.exitCode = 1;
}

/** What is formatted; without a file it goes to standard output. */
interface Input {
  readonly name: string;
  readonly file?: string;
  read(): string;
}

async function standardInput(paths: readonly string[]): Promise<Input> {
  if (paths.length > 0) throw new CliFailure(2, '--stdin takes no paths.');
  // As a stream: a pipe from a slow writer has nothing to read at first.
  const bytes = await readBytes(process.stdin);
  return { name: 'stdin', read: () => decoded(bytes, 'Standard input', 1) };
}

function namedFiles(paths: readonly string[]): Input[] {
  const files = [...new Set((paths.length === 0 ? ['.'] : paths).flatMap(filesOf))];
  return files.map((file) => ({
    name: relative(process.cwd(), file).replaceAll('\\', '/'),
    file,
    read: () => readTextFile(file, 1),
  }));
}

function filesOf(path: string): string[] {
  const absolute = requireThere(path);
  if (!statSync(absolute).isDirectory()) return [absolute];
  const files = filesBelow(absolute, (name) => name.endsWith('.journey')).map((file) => join(absolute, file));
  if (files.length === 0) throw noFileIn(path);
  return files;
}
