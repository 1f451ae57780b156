import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { Command } from 'commander';
import type { Graph } from '../../compiler/graph/types.ts';
import type { Receipt } from '../../runtime/engine/types.ts';
import { atFor, daemonOf, notToCome, nowFor } from '../acting.ts';
import { DATABASE_OPTION, databaseFile, openForReading } from '../database.ts';
import { describeDecision } from '../decisions.ts';
import { CliFailure, print, printJson } from '../output.ts';
import { timeOf } from '../times.ts';
import { compileWorkspace } from '../workspace.ts';

interface Options {
  readonly customer?: string;
  readonly data?: string;
  readonly at?: string;
  readonly id?: string;
  readonly workspace?: string;
  readonly db?: string;
  readonly json?: boolean;
}

export function sendCommand(): Command {
  return new Command('send')
    .description('sends one signal and says what was decided')
    .argument('<signal>', 'the name of the signal, or its name on the wire')
    .option('--customer <key>', 'the user_id of the customer (default: the fields of the signal say whose it is)')
    .option('--data <json>', 'its fields as JSON', '{}')
    .option(
      '--at <time>',
      'when it happened, such as 2026-03-01T09:00:00Z (default: now; in virtual time: where the log stands)',
    )
    .option('--id <id>', 'its own id: the same id twice is taken once (default: a new one)')
    .option('--workspace <folder>', 'the workspace (default: here)')
    .option(...DATABASE_OPTION)
    .option('--json', 'one JSON document on stdout')
    .addHelpText('after', `\nExample:\n  journey send OrderPlaced --customer ada --data '{"order": "o1", "total": 20}'`)
    .action(send);
}

async function send(signal: string, options: Options): Promise<void> {
  const data = parseData(options.data ?? '{}');
  const at = options.at === undefined ? null : timeOf(options.at);
  const { file, graph, daemon } = await groundOf(options);
  const signals = Object.values(graph.signals);
  const known = signals.flatMap(({ wire }) => wire);
  requireSignal(signal, known, daemon !== null, await import('../../compiler/diagnostics/nearest.ts'));
  const declared = signals.find(({ wire }) => wire.includes(signal));
  if (options.customer === undefined && declared !== undefined) requireOwner(declared);
  const id = options.id ?? randomUUID();
  const bodyAt = (now: number): object => ({
    id,
    type: signal,
    time: new Date(at ?? now).toISOString(),
    ...(options.customer === undefined ? {} : { subject: options.customer }),
    data,
  });
  if (daemon !== null && at !== null) notToCome(at);
  const receipt =
    daemon === null ? await take(file, graph, bodyAt, at) : await daemon.ask('/v1/admin/signals', bodyAt(Date.now()));
  if (isRejected(receipt)) throw new CliFailure(1, `The signal was rejected. ${receipt.reason}`);
  const { seq, status } = receipt as Extract<Receipt, { readonly seq: number }>;
  const { database, view } = await openForReading(file);
  const { decisionsOn } = await import('../../runtime/insight/history.ts');
  const decisions = decisionsOn(database, view, seq);
  if (options.json === true) return printJson({ id, seq, duplicate: status === 'duplicate', decisions });
  print(`${id} is record ${seq}${status === 'duplicate' ? ', known already: nothing was decided again' : ''}`);
  for (const decision of decisions) print(describeDecision(decision));
}

interface Ground {
  readonly file: string;
  readonly graph: Graph;
  readonly daemon: Awaited<ReturnType<typeof daemonOf>>;
}

/** A daemon goes on with the files that it has taken, whatever stands in them by now. */
async function groundOf({ db, workspace = '.' }: Options): Promise<Ground> {
  const near = databaseFile(db, workspace);
  const daemon = existsSync(workspace) ? await daemonOf(near) : null;
  if (daemon !== null) {
    const { view } = await openForReading(near);
    return { file: near, graph: view.library.programs.current.graph, daemon };
  }
  const { root, graph } = await compileWorkspace(workspace);
  const file = databaseFile(db, root);
  return { file, graph, daemon: file === near ? null : await daemonOf(file) };
}

/** Without a daemon: as the writer of the database. */
async function take(file: string, graph: Graph, bodyAt: (now: number) => object, at: number | null): Promise<Receipt> {
  const { openWriter } = await import('../../runtime/store/open.ts');
  const { createEngine } = await import('../../runtime/engine/engine.ts');
  const { createCommitter } = await import('../../runtime/store/committer.ts');
  const { database, lock } = openWriter(file, 'journey send');
  try {
    const engine = createEngine(database, graph, createCommitter(database, file), 'real');
    const now = at === null ? nowFor(engine) : atFor(engine, at);
    const receipt = engine.accept(Buffer.from(JSON.stringify(bodyAt(now))), now, { name: 'journey send', line: null });
    engine.close();
    return receipt;
  } finally {
    database.close();
    lock.release();
  }
}

function isRejected(receipt: unknown): receipt is Extract<Receipt, { readonly reason: string }> {
  return typeof receipt === 'object' && receipt !== null && 'reason' in receipt;
}

function parseData(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new CliFailure(
      2,
      '--data is not JSON.',
      `Write it as '{"total": 20}', with the quotes that your shell needs.`,
    );
  }
}

/** No field of it brings a key, and it is not one without a customer. */
function requireOwner({ name, keys, withoutCustomer }: Graph['signals'][string]): void {
  if (withoutCustomer === true || Object.keys(keys).length > 0) return;
  throw new CliFailure(2, `Nothing says whose ${name} it is.`, 'Name the customer: --customer ada.');
}

function declared(known: readonly string[]): string {
  return known.length === 0
    ? 'No file here declares any: name the workspace with --workspace.'
    : `Declared are: ${known.join(', ')}.`;
}

function requireSignal(
  name: string,
  known: readonly string[],
  ofDaemon: boolean,
  { nearest }: { nearest: (word: string, candidates: readonly string[]) => string | undefined },
): void {
  if (known.includes(name)) return;
  const close = nearest(name, known);
  const hint = close === undefined ? declared(known) : `Did you mean ${close}?`;
  if (!ofDaemon) throw new CliFailure(1, `No file declares the signal ${name}.`, hint);
  throw new CliFailure(
    1,
    `No file that the daemon has taken declares the signal ${name}.`,
    `${hint} It takes new files with: journey reload`,
  );
}
