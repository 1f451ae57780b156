/** What a node of a journey computes, whatever kind of node it is. */
import { unreachable } from '../graph/lower/context.ts';
import type { Arm, Expression, Moment, Node, Share } from '../graph/types.ts';
import { expressionsOfTrigger } from './causes.ts';

export function expressionsOfNode(node: Node): readonly Expression[] {
  switch (node.kind) {
    case 'branch':
      return [node.condition.expression];
    case 'choose':
      return [node.subject, ...node.cases.flat()];
    case 'send':
      return node.to?.kind === 'customer' ? [...node.arguments, node.to.value] : node.arguments;
    case 'call':
    case 'run':
      return node.arguments;
    case 'set':
      return [node.value];
    case 'decide':
      return node.arguments ?? [];
    case 'emit':
      return node.fields.map(({ value }) => value);
    case 'handoff':
      return [...(node.because === undefined ? [] : [node.because]), ...node.share.flatMap(expressionsOfShare)];
    case 'wait':
      return node.arms.flatMap(expressionsOfArm);
    case 'each':
      return [node.list];
    case 'repeat': {
      const { times, every, until } = node;
      return [times, ...(every === undefined ? [] : [every]), ...(until === undefined ? [] : [until.expression])];
    }
    case 'finish':
      return node.value === undefined ? [] : [node.value];
    case 'consent':
    case 'together':
    case 'again':
    case 'join':
    case 'experiment':
      return [];
    default:
      return unreachable(node);
  }
}

function expressionsOfShare(share: Share): readonly Expression[] {
  return share.kind === 'value' ? [share.value] : [];
}

function expressionsOfArm(arm: Arm): readonly Expression[] {
  switch (arm.kind) {
    case 'signal':
      return expressionsOfTrigger(arm.trigger);
    case 'condition':
      return [arm.condition.expression];
    case 'after':
      return [arm.duration, ...expressionsOfTrigger(arm.without)];
    case 'at':
      return expressionsOfMoment(arm.moment);
    case 'message':
      return [];
    default:
      return unreachable(arm);
  }
}

/** Without the zone: that is the customer's, unless said otherwise. */
function expressionsOfMoment(moment: Moment): readonly Expression[] {
  if (moment.kind === 'time') return [moment.time];
  return [...(moment.days === undefined ? [] : [moment.days]), moment.clock];
}
