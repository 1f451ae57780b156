/** `decision D(order: Order) { candidate .. pick .. }` and `decide D(order) { .. }`. */

import * as say from '../diagnostics/catalogue.gen.ts';
import { few } from '../diagnostics/few.ts';
import { referenceIds } from '../names/references.ts';
import { bind, type Scope } from '../names/scope.ts';
import type { Candidate, DecideStatement, DecisionDeclaration, Expression, Name } from '../syntax/tree.ts';
import { visitExpressions } from '../syntax/visit.ts';
import { checkArguments } from './calls.ts';
import { type Check, declareBinding, type Env, newEnv, refer, report, withFacts } from './context.ts';
import { bindParameters } from './declarations.ts';
import { expectCondition, expectType, isOrdered, mayBeAbsent, mismatch } from './expect.ts';
import { type Flow, makeBinding, meet, type Walk } from './flow.ts';
import { lookUp, nearName } from './names.ts';
import { proves } from './narrow.ts';
import { isError, isNumeric, present, same, show, type Type, types } from './type.ts';

/** What a candidate says, and what the score is made of. */
const parts = ['likely', 'worth', 'boost'] as const;

export function checkDecision(c: Check, decision: DecisionDeclaration, id: string): void {
  refer(c, decision.name, id, true);
  const given = bindParameters(c, decision.parameters, parts);
  c.facts.scopes.push({ start: decision.start, end: decision.end, scope: given });
  const seen = new Map<string, Name>();
  let worth: Type | undefined;
  for (const candidate of decision.candidates) {
    checkName(c, candidate, id, seen);
    const found = checkCandidate(c, candidate, given, worth);
    worth ??= found;
  }
  const { pick } = decision;
  if (pick === undefined) {
    report(c, decision.name, say.decisionWithoutPick({ name: decision.name.text }));
    return;
  }
  if (decision.candidates.length === 0)
    report(c, decision.name, say.decisionWithoutCandidates({ name: decision.name.text }));
  const scope = scoreScope(c, decision, given, worth ?? types.number);
  const env = newEnv('condition', scope);
  const score = scoreType(c, pick.score, env, worth);
  if (!isError(score) && !isOrdered(present(score))) mismatch(c, pick.score, score, types.number);
  if (score.kind === 'optional') mayBeAbsent(c, pick.score);
  if (pick.least !== undefined) expectType(c, pick.least, newEnv('condition', given), present(score));
  for (const candidate of decision.candidates) checkSaid(c, candidate, pick.score);
}

function checkName(c: Check, { name }: Candidate, id: string, seen: Map<string, Name>): void {
  if (name.text === '') return;
  refer(c, name, referenceIds.candidate(id, name.text), true);
  const first = seen.get(name.text);
  if (first === undefined) seen.set(name.text, name);
  else {
    const related = [{ span: first, message: 'It is here already.' }];
    report(c, name, say.duplicateName({ kind: 'candidate', name: name.text }), { related });
  }
}

/** What it is worth: money or a number, of one kind for all candidates. */
function checkCandidate(
  c: Check,
  candidate: Candidate,
  given: Scope | undefined,
  known: Type | undefined,
): Type | undefined {
  const before = newEnv('condition', given);
  if (candidate.when !== undefined) expectCondition(c, candidate.when, before);
  // What it is worth is asked of a candidate that can be picked.
  const env = candidate.when === undefined ? before : withFacts(before, proves(c, candidate.when, true));
  if (candidate.likely !== undefined) expectType(c, candidate.likely, env, types.percent);
  if (candidate.boost !== undefined) expectType(c, candidate.boost, env, types.number);
  const { worth } = candidate;
  if (worth === undefined) return undefined;
  if (known !== undefined) {
    expectType(c, worth, env, known);
    return known;
  }
  const type = c.infer(worth, env);
  if (isError(type)) return undefined;
  if (type.kind === 'optional') mayBeAbsent(c, worth, type);
  else if (type.kind !== 'money' && !isNumeric(type)) {
    report(c, worth, say.worthNotValue({ found: show(type) }));
    return undefined;
  }
  const value = present(type);
  return same(value, types.integer) ? types.number : value;
}

function scoreScope(c: Check, decision: DecisionDeclaration, given: Scope | undefined, worth: Type): Scope | undefined {
  const kinds: Readonly<Record<(typeof parts)[number], Type>> = { likely: types.percent, worth, boost: types.number };
  const place = decision.pick?.start ?? decision.start;
  let scope = given;
  for (const name of parts) {
    const at: Name = { text: name, start: place, end: place };
    const binding = { name, at, what: 'parameter', variable: name } as const;
    declareBinding(c, binding, kinds[name]);
    scope = bind(scope, binding);
  }
  return scope;
}

/** A percentage times a number is a percentage; of what is worth plain numbers the score is a number, too. */
function scoreType(c: Check, score: Expression, env: Env, worth: Type | undefined): Type {
  const type = c.infer(score, env);
  if (type.kind !== 'percent' || worth === undefined || !isNumeric(worth)) return type;
  if (!partsIn(score).has('worth')) return type;
  c.facts.typeOf.set(score, types.number);
  return types.number;
}

/** What the score is made of must be said by every candidate; a boost that is not said is 1. */
function checkSaid(c: Check, candidate: Candidate, score: Expression): void {
  const used = partsIn(score);
  for (const part of ['likely', 'worth'] as const) {
    if (used.has(part) && candidate[part] === undefined && candidate.name.text !== '') {
      report(c, candidate.name, say.candidateLacks({ name: candidate.name.text, part }));
    }
  }
}

function partsIn(score: Expression): ReadonlySet<string> {
  const used = new Set<string>();
  visitExpressions(score, (e) => {
    if (e.kind === 'Reference') used.add(e.name.text);
  });
  return used;
}

export function decide(w: Walk, statement: DecideStatement, env: Env): Flow {
  const { c } = w;
  const symbol = lookUp(c, 'decision', statement.decision);
  const candidates =
    symbol?.node.kind === 'Decision' ? symbol.node.candidates.map((candidate) => candidate.name.text) : undefined;
  if (symbol === undefined) for (const argument of statement.arguments) c.infer(argument, env);
  else {
    const wanted = c.signatures.parameters(symbol.id, c.scope.deps).map((parameter) => parameter.type);
    checkArguments(c, { name: statement.decision, arguments: statement.arguments }, env, wanted);
  }
  const inside = statement.alias === undefined ? env : makeBinding(w, env, statement.alias, 'choice', types.text);
  const seen = new Map<string, Name>();
  const ways: Flow[] = [];
  for (const { candidate, body } of statement.cases) {
    const first = seen.get(candidate.text);
    if (first !== undefined) {
      const related = [{ span: first, message: 'It is handled here.' }];
      report(c, candidate, say.caseTwice({ text: candidate.text }), { related });
    } else if (candidates !== undefined && symbol !== undefined && !candidates.includes(candidate.text)) {
      const kind = `candidate of ${symbol.name}`;
      report(c, candidate, say.unknownName({ kind, name: candidate.text }), nearName(candidate, candidates));
    } else if (symbol !== undefined) refer(c, candidate, referenceIds.candidate(symbol.id, candidate.text));
    seen.set(candidate.text, candidate);
    const flow = w.block(w, body, inside);
    ways.push({ env: { ...flow.env, scope: env.scope }, leaves: flow.leaves });
  }
  const { otherwise } = statement;
  if (otherwise === undefined) {
    const missing = (candidates ?? []).filter((name) => !seen.has(name)).map((name) => `\`${name}\``);
    report(c, statement.decision, say.decideWithoutOtherwise({ missing: few([...missing, 'nothing']) }));
  } else {
    const flow = w.block(w, otherwise, env);
    ways.push({ env: { ...flow.env, scope: env.scope }, leaves: flow.leaves });
  }
  return meet(env, ways);
}
