/** Which variant of an experiment a customer is in: the same on every machine, and for ever. */
import type { Node } from '../compile/nodes.ts';
import type { Customer } from '../state/customer.ts';
import { because, type Context, decide, type Running, type Step } from './context.ts';

type ExperimentNode = Node & { readonly kind: 'experiment' };

export function assign(context: Context, found: Running, node: ExperimentNode): Step {
  const { customer } = context;
  const known = node.variants.find(({ name }) => name === customer.experiments?.[node.name]);
  const strong = found.program.graph.identity.strong;
  const variant = known ?? choose(node, shareOf(`${node.name} ${nameOf(customer, strong)}`));
  if (known === undefined && variant !== undefined) {
    customer.experiments = { ...customer.experiments, [node.name]: variant.name };
  }
  decide(context, found.program, 'assigned', [because(node.rule)], {
    instance: found.instance,
    subject: node.name,
    outcome: variant?.name ?? null,
  });
  return { go: variant?.next ?? null };
}

function choose(node: ExperimentNode, share: number): ExperimentNode['variants'][number] | undefined {
  let from = 0;
  for (const variant of node.variants) {
    from += variant.share;
    if (share < from) return variant;
  }
  return node.variants.at(-1);
}

/**
 * What is the same wherever the customer is known: a strong key, also a `user_id` that nobody has declared; else what a visitor or a
 * subject is called. The number in this log is left to those who have none of these.
 */
function nameOf({ keys, number }: Customer, strong: readonly string[]): string {
  for (const key of [...strong, 'user_id', ...Object.keys(keys).sort()]) {
    const value = keys[key]?.[0];
    if (value !== undefined) return `${key} ${value}`;
  }
  return `#${number}`;
}

/** A number from 0 up to 1 that depends on the text alone, and on every letter of it. */
export function shareOf(text: string): number {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    high = Math.imul(high ^ code, 2654435761);
    low = Math.imul(low ^ code, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return (4294967296 * (2097151 & low) + (high >>> 0)) / 9007199254740992;
}
