/** Asking others: calls of actions, whose answers a journey waits for, and models, whose answers are kept. */
import type { Json } from '../../../compiler/graph/types.ts';
import { decodeFields } from '../compile/decode.ts';
import type { CallNode } from '../compile/nodes.ts';
import type { Model, Outside, Target } from '../compile/parts.ts';
import type { Answer } from '../state/input.ts';
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
import { given, noValueFor } from './given.ts';
import { noteTried } from './tried.ts';

type Advance = (context: Context, found: Running, target: Target | null) => void;

export function callOut(context: Context, found: Running, node: CallNode): Step {
  const { instance, at, journey } = found;
  const { values, lacks } = given(node.arguments, node.action.parameters, frameOf(context, found));
  if (lacks !== null) return withoutAnswer(context, found, node, noValueFor(lacks));
  const id = `c-${context.seq}-${context.effects.length}`;
  const due = context.now + node.action.patienceMs;
  at.awaits = id;
  at.timers = [due];
  context.effects.push({
    kind: 'call',
    id,
    instance: instance.id,
    journey: journey.name,
    name: node.action.name,
    arguments: named(node.action, values),
    due,
  });
  const about = { instance, subject: node.action.name, outcome: id };
  decide(context, found.program, 'called', [because(node.rule)], about);
  return 'stay';
}

function named({ parameters }: Outside, values: readonly Json[]): Record<string, Json> {
  return Object.fromEntries(parameters.map(({ name }, index) => [name, values[index] ?? null]));
}

/** Nobody has answered in time. */
export function callIsLate(context: Context, found: Running, node: CallNode): Step {
  const { awaits } = found.at;
  if (awaits !== undefined) context.effects.push({ kind: 'call_ended', id: awaits, how: 'late' });
  return withoutAnswer(context, found, node, 'no answer in time');
}

/** An answer has come: to a position that waits for it, or to a model. One that nobody waits for any more changes nothing. */
export function takeAnswer(context: Context, answer: Answer, advance: Advance): void {
  for (const instance of context.customer.instances) {
    const main = instance.outcome === null ? locate(context, instance) : null;
    const found = main === null ? undefined : positionsOf(main).find(({ at }) => at.awaits === answer.call);
    const node = found?.journey.nodes.get(found.at.node);
    if (found === undefined || node?.kind !== 'call') continue;
    const step = answered(context, found, node, answer);
    if (step !== 'stay') advance(context, found, step.go);
    return;
  }
  for (const [name, known] of Object.entries(context.customer.answers ?? {})) {
    if (known.asked !== answer.call) continue;
    const model = context.programs.current.models.get(name);
    if (model !== undefined) keepAnswer(context, model, answer);
    return;
  }
}

function answered(context: Context, found: Running, node: CallNode, answer: Answer): Step {
  const read = readAnswer(node.action, answer);
  context.effects.push({ kind: 'call_ended', id: answer.call, how: read.ok ? 'answered' : 'failed' });
  if (!read.ok) return withoutAnswer(context, found, node, read.error);
  if (node.as !== null) ownVariables(found)[node.as] = read.value;
  noteTried(context, found, { what: node.action.name, came: 'answered' });
  decide(context, found.program, 'answered', [because(node.rule)], {
    instance: found.instance,
    subject: node.action.name,
    outcome: 'answered',
  });
  return { go: node.next };
}

/** What stands in goes on as an answer; without it the call has failed. */
function withoutAnswer(context: Context, found: Running, node: CallNode, outcome: string): Step {
  decide(context, found.program, 'unanswered', [because(node.rule)], {
    instance: found.instance,
    subject: node.action.name,
    outcome,
  });
  noteTried(context, found, { what: node.action.name, came: 'no answer' });
  const { otherwise } = node.action;
  if (otherwise === null) {
    // What an earlier round was answered is not the answer of this one.
    if (node.as !== null) delete ownVariables(found)[node.as];
    return { go: node.failed ?? node.next };
  }
  if (node.as !== null) ownVariables(found)[node.as] = otherwise(frameOf(context, found), null);
  return { go: node.next };
}

type Read = { readonly ok: true; readonly value: Json } | { readonly ok: false; readonly error: string };

/** What does not fit the declared type is no answer. */
function readAnswer({ decode }: Outside, answer: Answer): Read {
  if (!answer.ok) return { ok: false, error: answer.error };
  if (decode === null) return { ok: true, value: null };
  if (!answer.wire) return { ok: true, value: answer.value };
  const target: Record<string, Json> = {};
  const problem = decodeFields({ answer: answer.value }, [decode], target);
  return problem === null ? { ok: true, value: target.answer ?? null } : { ok: false, error: problem };
}

/** Asks every model that was looked at without a fresh answer, and is not being asked. */
export function askModels(context: Context): void {
  const { customer, wanted, now } = context;
  if (wanted === undefined) return;
  for (const [name, values] of wanted) {
    const model = context.programs.current.models.get(name);
    const known = customer.answers?.[name];
    if (model === undefined || (known !== undefined && known.askedAt + model.patienceMs > now)) continue;
    const id = `c-${context.seq}-${context.effects.length}`;
    const due = now + model.patienceMs;
    const asked = { value: known?.value ?? null, at: known?.at ?? null, asked: id, askedAt: now };
    customer.answers = { ...customer.answers, [name]: asked };
    context.effects.push({
      kind: 'call',
      id,
      instance: null,
      journey: null,
      name,
      arguments: named(model, values),
      due,
    });
    decide(context, context.programs.current, 'called', [because(model.rule)], { subject: name, outcome: id });
  }
}

/** A failure leaves what was known, and the next look after a while asks again. */
function keepAnswer(context: Context, model: Model, answer: Answer): void {
  const { customer, now } = context;
  const known = customer.answers?.[model.name];
  if (known === undefined) return;
  const read = readAnswer(model, answer);
  const next = read.ok
    ? { value: read.value, at: now, asked: null, askedAt: known.askedAt }
    : { ...known, asked: null, askedAt: now };
  customer.answers = { ...customer.answers, [model.name]: next };
  context.effects.push({ kind: 'call_ended', id: answer.call, how: read.ok ? 'answered' : 'failed' });
  decide(context, context.programs.current, read.ok ? 'answered' : 'unanswered', [because(model.rule)], {
    subject: model.name,
    outcome: read.ok ? 'answered' : read.error,
  });
}
