/** Sending to the journey's own customer, or to a team. */
import type { SendNode } from '../compile/nodes.ts';
import { because, type Context, decide, frameOf, ownVariables, type Running, type Step } from './context.ts';
import { judge, latest } from './judge.ts';
import { passOn } from './parcels.ts';
import { type Post, postTo, postToTeam } from './post.ts';

export function trySend(context: Context, found: Running, node: SendNode): Step {
  switch (node.to?.kind) {
    case undefined:
      return sendOn(context, found, node);
    case 'team':
      return sendToTeam(context, found, node, node.to.team);
    case 'customer':
      return passOn(context, found, node, node.to);
  }
}

function sendOn(context: Context, found: Running, node: SendNode): Step {
  const { instance, program } = found;
  const frame = frameOf(context, found);
  const verdict = judge(node, program, frame);
  const subject = node.message.name;
  switch (verdict.kind) {
    case 'send': {
      const { channel, to, passed } = verdict;
      decide(context, program, 'sent', [...passed, because(node.rule)], { instance, subject, outcome: channel.name });
      const post = postOf(context, found, node);
      if (node.as !== null) ownVariables(found)[node.as] = { id: post.id, channel: channel.name };
      postTo(context, program, post, { channel: channel.name, to }, frame);
      return { go: node.next };
    }
    case 'hold': {
      const held = latest(verdict.against);
      const before = found.at.held;
      const changed = before?.until !== held.until || before.policy !== held.policy;
      const reasons = [...verdict.against.map((objection) => objection.because), because(node.rule)];
      if (changed)
        decide(context, program, before === null ? 'held' : 'still_held', reasons, {
          instance,
          subject,
          outcome: held.policy,
        });
      if (node.held !== null) return { go: node.held };
      found.at.held = held;
      return 'stay';
    }
    case 'drop':
      decide(context, program, 'dropped', [...verdict.reasons, because(node.rule)], {
        instance,
        subject,
        outcome: verdict.outcome,
      });
      return { go: node.failed ?? node.next };
  }
}

/** A team needs no consent, and no policy stands above it: those are about customers. */
function sendToTeam(context: Context, found: Running, node: SendNode, team: string): Step {
  const { instance, program } = found;
  const post = postOf(context, found, node);
  const channel = postToTeam(context, program, post, team, frameOf(context, found));
  if (node.as !== null) ownVariables(found)[node.as] = { id: post.id, channel, other: true };
  decide(context, program, 'sent', [because(node.rule)], { instance, subject: node.message.name, outcome: channel });
  return { go: node.next };
}

function postOf(context: Context, found: Running, node: SendNode): Post {
  const frame = frameOf(context, found);
  return {
    id: `m-${context.seq}-${context.effects.length}`,
    instance: found.instance.id,
    journey: found.journey.name,
    message: node.message,
    arguments: node.arguments.map((argument) => argument(frame, null)),
  };
}
