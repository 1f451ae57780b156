import chalk from 'chalk';
import { Command, Option } from 'commander';
import { counted } from '../../runtime/core/values/counted.ts';
import type { Paint } from '../../runtime/testing/telling.ts';
import { once } from '../once.ts';
import { CliFailure, print, printJson, tell } from '../output.ts';
import { coverageAsLcov, testsAsJunit } from '../test-formats.ts';
import { asOne, type WorkspaceReport, withFiles } from '../test-reports.ts';
import { compile, loadWorkspaces, requireFiles, shownFrom } from '../workspace.ts';

const FORMATS = ['text', 'json', 'junit', 'lcov'] as const;

interface Options {
  readonly filter?: string;
  readonly coverage?: boolean;
  readonly min?: string;
  readonly seed?: string;
  readonly format: (typeof FORMATS)[number];
  readonly watch?: boolean;
  readonly json?: boolean;
}

export function testCommand(): Command {
  return new Command('test')
    .description('runs the tests that stand beside the journeys, in virtual time')
    .argument('[paths...]', 'folders or files (default: here)')
    .option('--filter <text>', 'only tests whose name contains it', once('--filter', 'Name one at a time.'))
    .option('--coverage', 'say which edges of the graph the tests take')
    .option('--min <percent>', 'fail below this coverage')
    .addOption(new Option('--format <format>', 'how to say it (lcov: the coverage)').choices(FORMATS).default('text'))
    .option('--seed <number>', 'the values that `for any` tries, to repeat a run')
    .option('--watch', 'run again whenever a file changes')
    .option('--json', 'one JSON document on stdout: the same as --format json')
    .addHelpText('after', '\nExample:\n  journey test journeys --coverage')
    .action(test);
}

const paint: Paint = { good: chalk.green, bad: chalk.red, aside: chalk.dim };

async function test(paths: readonly string[], options: Options): Promise<void> {
  const format = options.json === true ? 'json' : options.format;
  const min = numberOf('--min', options.min, 'Give a percentage, such as 80.') ?? 0;
  if (min < 0 || min > 100)
    throw new CliFailure(2, `--min ${options.min ?? ''} is not a percentage.`, 'Give a number from 0 to 100.');
  const seed = numberOf('--seed', options.seed, 'Give the one that a failed test has named.');
  if (options.watch !== true) return runAll(paths, options, format, min, seed);
  const { watchFiles } = await import('../watch.ts');
  await watchFiles(paths, () => runAll(paths, options, format, min, seed));
}

function numberOf(name: string, text: string | undefined, hint: string): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() === '' || Number.isNaN(value)) throw new CliFailure(2, `${name} ${text} is not a number.`, hint);
  return value;
}

async function runAll(
  paths: readonly string[],
  options: Options,
  format: Options['format'],
  min: number,
  seed: number | undefined,
): Promise<void> {
  const { runTests } = await import('../../runtime/testing/run-tests.ts');
  const { tellResult } = await import('../../runtime/testing/telling.ts');
  const found: WorkspaceReport[] = [];
  const told: string[] = [];
  const workspaces = await loadWorkspaces(paths);
  requireFiles(paths, workspaces);
  for (const { root, workspace, includes } of workspaces) {
    const { graph, tests } = compile({ root, workspace });
    const wanted = tests.tests.filter(({ place: [file] }) => includes(tests.files[file] ?? ''));
    const own = runTests(graph, { ...tests, tests: wanted }, options.filter, seed);
    // As with `check`, one workspace's document has its files as the workspace has them.
    const report = format === 'json' && workspaces.length === 1 ? own : withFiles(own, shownFrom(root));
    found.push({ workspace: shownFrom(root)(''), report });
    for (const result of report.tests) told.push(tellResult(result, workspace.settings.timezone, paint));
  }
  const report = asOne(found);
  if (options.filter !== undefined && report.tests.length === 0)
    throw new CliFailure(
      2,
      `No test has \`${options.filter}\` in its name.`,
      '`journey test` without --filter names them all.',
    );
  const enough = report.coverage.percent >= min;
  if (report.failed > 0 || !enough) process.exitCode = 1;
  const { coverage, ...rest } = report;
  const tooLittle = `Coverage is below ${min}%.`;
  if (!enough && format !== 'text') tell(`${tooLittle} It is ${coverage.percent}%.`);
  const covering = options.coverage === true || options.min !== undefined;
  if (format === 'json') return printJson(covering ? report : rest);
  if (format === 'junit') return print(testsAsJunit(report).trimEnd());
  if (format === 'lcov') return print(coverageAsLcov(report).trimEnd());
  for (const each of told) print(each);
  print('');
  print(`${report.passed} passed, ${report.failed} failed`);
  if (!covering) return;
  print(`${coverage.covered} of ${counted(coverage.edges, 'edge')} covered: ${coverage.percent}%`);
  for (const [name, journey] of Object.entries(coverage.byJourney)) {
    print(`  ${name}: ${journey.percent}%`);
    for (const { label, file, line } of journey.missing) print(chalk.dim(`    not taken: ${label}  ${file}:${line}`));
  }
  if (!enough) print(chalk.red(tooLittle));
}
