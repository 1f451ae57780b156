import { existsSync } from 'node:fs';
import { Command } from 'commander';
import type { Access, Scope } from '../../runtime/store/access.ts';
import { daemonOf, note, whoActs } from '../acting.ts';
import { DATABASE_OPTION, databaseFile } from '../database.ts';
import { once } from '../once.ts';
import { CliFailure, print, printJson, table, tell } from '../output.ts';

interface Options {
  readonly by?: string;
  readonly db?: string;
  readonly json?: boolean;
}

export function keysCommand(): Command {
  const keys = new Command('keys')
    .description('keys of the HTTP gateway; only their hashes are stored')
    .addHelpText('after', '\nExample:\n  journey keys create website --scopes public');
  const withCommon = (command: Command): Command =>
    command.option(...DATABASE_OPTION).option('--json', 'one JSON document on stdout');
  const by = ['--by <person>', 'who does it; it stands in the log (default: the user of this system)'] as const;
  keys.addCommand(
    withCommon(new Command('create').description('makes a key and shows it, this once'))
      .argument('[name]', 'what it is for', 'unnamed')
      .option(
        '--scopes <list>',
        'what it may do, parted by commas: public (send from a website or an app), write (send), read, report, operate',
        once('--scopes', 'Write them as one list, parted by commas.'),
        'write',
      )
      .option(...by)
      .addHelpText(
        'after',
        '\nExample:\n  journey keys create website --scopes public\n  journey keys create shop --scopes write',
      )
      .action(create),
  );
  keys.addCommand(
    withCommon(new Command('list').description('all keys, without the secret'))
      .addHelpText('after', '\nExample:\n  journey keys list')
      .action(list),
  );
  keys.addCommand(
    withCommon(new Command('revoke').description('the key opens nothing any more'))
      .argument('<id>')
      .option(...by)
      .addHelpText('after', '\nExample:\n  journey keys revoke KEY_ID')
      .action(revoke),
  );
  return keys;
}

async function create(name: string, options: Options & { readonly scopes: string }): Promise<void> {
  const { hasAccessKeys, openAccess, SCOPES } = await import('../../runtime/store/access.ts');
  const asked = options.scopes.split(',').map((scope) => scope.trim());
  const unknown = asked.find((scope) => !SCOPES.some((each) => each === scope));
  if (unknown !== undefined)
    throw new CliFailure(2, `There is no scope ${unknown}.`, `There are: ${SCOPES.join(', ')}.`);
  const scopes: Scope[] = SCOPES.filter((scope) => asked.includes(scope));
  const file = databaseFile(options.db);
  const first = !hasAccessKeys(file);
  const access = openAccess(file);
  const { id, key } = access.create(name, scopes, whoActs(options), Date.now());
  access.close();
  // At once: it opens already, and whoever holds the database may not answer for long, or at all.
  if (options.json === true) printJson({ id, key, scopes });
  else print(`${key}\n\nThis is the only time that it is shown. Its id is ${id}.`);
  await note({ act: 'key created', subject: id, detail: `${name}: ${scopes.join(', ')}` }, options);
  if (first && (await isServed(file)))
    tell('The daemon that runs has begun without keys: it asks for none, and knows none, until it is started again.');
  if (!existsSync(file)) tell(`The key is for ${file}, which is not there yet. --db names another one.`);
}

/** Also by a daemon that cannot be asked. */
function isServed(file: string): Promise<boolean> {
  return daemonOf(file).then(
    (daemon) => daemon !== null,
    () => true,
  );
}

/** Null where none was ever made: a file for keys means that a daemon asks for one. */
async function keysOf<T>(file: string, ask: (access: Access) => T): Promise<T | null> {
  const { hasAccessKeys, openAccess } = await import('../../runtime/store/access.ts');
  if (!hasAccessKeys(file)) return null;
  const access = openAccess(file);
  try {
    return ask(access);
  } finally {
    access.close();
  }
}

async function list(options: Options): Promise<void> {
  const all = await keysOf(databaseFile(options.db), (access) => access.list());
  const time = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());
  if (options.json === true) {
    printJson(
      (all ?? []).map(({ created, revoked, ...rest }) => ({ ...rest, created: time(created), revoked: time(revoked) })),
    );
  } else {
    const rows = (all ?? []).map(({ id, name, scopes, created, revoked }) => [
      id,
      name,
      scopes.join(', '),
      time(created),
      time(revoked),
    ]);
    print(table(['id', 'name', 'scopes', 'created', 'revoked'], rows));
  }
}

async function revoke(id: string, options: Options): Promise<void> {
  const done = await keysOf(databaseFile(options.db), (access) => access.revoke(id, Date.now()));
  if (done !== true)
    throw new CliFailure(1, `There is no key ${id} that still opens.`, 'See them with `journey keys list`.');
  await note({ act: 'key revoked', subject: id, detail: '' }, options);
  if (options.json === true) printJson({ id, revoked: true });
  else print(`${id} opens nothing any more.`);
}
