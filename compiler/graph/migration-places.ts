/** What a place in a journey is: its step, its kind, and what it does or waits for. Its times, texts and conditions may change. */
import type { Arm, Journey, Node } from './types.ts';

/** Equal for places that can stand for each other. */
export function signatureOf(journey: Journey, node: Node): string {
  return JSON.stringify([node.step ?? '', node.kind, ...traitsOf(journey, node)]);
}

/** As reasons call it: `wait for Paid in step reminded`. */
export function nodeText({ label, step }: Node): string {
  return `\`${label}\`${step === undefined ? '' : ` in step ${step}`}`;
}

function traitsOf(journey: Journey, node: Node): readonly unknown[] {
  switch (node.kind) {
    case 'wait':
      return node.arms.map(armTraits);
    case 'send':
      return [node.message, node.to?.kind === 'team' ? node.to.team : (node.to?.kind ?? 'self')];
    case 'handoff':
      return [node.team, node.approval === true];
    case 'call':
      return [node.action];
    case 'run':
      return [node.journey, node.waits];
    case 'together':
      return [node.branches, node.until];
    case 'each':
      return [node.together];
    case 'again':
    case 'join': {
      const begun = journey.nodes.find(({ id }) => id === node.of);
      return begun === undefined ? [] : [begun.kind, ...traitsOf(journey, begun)];
    }
    case 'experiment':
      return [node.name];
    case 'decide':
      return [node.decision];
    case 'branch':
    case 'choose':
    case 'set':
    case 'consent':
    case 'repeat':
    case 'emit':
    case 'finish':
      return [];
  }
}

/** Deadlines are kept by the place of their arm, so that all arms have to be there in their order. */
function armTraits(arm: Arm): readonly unknown[] {
  switch (arm.kind) {
    case 'signal':
      return [arm.kind, arm.trigger.signal];
    case 'message':
      return [arm.kind, arm.of, arm.what, arm.link ?? null];
    case 'condition':
    case 'after':
      return [arm.kind];
    case 'at':
      return [arm.kind, arm.moment.kind];
  }
}
