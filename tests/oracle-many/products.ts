/** What the product makes of it: in virtual time as tests do, and in the engine. */
import { expect } from 'vitest';
import { NOBODY, subjectName } from '../../compiler/graph/tests.ts';
import type { Graph } from '../../compiler/graph/types.ts';
import { compileProgram } from '../../runtime/core/compile/program.ts';
import { programsOf } from '../../runtime/core/programs.ts';
import type { Decision } from '../../runtime/core/state/output.ts';
import { replayAll } from '../../runtime/engine/verify.ts';
import { openView } from '../../runtime/engine/view.ts';
import { timeline } from '../../runtime/insight/history.ts';
import { type OutboxRow, readOutbox } from '../../runtime/store/outbox.ts';
import { createWorld } from '../../runtime/testing/world.ts';
import { accept, openEngine } from '../engine.ts';
import { workspaceOf } from '../soundness/accepted.ts';
import { CUSTOMERS, type Happening, type Line, TICKETS } from './language.ts';

export function graphOf(text: string): Graph {
  const workspace = workspaceOf(text);
  const compiled = workspace.compile();
  if (compiled !== undefined) return compiled.graph;
  const problems = workspace.check().filter(({ severity }) => severity === 'error');
  throw new Error(`${text}\n${problems.map(({ code, message }) => `${code} ${message}`).join('\n')}`);
}

type Decided = Pick<Decision, 'kind' | 'journey' | 'instance' | 'subject' | 'outcome'>;
/** One record with all that was decided, and what was sent with it. */
export interface Recorded {
  readonly time: number;
  readonly owner: string;
  readonly decisions: readonly Decided[];
  readonly sent: readonly Sent[];
}
interface Sent {
  readonly instance: string;
  readonly message: string;
  readonly content: string;
}
export interface Played {
  readonly records: readonly Recorded[];
  /** by the number that stands in the names of their instances */
  readonly owners: ReadonlyMap<number, string>;
}

const decided = ({ kind, journey, instance, subject, outcome }: Decided): Decided => ({
  kind,
  journey,
  instance,
  subject,
  // What is passed on is named by the record, and the two count records differently.
  outcome: kind === 'passed' ? null : outcome,
});

const OWNERS = [
  ...CUSTOMERS.map((name) => ({ name, inWorld: name as string, key: name as string })),
  ...TICKETS.map((name) => ({ name, inWorld: subjectName('ticket', name), key: `ticket:${name}` })),
];

const dataOf = ({ fact, ...whose }: Extract<Happening, { fact: unknown }>) => {
  const { k, n, who } = fact;
  return 'ticket' in whose && whose.ticket !== null ? { k, n, who, ticket: whose.ticket } : { k, n, who };
};

export function inVirtualTime(graph: Graph, script: readonly Happening[], start: number, end: number): Played {
  const world = createWorld(programsOf(compileProgram(graph)), start);
  for (const each of script) {
    world.moveTo(each.time, false);
    if (each.kind === 'bounced') world.delivery(each.customer, each.message, 'bounced', null);
    else
      world.signal(
        each.kind === 'signal' ? (each.customer ?? NOBODY) : NOBODY,
        each.fact.signal,
        dataOf(each),
        each.time,
      );
  }
  world.moveTo(end, true);
  const nameOf = (inWorld: string) => OWNERS.find((each) => each.inWorld === inWorld)?.name ?? inWorld;
  return {
    records: world.happened.map(({ time, customer, decisions, effects }) => ({
      time,
      owner: nameOf(customer),
      decisions: decisions.map(decided),
      sent: effects.flatMap((effect) => (effect.kind === 'message' ? [sentOf(effect, effect.content)] : [])),
    })),
    owners: new Map(OWNERS.map(({ name, inWorld }) => [world.look(inWorld).number, name])),
  };
}

const sentOf = (
  { instance, message }: Omit<Sent, 'content'>,
  { body, text }: Readonly<Record<string, string>>,
): Sent => ({
  instance,
  message,
  content: body ?? text ?? '',
});

/** All of it, to be compared. Of several messages that leave with one record none is before the other. */
export const recorded = ({ records }: Played): string[] =>
  records.flatMap(({ sent, ...each }) =>
    each.decisions.length === 0
      ? []
      : [JSON.stringify({ ...each, sent: sent.map((one) => JSON.stringify(one)).sort() })],
  );

/** As it comes in. */
export function lineOf(each: Exclude<Happening, { kind: 'bounced' }>, id: string): object {
  const whose = each.kind === 'signal' && each.customer !== null ? { subject: each.customer } : {};
  return { id, type: each.fact.signal, time: new Date(each.time).toISOString(), data: dataOf(each), ...whose };
}

/** A replay of the log gives the same. */
export function inTheEngine(graph: Graph, script: readonly Happening[], end: number): Played {
  const { database, engine, release } = openEngine(graph);
  const view = openView(database);
  const send = (line: object, time: number) => accept(engine, line, time);
  for (const [index, each] of script.entries()) {
    const id = `s${index}`;
    if (each.kind !== 'bounced') {
      expect(send(lineOf(each, id), each.time)).toMatchObject({ status: 'accepted' });
      continue;
    }
    engine.wakeUntil(each.time, false);
    engine.commit();
    const outbox = readOutbox(database, { status: null, limit: 1000 });
    const message = newestOf(outbox, openView(database).byKey(each.customer), each.message);
    const time = new Date(each.time).toISOString();
    if (message !== undefined) send({ id, type: 'message.bounced', time, data: { message: message.id } }, each.time);
  }
  engine.wakeUntil(end, true);
  engine.close();
  const outbox = readOutbox(database, { status: null, limit: 1000 });
  const owners = new Map(
    OWNERS.flatMap(({ name, key }) => {
      const number = view.byKey(key);
      return number === null ? [] : [[number, name] as const];
    }),
  );
  const entries = [...owners].flatMap(([number, owner]) =>
    timeline(database, view, number).map((each) => ({ ...each, owner })),
  );
  expect(replayAll(database, true)).toMatchObject({ identical: true, differences: [] });
  const records = entries
    .toSorted((a, b) => a.seq - b.seq)
    .map(({ seq, time, owner, decisions }) => ({
      time: Date.parse(time),
      owner,
      decisions: decisions.map((each) => decided(each as Decided)),
      sent: outbox.filter((row) => seqOf(row) === seq).map((row) => sentOf(row, JSON.parse(row.content))),
    }));
  release();
  return { records, owners };
}

/** `m-12-0-3`: the record, and the place in it. */
const seqOf = ({ id }: OutboxRow): number => Number(id.split('-')[1]);
const byPlace = (a: OutboxRow, b: OutboxRow): number => Number(a.id.split('-').at(-1)) - Number(b.id.split('-').at(-1));
const newestOf = (all: readonly OutboxRow[], customer: number | null, message: string): OutboxRow | undefined =>
  all
    .filter((row) => row.customer === customer && row.message === message && row.way !== 'desk')
    .toSorted((a, b) => seqOf(a) - seqOf(b) || byPlace(a, b))
    .at(-1);

/** What the model speaks of, too. */
export function linesOf({ records, owners }: Played): Line[] {
  const names = new Map<string, string>();
  const counts = new Map<string, number>();
  const nameOf = (journey: string, instance: string): string => {
    const of = `${journey} of ${owners.get(Number(instance.split('-')[0]))}`;
    const known = names.get(`${journey} ${instance}`);
    if (known !== undefined) return known;
    const count = counts.get(of) ?? 0;
    counts.set(of, count + 1);
    names.set(`${journey} ${instance}`, `${of} ${count}`);
    return `${of} ${count}`;
  };
  return records.flatMap(({ time, owner, decisions, sent }) => {
    const contents = [...sent];
    return decisions.flatMap((decision): Line[] => {
      const { journey, instance } = decision;
      const what = whatOf(decision, contents);
      if (what === null || journey === null || instance === null) return [];
      return [{ time, owner, what: `${nameOf(journey, instance)}: ${what}` }];
    });
  });
}

function whatOf({ kind, instance, subject, outcome }: Decided, contents: Sent[]): string | null {
  switch (kind) {
    case 'started':
    case 'stuck':
      return kind;
    case 'finished':
    case 'stopped':
      return `finished ${outcome ?? ''}`;
    case 'sent': {
      const index = contents.findIndex((each) => each.instance === instance && each.message === subject);
      return `sent ${subject} ${outcome}: ${contents.splice(index, 1)[0]?.content}`;
    }
    case 'held':
    case 'dropped':
      return `${kind} ${subject}`;
    default:
      return null;
  }
}
