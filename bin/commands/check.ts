import { Command, Option } from 'commander';
import type { Diagnostic } from '../../compiler/diagnostics/types.ts';
import { counted } from '../../runtime/core/values/counted.ts';
import { CliFailure, print, printJson, tell } from '../output.ts';
import { palette } from '../palette.ts';
import { VERSION } from '../version.ts';
import { type LoadedWorkspace, loadWorkspaces, requireFiles, shownFrom } from '../workspace.ts';

const FORMATS = ['text', 'json', 'sarif', 'github', 'junit'] as const;

interface Options {
  readonly format: (typeof FORMATS)[number];
  readonly json?: boolean;
  readonly maxWarnings?: string;
}

export function checkCommand(): Command {
  return new Command('check')
    .description('everything that the compiler knows about the files')
    .argument('[paths...]', 'folders or files (default: here)')
    .addOption(new Option('--format <format>', 'how to say it').choices(FORMATS).default('text'))
    .option('--json', 'one JSON document on stdout: the same as --format json')
    .option('--max-warnings <n>', 'fail when there are more warnings')
    .addHelpText('after', '\nExamples:\n  journey check journeys\n  journey check --format sarif > journey.sarif')
    .action(check);
}

async function check(paths: readonly string[], options: Options): Promise<void> {
  const most = mostWarnings(options.maxWarnings);
  const { reportOf } = await import('../../compiler/diagnostics/formats/report.ts');
  const loaded = await loadWorkspaces(paths, true);
  requireFiles(paths, loaded);
  const workspaces = await Promise.all(loaded.map(examine));
  const files = workspaces.flatMap((one) => one.files.map(one.shown));
  const fromHere = workspaces.flatMap((one) => one.diagnostics.map((found) => moved(found, one.shown)));
  const report = reportOf(files.length, workspaces.length === 1 ? (workspaces[0]?.diagnostics ?? []) : fromHere);
  const sources = new Map(
    workspaces.flatMap((one) => one.files.map((file) => [one.shown(file), () => one.source(file)])),
  );
  const format = options.json === true ? 'json' : options.format;
  if (format === 'json') printJson(report);
  else await say(format, files, fromHere, (file) => sources.get(file)?.());
  const unread = workspaces.flatMap((one) => [...one.unread.values()]);
  if (unread.length > 0) throw new CliFailure(1, unread.map(({ message }) => message).join(' '), unread[0]?.hint);
  if (workspaces.some(({ misconfigured }) => misconfigured.length > 0)) process.exitCode = 2;
  else if (report.errors > 0) process.exitCode = 1;
  else if (report.warnings > most) {
    tell(
      `There ${report.warnings === 1 ? 'is' : 'are'} ${counted(report.warnings, 'warning')}, and --max-warnings allows ${most}.`,
    );
    process.exitCode = 1;
  }
}

interface Examined extends LoadedWorkspace {
  /** relative to the workspace, the configuration too where it is wrong */
  readonly files: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
  /** a path of the workspace as it is called from the current folder */
  shown(path: string): string;
}

async function examine(loaded: LoadedWorkspace): Promise<Examined> {
  const { atLevels } = await import('../../compiler/diagnostics/levels.ts');
  const { root, workspace, misconfigured, configuration, includes, unread } = loaded;
  const found = workspace.check().filter(({ file }) => includes(file) && !unread.has(file));
  const inside = workspace.paths.filter((path) => includes(path) && !unread.has(path));
  return {
    ...loaded,
    files: misconfigured.length === 0 ? inside : [...inside, 'journey.json'],
    diagnostics: [...misconfigured, ...atLevels(found, configuration.lint)],
    shown: shownFrom(root),
  };
}

function mostWarnings(option: string | undefined): number {
  if (option === undefined) return Number.POSITIVE_INFINITY;
  if (!/^\d+$/.test(option))
    throw new CliFailure(2, `--max-warnings ${option} is not a whole number.`, 'Give one from 0 on.');
  return Number(option);
}

function moved(diagnostic: Diagnostic, shown: (path: string) => string): Diagnostic {
  const { file, related, fixes } = diagnostic;
  const move = <T extends { readonly file: string }>(place: T): T => ({ ...place, file: shown(place.file) });
  return {
    ...diagnostic,
    file: shown(file),
    ...(related === undefined ? {} : { related: related.map(move) }),
    ...(fixes === undefined ? {} : { fixes: fixes.map((fix) => ({ ...fix, edits: fix.edits.map(move) })) }),
  };
}

async function say(
  format: Exclude<Options['format'], 'json'>,
  files: readonly string[],
  diagnostics: readonly Diagnostic[],
  source: (file: string) => string | undefined,
): Promise<void> {
  switch (format) {
    case 'text': {
      const { renderAll, summary } = await import('../../compiler/diagnostics/render.ts');
      if (diagnostics.length > 0) print(`${renderAll(diagnostics, source, palette)}\n`);
      return print(summary(diagnostics, files.length));
    }
    case 'sarif': {
      const { sarif } = await import('../../compiler/diagnostics/formats/sarif.ts');
      const { explanations } = await import('../../compiler/diagnostics/explanations.gen.ts');
      return print(sarif(diagnostics, explanations, VERSION).trimEnd());
    }
    case 'github': {
      const { github } = await import('../../compiler/diagnostics/formats/github.ts');
      return diagnostics.length === 0 ? undefined : print(github(diagnostics));
    }
    case 'junit': {
      const { junit } = await import('../../compiler/diagnostics/formats/junit.ts');
      return print(junit(files, diagnostics).trimEnd());
    }
  }
}
