/** An engine by the real clock with its outbox worker, on a database of its own: all that `journey serve` is but the gateway. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Graph } from '../../compiler/graph/types.ts';
import { makeConnectors } from '../../runtime/channels/connectors.ts';
import { planLanes } from '../../runtime/channels/lanes.ts';
import { createSecrets } from '../../runtime/channels/secrets.ts';
import { sourcesOf } from '../../runtime/channels/work.ts';
import { startWorker } from '../../runtime/channels/worker.ts';
import type { Worker } from '../../runtime/channels/worker.types.ts';
import { createEngine } from '../../runtime/engine/engine.ts';
import { createLive, type Live } from '../../runtime/engine/live.ts';
import { replayAll } from '../../runtime/engine/verify.ts';
import { openView } from '../../runtime/engine/view.ts';
import { type ExplainedDecision, why } from '../../runtime/insight/history.ts';
import { readAsked } from '../../runtime/store/asked.ts';
import { createCommitter } from '../../runtime/store/committer.ts';
import { type Database, openWriter } from '../../runtime/store/open.ts';
import { type OutboxRow, readDue, readOutbox } from '../../runtime/store/outbox.ts';

/** One message of one journey, by one channel. */
export const NOTING = `
signal Noted { about: text }
purpose Service { consent assumed }
channel push { to profile.user_id, via http push }
message Note(n: Noted) for Service { on push { body "hello {n.about}" } }
journey Noting { start on Noted as n every time
  send Note(n) on push
}
`;

export interface Office {
  readonly database: Database;
  readonly live: Live;
  readonly worker: Worker;
  readonly printed: readonly string[];
  readonly told: readonly string[];
  signal(type: string, subject: string, data?: object, id?: string): Promise<void>;
  /** Any signal as it stands, such as a report; gives its status. */
  take(signal: object): Promise<string>;
  outbox(): OutboxRow[];
  /** kind, subject and outcome of what was decided about a customer */
  decided(customer: string): string[];
  /** Ends it, after the log has been proved to explain the state. */
  close(): Promise<void>;
  /** As if the process had been killed: nothing is settled. */
  drop(): void;
}

export interface OfficeOptions {
  readonly graph: Graph;
  readonly connectors: Readonly<Record<string, unknown>>;
  readonly environment?: Readonly<Record<string, string>>;
  readonly root?: string;
  /** the worker's clock, milliseconds since 1970 UTC */
  readonly now?: () => number;
  readonly file?: string;
  /** the first rest of a connector that fails too often */
  readonly restMs?: number;
}

const folders: string[] = [];

export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'journey-leaving-'));
  folders.push(folder);
  return folder;
}

export function removeFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

export async function openOffice(options: OfficeOptions): Promise<Office> {
  const { graph, environment = {}, root = '.', file = join(newFolder(), 'office.db') } = options;
  const { lanes, settings, lacks } = planLanes(graph, options.connectors, environment);
  if (lacks.length > 0) throw new Error(lacks.map(({ what }) => what).join('\n'));
  const secrets = createSecrets(environment);
  const printed: string[] = [];
  const told: string[] = [];
  const print = (line: string): void => void printed.push(line);
  const connectors = await makeConnectors(settings, { root, secrets, now: Date.now, print });
  const { database, lock } = openWriter(file, 'test');
  const engine = () => createEngine(database, graph, createCommitter(database, file), 'real');
  const live = createLive(engine(), Date.now, engine);
  const worker = await startWorker({
    live,
    memory: { gone: new Map(), asked: readAsked(database) },
    outbox: readDue(database),
    lanes,
    connectors,
    sources: sourcesOf(database, graph),
    secrets,
    now: options.now ?? Date.now,
    chance: () => 0.5,
    tell: (line) => void told.push(line),
    restMs: options.restMs ?? 100,
  });
  let ids = 0;
  const take = async (signal: object): Promise<string> => {
    const whole = { id: `s${++ids}`, time: new Date().toISOString(), ...signal };
    return (await live.take(Buffer.from(JSON.stringify(whole)), 'test')).status;
  };
  return {
    database,
    live,
    worker,
    printed,
    told,
    take,
    async signal(type, subject, data = {}, id = `${type}-${subject}-${++ids}`) {
      const status = await take({ id, type, subject, data });
      if (status !== 'accepted') throw new Error(`${type} was ${status}`);
    },
    outbox: () => readOutbox(database, { status: null, limit: 10_000 }),
    decided(customer) {
      const view = openView(database);
      const number = view.byKey(customer);
      const decisions: ExplainedDecision[] = number === null ? [] : why(database, view, number);
      return decisions.map(({ kind, subject, outcome }) => `${kind} ${subject} ${outcome}`);
    },
    async close() {
      await worker.stop(0);
      await live.stop();
      const { differences } = replayAll(database, true);
      database.close();
      lock.release();
      if (differences.length > 0) throw new Error(differences.join('\n'));
    },
    drop() {
      void worker.stop(0);
      database.close();
      lock.release();
    },
  };
}
