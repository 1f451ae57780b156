/** Several ways: at once, round after round, by chance, by worth. */

import type {
  Block,
  DecideStatement,
  EachStatement,
  ExperimentStatement,
  RepeatStatement,
  TogetherStatement,
} from '../../syntax/tree.ts';
import { percentValue } from '../../types/expect.ts';
import { exit, joined, type Open } from './builder.ts';
import { condition } from './conditions.ts';
import { bindingOf, nameOf, placeOf, textOf } from './context.ts';
import { constantNumber, lower } from './expressions.ts';
import { spanOf, type Walk } from './walk.ts';

export function together(w: Walk, statement: TogetherStatement, step: string | undefined, from: Open): Open {
  const { l, builder } = w;
  const branches = statement.branches.length;
  const { until } = statement;
  const wanted = until?.count === undefined ? (until?.word === 'any' ? 1 : branches) : constantNumber(until.count);
  const place = placeOf(l, { start: statement.start, end: statement.start + 'together'.length });
  const label = `together, until ${wanted === branches ? 'all' : wanted === 1 ? 'any' : wanted}`;
  const id = builder.add({ kind: 'together', branches, until: wanted }, { step, label, place }, from);
  for (const [index, branch] of statement.branches.entries()) {
    const name = `branch ${index + 1}`;
    ending(w, branch, id, step, exit(id, 'branch', name, placeOf(l, head(branch)), index), `end of ${name}`);
  }
  return exit(id, 'next', wanted === branches ? 'all done' : 'enough done', place);
}

/** A block that ends in a `join`, where its end is reached. */
function ending(w: Walk, body: Block, of: string, step: string | undefined, from: Open, label: string): void {
  const open = w.block(w, body, step, from);
  if (open.edges.length + open.steps.length === 0) return;
  w.builder.add(
    { kind: 'join', of },
    { step, label, place: placeOf(w.l, { start: body.end - 1, end: body.end }) },
    open,
  );
}

export function repeat(w: Walk, statement: RepeatStatement, step: string | undefined, from: Open): Open {
  const { l, builder } = w;
  const { every, until, times, body } = statement;
  const span = { start: statement.start, end: (until ?? every ?? times).end };
  const id = builder.add(
    {
      kind: 'repeat',
      times: lower(l, times),
      ...(every === undefined ? {} : { every: lower(l, every) }),
      ...(until === undefined ? {} : { until: condition(l, until) }),
    },
    { step, label: textOf(l, span), place: placeOf(l, span) },
    from,
  );
  return rounds(w, id, body, step, placeOf(l, span), textOf(l, span));
}

/** The body, its end, and the ways on: from before the first round and from after the last one. */
function rounds(
  w: Walk,
  of: string,
  body: Block,
  step: string | undefined,
  place: ReturnType<typeof placeOf>,
  label: string,
): Open {
  const { builder } = w;
  // A step of its own, whose name no author can write, is where each further round begins.
  const round = `round of ${of}`;
  const first = joined(exit(of, 'round', 'round', place), { edges: [], steps: [round] });
  const open = w.block(w, body, step, first);
  const over = exit(of, 'next', 'over', place);
  if (open.edges.length + open.steps.length === 0) return over;
  const again = builder.add({ kind: 'again', of }, { step, label: `again: ${label}`, place }, open);
  builder.jump(round, exit(again, 'round', 'again', place));
  return joined(over, exit(again, 'next', 'over', place));
}

export function each(w: Walk, statement: EachStatement, step: string | undefined, from: Open): Open {
  const { l, builder } = w;
  const span = spanOf(statement, statement.list);
  const label = `${textOf(l, span)}${statement.together ? ' together' : ''}`;
  const place = placeOf(l, span);
  const alias = bindingOf(l, statement.alias)?.variable;
  const id = builder.add(
    {
      kind: 'each',
      list: lower(l, statement.list),
      ...(alias === undefined ? {} : { as: alias }),
      together: statement.together,
    },
    { step, label, place },
    from,
  );
  if (!statement.together) return rounds(w, id, statement.body, step, place, label);
  ending(w, statement.body, id, step, exit(id, 'round', 'each', place), `end of ${label}`);
  return exit(id, 'next', 'all done', place);
}

export function experiment(w: Walk, statement: ExperimentStatement, step: string | undefined, from: Open): Open {
  const { l, builder } = w;
  const { holdout } = statement;
  const variants = statement.variants.map(({ name, share }) => ({ name: name.text, share: percentValue(share) ?? 0 }));
  const all =
    holdout === undefined ? variants : [{ name: 'holdout', share: percentValue(holdout.share) ?? 0 }, ...variants];
  const name = statement.name.text;
  const place = placeOf(l, spanOf(statement, statement.name));
  const id = builder.add(
    { kind: 'experiment', name, variants: all },
    { step, label: `experiment ${name}`, place },
    from,
  );
  const ways: Open[] = [];
  if (holdout !== undefined) {
    const open = exit(id, 'variant', 'holdout', placeOf(l, spanOf(holdout, holdout.share)), 0);
    if (holdout.body !== undefined) ways.push(w.block(w, holdout.body, step, open));
    else {
      const at = { step, label: 'finish as holdout', place: placeOf(l, holdout) };
      builder.add({ kind: 'finish', outcome: 'holdout' }, at, open);
    }
  }
  const offset = holdout === undefined ? 0 : 1;
  for (const [index, variant] of statement.variants.entries()) {
    const at = placeOf(l, spanOf(variant, variant.share));
    ways.push(w.block(w, variant.body, step, exit(id, 'variant', variant.name.text, at, index + offset)));
  }
  return joined(...ways);
}

export function decide(w: Walk, statement: DecideStatement, step: string | undefined, from: Open): Open {
  const { l, builder } = w;
  const alias = statement.alias === undefined ? undefined : bindingOf(l, statement.alias)?.variable;
  const decision = nameOf(l, statement.decision);
  const place = placeOf(l, spanOf(statement, statement.alias ?? statement.arguments.at(-1) ?? statement.decision));
  const id = builder.add(
    {
      kind: 'decide',
      decision,
      ...(statement.arguments.length === 0
        ? {}
        : { arguments: statement.arguments.map((argument) => lower(l, argument)) }),
      ...(alias === undefined ? {} : { as: alias }),
      cases: statement.cases.map((item) => item.candidate.text),
    },
    { step, label: `decide ${decision}`, place },
    from,
  );
  const ways = statement.cases.map((item, index) =>
    w.block(w, item.body, step, exit(id, 'case', item.candidate.text, placeOf(l, item.candidate), index)),
  );
  if (statement.otherwise !== undefined) {
    const open = exit(id, 'otherwise', 'otherwise', placeOf(l, head(statement.otherwise)));
    ways.push(w.block(w, statement.otherwise, step, open));
  }
  return joined(...ways);
}

/** A block's opening brace. */
function head(block: Block): { readonly start: number; readonly end: number } {
  return { start: block.start, end: block.start + 1 };
}
