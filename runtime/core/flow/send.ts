/** Sending to the journey's own customer, or to a team. */
import type { SendNode } from '../compile/nodes.ts';
import {
  because,
  type Context,
  decide,
  frameOf,
  ownVariables,
  type Running,
  type Step,
  variablesOf,
} from './context.ts';
import { given, noValueFor } from './given.ts';
import { judge } from './judge.ts';
import { passOn } from './parcels.ts';
import { letterTo, letterToTeam, type Post, postTo, postToTeam } from './post.ts';
import { noteTried } from './tried.ts';
import { aheadOf } from './voices.ts';

export function trySend(context: Context, found: Running, node: SendNode): Step {
  // In a loop its name stood for what went out a round before, which would be opened already where nothing goes out now.
  if (node.as !== null && variablesOf(found)[node.as] !== undefined) ownVariables(found)[node.as] = null;
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
  const verdict = judge(node, program, frame, { held: found.at.held !== null, ahead: aheadOf(context, found) });
  const subject = node.message.name;
  switch (verdict.kind) {
    case 'send': {
      const { channel, to, passed } = verdict;
      const { post, lacks } = postOf(context, found, node);
      const letter = letterTo(program, post, channel.name, frame);
      const lacked = lacks ?? letter.lacks;
      if (lacked !== null) return dropLacking(context, found, node, lacked);
      decide(context, program, 'sent', [...passed, because(node.rule)], { instance, subject, outcome: channel.name });
      if (node.as !== null) ownVariables(found)[node.as] = { id: post.id, channel: channel.name };
      postTo(context, post, { channel: channel.name, to }, letter);
      noteTried(context, found, { what: subject, came: 'sent', on: channel.name, id: post.id });
      return { go: node.next };
    }
    case 'hold': {
      const { held } = verdict;
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
      noteTried(context, found, { what: subject, came: `dropped: ${verdict.outcome}` });
      return { go: node.failed ?? node.next };
  }
}

/** A team needs no consent, and no policy stands above it: those are about customers. */
function sendToTeam(context: Context, found: Running, node: SendNode, team: string): Step {
  const { instance, program } = found;
  const { post, lacks } = postOf(context, found, node);
  const letter = letterToTeam(program, post, frameOf(context, found));
  const lacked = lacks ?? letter.lacks;
  if (lacked !== null) return dropLacking(context, found, node, lacked);
  const channel = postToTeam(context, post, team, letter);
  if (node.as !== null) ownVariables(found)[node.as] = { id: post.id, channel, other: true };
  decide(context, program, 'sent', [because(node.rule)], { instance, subject: node.message.name, outcome: channel });
  noteTried(context, found, { what: node.message.name, came: 'sent', on: channel, id: post.id });
  return { go: node.next };
}

function dropLacking(context: Context, found: Running, node: SendNode, lacked: string): Step {
  const about = { instance: found.instance, subject: node.message.name, outcome: noValueFor(lacked) };
  decide(context, found.program, 'dropped', [because(node.rule)], about);
  noteTried(context, found, { what: about.subject, came: `dropped: ${about.outcome}` });
  return { go: node.failed ?? node.next };
}

function postOf(
  context: Context,
  found: Running,
  node: SendNode,
): { readonly post: Post; readonly lacks: string | null } {
  const { values, lacks } = given(node.arguments, node.message.parameters, frameOf(context, found));
  const post = {
    id: `m-${context.seq}-${context.effects.length}`,
    instance: found.instance.id,
    journey: found.journey.name,
    message: node.message,
    arguments: values,
  };
  return { post, lacks };
}
