/** What leaves `journey serve`: the connectors of the workspace, and the worker that sends through them. */
import { randomInt } from 'node:crypto';
import type { Graph } from '../compiler/graph/types.ts';
import type { Lane, Lanes } from '../runtime/channels/lanes.ts';
import type { Secrets } from '../runtime/channels/secrets.ts';
import type { Worker, WorkerOptions } from '../runtime/channels/worker.types.ts';
import type { Live } from '../runtime/engine/live.ts';
import type { Database } from '../runtime/store/open.ts';
import { CliFailure, print, reasonOf, tell } from './output.ts';
import type { Compiled } from './workspace.ts';

export interface WaysOut {
  readonly graph: Graph;
  readonly lanes: readonly Lane[];
  readonly connectors: WorkerOptions['connectors'];
  readonly secrets: Secrets;
  /** there is one that somebody here has written */
  readonly own: boolean;
}

/** Makes the connectors; ends the command where something cannot leave, unless that is to wait. */
export async function openWaysOut(compiled: Compiled, hold: boolean): Promise<WaysOut> {
  const { planLanes } = await import('../runtime/channels/lanes.ts');
  const { makeConnectors } = await import('../runtime/channels/connectors.ts');
  const { createSecrets } = await import('../runtime/channels/secrets.ts');
  const { root, graph, configuration } = compiled;
  const { lanes, settings, lacks } = planLanes(graph, configuration.connectors, process.env);
  requireAll(lacks, hold);
  const secrets = createSecrets(process.env);
  const connectors = await makeConnectors(settings, { root, secrets, now: Date.now, print }).catch((error: unknown) => {
    const reason = reasonOf(error);
    throw new CliFailure(
      2,
      reason,
      'Mend its entry in journey.json, the variable that it reads, or the module that it names, and start again.',
    );
  });
  const own = [...settings.values()].some(({ kind }) => kind === 'module');
  return { graph, lanes, connectors, secrets, own };
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

/** What stays where new files are taken. */
export interface Leaving {
  readonly database: Database;
  readonly live: Live;
  readonly memory: WorkerOptions['memory'];
}

/** Sends what waits in the outbox, from now on. */
export async function startLeaving({ graph, ...ways }: WaysOut, { database, live, memory }: Leaving): Promise<Worker> {
  const { startWorker } = await import('../runtime/channels/worker.ts');
  const { readDue } = await import('../runtime/store/outbox.ts');
  const { sourcesOf } = await import('../runtime/channels/work.ts');
  const outbox = readDue(database);
  const connected = new Set(ways.lanes.map(({ kind, way }) => `${kind} ${way}`));
  for (const { kind, way } of outbox.ways())
    if (!connected.has(`${kind} ${way}`)) tell(`something waits in the outbox for ${way}, which has no connector`);
  return startWorker({
    ...ways,
    live,
    memory,
    outbox,
    sources: sourcesOf(database, graph),
    now: Date.now,
    chance: () => randomInt(1_000_000) / 1_000_000,
    tell,
  });
}
