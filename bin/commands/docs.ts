import { basename, join } from 'node:path';
import { Command } from 'commander';
import { counted } from '../../runtime/core/values/counted.ts';
import { tell } from '../output.ts';
import { partOf } from '../part.ts';
import { compile, loadWorkspace, requireFiles } from '../workspace.ts';
import { makeFolder, writeText } from '../writing.ts';

export function docsCommand(): Command {
  return new Command('docs')
    .description('pages for people who do not read code: each journey with its diagram, texts and rules')
    .argument('[path]', 'the workspace, or a part of it (default: here)')
    .requiredOption('-o, --output <folder>', 'where to write them')
    .addHelpText('after', '\nExample:\n  journey docs journeys/retail -o pages')
    .action(docs);
}

async function docs(path: string | undefined, { output }: { readonly output: string }): Promise<void> {
  const loaded = await loadWorkspace(path);
  requireFiles([path ?? '.'], [loaded]);
  const { root, workspace, includes } = loaded;
  const { graph, tests } = compile({ root, workspace });
  const { pages } = await import('../../compiler/render/pages.ts');
  const { writtenIn } = await import('../../compiler/render/pages/written.ts');
  const written = pages(partOf(graph, includes), tests, basename(root), writtenIn(workspace));
  makeFolder(output);
  for (const [name, text] of written) writeText(join(output, name), text);
  tell(`${counted(written.size, 'page is', 'pages are')} in ${output}; begin with ${join(output, 'index.html')}`);
}
