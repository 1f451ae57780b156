/** Signals that journeys give out: they come in again through the log, as this customer's. */
import type { Json } from '../../../compiler/graph/types.ts';
import type { Node } from '../compile/nodes.ts';
import type { Fact } from '../state/customer.ts';
import { because, type Context, decide, frameOf, type Running, type Step } from './context.ts';

/** How many signals may follow from each other at one instant. More is a circle. */
const LONGEST_CHAIN = 20;

export function emitSignal(context: Context, found: Running, node: Node & { readonly kind: 'emit' }): Step {
  const { instance, program } = found;
  const about = { instance, subject: node.signal };
  if (context.depth >= LONGEST_CHAIN) {
    decide(context, program, 'stuck', [because(node.rule)], { ...about, outcome: 'signals in a circle' });
    return { go: node.next };
  }
  const frame = frameOf(context, found);
  const id = `e-${context.seq}-${context.effects.length}`;
  const fact: Record<string, Json> & Fact = { at: context.now, id };
  for (const { name, value } of node.fields) fact[name] = value(frame, null);
  decide(context, program, 'emitted', [because(node.rule)], { ...about, outcome: id });
  context.effects.push({ kind: 'emit', id, signal: node.signal, fact, depth: context.depth + 1 });
  return { go: node.next };
}
