/** One switch over all statements: each takes the ways that lead to it and returns those that lead on. */
import type { Block, ChooseStatement, IfStatement, Statement } from '../../syntax/tree.ts';
import type { ConsentNode, SetNode } from '../types.ts';
import * as branches from './branches.ts';
import { exit, joined, nowhere, type Open } from './builder.ts';
import { condition } from './conditions.ts';
import { folded, graphType, type Lowering, nameOf, placeOf, textOf, unreachable } from './context.ts';
import { countdown } from './countdowns.ts';
import { emit } from './emits.ts';
import { lower, typeOf } from './expressions.ts';
import { handoff } from './handoffs.ts';
import { call } from './outside.ts';
import { run } from './runs.ts';
import { send } from './sending.ts';
import { wait } from './waits.ts';
import { continuation, spanOf, type Walk } from './walk.ts';

export function block(w: Walk, statements: Block, step: string | undefined, from: Open): Open {
  let open = from;
  for (const statement of statements.statements) open = one(w, statement, step, open);
  return open;
}

function one(w: Walk, statement: Statement, step: string | undefined, from: Open): Open {
  const { l, builder } = w;
  const place = placeOf(l, statement);
  switch (statement.kind) {
    case 'Send':
      return send(w, statement, step, from);
    case 'Wait':
      return wait(w, statement, step, from);
    case 'Countdown':
      return countdown(w, statement, step, from);
    case 'If':
      return ifElse(w, statement, step, from);
    case 'Choose':
      return choose(w, statement, step, from);
    case 'Handoff':
      return handoff(w, statement, step, from);
    case 'Run':
      return run(w, statement, step, from);
    case 'Call':
      return call(w, statement, step, from);
    case 'Together':
      return branches.together(w, statement, step, from);
    case 'Repeat':
      return branches.repeat(w, statement, step, from);
    case 'Each':
      return branches.each(w, statement, step, from);
    case 'Experiment':
      return branches.experiment(w, statement, step, from);
    case 'Decide':
      return branches.decide(w, statement, step, from);
    case 'Emit':
      return emit(w, statement, step, from);
    case 'Set': {
      const id = builder.add(setNode(l, statement), { step, label: textOf(l, statement), place }, from);
      return exit(id, 'next', '', place);
    }
    case 'Consent': {
      const id = builder.add(consentNode(l, statement), { step, label: textOf(l, statement), place }, from);
      return exit(id, 'next', '', place);
    }
    case 'Step': {
      const inside = joined(from, { edges: [], steps: [statement.name.text] });
      return block(w, statement.body, statement.name.text, inside);
    }
    case 'GoTo':
    case 'Finish':
      continuation(w, statement, step, from);
      return nowhere;
    case 'Invalid':
      return from;
    default:
      return unreachable(statement);
  }
}

export function setNode(
  l: Lowering,
  statement: Extract<Statement, { kind: 'Set' }>,
): Pick<SetNode, 'kind' | 'field' | 'value'> {
  const field = statement.target.kind === 'Member' ? statement.target.name.text : '';
  return { kind: 'set', field, value: lower(l, statement.value) };
}

export function consentNode(
  l: Lowering,
  statement: Extract<Statement, { kind: 'Consent' }>,
): Pick<ConsentNode, 'kind' | 'action' | 'purpose' | 'channel'> {
  const node = { kind: 'consent', action: statement.action, purpose: nameOf(l, statement.purpose) } as const;
  return statement.channel === undefined ? node : { ...node, channel: nameOf(l, statement.channel) };
}

function ifElse(w: Walk, statement: IfStatement, step: string | undefined, from: Open): Open {
  const { l, builder } = w;
  const judged = condition(l, statement.condition);
  const id = builder.add(
    { kind: 'branch', condition: judged },
    { step, label: judged.text, place: judged.place },
    from,
  );
  const yes = w.block(w, statement.then, step, exit(id, 'yes', 'yes', placeOf(l, statement.then)));
  const no = exit(id, 'no', 'no', placeOf(l, statement.otherwise ?? statement.condition));
  return joined(yes, statement.otherwise === undefined ? no : w.block(w, statement.otherwise, step, no));
}

function choose(w: Walk, statement: ChooseStatement, step: string | undefined, from: Open): Open {
  const { l, builder } = w;
  const subjectText = textOf(l, statement.subject);
  const id = builder.add(
    {
      kind: 'choose',
      subject: lower(l, statement.subject),
      subjectText,
      type: graphType(l.program, typeOf(l, statement.subject)),
      cases: statement.cases.map((each) => each.values.map((value) => lower(l, value))),
    },
    { step, label: `choose ${subjectText}`, place: placeOf(l, spanOf(statement, statement.subject)) },
    from,
  );
  const ways = statement.cases.map((each, index) => {
    const label = each.values.map((value) => folded(textOf(l, value))).join(', ');
    return w.block(
      w,
      each.body,
      step,
      exit(id, 'case', label, placeOf(l, spanOf(each, each.values.at(-1) ?? each)), index),
    );
  });
  if (statement.otherwise !== undefined) {
    const open = exit(id, 'otherwise', 'otherwise', placeOf(l, statement.otherwise));
    ways.push(w.block(w, statement.otherwise, step, open));
  }
  return joined(...ways);
}
