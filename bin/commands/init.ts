import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { Command } from 'commander';
import { CliFailure, print, tell } from '../output.ts';
import { makeFolder } from '../writing.ts';

export function initCommand(): Command {
  return new Command('init')
    .description('a new workspace: one journey with its test, journey.json, a file for CI and a .gitignore')
    .argument('<dir>', 'the folder to make it in')
    .addHelpText('after', '\nExample:\n  journey init my-journeys')
    .action(init);
}

async function init(dir: string): Promise<void> {
  const { IGNORED, PIPELINE, pipelineOf, starter } = await import('../starter.ts');
  const root = resolve(dir);
  const repository = repositoryAround(root);
  const taken = starter.find(({ path }) => path !== IGNORED && existsSync(join(root, path)))?.path;
  if (taken !== undefined)
    throw new CliFailure(
      2,
      `${join(dir, taken)} is there already.`,
      'Name a folder that does not exist yet, or an empty one.',
    );
  if (existsSync(root) && !statSync(root).isDirectory())
    throw new CliFailure(2, `${dir} is a file.`, 'Name a folder that does not exist yet, or an empty one.');
  if (existsSync(root) && readdirSync(root).some((name) => name.endsWith('.journey'))) {
    throw new CliFailure(
      2,
      `${dir} holds .journey files already.`,
      'Name a folder that does not exist yet, or an empty one.',
    );
  }
  const keepsIgnored = existsSync(join(root, IGNORED));
  const within = repository === undefined ? '' : relative(repository, root).replaceAll('\\', '/');
  for (const { path, text } of starter) {
    if (keepsIgnored && path === IGNORED) continue;
    makeFolder(dirname(join(dir, path)));
    writeFileSync(join(root, path), path === PIPELINE ? pipelineOf(within) : text, { flag: 'wx' });
    print(join(dir, path));
  }
  if (repository !== undefined) {
    const top = join(relative(process.cwd(), repository), dirname(PIPELINE));
    tell(`GitHub looks for workflows at the top of a repository only: move ${join(dir, PIPELINE)} to ${top}.`);
  }
  if (keepsIgnored)
    tell(`${join(dir, IGNORED)} stays as it is. Let it pass over *.db*: databases hold what is known of customers.`);
  print('');
  print('Next:');
  if (root !== resolve('.')) print(`  cd ${/^[\p{L}\d_./\\:~-]+$/u.test(dir) ? dir : `"${dir}"`}`);
  print('  journey check');
  print('  journey test');
}

/** The repository in which the folder is, where it is not the top of it. */
function repositoryAround(root: string): string | undefined {
  if (existsSync(join(root, '.git'))) return undefined;
  for (let folder = dirname(root); ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) return folder;
    if (folder === dirname(folder)) return undefined;
  }
}
