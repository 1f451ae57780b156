import { writeFileSync } from 'node:fs';
import { Command } from 'commander';
import { print } from '../output.ts';
import { compileWorkspace } from '../workspace.ts';

export function graphCommand(): Command {
  return new Command('graph')
    .description('the intermediate graph of a workspace')
    .argument('[path]', 'the workspace (default: here)')
    .option('-o, --output <file>', 'write it to a file')
    .addHelpText('after', '\nExample:\n  journey graph journeys/retail -o graph.json')
    .action(graph);
}

async function graph(path: string | undefined, options: { output?: string }): Promise<void> {
  const compiled = await compileWorkspace(path);
  const text = JSON.stringify(compiled.graph, null, 2);
  if (options.output === undefined) print(text);
  else writeFileSync(options.output, `${text}\n`);
}
