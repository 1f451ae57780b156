/** Several ways: at once, round after round, by chance. */
import * as say from '../diagnostics/catalogue.gen.ts';
import { referenceIds } from '../names/references.ts';
import type {
  Block,
  EachStatement,
  ExperimentStatement,
  Name,
  RepeatStatement,
  TogetherStatement,
} from '../syntax/tree.ts';
import { type Env, refer, report, sourceOf } from './context.ts';
import { constantInteger, expectCondition, expectType, mayBeAbsent, mismatch, percentValue } from './expect.ts';
import { type Flow, makeBinding, meet, type Walk } from './flow.ts';
import { afterTime } from './narrow.ts';
import { isError, type Type, types } from './type.ts';

export function together(w: Walk, statement: TogetherStatement, env: Env): Flow {
  const { c } = w;
  const { branches, until } = statement;
  if (branches.length < 2) {
    report(c, { start: statement.start, end: statement.start + 'together'.length }, say.tooFewBranches());
  }
  if (until?.count !== undefined) {
    const wanted = constantInteger(c, until.count, env, 1);
    if (wanted !== undefined && wanted > branches.length) {
      report(c, until.count, say.moreThanBranches({ wanted, branches: branches.length }));
    }
  }
  const after = afterTime(env);
  const flows = branches.map((branch) => inBranch(w, branch, after));
  // What is bound or proven in one branch is not known after all of them.
  return { env: after, leaves: flows.length > 0 && flows.every((flow) => flow.leaves) };
}

/** A branch has a position of its own: no `go to` leads out of it or into it. */
function inBranch(w: Walk, branch: Block, env: Env): Flow {
  return w.block({ ...w, region: branch }, branch, env);
}

export function repeat(w: Walk, statement: RepeatStatement, env: Env): Flow {
  const { c } = w;
  // All of it is looked at again before every round.
  const inside = afterTime(env);
  expectType(c, statement.times, inside, types.integer);
  if (statement.every !== undefined) expectType(c, statement.every, inside, types.duration);
  if (statement.until !== undefined) expectCondition(c, statement.until, inside);
  w.block(w, statement.body, inside);
  return { env: inside, leaves: false };
}

export function each(w: Walk, statement: EachStatement, env: Env): Flow {
  const { c } = w;
  const type = c.infer(statement.list, env);
  let item: Type = types.error;
  if (type.kind === 'list') item = type.of;
  else if (type.kind === 'optional' && type.of.kind === 'list') mayBeAbsent(c, statement.list);
  else if (!isError(type)) mismatch(c, statement.list, type, { kind: 'list', of: types.nothing });
  const after = afterTime(env);
  const inside = makeBinding(w, after, statement.alias, 'item', item);
  if (statement.together) inBranch(w, statement.body, inside);
  else w.block(w, statement.body, inside);
  return { env: after, leaves: false };
}

export function experiment(w: Walk, statement: ExperimentStatement, env: Env): Flow {
  const { c } = w;
  refer(c, statement.name, referenceIds.experiment(statement.name.text), true);
  const seen = new Map<string, Name>();
  const shares = [...(statement.holdout === undefined ? [] : [statement.holdout.share])];
  for (const { name, share } of statement.variants) {
    shares.push(share);
    refer(c, name, referenceIds.variant(statement.name.text, name.text), true);
    const first = seen.get(name.text);
    if (first !== undefined || name.text === 'holdout') {
      report(c, name, say.duplicateName({ kind: 'variant', name: name.text }), {
        ...(first === undefined ? {} : { related: [{ span: first, message: 'It is here already.' }] }),
      });
    } else if (name.text !== '') seen.set(name.text, name);
  }
  let sum = 0;
  let known = true;
  for (const share of shares) {
    const good = !isError(expectType(c, share, env, types.percent));
    const value = percentValue(share);
    if (good && value !== undefined) sum += value;
    else known = false;
  }
  const total = Math.round(sum * 1e6) / 1e4;
  if (known && total !== 100) report(c, statement.name, say.sharesNotWhole({ sum: `${total}%` }));
  const ways = statement.variants.map((variant) => inner(w, variant.body, env));
  const { holdout } = statement;
  if (holdout?.body !== undefined) ways.push(inner(w, holdout.body, env));
  for (const { share } of statement.variants)
    if (percentValue(share) === 0) report(c, share, say.emptyShare({ text: sourceOf(c, share) }));
  return meet(env, ways);
}

function inner(w: Walk, body: Block, env: Env): Flow {
  const flow = w.block(w, body, env);
  return { env: { ...flow.env, scope: env.scope }, leaves: flow.leaves };
}
