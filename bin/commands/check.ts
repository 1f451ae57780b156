import chalk from 'chalk';
import { Command } from 'commander';
import { print, printJson } from '../output.ts';
import { loadWorkspaces } from '../workspace.ts';

export function checkCommand(): Command {
  return new Command('check')
    .description('everything that the compiler knows about the files')
    .argument('[paths...]', 'folders or files (default: here)')
    .option('--json', 'one JSON document on stdout')
    .addHelpText('after', '\nExample:\n  journey check journeys')
    .action(check);
}

async function check(paths: readonly string[], options: { json?: boolean }): Promise<void> {
  const loaded = await loadWorkspaces(paths);
  const diagnostics = loaded.flatMap(({ workspace, includes }) =>
    workspace.check().filter(({ file }) => includes(file)),
  );
  const count = (severity: string): number => diagnostics.filter((found) => found.severity === severity).length;
  const files = loaded.reduce((sum, { workspace, includes }) => sum + workspace.paths.filter(includes).length, 0);
  if (count('error') > 0) process.exitCode = 1;
  if (options.json === true)
    return printJson({ files, errors: count('error'), warnings: count('warning'), diagnostics });
  for (const { severity, code, file, range, message, hint } of diagnostics) {
    print(
      `${file}:${range.start.line + 1}:${range.start.character + 1} ${chalk.red(severity)} ${code} ${message}${hint === undefined ? '' : ` (${hint})`}`,
    );
  }
  print(`${files} files, ${count('error')} errors, ${count('warning')} warnings`);
}
