/** Messages that one instance sends within a length of time, however it fares: over waits of known length, round after round. */
import type { Edge, Expression, Journey, Node, SendNode } from '../graph/types.ts';
import { nodesOf } from './bursts.ts';
import { perObject } from './remember.ts';
import { leaving } from './ways.ts';

interface Step {
  readonly to: string;
  readonly ms: number;
  /** of the end of a round: how many there are, and where it goes on behind the last one */
  readonly rounds?: { readonly count: number; readonly over: string | undefined };
}

/** The step on from each node where only one is possible, or where time alone decides how long it takes. */
const certainSteps = perObject((journey: Journey) => {
  const edges = leaving(journey);
  return new Map(
    journey.nodes.flatMap((node) => {
      const step = certainStep(journey, node, edges.get(node.id) ?? []);
      return step === undefined ? [] : [[node.id, step] as const];
    }),
  );
});

function certainStep(journey: Journey, node: Node, edges: readonly Edge[]): Step | undefined {
  switch (node.kind) {
    case 'wait':
      return timeout(node, edges);
    case 'send':
    case 'set':
    case 'consent':
    case 'emit':
      return stepAlong(edges, 'next', 0);
    case 'repeat':
      return stepAlong(edges, 'round', 0);
    case 'again':
      return nextRound(nodesOf(journey).get(node.of), edges);
    default:
      return undefined;
  }
}

function stepAlong(edges: readonly Edge[], on: Edge['on'], ms: number): Step | undefined {
  const edge = edges.find((each) => each.on === on);
  return edge === undefined ? undefined : { to: edge.to, ms };
}

/** Where times and length are written out, whatever could have ended it before. */
function nextRound(begun: Node | undefined, edges: readonly Edge[]): Step | undefined {
  if (begun?.kind !== 'repeat') return undefined;
  const [count, ms] = [numberOf(begun.times), begun.every === undefined ? 0 : numberOf(begun.every)];
  if (count === undefined || ms === undefined) return undefined;
  const step = stepAlong(edges, 'round', ms);
  return step && { ...step, rounds: { count, over: stepAlong(edges, 'next', 0)?.to } };
}

function numberOf(e: Expression): number | undefined {
  return e.op === 'literal' && typeof e.value === 'number' ? e.value : undefined;
}

/** Of a wait whose time is written out: what follows when it is over, whatever else could have ended it before. */
function timeout({ arms }: Extract<Node, { kind: 'wait' }>, edges: readonly Edge[]): Step | undefined {
  let shortest: Step | undefined;
  for (const [index, arm] of arms.entries()) {
    if (arm.kind === 'at') return undefined;
    if (arm.kind !== 'after') continue;
    const ms = numberOf(arm.duration);
    if (ms === undefined || arm.during !== undefined || arm.without !== undefined) return undefined;
    const edge = edges.find((each) => each.on === 'arm' && each.index === index);
    if (edge === undefined) return undefined;
    if (shortest === undefined || ms < shortest.ms) shortest = { to: edge.to, ms };
  }
  return shortest;
}

/** Rounds in which nothing wanted is sent can be many. */
const mostSteps = 1000;

/** The wanted sends from this one on that come less than `withinMs` after it, as far as there are more of them than `most`. */
export function timedBurst(
  journey: Journey,
  from: SendNode,
  wanted: ReadonlySet<Node>,
  { withinMs, most }: { readonly withinMs: number; readonly most: number },
): readonly SendNode[] {
  const steps = certainSteps(journey);
  const nodes = nodesOf(journey);
  const rounds = new Map<string, number>();
  const run: SendNode[] = [];
  let seen = new Set<string>();
  let ms = 0;
  let id: string | undefined = from.id;
  for (let passed = 0; id !== undefined && !seen.has(id) && passed < mostSteps && run.length <= most; passed++) {
    seen.add(id);
    const node = nodes.get(id);
    if (node?.kind === 'send' && wanted.has(node)) run.push(node);
    const step = steps.get(id);
    if (step === undefined) break;
    const round = (rounds.get(id) ?? 0) + 1;
    if (step.rounds !== undefined && round >= step.rounds.count) {
      rounds.delete(id);
      id = step.rounds.over;
      continue;
    }
    if (step.rounds !== undefined) {
      rounds.set(id, round);
      seen = new Set();
    }
    ms += step.ms;
    if (ms >= withinMs) break;
    id = step.to;
  }
  return run;
}
