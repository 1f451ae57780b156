/** Journeys and handlers: what starts, stops and ends them, then their statements. */
import * as say from '../diagnostics/catalogue.gen.ts';
import { nearest } from '../diagnostics/nearest.ts';
import { triggersOf } from '../names/causes.ts';
import { reachOf } from '../names/reach.ts';
import { referenceIds } from '../names/references.ts';
import { bindingsIn } from '../names/scope.ts';
import { innerStatements, statementsOf, stepsOf } from '../names/symbols.ts';
import type {
  Block,
  Expression,
  Goal,
  HandlerDeclaration,
  JourneyDeclaration,
  Name,
  Statement,
} from '../syntax/tree.ts';
import { type Check, type Env, mention, newEnv, noFacts, refer, report, sourceOf, withFacts } from './context.ts';
import { bindParameters } from './declarations.ts';
import { constantDuration, constantInteger, expectCondition, expectType, percentValue } from './expect.ts';
import { heard, trigger, type Walk } from './flow.ts';
import { didYouMean, lookUp, lookUpSubject, typeAt } from './names.ts';
import { afterTime } from './narrow.ts';
import { checkStart } from './starts.ts';
import { block } from './statements.ts';
import { isError, types } from './type.ts';

export function checkJourney(c: Check, journey: JourneyDeclaration, id: string): void {
  refer(c, journey.name, id, true);
  const walk = newWalk(c, id, journey);
  if (journey.purpose !== undefined) lookUp(c, 'purpose', journey.purpose);
  if (journey.journeyKind !== undefined)
    refer(c, journey.journeyKind, referenceIds.kind(journey.journeyKind.text), true);
  if (journey.priority !== undefined) constantInteger(c, journey.priority, newEnv('journey'), 0);
  if (journey.owner !== undefined) referToOwner(c, journey.owner);
  if (journey.title?.parts.some((part) => typeof part !== 'string') === true) {
    report(c, journey.title, say.plainTextOnly({ what: 'the title of a journey' }));
  }
  if (journey.about !== undefined) lookUpSubject(c, journey.about);
  const started = journey.entry === undefined ? parametersOf(walk, journey) : checkStart(walk, journey.entry);
  if (journey.result !== undefined) typeAt(c, journey.result);
  if (journey.entry !== undefined && journey.parameters !== undefined) {
    report(c, journey.name, say.calledJourneyStarts({ name: journey.name.text }));
  }
  c.facts.scopes.push({ start: journey.start, end: journey.end, scope: started.scope });
  // Only what is frozen stays proven once the journey runs.
  const env = withSwapped(afterTime(started), journey);
  const running: Walk = { ...walk, base: env.facts };
  for (const stop of journey.stops) {
    if (stop.trigger !== undefined) heard(walk, stop.trigger, env, undefined);
    if (stop.condition !== undefined) expectCondition(c, stop.condition, env);
    outcome(walk, stop.outcome);
  }
  if (journey.goal !== undefined) checkGoal(walk, journey.goal, env);
  if (journey.expire !== undefined) {
    constantDuration(c, journey.expire.duration, env);
    outcome(walk, journey.expire.outcome);
  }
  checkStepNames(c, journey, id);
  block(running, journey.body, withFacts(env, started.facts));
  // It can come from anywhere, and what fails there goes on.
  if (journey.failure !== undefined) block({ ...running, failure: undefined }, journey.failure, env);
  c.facts.variables.set(journey, walk.variables);
}

/** `on repeat refresh` swaps in the newest signals; what the start asks of some holds of all. */
function withSwapped(env: Env, { entry }: JourneyDeclaration): Env {
  if (entry?.repeat?.word !== 'refresh') return env;
  const signals = triggersOf(entry.cause).flatMap(({ alias }) => alias ?? []);
  return { ...env, swapped: { signals, sure: env.facts } };
}

/** J4116: an owner may be somebody of whom nothing is declared; where a team is called so, or nearly so, it is meant. */
function referToOwner(c: Check, owner: Name): void {
  const found = c.index.lookup(['team'], owner.text, c.scope);
  if (found.kind === 'found') mention(c, owner, found.symbol);
  if (found.kind !== 'unknown') return;
  const near = c.index.closest(['team'], owner.text, c.scope);
  if (near === undefined || !isSlip(owner.text, near)) return;
  report(c, owner, say.ownerIsNoTeam({ name: owner.text }), didYouMean(owner, near));
}

/** One word of the name is misspelt: `billing_care` and `billing_desk` are two, `biling_desk` is none. */
function isSlip(written: string, team: string): boolean {
  if (written.replaceAll('_', '') === team.replaceAll('_', '')) return true;
  const [words, others] = [written.split('_'), team.split('_')];
  const differing = words.filter((word, at) => word !== others[at]);
  const [word = '', ...more] = differing;
  const other = others[words.indexOf(word)] ?? '';
  return words.length === others.length && more.length === 0 && nearest(word, [other]) !== undefined;
}

function newWalk(c: Check, id: string, journey: JourneyDeclaration): Walk {
  const steps = new Set(stepsOf(journey).map((step) => step.text));
  const regions = new Map<string, Block | undefined>();
  regionsOf(statementsOf(journey), undefined, regions);
  const region = undefined;
  const { failure } = journey;
  return {
    c,
    id,
    steps,
    failure,
    reach: reachOf(journey),
    region,
    regions,
    base: noFacts,
    variables: new Map(),
    block,
  };
}

/** What others give it when they run it. */
function parametersOf({ c, variables }: Walk, journey: JourneyDeclaration): Env {
  const scope = bindParameters(c, journey.parameters ?? []);
  for (const binding of bindingsIn(scope))
    variables.set(binding.variable, c.facts.bindingTypes.get(binding) ?? types.error);
  return newEnv('journey', scope);
}

/** In which branch of `together` each step stands. */
function regionsOf(
  statements: readonly Statement[],
  region: Block | undefined,
  found: Map<string, Block | undefined>,
): void {
  for (const statement of statements) {
    if (statement.kind === 'Step') found.set(statement.name.text, region);
    if (statement.kind === 'Together') {
      for (const branch of statement.branches) regionsOf(branch.statements, branch, found);
    } else if (statement.kind === 'Each' && statement.together) {
      regionsOf(statement.body.statements, statement.body, found);
    } else for (const inner of innerStatements(statement)) regionsOf(inner, region, found);
  }
}

function checkGoal(w: Walk, goal: Goal, env: Env): void {
  if (goal.trigger !== undefined) trigger(w, goal.trigger, env);
  if (goal.condition !== undefined) expectCondition(w.c, goal.condition, env);
  if (goal.within !== undefined) constantDuration(w.c, goal.within, env);
  if (goal.atLeast !== undefined) checkShare(w.c, goal.atLeast, env);
}

function checkShare(c: Check, share: Expression, env: Env): void {
  if (isError(expectType(c, share, env, types.percent))) return;
  const value = percentValue(share);
  if (value === undefined || value <= 0 || value > 1) report(c, share, say.notAShare({ text: sourceOf(c, share) }));
}

export function outcome(w: Walk, name: Name | undefined): void {
  if (name !== undefined) refer(w.c, name, referenceIds.outcome(w.id, name.text), true);
}

function checkStepNames(c: Check, journey: JourneyDeclaration, id: string): void {
  const seen = new Map<string, Name>();
  for (const step of stepsOf(journey)) {
    if (step.text === '') continue;
    refer(c, step, referenceIds.step(id, step.text), true);
    const first = seen.get(step.text);
    if (first === undefined) seen.set(step.text, step);
    else {
      report(c, step, say.duplicateName({ kind: 'step', name: step.text }), {
        related: [{ span: first, message: 'It is here already.' }],
      });
    }
  }
}

/** A handler does its work at once: it can set the profile and keep consent, and nothing that takes time. */
export function checkHandler(c: Check, handler: HandlerDeclaration): void {
  const walk: Walk = {
    c,
    id: `handler:${c.path}@${handler.start}`,
    steps: new Set(),
    failure: undefined,
    region: undefined,
    regions: new Map(),
    reach: { targets: new Set(), unsure: new Map(), never: new Map() },
    base: noFacts,
    variables: new Map(),
    block,
  };
  const env = trigger(walk, handler.trigger, newEnv('handler'));
  c.facts.scopes.push({ start: handler.start, end: handler.end, scope: env.scope });
  for (const statement of handler.body.statements) {
    if (statement.kind === 'Set' || statement.kind === 'Consent' || statement.kind === 'Invalid') continue;
    report(c, { start: statement.start, end: Math.min(statement.end, statement.start + 12) }, say.onlyInJourney());
  }
  const simple = handler.body.statements.filter(
    (statement) => statement.kind === 'Set' || statement.kind === 'Consent',
  );
  block(walk, { ...handler.body, statements: simple }, env);
}
