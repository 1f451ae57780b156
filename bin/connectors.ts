/** How connectors are: the daemon alone knows. */
import type { ExplainedDecision } from '../runtime/insight/history.ts';
import type { Database } from '../runtime/store/open.ts';
import { daemonOf } from './acting.ts';
import { reasonOf, tell } from './output.ts';

/** Whoever waits to be told how things are does not wait long for a daemon that is busy. */
const PATIENCE_MS = 2_000;

/** Of those that do not work, and of which the database says nothing. */
export const SAID: Readonly<Record<string, string>> = {
  resting: 'fails too often: it rests, and is probed now and then',
  closed: 'is closed: the other side wants nothing more, until a retry succeeds or new files are taken',
};

interface Connected {
  readonly connector: string;
  readonly state: string;
  readonly ways?: readonly string[];
}

/** Null: no daemon says how they are. */
export async function connectorsOf(file: string): Promise<readonly Connected[] | null> {
  try {
    const daemon = await daemonOf(file, PATIENCE_MS);
    return daemon === null ? null : ((await daemon.ask('/v1/admin/connectors', {})) as Connected[]);
  } catch (error) {
    tell(`How the connectors are cannot be told. ${reasonOf(error)}`);
    return null;
  }
}

/** What waits for its turn can wait for its connector: each of those decisions says how that is, if it does not work. */
export async function withConnectors(
  { file, database }: { readonly file: string; readonly database: Database },
  decisions: readonly ExplainedDecision[],
): Promise<readonly ExplainedDecision[]> {
  if (!decisions.some(({ waits }) => waits?.status === 'pending')) return decisions;
  const { readMessage } = await import('../runtime/store/outbox.ts');
  const connectors = (await connectorsOf(file)) ?? [];
  return decisions.map((decision) => {
    const { waits } = decision;
    const row = waits?.status === 'pending' ? readMessage(database, waits.id) : undefined;
    const found = connectors.find(({ ways = [] }) => row !== undefined && ways.includes(`${row.kind} ${row.way}`));
    if (waits === undefined || found === undefined || found.state === 'working') return decision;
    const { connector, state } = found;
    return { ...decision, waits: { ...waits, connector, state } };
  });
}
