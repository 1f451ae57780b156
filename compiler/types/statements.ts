/** One switch over all statements. Each returns what is known after it. */
import { holdsStep } from '../names/reach.ts';
import type { Block, Statement, StepStatement } from '../syntax/tree.ts';
import * as branches from './branches.ts';
import { chooseCase } from './choose.ts';
import { type Env, withFacts } from './context.ts';
import { countdown } from './countdowns.ts';
import { decide } from './decisions.ts';
import { expectCondition } from './expect.ts';
import type { Flow, Walk } from './flow.ts';
import { meet } from './flow.ts';
import { handoff } from './handoffs.ts';
import { continuation } from './jumps.ts';
import { customersSignal, lookUp } from './names.ts';
import { proves } from './narrow.ts';
import { call } from './outside.ts';
import { checkRecord } from './records.ts';
import { run } from './runs.ts';
import { send } from './sending.ts';
import { set } from './sets.ts';
import { wait } from './waits.ts';

export function block(w: Walk, statements: Block, env: Env): Flow {
  let now = env;
  let leaves = false;
  const seen = { start: statements.start, end: statements.end, scope: env.scope };
  w.c.facts.scopes.push(seen);
  for (const statement of statements.statements) {
    const flow = one(w, statement, now);
    now = flow.env;
    leaves = (leaves && !holdsStep(statement)) || flow.leaves;
  }
  seen.scope = now.scope;
  return { env: now, leaves };
}

function one(w: Walk, statement: Statement, env: Env): Flow {
  const { c } = w;
  switch (statement.kind) {
    case 'Send':
      return send(w, statement, env);
    case 'Wait':
      return wait(w, statement.form, env);
    case 'If': {
      expectCondition(c, statement.condition, env);
      const yes = withFacts(env, proves(c, statement.condition, true));
      const no = withFacts(env, proves(c, statement.condition, false));
      const then = blockIn(w, statement.then, yes);
      const otherwise = statement.otherwise === undefined ? stay(no) : blockIn(w, statement.otherwise, no);
      return meet(env, [then, otherwise]);
    }
    case 'Choose':
      return chooseCase(w, statement, env);
    case 'Handoff':
      return handoff(w, statement, env);
    case 'Run':
      return run(w, statement, env);
    case 'Call':
      return call(w, statement, env);
    case 'Together':
      return branches.together(w, statement, env);
    case 'Repeat':
      return branches.repeat(w, statement, env);
    case 'Each':
      return branches.each(w, statement, env);
    case 'Experiment':
      return branches.experiment(w, statement, env);
    case 'Decide':
      return decide(w, statement, env);
    case 'Emit': {
      const signal = customersSignal(c, statement.signal);
      if (signal !== undefined) checkRecord(c, statement.signal, statement.fields, signal, env);
      return stay(env);
    }
    case 'Set':
      return stay(set(c, statement, env));
    case 'Consent': {
      lookUp(c, 'purpose', statement.purpose);
      if (statement.channel !== undefined) lookUp(c, 'channel', statement.channel);
      return stay(env);
    }
    case 'Step':
      return step(w, statement, env);
    case 'Countdown':
      return countdown(w, statement, env);
    case 'GoTo':
    case 'Finish':
      continuation(w, statement, env);
      return { env, leaves: true };
    case 'Invalid':
      return stay(env);
  }
}

function stay(env: Env): Flow {
  return { env, leaves: false };
}

/** A block with a scope of its own. */
function blockIn(w: Walk, statements: Block, env: Env): Flow {
  const flow = block(w, statements, env);
  return { env: { ...flow.env, scope: env.scope }, leaves: flow.leaves };
}

/** A step that is jumped to knows only what every way to it knows. */
function step(w: Walk, statement: StepStatement, env: Env): Flow {
  const name = statement.name.text;
  if (!w.reach.targets.has(name)) return blockIn(w, statement.body, env);
  const unsure = new Set([...env.unsure, ...(w.reach.unsure.get(name) ?? [])]);
  return blockIn(w, statement.body, { ...env, facts: w.base, unsure, never: w.reach.never.get(name) ?? env.never });
}
