import { Command } from 'commander';
import { CliFailure } from '../output.ts';

/** Our own: the one that comes with the parser shows everything where it does not know a command. */
export function helpCommand(): Command {
  return new Command('help')
    .description('how a command is used')
    .argument('[command...]', 'a command, and what it does: task done')
    .action(async (names: readonly string[], _, { parent }: Command) => {
      let command = parent as Command;
      for (const name of names) command = findCommand(command, name) ?? (await unknown(command, name));
      command.outputHelp();
    });
}

function findCommand(command: Command, name: string): Command | undefined {
  return command.commands.find((each) => each.name() === name);
}

async function unknown(command: Command, name: string): Promise<never> {
  const { nearest } = await import('../../compiler/diagnostics/nearest.ts');
  const names = command.commands.map((each) => each.name());
  const close = nearest(name, names);
  const hint =
    names.length === 0 ? `\`${command.name()}\` has no commands of its own.` : `There are: ${names.join(', ')}.`;
  throw new CliFailure(2, `There is no command ${name}.`, close === undefined ? hint : `Did you mean ${close}?`);
}
