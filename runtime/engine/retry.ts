/**
 * An operator lets what was given up leave again, under the same id: the other side recognises what it has after all. It can be mended
 * before: another address, another content.
 */
import type { Graph, Json } from '../../compiler/graph/types.ts';
import { decodeFields, fieldDecoders } from '../core/compile/decode.ts';
import { counted } from '../core/values/counted.ts';
import type { Write } from '../store/batch.ts';
import type { Database } from '../store/open.ts';
import { hurryWrite, type OutboxRow, readCall, readMessage, retryWrite } from '../store/outbox.ts';
import { isReached } from './leaving.ts';

/** What is to be other than it was. */
export interface Mending {
  /** the address of a message */
  readonly to?: string;
  /** parts of a message's content; arguments of a call, as on the wire */
  readonly data?: Readonly<Record<string, Json>>;
}

export type Retried =
  /** `overruled`: until when it would have waited, milliseconds since 1970 UTC; null: for nothing */
  | {
      readonly ok: true;
      readonly row: OutboxRow;
      readonly writes: readonly Write[];
      readonly overruled: number | null;
    }
  | { readonly ok: false; readonly reason: string };

/** What was given up leaves again, and what waits for its next try is tried now. It leaves with the next commit at the earliest; `now`: milliseconds since 1970 UTC. */
export function retry(database: Database, id: string, now: number): Retried {
  const row = readMessage(database, id);
  if (row === undefined) return refuse(`Nothing in the outbox has the id ${id}.`);
  switch (row.status) {
    case 'dead':
    case 'failed':
      return { ok: true, row, writes: [retryWrite(id, now)], overruled: null };
    case 'pending':
      // It is judged anew when it leaves: what a night holds back is not hurried by that.
      return { ok: true, row, writes: [hurryWrite(id, now)], overruled: waitsFor(row, now) };
    case 'sending':
      return refuse(`${id} is under way just now.`);
    case 'sent':
      return refuse(`${id} has been sent.`);
    case 'cancelled':
      return refuse(`${id} was cancelled: ${row.error ?? 'nobody waits for it any more'}.`);
  }
}

/** A try that came to nothing has set when the next one is due: the schedule, or the other side, which wants to be left alone. */
function waitsFor({ tries, error, nextAt }: OutboxRow, now: number): number | null {
  return tries > 0 && error !== null && nextAt !== null && nextAt > now ? nextAt : null;
}

/** Of what leaves again: ways of which the graph does not say any more how they are reached. */
export function lostOf(
  retried: readonly { readonly row: OutboxRow }[],
  graph: Graph,
): { readonly lost?: readonly string[] } {
  const lost = new Set(retried.flatMap(({ row }) => (isReached(graph, row) ? [] : [row.way])));
  return lost.size === 0 ? {} : { lost: [...lost].sort() };
}

/** What of the waiting it overruled: what the audit says. */
export function overruledText(waits: readonly (number | null)[]): string {
  const times = waits.filter((each) => each !== null);
  if (times.length === 0) return '';
  const latest = new Date(times.reduce((a, b) => Math.max(a, b))).toISOString();
  return times.length === 1
    ? `overrules the wait until ${latest}`
    : `overrules ${times.length} waits, the longest until ${latest}`;
}

/** As `retry`, with something else in it. */
export function retryMended(
  database: Database,
  graph: Graph,
  asked: { readonly id: string; readonly mending: Mending; readonly now: number },
): Retried {
  const { id, mending, now } = asked;
  const retried = retry(database, id, now);
  if (!retried.ok) return retried;
  const mended = mend(database, graph, retried.row, mending);
  return mended.ok ? { ...retried, writes: [mended.write, ...retried.writes] } : mended;
}

/** What of it was mended, without the values: what the audit says. */
export function mendedParts({ to, data = {} }: Mending): string {
  return [...(to === undefined ? [] : ['its address']), ...Object.keys(data)].join(', ');
}

type Mended = { readonly ok: true; readonly write: Write } | { readonly ok: false; readonly reason: string };

function mend(database: Database, graph: Graph, row: OutboxRow, { to, data = {} }: Mending): Mended {
  switch (row.kind) {
    case 'message': {
      if (to !== undefined && !isAddress(to))
        return refuse('An address is a text of 1 to 512 characters without line breaks.');
      const content = JSON.parse(row.content) as Readonly<Record<string, string>>;
      for (const [part, value] of Object.entries(data)) {
        if (!Object.hasOwn(content, part)) return refuse(unknown(row.id, part, Object.keys(content)));
        if (typeof value !== 'string') return refuse(`\`${part}\` should be a text.`);
      }
      const values = [to ?? row.address, JSON.stringify({ ...content, ...data }), row.id];
      return { ok: true, write: { statement: 'mendMessage', values } };
    }
    case 'call':
      return to === undefined
        ? mendCall(database, graph, row, data)
        : refuse(`${row.id} is a call: it has no address.`);
    case 'task':
      return refuse(`${row.id} is a task of ${row.way}: what its team is told is the task itself.`);
  }
}

function mendCall(database: Database, graph: Graph, row: OutboxRow, data: Readonly<Record<string, Json>>): Mended {
  const asked = graph.actions?.[row.way] ?? graph.models?.[row.way];
  const call = readCall(database, row.id);
  if (asked === undefined || call === undefined) return refuse(`No file declares ${row.way} any more.`);
  const given = Object.keys(data);
  const stranger = given.find((name) => !asked.parameters.some((parameter) => parameter.name === name));
  if (stranger !== undefined)
    return refuse(
      unknown(
        row.id,
        stranger,
        asked.parameters.map(({ name }) => name),
      ),
    );
  const mended: Record<string, Json> = {};
  const decoders = fieldDecoders(
    asked.parameters.filter(({ name }) => given.includes(name)),
    graph.types,
  );
  const problem = decodeFields(data, decoders, mended);
  if (problem !== null) return refuse(`${problem}.`);
  const known = JSON.parse(call.arguments) as Readonly<Record<string, Json>>;
  return { ok: true, write: { statement: 'mendCall', values: [JSON.stringify({ ...known, ...mended }), row.id] } };
}

function unknown(id: string, part: string, parts: readonly string[]): string {
  return `${id} has no \`${part}\`; it has: ${parts.join(', ')}.`;
}

function isAddress(text: string): boolean {
  return text !== '' && text.length <= 512 && text.isWellFormed() && !/\p{Cc}/u.test(text);
}

/** `staying`: so many calls that nobody awaits any more. */
export function nothingUnsent(staying: number): string {
  return staying === 0
    ? 'Nothing was given up, and nothing waits after a try that came to nothing.'
    : `Nothing is to be tried again but ${counted(staying, 'call')} that no journey awaits any more: each went on without the answer. --all --unawaited lets them leave, too.`;
}

function refuse(reason: string): { readonly ok: false; readonly reason: string } {
  return { ok: false, reason };
}
