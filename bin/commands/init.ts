import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
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
  const { IGNORED, starter } = await import('../starter.ts');
  const root = resolve(dir);
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
  for (const { path, text } of starter) {
    if (keepsIgnored && path === IGNORED) continue;
    makeFolder(dirname(join(dir, path)));
    writeFileSync(join(root, path), text, { flag: 'wx' });
    print(join(dir, path));
  }
  if (keepsIgnored)
    tell(`${join(dir, IGNORED)} stays as it is. Let it pass over *.db*: databases hold what is known of customers.`);
  print('');
  print('Next:');
  if (root !== resolve('.')) print(`  cd ${/^[\p{L}\d_./\\:~-]+$/u.test(dir) ? dir : `"${dir}"`}`);
  print('  journey check');
  print('  journey test');
}
