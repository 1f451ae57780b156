/**
 * Messages from the journey of one customer to another one. The sender's step hands a parcel over and waits; whoever gets it judges it
 * by their own consent, reach and policies, keeps it while a policy holds it, and the sender hears what became of it.
 */
import type { SendNode } from '../compile/nodes.ts';
import type { Frame, Recipient, Target } from '../compile/parts.ts';
import { type Customer, type HeldParcel, type Instance, PARCEL, type Parcel } from '../state/customer.ts';
import type { Heard } from '../state/input.ts';
import type { Because } from '../state/output.ts';
import {
  because,
  type Context,
  decide,
  frameOf,
  locate,
  ownVariables,
  positionsOf,
  type Running,
  type Step,
} from './context.ts';
import { standStill } from './endless.ts';
import { given, noValueFor } from './given.ts';
import { judge, type Verdict } from './judge.ts';
import { letterTo, postTo } from './post.ts';
import { noteTried } from './tried.ts';
import { aheadOfParcel, voicesFor } from './voices.ts';

/** What is heard where nobody has the key. */
export const NOBODY = 'no such customer';

/** So many may follow from each other at one instant, such as to all of a list. More is a circle. */
const MOST_PASSED = 10_000;

type Advance = (context: Context, found: Running, target: Target | null) => void;

// ---------------------------------------------------------------- the sender

export function passOn(context: Context, found: Running, node: SendNode, to: Recipient & { kind: 'customer' }): Step {
  // It waits with the other customer.
  if (found.at.held !== null) return 'stay';
  const { instance, program, journey } = found;
  const frame = frameOf(context, found);
  const value = to.value(frame, null);
  const subject = node.message.name;
  if (typeof value !== 'string' || value === '') {
    decide(context, program, 'dropped', [because(node.rule)], { instance, subject, outcome: NOBODY });
    noteTried(context, found, { what: subject, came: `dropped: ${NOBODY}` });
    return { go: node.failed ?? node.next };
  }
  const { values, lacks } = given(node.arguments, node.message.parameters, frame);
  if (lacks !== null) {
    decide(context, program, 'dropped', [because(node.rule)], { instance, subject, outcome: noValueFor(lacks) });
    noteTried(context, found, { what: subject, came: `dropped: ${noValueFor(lacks)}` });
    return { go: node.failed ?? node.next };
  }
  const { passed } = context;
  if (passed >= MOST_PASSED) {
    standStill(context, found, node, 'loop without a wait');
    return 'stay';
  }
  const id = `${PARCEL}${context.seq}-${context.effects.length}`;
  const parcel: Parcel = {
    id,
    from: context.customer.number,
    instance: instance.id,
    journey: journey.name,
    graph: program.hash,
    node: node.id,
    arguments: values,
    ...voicesFor(context, found),
    ...(passed === 0 ? {} : { passed }),
  };
  found.at.awaits = id;
  context.effects.push({ kind: 'parcel', id, key: to.key, value, parcel });
  decide(context, program, 'passed', [because(node.rule)], { instance, subject, outcome: id });
  return 'stay';
}

/** Whether a position of the customer still waits for what becomes of the parcel: its journey can have ended meanwhile. */
export function stillWanted({ instances }: Customer, id: string): boolean {
  return instances.some(({ awaits, threads }) => awaits === id || threads?.some((at) => at.awaits === id) === true);
}

/** The sender's step goes on, or stands there held. */
export function takeHeard(context: Context, heard: Heard, advance: Advance): void {
  const found = positionThatAwaits(context, heard.parcel);
  const node = found?.journey.nodes.get(found.at.node);
  if (found === null || node?.kind !== 'send') return;
  const about = { instance: found.instance, subject: node.message.name };
  const reasons = [because(node.rule)];
  switch (heard.how) {
    case 'sent':
      decide(context, found.program, 'heard', reasons, { ...about, outcome: 'sent' });
      noteTried(context, found, { what: about.subject, came: 'sent', on: heard.channel, id: heard.message });
      if (node.as !== null) ownVariables(found)[node.as] = { id: heard.message, channel: heard.channel, other: true };
      advance(context, found, node.next);
      return;
    case 'held':
      decide(context, found.program, 'heard', reasons, { ...about, outcome: 'held' });
      if (node.held === null) found.at.held = { until: null, policy: heard.policy, by: heard.by };
      else advance(context, found, node.held);
      return;
    case 'dropped': {
      const nobody = heard.reason === NOBODY;
      const outcome = nobody ? NOBODY : 'dropped';
      decide(context, found.program, nobody ? 'dropped' : 'heard', reasons, { ...about, outcome });
      noteTried(context, found, { what: about.subject, came: nobody ? `dropped: ${NOBODY}` : 'dropped' });
      advance(context, found, node.failed ?? node.next);
    }
  }
}

function positionThatAwaits(context: Context, id: string): Running | null {
  for (const instance of context.customer.instances) {
    const main = instance.outcome === null ? locate(context, instance) : null;
    const found = main === null ? undefined : positionsOf(main).find(({ at }) => at.awaits === id);
    if (found !== undefined) return found;
  }
  return null;
}

// ---------------------------------------------------------------- who gets it

/** A parcel has come: it goes out, is held here, or is dropped. */
export function takeParcel(context: Context, parcel: Parcel): void {
  settleParcel(context, parcel, null);
}

/** Looks at the parcels that are held here once more. */
export function retryParcels(context: Context): void {
  for (const held of context.customer.parcels ?? []) if (!isTakenBack(context, held)) settleParcel(context, held, held);
}

/** To oneself: the journey has ended with this very record, and what it takes back is still here. */
function isTakenBack({ effects }: Context, { id }: HeldParcel): boolean {
  return effects.some((effect) => effect.kind === 'recall' && effect.id === id);
}

/** The time until which a parcel is held has come; judging it again sets a new one or lets it go. */
export function releaseParcel(context: Context, held: HeldParcel): void {
  const now: HeldParcel = { ...held, until: null };
  const { customer } = context;
  customer.parcels = customer.parcels?.map((each) => (each === held ? now : each)) ?? [];
  if (!isTakenBack(context, now)) settleParcel(context, now, now);
}

export function recallParcel(context: Context, id: string): void {
  const held = context.customer.parcels?.find((parcel) => parcel.id === id);
  const sending = held === undefined ? null : sendingOf(context, held);
  if (held === undefined) return;
  letGo(context.customer, id);
  if (sending === null) return;
  const { program, node } = sending;
  decide(context, program, 'cancelled', [because(node.rule)], { instance: ownerOf(held), subject: node.message.name });
}

function settleParcel(context: Context, parcel: Parcel, before: HeldParcel | null): void {
  const sending = sendingOf(context, parcel);
  // What is held here stays while its journey is paused.
  if (sending === null || (before !== null && context.programs.paused.has(parcel.journey))) return;
  const { program, node } = sending;
  const { customer, now } = context;
  const frame: Frame = { customer, variables: {}, now, startedAt: now };
  const verdict = judge(node, program, frame, { held: before !== null, ahead: aheadOfParcel(context, parcel) });
  if (before !== null && verdict.kind !== 'hold') letGo(customer, parcel.id);
  const about = { instance: ownerOf(parcel), subject: node.message.name };
  switch (verdict.kind) {
    case 'send': {
      const channel = verdict.channel.name;
      // Whose journey sent it, so that what becomes of it is told there, too.
      const id = `m-${context.seq}-${context.effects.length}-${parcel.from}`;
      const post = {
        id,
        instance: parcel.instance,
        journey: parcel.journey,
        message: node.message,
        arguments: parcel.arguments,
      };
      const letter = letterTo(program, post, channel, frame);
      if (letter.lacks !== null) {
        dropParcel(context, parcel, sending, [], noValueFor(letter.lacks));
        return;
      }
      decide(context, program, 'sent', [...verdict.passed, because(node.rule)], { ...about, outcome: channel });
      postTo(context, post, { channel, to: verdict.to }, letter);
      tell(context, parcel, { parcel: parcel.id, how: 'sent', message: id, channel });
      return;
    }
    case 'hold':
      hold(context, parcel, before, verdict, sending);
      return;
    case 'drop':
      dropParcel(context, parcel, sending, verdict.reasons, verdict.outcome);
  }
}

function dropParcel(
  context: Context,
  parcel: Parcel,
  { program, node }: Sending,
  reasons: readonly Because[],
  outcome: string,
): void {
  const about = { instance: ownerOf(parcel), subject: node.message.name, outcome };
  decide(context, program, 'dropped', [...reasons, because(node.rule)], about);
  tell(context, parcel, { parcel: parcel.id, how: 'dropped', reason: outcome });
}

function hold(
  context: Context,
  parcel: Parcel,
  before: HeldParcel | null,
  { against, held }: Verdict & { kind: 'hold' },
  { program, node }: Sending,
): void {
  const { customer } = context;
  if (before === null || before.until !== held.until || before.policy !== held.policy) {
    const reasons = [...against.map((objection) => objection.because), because(node.rule)];
    const about = { instance: ownerOf(parcel), subject: node.message.name, outcome: held.policy };
    decide(context, program, before === null ? 'held' : 'still_held', reasons, about);
  }
  if (before === null) {
    // Where the sender goes another way, there is nothing to keep.
    const { passed: _, ...kept } = parcel;
    if (node.held === null) customer.parcels = [...(customer.parcels ?? []), { ...kept, ...held }];
    tell(context, parcel, { parcel: parcel.id, how: 'held', policy: held.policy, by: customer.number });
  } else {
    customer.parcels = customer.parcels?.map((each) => (each === before ? { ...before, ...held } : each)) ?? [];
  }
}

interface Sending {
  readonly program: Running['program'];
  readonly node: SendNode;
}

function sendingOf(context: Context, { graph, journey, node: id }: Parcel): Sending | null {
  const program = context.programs.get(graph);
  const node = program?.journeys.get(journey)?.nodes.get(id);
  return program === undefined || node?.kind !== 'send' ? null : { program, node };
}

function ownerOf({ instance, journey }: Parcel): Pick<Instance, 'id' | 'journey'> {
  return { id: instance, journey };
}

function letGo(customer: Customer, id: string): void {
  const rest = customer.parcels?.filter((parcel) => parcel.id !== id) ?? [];
  if (rest.length === 0) delete customer.parcels;
  else customer.parcels = rest;
}

function tell(context: Context, parcel: Parcel, heard: Heard): void {
  context.effects.push({ kind: 'heard', customer: parcel.from, heard: heardAtOnce(parcel, heard) });
}

/** What becomes of it the moment it is sent. */
export function heardAtOnce({ passed = 0 }: Parcel, heard: Heard): Heard {
  return { ...heard, passed: passed + 1 };
}
