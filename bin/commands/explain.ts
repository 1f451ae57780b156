import chalk from 'chalk';
import { Command } from 'commander';
import type { Explanation } from '../../compiler/diagnostics/types.ts';
import { CliFailure, print, printJson } from '../output.ts';
import { palette } from '../palette.ts';

export function explainCommand(): Command {
  return new Command('explain')
    .description('what a diagnostic means, with a wrong and a right example')
    .argument('[code]', 'its code, such as J1002 (default: list them all)')
    .option('--json', 'one JSON document on stdout')
    .addHelpText('after', '\nExample:\n  journey explain J1002')
    .action(explain);
}

async function explain(code: string | undefined, options: { readonly json?: boolean }): Promise<void> {
  const { explanations } = await import('../../compiler/diagnostics/explanations.gen.ts');
  if (code === undefined) {
    if (options.json === true) return printJson(explanations);
    return print(explanations.map((one) => `${palette[one.severity](one.code)}  ${one.name}`).join('\n'));
  }
  const wanted = code.toLowerCase();
  const found = explanations.find((one) => one.code.toLowerCase() === wanted || one.name === wanted);
  if (found === undefined) {
    const { nearest } = await import('../../compiler/diagnostics/nearest.ts');
    const close = nearest(
      code,
      explanations.flatMap((one) => [one.code, one.name]),
    );
    throw new CliFailure(
      2,
      `There is no diagnostic ${code}.`,
      close === undefined ? '`journey explain` lists them all.' : `Did you mean ${close}?`,
    );
  }
  if (options.json === true) return printJson(found);
  print(page(found));
}

function page({ code, name, severity, message, prose, wrong, right }: Explanation): string {
  return [
    `${palette[severity](`${severity} ${code}`)} ${chalk.bold(name)}`,
    '',
    `  ${message}`,
    '',
    prose.replace(/\*\*(.+?)\*\*/g, (_, strong: string) => chalk.bold(strong)),
    '',
    chalk.red('Wrong:'),
    '',
    indented(wrong),
    '',
    chalk.green('Right:'),
    '',
    indented(right),
  ].join('\n');
}

const indented = (text: string): string => text.trimEnd().replace(/^(?=.)/gm, '    ');
