/** `choose E { a { } b { } otherwise { } }`: every value is handled, once. */

import * as say from '../diagnostics/catalogue.gen.ts';
import { few } from '../diagnostics/few.ts';
import type { ChooseStatement, Expression } from '../syntax/tree.ts';
import { type Check, type Env, type FindingFix, report, sourceOf, withFacts } from './context.ts';
import { expectType, isOrdered } from './expect.ts';
import { type Flow, meet, type Walk } from './flow.ts';
import { factKey, proves } from './narrow.ts';
import { isError, isTextLike, present, show, type Type, types } from './type.ts';
import { unitOf } from './units.ts';

export function chooseCase(w: Walk, statement: ChooseStatement, env: Env): Flow {
  const { c } = w;
  const type = c.infer(statement.subject, env);
  const value = present(type);
  const key = factKey(c, statement.subject);
  if (!isError(type) && !canBeChosen(value)) {
    report(c, statement.subject, say.cannotChoose({ found: show(value) }));
  }
  const seen = new Map<string, Expression>();
  const ways: Flow[] = [];
  for (const each of statement.cases) {
    for (const item of each.values) {
      expectType(c, item, env, isError(type) || !canBeChosen(value) ? types.error : value);
      const text = sourceOf(c, item);
      // A value in quotes has been told; it is a case all the same.
      const meant = type.kind === 'enumeration' ? text.replaceAll('"', '') : meaningOf(item, text);
      const first = seen.get(meant);
      if (first === undefined) seen.set(meant, item);
      else report(c, item, say.caseTwice({ text }), { related: [{ span: first, message: 'It is handled here.' }] });
    }
    const known = key === undefined ? env : withFacts(env, [key]);
    ways.push(inner(w, each.body, withFacts(known, answered(c, statement.subject, each.values)), env));
  }
  const missing = isError(type) ? [] : missingValues(c, type, seen);
  if (statement.otherwise !== undefined) {
    if (missing !== undefined && missing.length === 0 && !isError(type)) {
      report(c, { start: statement.otherwise.start, end: statement.otherwise.start + 1 }, say.otherwiseNeverTaken());
    }
    ways.push(inner(w, statement.otherwise, env, env));
  } else if (missing === undefined && !isError(type) && canBeChosen(value)) {
    report(c, statement.subject, say.chooseNotExhaustive({ missing: 'every other value (say `otherwise`)' }), {
      fixes: withCases(c, statement, ['otherwise']),
    });
  } else if (missing !== undefined && missing.length > 0) {
    const absent = `an absent \`${sourceOf(c, statement.subject)}\` (say \`otherwise\`)`;
    const list = few(missing.map((each) => (each === 'otherwise' ? absent : `\`${each}\``)));
    report(c, statement.subject, say.chooseNotExhaustive({ missing: list }), {
      fixes: withCases(c, statement, missing),
    });
  }
  return meet(env, ways);
}

/** `choose order.due is present { true { .. } }`: in its case a condition proves what it does in an `if`. */
function answered(c: Check, subject: Expression, values: readonly Expression[]): ReadonlySet<string> {
  const [only] = values;
  return values.length === 1 && only?.kind === 'Boolean' ? proves(c, subject, only.value) : new Set();
}

/** One text for all ways in which a number can be written: `24 hours`, `1 day`. */
function meaningOf(item: Expression, text: string): string {
  if (item.kind === 'Number') return String(item.value);
  if (item.kind !== 'Quantity') return text;
  const unit = unitOf(item.unit.text);
  return unit?.kind === 'duration' ? `${item.value * unit.ms} ms` : `${item.value} ${item.unit.text}`;
}

function inner(w: Walk, body: ChooseStatement['cases'][number]['body'], env: Env, outer: Env): Flow {
  const flow = w.block(w, body, env);
  return { env: { ...flow.env, scope: outer.scope }, leaves: flow.leaves };
}

function canBeChosen(type: Type): boolean {
  return countable(type) || isTextLike(type) || isOrdered(type);
}

/** All values can be listed, so that none is forgotten. */
function countable(type: Type): boolean {
  return type.kind === 'enumeration' || type.kind === 'boolean';
}

/** Values without a case; undefined: they cannot be counted. Absence is handled by `otherwise` only, which comes last. */
function missingValues(c: Check, type: Type, seen: ReadonlyMap<string, Expression>): string[] | undefined {
  const value = present(type);
  let all: readonly string[];
  if (value.kind === 'enumeration') all = c.signatures.values(value.id, c.scope.deps);
  else if (value.kind === 'boolean') all = ['true', 'false'];
  else return undefined;
  // One whose name is missing has been told where it is declared.
  const missing = all.filter((each) => each !== '' && !seen.has(each));
  return type.kind === 'optional' ? [...missing, 'otherwise'] : missing;
}

/** The missing cases, each with nothing to do yet; none where the choice has no end to write them before. */
function withCases(c: Check, { start, end, cases }: ChooseStatement, missing: readonly string[]): FindingFix[] {
  if (c.text[end - 1] !== '}' || cases.at(-1)?.end === end) return [];
  const before = c.text.slice(0, end - 1).trimEnd();
  const line = c.text.slice(c.text.lastIndexOf('\n', start) + 1);
  const indent = /^\s*/.exec(line)?.[0] ?? '';
  const isOneLine = !c.text.slice(start, end).includes('\n');
  const items = missing.map((value) => `${value} { }`);
  const added = isOneLine
    ? `${cases.length === 0 ? ' ' : ', '}${items.join(', ')}`
    : items.map((item) => `\n${indent}  ${item}`).join('');
  const [only] = missing.length === 1 ? missing : [];
  const one = only === 'otherwise' ? 'Write `otherwise { }`' : `Add a case for \`${only}\``;
  const title = only === undefined ? 'Add the missing cases' : one;
  return [{ title, edits: [{ span: { start: before.length, end: before.length }, text: added }] }];
}
