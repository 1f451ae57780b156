/** Sending: to whom, on which channels, and what follows. */
import * as say from '../diagnostics/catalogue.gen.ts';
import { referenceIds } from '../names/references.ts';
import type { Arm, Name, Recipient, SendStatement } from '../syntax/tree.ts';
import { checkArguments } from './calls.ts';
import { type Check, type Env, refer, report, sourceOf } from './context.ts';
import { type Flow, makeBinding, meet, type Walk } from './flow.ts';
import { continuation } from './jumps.ts';
import { lookUp, nearName } from './names.ts';
import { afterTime } from './narrow.ts';
import { fits, isError, present, show, type Type, types } from './type.ts';
import { identityKeys } from './values.ts';
import { race } from './waits.ts';

export function send(w: Walk, statement: SendStatement, env: Env): Flow {
  const { c } = w;
  const message = isChannelFirst(c, statement.message) ? undefined : lookUp(c, 'message', statement.message);
  if (message === undefined) for (const argument of statement.arguments) c.infer(argument, env);
  else {
    const wanted = c.signatures.parameters(message.id, c.scope.deps).map((parameter) => parameter.type);
    checkArguments(c, { name: statement.message, arguments: statement.arguments }, env, wanted);
  }
  for (const channel of statement.channels) lookUp(c, 'channel', channel);
  checkRecipient(c, statement, env);
  // A policy may hold the message, and the journey with it.
  const after = afterTime(env);
  continuation(w, statement.otherwise, after);
  const sent = statement.alias === undefined ? after : makeBinding(w, after, statement.alias, 'sent', types.id);
  if (statement.arms === undefined) return { env: sent, leaves: false };
  const flow = race(w, statement.arms, sent, true);
  // What is not waited for below, and what cannot be sent and goes on, passes by the arms.
  const passes = !waitsBelow(statement.arms) || statement.otherwise?.kind === 'GoOn';
  const met = passes ? meet(sent, [{ env: sent, leaves: false }, flow]) : flow;
  return { env: { ...met.env, scope: sent.scope }, leaves: met.leaves };
}

/** `send email Explained(bill)` */
function isChannelFirst(c: Check, name: Name): boolean {
  if (c.index.lookup(['message'], name.text, c.scope).kind !== 'unknown') return false;
  if (c.index.lookup(['channel'], name.text, c.scope).kind !== 'found') return false;
  const hint = `\`${name.text}\` is a channel. The message comes first: \`send MESSAGE on ${name.text}\`.`;
  report(c, name, say.unknownName({ kind: 'message', name: name.text }), { hint });
  return true;
}

/** That a message is held is known at once: only for the rest there is something to wait for. */
export function waitsBelow(arms: readonly Arm[]): boolean {
  return arms.length === 0 || arms.some((arm) => arm.kind !== 'MessageArm' || arm.what.text !== 'held');
}

function checkRecipient(c: Check, { to, message, channels }: SendStatement, env: Env): void {
  if (to?.kind === 'ToTeam') {
    const team = lookUp(c, 'team', to.team);
    if (team?.node.kind === 'Team' && team.node.via === undefined) {
      report(c, to.team, say.teamWithoutVia({ name: to.team.text }), {
        related: [{ declaration: team.id, message: 'The team is here.' }],
      });
    }
    const [first] = channels;
    if (first !== undefined) report(c, first, say.teamHasOwnWay({ team: to.team.text }));
    return;
  }
  if (channels.length === 0 && c.facts.symbols.has(message))
    report(c, message, say.sendWithoutChannel({ name: message.text }));
  if (to !== undefined) checkCustomer(c, to, env);
}

/** A customer by the value of an identity key; one that may be absent names nobody then, which is as if nobody had it. */
function checkCustomer(c: Check, to: Extract<Recipient, { kind: 'ToCustomer' }>, env: Env): void {
  const type = c.infer(to.value, env, types.text);
  if (!isError(type) && !fits(present(type), types.text)) {
    const expected = 'the value of an identity key (text)';
    report(c, to.value, say.wrongType({ text: sourceOf(c, to.value), found: show(type), expected }));
  }
  const keys = identityKeys(c);
  if (to.key !== undefined) {
    if (keys.includes(to.key.text)) refer(c, to.key, referenceIds.key(to.key.text));
    else if (to.key.text !== '') {
      report(c, to.key, say.unknownName({ kind: 'identity key', name: to.key.text }), nearName(to.key, keys));
    }
  } else if (!isError(type) && keyMeant(keys, type) === undefined) {
    report(c, to.value, say.keyNotClear({ keys: keys.map((key) => `\`${key}\``).join(', ') }));
  }
}

/** The key that a value names a customer by where none is written: the one of its type, else `user_id`, else the only one. */
export function keyMeant(keys: readonly string[], type: Type): string | undefined {
  const { kind } = present(type);
  if ((kind === 'email' || kind === 'phone') && keys.includes(kind)) return kind;
  if (keys.includes('user_id')) return 'user_id';
  return keys.length === 1 ? keys[0] : undefined;
}
