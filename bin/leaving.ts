/** What leaves `journey serve`: the connectors of the workspace, and the worker that sends through them. */
import { randomInt } from 'node:crypto';
import type { Graph } from '../compiler/graph/types.ts';
import type { Lane, Lanes } from '../runtime/channels/lanes.ts';
import type { Secrets } from '../runtime/channels/secrets.ts';
import type { Worker, WorkerOptions } from '../runtime/channels/worker.types.ts';
import type { Live } from '../runtime/engine/live.ts';
import type { Database } from '../runtime/store/open.ts';
import { CliFailure, print, tell } from './output.ts';
import type { Compiled } from './workspace.ts';

export interface WaysOut {
  readonly graph: Graph;
  readonly lanes: readonly Lane[];
  readonly connectors: WorkerOptions['connectors'];
  readonly secrets: Secrets;
}

/** Makes the connectors; ends the command where something cannot leave, unless that is to wait. */
export async function openWaysOut(compiled: Compiled, hold: boolean): Promise<WaysOut> {
  const { planLanes } = await import('../runtime/channels/lanes.ts');
  const { CONCURRENCY, makeConnector } = await import('../runtime/channels/connectors.ts');
  const { createSecrets } = await import('../runtime/channels/secrets.ts');
  const { root, graph, configuration } = compiled;
  const { lanes, settings, lacks } = planLanes(graph, configuration.connectors, process.env);
  requireAll(lacks, hold);
  const secrets = createSecrets(process.env);
  const connectors: Map<string, { connector: Awaited<ReturnType<typeof makeConnector>>; concurrency: number }> =
    new Map();
  for (const [name, set] of settings) {
    try {
      const connector = await makeConnector(name, set, { root, secrets, now: Date.now, print });
      connectors.set(name, { connector, concurrency: set.concurrency ?? CONCURRENCY });
    } catch (error) {
      const reason = secrets.clean(error instanceof Error ? error.message : String(error));
      throw new CliFailure(
        2,
        `The connector \`${name}\` cannot be made: ${reason}.`,
        'Mend its entry in journey.json.',
      );
    }
  }
  return { graph, lanes, connectors, secrets };
}

function requireAll([first, ...more]: Lanes['lacks'], hold: boolean): void {
  if (first === undefined) return;
  if (hold) {
    for (const { what } of [first, ...more]) tell(`held in the outbox: ${what}`);
    return;
  }
  const others = more.map(({ what }) => `\n      ${what}.`).join('');
  throw new CliFailure(
    2,
    `Not everything can leave: ${first.what}.${others}`,
    `${first.fix}, or serve with --hold-unconnected: what cannot leave then waits in the outbox.`,
  );
}

/** Sends what waits in the outbox, from now on. */
export async function startLeaving({ graph, ...ways }: WaysOut, database: Database, live: Live): Promise<Worker> {
  const { startWorker } = await import('../runtime/channels/worker.ts');
  const { readDue } = await import('../runtime/store/outbox.ts');
  const { readTask } = await import('../runtime/store/tasks.ts');
  const { readMeta } = await import('../runtime/store/derived.ts');
  const outbox = readDue(database);
  const connected = new Set(ways.lanes.map(({ kind, way }) => `${kind} ${way}`));
  for (const { kind, way } of outbox.ways())
    if (!connected.has(`${kind} ${way}`)) tell(`something waits in the outbox for ${way}, which has no connector`);
  return startWorker({
    ...ways,
    live,
    outbox,
    sources: {
      graph,
      origin: readMeta(database, 'origin') ?? '',
      call: outbox.call,
      task: (id) => readTask(database, id),
    },
    now: Date.now,
    chance: () => randomInt(1_000_000) / 1_000_000,
    tell,
  });
}
