import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Command } from 'commander';
import type { FastifyInstance } from 'fastify';
import type { Graph } from '../../compiler/graph/types.ts';
import type { Engine } from '../../runtime/engine/types.ts';
import type { Access, AccessKey } from '../../runtime/store/access.ts';
import { DATABASE_OPTION, databaseFile } from '../database.ts';
import { fitHeap } from '../heap.ts';
import { openWaysOut, startLeaving } from '../leaving.ts';
import { CliFailure, reasonOf, tell } from '../output.ts';
import { compilePart } from '../part.ts';
import { createReload, describeLeft, describeReload } from '../reloading.ts';
import { tellEmpty } from '../running.ts';
import { outliveOwnConnectors } from '../unforeseen.ts';
import { onChange } from '../watch.ts';

interface Options {
  readonly port: string;
  readonly host: string;
  readonly db?: string;
  readonly log?: boolean;
  readonly rate: string;
  readonly holdUnconnected?: boolean;
  readonly watch?: boolean;
}

/** So long may what is on its way out take to end. */
const GRACE_MS = 10_000;
const A_MINUTE = 60_000;
const A_MOMENT = 500;
/** So long may a collector take for the last traces: who starts the daemon again waits for its end. */
const LAST_TRACES_MS = 2_000;

export function serveCommand(): Command {
  return new Command('serve')
    .description('the daemon: takes signals over HTTP, wakes timers by the real clock, sends what is to leave')
    .argument('[workspace]', 'the workspace, or a part of it (default: here)')
    .option('--port <number>', 'port to listen on; 0 takes a free one', '8787')
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--rate <signals>', 'how many signals a second one key may send; 0: any number', '5000')
    .option(
      '--watch',
      'take changed files at once: compile them, and go on with the old ones where they do not compile',
    )
    .option('--log', 'structured logs on stderr')
    .option(
      '--hold-unconnected',
      'serve although connectors are missing: what would leave through them waits in the outbox',
    )
    .option(...DATABASE_OPTION)
    .addHelpText(
      'after',
      '\nExample:\n  journey serve journeys/retail --port 8787\n  curl -d \'{"id":"1","type":"OrderPlaced",..}\' http://127.0.0.1:8787/v1/signals',
    )
    .action((workspace: string | undefined, options: Options) => serve(workspace, options).finally(endSoon));
}

async function serve(workspace: string | undefined, options: Options): Promise<void> {
  const port = portOf(options.port);
  const limits = { rate: rateOf(options.rate) };
  const compiled = await compilePart(workspace);
  const file = databaseFile(options.db, compiled.root);
  const { root } = compiled;
  // What is printed here is for whoever looks on: that nobody does any more ends no daemon.
  process.stdout.removeAllListeners('error').on('error', () => undefined);
  let ways = await openWaysOut(compiled, options.holdUnconnected === true);
  outliveOwnConnectors(root, () => ways);
  const { openWriter } = await import('../../runtime/store/open.ts');
  const { createBackgroundCommitter } = await import('../../runtime/store/background.ts');
  const { createCommitter, SMALL_CHECKPOINT } = await import('../../runtime/store/committer.ts');
  const { watchPlace } = await import('../../runtime/store/vanished.ts');
  const { readAsked } = await import('../../runtime/store/asked.ts');
  const { hasAccessKeys, openAccess } = await import('../../runtime/store/access.ts');
  const { createEngine } = await import('../../runtime/engine/engine.ts');
  const { createLive } = await import('../../runtime/engine/live.ts');
  const { addAdmin } = await import('../../runtime/gateway/admin.ts');
  const { announce } = await import('../../runtime/gateway/daemon.ts');
  const { loadGraphs } = await import('../../runtime/engine/library.ts');
  const { addMetrics } = await import('../../runtime/gateway/metrics.ts');
  const { numbersOf } = await import('../../runtime/insight/numbers.ts');
  const { createGateway } = await import('../../runtime/gateway/server.ts');

  const asksKeys = hasAccessKeys(file);
  if (!asksKeys) requireLocal(options.host);
  tellEmpty(root, compiled.graph);
  const { database, lock } = openWriter(file, 'journey serve');
  const access = asksKeys ? openAccess(file) : null;
  const begin = (graph: Graph): Engine => {
    const committer = createBackgroundCommitter(file, SMALL_CHECKPOINT) ?? createCommitter(database, file);
    return createEngine(database, graph, committer, 'real');
  };
  const before = loadGraphs(database).at(-1)?.graph.hash ?? compiled.graph.hash;
  const engine = begin(compiled.graph);
  // The files were changed while nobody ran, or are those of another workspace: as after a reload.
  if (before !== compiled.graph.hash) describeLeft(engine.reload(compiled.graph, 'serve', Date.now())).forEach(tell);
  fitHeap(engine.customers, null);
  tellClock(engine, Date.now());
  const live = createLive(engine, Date.now, () => begin(loadGraphs(database).at(-1)?.graph ?? compiled.graph), tell);
  const leaving = { database, live, memory: { gone: new Map(), asked: readAsked(database) } };
  let worker = await startLeaving(ways, leaving);
  const gateway = createGateway({
    live,
    mayWrite: access === null ? null : (key) => mayWrite(access.find(key)),
    mayReport: access === null ? null : (key) => mayReport(access.find(key)),
    now: Date.now,
    log: options.log === true,
    limits,
  });
  let stopping = false;
  let connecting = Promise.resolve();
  const reload = createReload({
    root,
    part: resolve(workspace ?? '.'),
    hold: options.holdUnconnected === true,
    live,
    connect(next) {
      connecting = worker.stop(GRACE_MS).then(async () => {
        if (stopping) return;
        ways = next;
        worker = await startLeaving(ways, leaving);
      });
      return connecting;
    },
  });
  const announcement = announce(file);
  addAdmin(gateway, {
    live,
    operator: (key) => (announcement.isToken(key) ? '' : operatorOf(access, key)),
    reload,
    connectors: () => worker.states(),
  });
  addMetrics(gateway, {
    numbers: () => numbersOf(database, file, live, worker.states()),
    mayRead: (key) => announcement.isToken(key) || access?.find(key)?.scopes.includes('read') === true,
  });
  const endTracing = await traced(gateway);
  const release = (): void => {
    announcement.withdraw();
    access?.close();
    database.close();
    lock.release();
  };
  const reloadNow = (why: string): void => {
    if (stopping) {
      tell(`${why} comes too late: the next start reads the files.`);
      return;
    }
    reload(why).then(
      (done) => tell(describeReload(done)),
      (error: unknown) => tell(`The files were not taken: ${reasonOf(error)}`),
    );
  };
  process.on('SIGHUP', () => reloadNow('SIGHUP'));
  // Whoever has read that it listens may end it at once.
  const asked = new Promise<null>((resolve) => {
    process.once('SIGTERM', () => resolve(null));
    process.once('SIGINT', () => resolve(null));
  });
  let stopWatching = (): void => undefined;
  try {
    if (options.watch === true) stopWatching = onChange([root], () => reloadNow('--watch'));
    const address = await gateway.listen({ port, host: options.host });
    announcement.publish(address);
    tell(`journey listens on ${address}${asksKeys ? '' : '; no key is asked for, since none was made'}`);
  } catch (error) {
    stopWatching();
    await worker.stop(0);
    await live.stop();
    release();
    throw notListening(error, options.host, port);
  }
  const place = watchPlace(file);
  const failure = await Promise.race([asked, live.broken, place.vanished]);
  stopping = true;
  place.end();
  stopWatching();
  tell(
    failure === null
      ? 'stopping: what was taken is answered and written'
      : 'stopping: nobody knows whether the last signals were written; senders have to send them again',
  );
  await gateway.close();
  // New connectors that are being made would send while the database is closed.
  await connecting.catch(() => undefined);
  await worker.stop(GRACE_MS);
  await live.stop();
  release();
  await endTracing();
  if (failure !== null) throw failure;
}

function portOf(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new CliFailure(2, `${text} is no port.`, 'Give a number from 1 to 65535, or 0 for any that is free.');
  return port;
}

/** Null: any number of signals. */
function rateOf(text: string): number | null {
  const rate = Number(text);
  if (!Number.isInteger(rate) || rate < 0)
    throw new CliFailure(2, `${text} is no number of signals.`, 'Give a whole number with --rate, or 0.');
  return rate === 0 ? null : rate;
}

function requireLocal(host: string): void {
  if (host === '127.0.0.1' || host === 'localhost' || host === '::1') return;
  throw new CliFailure(
    2,
    `Without keys anybody who reaches ${host} could send signals.`,
    'Make a key with `journey keys create`, or listen on 127.0.0.1.',
  );
}

/** Traces go where the variables of OpenTelemetry say, if they do; gives what ends it. */
async function traced(gateway: FastifyInstance): Promise<() => Promise<void>> {
  const endpoint = process.env.OTEL_EXPORTER_OTLP_ENDPOINT ?? process.env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT;
  if (endpoint === undefined) return () => Promise.resolve();
  const { addTracing } = await import('../../runtime/gateway/tracing.ts');
  const end = addTracing(gateway, process.env.OTEL_SERVICE_NAME ?? 'journey', tell);
  const late = async (): Promise<never> => {
    throw new Error(await pause(LAST_TRACES_MS, `no answer within ${LAST_TRACES_MS} ms`, { ref: false }));
  };
  // A collector that is slow keeps nobody from starting again, and what it lacks is no failure of the daemon.
  return () =>
    Promise.race([end(), late()]).catch((error: unknown) => {
      tell(`the last traces were not taken: ${reasonOf(error)}`);
    });
}

/** What a connector of somebody's own or a collector still holds open keeps the process no longer. */
function endSoon(): void {
  setTimeout(() => process.exit(), A_MOMENT).unref();
}

/** Timers go by the later of two clocks, the log's and the machine's: where these are far apart, somebody should know. */
function tellClock({ virtual, clock }: Engine, now: number): void {
  const stands = new Date(clock).toISOString();
  if (virtual && clock <= now) {
    tell(`The database stood at ${stands} in virtual time: what has been due since then happens now.`);
  } else if (clock > now + A_MINUTE) {
    tell(
      `The log stands at ${stands}, after this machine's clock: until then no time passes, and nothing becomes due.`,
    );
  }
}

function notListening(error: unknown, host: string, port: number): unknown {
  switch (error instanceof Error && 'code' in error ? error.code : null) {
    case 'EADDRINUSE':
      return new CliFailure(3, `Port ${port} is taken.`, 'Give another one with --port.');
    case 'EACCES':
      return new CliFailure(3, `Port ${port} may not be used by this user.`, 'Give one above 1023 with --port.');
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new CliFailure(
        3,
        `${host} is no address of this machine.`,
        'Give one of its own with --host, or leave it out.',
      );
    default:
      return error;
  }
}

function mayWrite(key: AccessKey | null): boolean | 'public' {
  if (key?.scopes.includes('write') === true) return true;
  return key?.scopes.includes('public') === true && 'public';
}

function mayReport(key: AccessKey | null): boolean {
  return key?.scopes.some((scope) => scope === 'report' || scope === 'operate') === true;
}

/** The name of a key that may operate, or null. */
function operatorOf(access: Access | null, key: string): string | null {
  const found = access?.find(key);
  return found?.scopes.includes('operate') === true ? `key ${found.name}` : null;
}
