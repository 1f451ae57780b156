/** What others tell of what has left: what became of a message, what a call has brought, how a task ended. */
import type { Json } from '../../compiler/graph/types.ts';
import type { Answer, TaskAction } from '../core/state/input.ts';
import type { Write } from '../store/batch.ts';
import { hasArrived, hasFailed, hasGone, type OutboxKind } from '../store/outbox.ts';
import type { RecordKind } from '../store/record.ts';
import type { TaskAct } from './apply.ts';
import { deliveryOf, OUTCOMES } from './delivery.ts';
import { type Envelope, parseEnvelope } from './envelope.ts';
import type { Act } from './types.ts';

export interface Report {
  readonly envelope: Envelope;
  /** the id in the outbox */
  readonly of: string;
  readonly kind: RecordKind;
  /** what it tells of */
  readonly about: OutboxKind;
  readonly input: Act;
  /** of the record */
  readonly body: Buffer;
  /** what it says of the outbox */
  readonly writes: readonly Write[];
}

/** Types of signals that are reports; a journey's own signal of such a name goes before. */
const REPORT = /^(message|call|task)\.[a-z]+$/;

export function isReport(type: string): boolean {
  return REPORT.test(type);
}

const ENDINGS: Readonly<Record<string, TaskAction>> = {
  'task.resolved': 'resolved',
  'task.returned': 'returned',
  'task.approved': 'approved',
  'task.rejected': 'rejected',
};

/** Those that are known. */
export const REPORT_TYPES: readonly string[] = [
  ...OUTCOMES.map((what) => `message.${what}`),
  'call.answered',
  'call.failed',
  ...Object.keys(ENDINGS),
];

const NAMES: Readonly<Record<OutboxKind, string>> = { message: 'm-12-0', call: 'c-13-0', task: 't-14-0' };

/** What is called like a report, and does not name what it tells of, or is of no known type. */
export interface Unnamed {
  readonly type: string;
  readonly reason: string;
}

function unnamed(type: string): Unnamed | null {
  const kind = (['message', 'call', 'task'] as const).find((each) => type.startsWith(`${each}.`));
  if (kind === undefined || !REPORT_TYPES.includes(type)) return null;
  return { type, reason: `\`data\` of \`${type}\` should name the ${kind}: \`{"${kind}": "${NAMES[kind]}"}\`.` };
}

/** Why a signal that names nobody and is called like a report is none; null: it is not called like one, or is one. */
export function noReport(body: Buffer): Unnamed | null {
  const parsed = parseEnvelope(body.toString());
  if (!parsed.ok || !isReport(parsed.envelope.type)) return null;
  const { type } = parsed.envelope;
  const kind = type.slice(0, type.indexOf('.') + 1);
  if (REPORT_TYPES.includes(type)) return null;
  const known = REPORT_TYPES.filter((each) => each.startsWith(kind)).map((each) => `\`${each}\``);
  return {
    type,
    reason: `\`${type}\` is no report: there are ${known.join(', ')}. A signal of your own says whose it is.`,
  };
}

/** The same report, with the id that what it tells of has here. */
export function about(report: Report, body: Buffer, id: string): Report {
  if (id === report.of) return report;
  const told = JSON.parse(body.toString()) as { readonly data: object };
  const own = reportOf(Buffer.from(JSON.stringify({ ...told, data: { ...told.data, [report.about]: id } })));
  return own !== null && 'of' in own ? own : report;
}

/** Null: it is no such signal. It needs no key: the id says whose it is. */
export function reportOf(body: Buffer): Report | Unnamed | null {
  const text = body.toString();
  const told = deliveryOf(text);
  if (told !== null) {
    const { envelope, delivery } = told;
    const { message, what } = delivery;
    const failed = what === 'failed' || what === 'bounced';
    // Whoever tells of it has it: a try whose answer was lost need not be repeated.
    const write = failed ? hasFailed(message, what) : hasArrived(message);
    return {
      envelope,
      of: message,
      about: 'message',
      kind: 'delivery',
      input: { kind: 'delivery', ...delivery },
      body,
      writes: [write],
    };
  }
  const parsed = parseEnvelope(text);
  if (!parsed.ok || !isReport(parsed.envelope.type)) return null;
  return answerReport(parsed.envelope) ?? taskReport(parsed.envelope) ?? unnamed(parsed.envelope.type);
}

/** `{"type": "call.answered", "data": {"call": ID, "value": ..}}`, `{"type": "call.failed", "data": {"call": ID, "reason": ".."}}` */
function answerReport(envelope: Envelope): Report | null {
  const { type, id } = envelope;
  const { call, value = null, reason } = fieldsOf(envelope);
  if (typeof call !== 'string' || (type !== 'call.answered' && type !== 'call.failed')) return null;
  const answer: Answer =
    type === 'call.answered'
      ? { call, ok: true, value, wire: true }
      : { call, ok: false, error: typeof reason === 'string' ? reason : 'failed' };
  const body = Buffer.from(JSON.stringify({ id, ...answer }));
  return {
    envelope,
    of: call,
    about: 'call',
    kind: 'answer',
    input: { kind: 'answer', ...answer },
    body,
    writes: [answer.ok ? hasArrived(call) : hasGone(call, 'sent', null)],
  };
}

/** `{"type": "task.resolved", "data": {"task": ID, "by": "mia"}}` */
function taskReport(envelope: Envelope): Report | null {
  const { task, by } = fieldsOf(envelope);
  const action = Object.hasOwn(ENDINGS, envelope.type) ? ENDINGS[envelope.type] : undefined;
  if (typeof task !== 'string' || action === undefined) return null;
  const done: TaskAct = { task, action, by: typeof by === 'string' ? by : 'the connector of the team' };
  const body = Buffer.from(JSON.stringify({ id: envelope.id, ...done }));
  return { envelope, of: task, about: 'task', kind: 'task', input: { kind: 'task', task, action }, body, writes: [] };
}

function fieldsOf({ data }: Envelope): Readonly<Record<string, Json>> {
  return typeof data === 'object' && data !== null && !Array.isArray(data) ? (data as Record<string, Json>) : {};
}
