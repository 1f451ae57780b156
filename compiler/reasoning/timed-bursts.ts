/** Messages that one instance sends within a length of time, however it fares: over waits of known length. */
import type { Edge, Journey, Node, SendNode } from '../graph/types.ts';
import { nodesOf } from './bursts.ts';
import { perObject } from './remember.ts';
import { leaving } from './ways.ts';

interface Step {
  readonly to: string;
  readonly ms: number;
}

/** The step on from each node where only one is possible, or where time alone decides how long it takes. */
const certainSteps = perObject((journey: Journey) => {
  const edges = leaving(journey);
  return new Map(
    journey.nodes.flatMap((node) => {
      const step = certainStep(node, edges.get(node.id) ?? []);
      return step === undefined ? [] : [[node.id, step] as const];
    }),
  );
});

function certainStep(node: Node, edges: readonly Edge[]): Step | undefined {
  switch (node.kind) {
    case 'wait':
      return timeout(node, edges);
    case 'send':
    case 'set':
    case 'consent':
    case 'emit': {
      const next = edges.find(({ on }) => on === 'next');
      return next === undefined ? undefined : { to: next.to, ms: 0 };
    }
    default:
      return undefined;
  }
}

/** Of a wait whose time is written out: what follows when it is over, whatever else could have ended it before. */
function timeout({ arms }: Extract<Node, { kind: 'wait' }>, edges: readonly Edge[]): Step | undefined {
  let shortest: Step | undefined;
  for (const [index, arm] of arms.entries()) {
    if (arm.kind === 'at' || (arm.kind === 'after' && arm.duration.op !== 'literal')) return undefined;
    if (arm.kind !== 'after') continue;
    const { duration, during, without } = arm;
    if (duration.op !== 'literal' || typeof duration.value !== 'number') return undefined;
    if (during !== undefined || without !== undefined) return undefined;
    const edge = edges.find((each) => each.on === 'arm' && each.index === index);
    if (edge === undefined) return undefined;
    if (shortest === undefined || duration.value < shortest.ms) shortest = { to: edge.to, ms: duration.value };
  }
  return shortest;
}

/** The wanted sends from this one on that come less than `withinMs` after it. */
export function timedBurst(
  journey: Journey,
  from: SendNode,
  wanted: ReadonlySet<Node>,
  withinMs: number,
): readonly SendNode[] {
  const steps = certainSteps(journey);
  const nodes = nodesOf(journey);
  const seen = new Set<string>();
  const run: SendNode[] = [];
  let ms = 0;
  for (let id: string = from.id; !seen.has(id); ) {
    seen.add(id);
    const node = nodes.get(id);
    if (node?.kind === 'send' && wanted.has(node)) run.push(node);
    const step = steps.get(id);
    if (step === undefined) break;
    ms += step.ms;
    if (ms >= withinMs) break;
    id = step.to;
  }
  return run;
}
