import chalk from 'chalk';
import { Command } from 'commander';
import { DATABASE_OPTION, databaseFile } from '../database.ts';
import { oneLine, print, printJson } from '../output.ts';

interface Options {
  readonly deep?: boolean;
  readonly db?: string;
  readonly json?: boolean;
}

const MARKS = { fine: chalk.green('fine '), look: chalk.yellow('look '), wrong: chalk.red('wrong') } as const;

export function doctorCommand(): Command {
  return new Command('doctor')
    .description(
      'examines the database: pages, hash chain, state, writer, room, clock, graphs, timers; says how to mend what is wrong',
    )
    .option('--deep', 'also rebuild all state from the log and compare it')
    .option(...DATABASE_OPTION)
    .option('--json', 'one JSON document on stdout')
    .addHelpText('after', '\nExample:\n  journey doctor --deep')
    .action(doctor);
}

async function doctor(options: Options): Promise<void> {
  const file = databaseFile(options.db);
  const { openReader } = await import('../../runtime/store/open.ts');
  const { hasAccessKeys, openAccess } = await import('../../runtime/store/access.ts');
  const { diagnose } = await import('../../runtime/insight/doctor.ts');
  const database = openReader(file);
  const access = hasAccessKeys(file) ? openAccess(file) : null;
  const openKeys = access?.list().filter(({ revoked }) => revoked === null).length ?? 0;
  access?.close();
  const findings = diagnose({ file, database, deep: options.deep === true, now: Date.now(), openKeys });
  const ok = findings.every(({ state }) => state !== 'wrong');
  if (!ok) process.exitCode = 1;
  if (options.json === true) return printJson({ file, ok, findings });
  for (const { name, state, said, mend } of findings) {
    print(`${MARKS[state]} ${name}: ${oneLine(said)}`);
    if (mend !== undefined) print(`      ${chalk.cyan(mend)}`);
  }
}
