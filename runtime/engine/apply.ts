/** One record of the log, put through the core. Live work, recovery and replay all come through here. */

import type { Json } from '../../compiler/graph/types.ts';
import { decodeFields } from '../core/compile/decode.ts';
import type { Signal } from '../core/compile/parts.ts';
import { decide } from '../core/decide.ts';
import { type Traits, traitsOf } from '../core/flow/identify.ts';
import type { Programs } from '../core/programs.ts';
import type { Customer, Fact, Parcel } from '../core/state/customer.ts';
import type { Answer, Delivery, Heard, Resend, TaskAction } from '../core/state/input.ts';
import type { Outcome } from '../core/state/output.ts';
import { attach, become, type Keys, partKeys, type Subject } from '../identity/keys.ts';
import { notPublic, publicKeys } from '../identity/public.ts';
import type { About, LogRecord, Told } from '../store/record.ts';
import { actOf, inputOf } from './acts.ts';
import { deliveryOf } from './delivery.ts';
import { addFieldKeys, type Envelope, parseEnvelope, unreadable } from './envelope.ts';

/** A signal ready for the core. `signal` null: its type is not declared; it is kept, and nothing listens. */
export interface Taken {
  readonly envelope: Envelope;
  /** those that name its customer; none: it is about its subjects only */
  readonly keys: Keys;
  readonly subjects: readonly Subject[];
  readonly signal: Signal | null;
  readonly fact: Fact;
  /** another user_id of the same person, by the call `alias`; absent: none */
  readonly alias?: string;
  /** of the call `identify`: what it tells of the profile; absent: it is none */
  readonly traits?: Traits;
}

/** The call by which clients say who somebody is, where the workspace does not declare it as a signal of its own. */
const IDENTIFY = 'identify';
/** The call by which they say that two names are one person's. */
const ALIAS = 'alias';

export type Admission = { readonly ok: true; readonly taken: Taken } | { readonly ok: false; readonly reason: string };

/** Takes a signal as it came. What has been taken once is not asked again whether its bytes are as they should be. */
export function admitBytes(programs: Programs, body: Buffer): Admission {
  const text = body.toString();
  const problem = unreadable(body, text);
  return problem === null ? admit(programs, text) : { ok: false, reason: problem };
}

/** Reads a signal's text and checks them against its declaration. */
export function admit(programs: Programs, text: string): Admission {
  const parsed = parseEnvelope(text);
  if (!parsed.ok) return parsed;
  const { envelope } = parsed;
  const signal = programs.current.wire.get(envelope.type) ?? null;
  const fact: Record<string, Json> & { at: number; id: string } = { at: envelope.time, id: envelope.id };
  if (signal !== null) {
    const problem = decodeFields(envelope.data, signal.fields, fact);
    if (problem !== null) return { ok: false, reason: `${problem}.` };
    fact.at = envelope.time;
    addFieldKeys(envelope.keys, signal.keys, fact);
  }
  const isPublic = envelope.trust === 'public';
  if (signal?.withoutCustomer === true && isPublic)
    return {
      ok: false,
      reason: `\`${envelope.type}\` is told to everybody whom it can mean: a public key cannot send it.`,
    };
  if (signal?.withoutCustomer === true) return { ok: true, taken: { envelope, keys: {}, subjects: [], signal, fact } };
  const traits = signal === null && envelope.type === IDENTIFY ? identified(programs, envelope) : undefined;
  const { current } = programs;
  const named = isPublic ? publicKeys(envelope.keys, current.graph.identity, current.subjects) : envelope.keys;
  const { keys, subjects } = partKeys(named, current.subjects);
  if (subjects.length === 0 && isEmpty(keys)) {
    const reason = isPublic
      ? 'Nothing says whose signal it is: by a public key, give `subject` or a weak key of `identity`.'
      : 'Nothing says whose signal it is: give `subject`, or one of the keys of `identity`.';
    return { ok: false, reason };
  }
  const taken = { envelope, keys, subjects, signal, fact };
  const alias = envelope.type === ALIAS && !isPublic ? previousId(envelope.data) : null;
  if (alias !== null) return { ok: true, taken: { ...taken, alias } };
  return { ok: true, taken: traits === undefined ? taken : { ...taken, traits } };
}

/** Traits that are called like strong keys are such; one that the call names beside its traits goes before. */
function identified({ current }: Programs, { keys, data, trust }: Envelope): Traits {
  if (trust === 'public') return identifiedPublicly(current, data);
  const { values, unfit } = traitsOf(data, current.traitKeys);
  addFieldKeys(
    keys,
    Object.keys(values).map((key) => ({ field: key, key })),
    values,
  );
  const profile = traitsOf(data, current.traits);
  return { values: profile.values, unfit: new Map([...unfit, ...profile.unfit]) };
}

/** The profile alone, and nothing in it that is called like a strong key: messages go to where it says. */
function identifiedPublicly({ traits, traitKeys }: Programs['current'], data: unknown): Traits {
  const isKey = (wire: string): boolean => traitKeys.some((key) => key.wire === wire);
  const { values, unfit } = traitsOf(
    data,
    traits.filter(({ wire }) => !isKey(wire)),
  );
  const told = traitsOf(data, traitKeys);
  const leftOut = [...Object.keys(told.values), ...told.unfit.keys()];
  return { values, unfit: new Map([...unfit, ...leftOut.map((trait) => [trait, notPublic(trait)] as const)]) };
}

function previousId(data: unknown): string | null {
  const value = typeof data === 'object' && data !== null && 'previousId' in data ? data.previousId : null;
  return typeof value === 'string' && value !== '' ? value : null;
}

export function isEmpty(keys: Readonly<Record<string, unknown>>): boolean {
  for (const _ in keys) return false;
  return true;
}

export const NOTHING: Outcome = { decisions: [], effects: [] };

export function together(outcomes: readonly Outcome[]): Outcome {
  return {
    decisions: outcomes.flatMap(({ decisions }) => decisions),
    effects: outcomes.flatMap(({ effects }) => effects),
  };
}

export function applySignal(programs: Programs, customer: Customer, taken: Taken, seq: number, now: number): Outcome {
  if (taken.signal === null) return applyCall(programs, customer, taken, seq, now);
  return decide(programs, customer, { kind: 'signal', seq, now, signal: taken.signal.name, fact: taken.fact });
}

/** No file declares it, and it is no call that means something by itself. */
export function isUnknown({ signal, envelope, alias }: Taken): boolean {
  return signal === null && alias === undefined && envelope.type !== IDENTIFY && envelope.type !== ALIAS;
}

/** Of a receipt: the reasons why something of it was left out. */
export function leftOut({ traits }: Taken): { readonly unfit?: readonly string[] } {
  if (traits === undefined || traits.unfit.size === 0) return {};
  return { unfit: [...traits.unfit.values()].map((problem) => `${problem}.`) };
}

/** A type that no file declares is kept and does nothing; `identify` feeds the profile. Whoever is new is known from then on: time starts journeys. */
function applyCall(programs: Programs, customer: Customer, { traits }: Taken, seq: number, now: number): Outcome {
  const profile = traits?.values ?? {};
  const isNew = customer.watch === null && programs.current.watches.all.length > 0;
  if (!isNew && isEmpty(profile)) return NOTHING;
  return decide(programs, customer, { kind: 'identify', seq, now, profile });
}

/** A record that was written, and what the core made of it. */
export interface Kept {
  readonly seq: number;
  readonly outcome: Outcome;
}

/** Body of a `task` record. */
export interface TaskAct {
  readonly task: string;
  readonly action: TaskAction;
  /** who did it */
  readonly by: string;
}

/** Body of an `emit` record: the signal, its values as the graph has them. */
export interface Emitted {
  readonly signal: string;
  readonly fact: Fact;
  readonly depth: number;
}

/** Body of a `recall` record. */
export interface Recalled {
  readonly parcel: string;
}

/** What this engine wrote itself. */
function bodyOf<T>(record: LogRecord): T {
  return JSON.parse(record.body?.toString() ?? '{}') as T;
}

/** The keys that a stored record has brought the customer whom it names. */
export function keysOf(programs: Programs, record: LogRecord): Keys {
  if (record.kind === 'about' && record.body !== null) {
    const { subject } = bodyOf<About>(record);
    return { [subject.key]: subject.value };
  }
  const admission = record.kind === 'signal' ? admit(programs, record.body?.toString() ?? '') : null;
  return admission?.ok === true ? admission.taken.keys : {};
}

/** Applies a stored record to the customer that it names; `join` and `graph` records are the caller's. */
export function applyRecord(programs: Programs, customer: Customer, record: LogRecord): Outcome {
  const { seq, time: now } = record;
  switch (record.kind) {
    case 'signal': {
      const admission = admit(programs, record.body?.toString() ?? '');
      if (!admission.ok) return NOTHING;
      attach(customer, admission.taken.keys);
      return applySignal(programs, customer, admission.taken, seq, now);
    }
    case 'emit':
      return decide(programs, customer, { kind: 'signal', seq, now, ...bodyOf<Emitted>(record) });
    case 'delivery': {
      const delivery = deliveryOf(record.body?.toString() ?? '');
      return delivery === null
        ? NOTHING
        : decide(programs, customer, { kind: 'delivery', seq, now, ...delivery.delivery });
    }
    case 'answer': {
      const answer = bodyOf<Answer>(record);
      return decide(programs, customer, { kind: 'answer', seq, now, ...answer });
    }
    case 'resend':
      return decide(programs, customer, { kind: 'resend', seq, now, ...bodyOf<Resend>(record) });
    case 'wake':
      return decide(programs, customer, { kind: 'wake', seq, now });
    case 'task': {
      const act = bodyOf<TaskAct>(record);
      return decide(programs, customer, { kind: 'task', seq, now, task: act.task, action: act.action });
    }
    case 'parcel':
      return decide(programs, customer, { kind: 'parcel', seq, now, parcel: bodyOf<Parcel>(record) });
    case 'recall':
      return decide(programs, customer, { kind: 'recall', seq, now, id: bodyOf<Recalled>(record).parcel });
    case 'heard': {
      const heard = bodyOf<Heard | Delivery>(record);
      return decide(
        programs,
        customer,
        'parcel' in heard ? { kind: 'heard', seq, now, ...heard } : { kind: 'delivery', seq, now, ...heard },
      );
    }
    case 'told': {
      const { of: _, ...told } = bodyOf<Told>(record);
      return decide(programs, customer, { kind: 'told', seq, now, ...told });
    }
    case 'act': {
      const input = inputOf(actOf(record.body), { seq, now });
      return input === null ? NOTHING : decide(programs, customer, input);
    }
    case 'about': {
      const { subject, signal, fact } = bodyOf<About>(record);
      become(customer, subject);
      return decide(programs, customer, { kind: 'signal', seq, now, signal, fact });
    }
    case 'join':
    case 'graph':
      return NOTHING;
  }
}
