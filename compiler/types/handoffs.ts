/** Handing over to people: what they are told, what is shared, and what comes back. */
import * as say from '../diagnostics/catalogue.gen.ts';
import { bindingsIn } from '../names/scope.ts';
import type { HandoffStatement, Share } from '../syntax/tree.ts';
import { checkDuring } from './calendars.ts';
import { type Env, report } from './context.ts';
import { constantDuration, expectType } from './expect.ts';
import { type Flow, makeBinding, meet, type Walk } from './flow.ts';
import { lookUp, nearName } from './names.ts';
import { afterTime } from './narrow.ts';
import { types } from './type.ts';

export const handoffOutcomes = ['resolved', 'returned'];
export const approvalOutcomes = ['approved', 'rejected'];

export function handoff(w: Walk, statement: HandoffStatement, env: Env): Flow {
  const { c } = w;
  lookUp(c, 'team', statement.team);
  const known = bindingsIn(env.scope).filter((binding) => !env.never.has(binding.at));
  c.facts.known.set(statement, known.reverse());
  if (statement.because !== undefined) expectType(c, statement.because, env, types.text);
  for (const share of statement.share) checkShare(w, share, env);
  if (statement.within !== undefined) {
    constantDuration(c, statement.within.duration, env);
    checkDuring(c, statement.within.during);
    if (statement.within.escalateTo !== undefined) lookUp(c, 'team', statement.within.escalateTo);
  }
  const after = afterTime(env);
  // The alias stands for the task, by its id.
  const bound = statement.alias === undefined ? after : makeBinding(w, after, statement.alias, 'task', types.id);
  const seen = new Set<string>();
  const ways: Flow[] = [];
  const outcomes = statement.approval === true ? approvalOutcomes : handoffOutcomes;
  for (const arm of statement.arms) {
    const outcome = arm.outcome.text;
    if (outcome !== '' && !outcomes.includes(outcome)) {
      report(
        c,
        arm.outcome,
        say.unknownName({
          kind: statement.approval === true ? 'answer to a request' : 'answer of a handoff',
          name: outcome,
        }),
        nearName(arm.outcome, outcomes),
      );
    } else if (seen.has(outcome)) report(c, arm.outcome, say.caseTwice({ text: outcome }));
    seen.add(outcome);
    const flow = w.block(w, arm.body, bound);
    ways.push({ env: { ...flow.env, scope: bound.scope }, leaves: flow.leaves });
  }
  if (statement.approval === true && !approvalOutcomes.every((outcome) => seen.has(outcome))) {
    report(c, statement.team, say.approvalUncovered());
  }
  if (!outcomes.every((outcome) => seen.has(outcome))) ways.push({ env: bound, leaves: false });
  return meet(bound, ways);
}

function checkShare(w: Walk, share: Share, env: Env): void {
  const { c } = w;
  switch (share.kind) {
    case 'ShareValue':
      c.infer(share.value, env);
      return;
    case 'ShareContacts':
      if (share.window?.kind === 'InLast') constantDuration(c, share.window.duration, env);
      else if (share.window !== undefined) report(c, share.window, say.contactsWindow());
      return;
    case 'ShareJourney':
    case 'ShareProfile':
      return;
  }
}
