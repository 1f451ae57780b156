/** The ways through a journey's statements, for the rules that follow them. */

import type {
  Arm,
  Block,
  Continuation,
  JourneyDeclaration,
  Moment,
  Statement,
  TogetherStatement,
  Trigger,
  WaitForm,
} from '../syntax/tree.ts';
import { waitsBelow } from '../types/sending.ts';

/** A statement and where it can lead. */
export interface Way {
  readonly statement: Statement | JourneyDeclaration;
  readonly next: Set<Way>;
  /** no time passes here on some way */
  readonly instant: boolean;
  /** .. as long as nothing else changes: a condition that holds, a signal that fits */
  readonly still?: true;
}

export interface Ways {
  readonly start: Way;
  readonly of: ReadonlyMap<Statement, Way>;
  /** where what fails goes, if the journey says it once for all */
  readonly failure?: Way;
}

/** Statements that lead to whatever comes next. */
type Open = readonly Way[];

interface Build {
  readonly of: Map<Statement, Way>;
  /** ways that jump to a step, by its name */
  readonly jumps: [from: Way, step: string][];
  readonly steps: Map<string, Way>;
  failure?: Way;
}

export function waysOf(journey: JourneyDeclaration): Ways {
  const build: Build = { of: new Map(), jumps: [], steps: new Map() };
  const start: Way = { statement: journey, next: new Set(), instant: true };
  if (journey.failure !== undefined) onFailure(build, journey, journey.failure);
  block(build, journey.body, [start]);
  for (const [from, step] of build.jumps) {
    const to = build.steps.get(step);
    if (to !== undefined) from.next.add(to);
  }
  return { start, of: build.of, ...(build.failure === undefined ? {} : { failure: build.failure }) };
}

/** Can what stands behind it be reached? Otherwise every way through it finishes, or goes elsewhere. */
export function comesToItsEnd(body: Block): boolean {
  return body.statements.length === 0 || block({ of: new Map(), jumps: [], steps: new Map() }, body, []).length > 0;
}

/** How many branches must come to their end before the journey goes on. */
export function branchesNeeded({ branches, until }: TogetherStatement): number {
  if (until?.word === 'any') return 1;
  return until?.count?.kind === 'Number' ? until.count.value : branches.length;
}

/** Where what fails goes, unless it says something else. */
function onFailure(b: Build, journey: JourneyDeclaration, body: Block): void {
  const way: Way = { statement: journey, next: new Set(), instant: true };
  block(b, body, [way]);
  b.failure = way;
}

/** All ways that can be reached. */
export function reached(ways: Ways): ReadonlySet<Way> {
  const seen = new Set([ways.start]);
  const queue = [ways.start];
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    for (const next of at.next) {
      if (seen.has(next)) continue;
      seen.add(next);
      queue.push(next);
    }
  }
  return seen;
}

function block(b: Build, body: Block, from: Open): Open {
  let open = from;
  for (const statement of body.statements) open = one(b, statement, open);
  return open;
}

function one(b: Build, statement: Statement, from: Open): Open {
  const way: Way = { statement, next: new Set(), instant: isInstant(statement) };
  b.of.set(statement, way);
  for (const each of from) each.next.add(way);
  const here: Open = [way];
  switch (statement.kind) {
    case 'GoTo':
    case 'Finish':
      return follow(b, statement, way);
    case 'Step':
      if (!b.steps.has(statement.name.text)) b.steps.set(statement.name.text, way);
      return block(b, statement.body, here);
    case 'If':
      return [
        ...block(b, statement.then, here),
        ...(statement.otherwise === undefined ? here : block(b, statement.otherwise, here)),
      ];
    case 'Choose': {
      const cases = statement.cases.flatMap((each) => block(b, each.body, here));
      return statement.otherwise === undefined ? cases : [...cases, ...block(b, statement.otherwise, here)];
    }
    case 'Handoff': {
      const answers = new Set(statement.arms.map((arm) => arm.outcome.text));
      const open = statement.arms.flatMap((arm) => block(b, arm.body, here));
      return answers.size >= 2 ? open : [...open, way];
    }
    case 'Run':
      return [...here, ...statement.arms.flatMap((arm) => block(b, arm.body, here))];
    case 'Call': {
      const failed = statement.arms.flatMap((arm) => block(b, arm.body, here));
      if (statement.arms.length === 0 && b.failure !== undefined) way.next.add(b.failure);
      return [...here, ...failed];
    }
    case 'Together': {
      // What follows can be reached when so many branches can come to their end, or where there is none.
      const open = statement.branches.map((branch) => block(b, branch, here)).filter((ends) => ends.length > 0);
      if (statement.branches.length === 0) return here;
      return open.length < branchesNeeded(statement) ? [] : open.flat();
    }
    case 'Repeat':
    case 'Each': {
      for (const each of block(b, statement.body, here)) each.next.add(way);
      return here;
    }
    case 'Experiment': {
      const variants = statement.variants.flatMap((variant) => block(b, variant.body, here));
      return statement.holdout?.body === undefined
        ? variants
        : [...variants, ...block(b, statement.holdout.body, here)];
    }
    case 'Decide': {
      const cases = statement.cases.flatMap((each) => block(b, each.body, here));
      return statement.otherwise === undefined ? cases : [...cases, ...block(b, statement.otherwise, here)];
    }
    case 'Send': {
      const failed = statement.otherwise === undefined ? [] : follow(b, statement.otherwise, way);
      const says = statement.otherwise ?? statement.arms?.find(isFailed);
      if (says === undefined && b.failure !== undefined) way.next.add(b.failure);
      const sent = statement.arms === undefined || !waitsBelow(statement.arms) ? here : [];
      return [...sent, ...race(b, statement.arms ?? [], way), ...failed];
    }
    case 'Wait':
      return wait(b, statement, way);
    case 'Countdown': {
      const absent = statement.ifAbsent === undefined ? [] : follow(b, statement.ifAbsent, way);
      // Every moment that has passed is skipped, so any body can be the next.
      let open: Open = here;
      for (const arm of statement.arms) open = [...open, ...block(b, arm.body, open)];
      return [...open, ...absent];
    }
    default:
      return here;
  }
}

function wait(b: Build, statement: Extract<Statement, { kind: 'Wait' }>, way: Way): Open {
  const { form } = statement;
  const here: Open = [way];
  switch (form.kind) {
    case 'For':
      return here;
    case 'Until':
      return [...here, ...moment(b, form.moment, way)];
    case 'Signal': {
      const come = form.look === undefined ? here : [found(way, form.trigger)];
      const then = form.then === undefined ? come : block(b, form.then, come);
      if (form.upTo === undefined) return then;
      const late = form.look === undefined ? here : [later(way)];
      return [...then, ...(form.otherwise === undefined ? late : block(b, form.otherwise, late))];
    }
    case 'Race': {
      if (!form.arms.some(findsAtOnce)) return race(b, form.arms, way);
      return form.arms.flatMap((arm) => {
        if (arm.kind === 'WhenArm') return race(b, [arm], found(way));
        return race(b, [arm], arm.kind === 'OnArm' && findsAtOnce(arm) ? found(way, arm.trigger) : later(way));
      });
    }
  }
}

/** What it waits for can be there already. */
function findsAtOnce(arm: Arm): boolean {
  return arm.kind === 'WhenArm' || (arm.kind === 'OnArm' && arm.look !== undefined);
}

/** On from a wait without time passing. */
function found(from: Way, trigger?: Trigger): Way {
  const { statement } = from;
  const still = trigger === undefined || trigger.where !== undefined;
  const way: Way = { statement, next: new Set(), instant: true, ...(still ? { still } : {}) };
  from.next.add(way);
  return way;
}

function later(from: Way): Way {
  const way: Way = { statement: from.statement, next: new Set(), instant: false };
  from.next.add(way);
  return way;
}

function race(b: Build, arms: readonly Arm[], way: Way): Open {
  const here: Open = [way];
  return arms.flatMap((arm) => {
    if (arm.kind === 'Invalid') return here;
    const open = block(b, arm.body, here);
    return arm.kind === 'AtArm' ? [...open, ...moment(b, arm.moment, way)] : open;
  });
}

function isFailed(arm: Arm): boolean {
  return arm.kind === 'MessageArm' && arm.what.text === 'failed';
}

function moment(b: Build, m: Moment, way: Way): Open {
  return [m.ifPast, m.ifAbsent].flatMap((next) => (next === undefined ? [] : follow(b, next, way)));
}

function follow(b: Build, next: Continuation, way: Way): Open {
  if (next.kind === 'GoTo') b.jumps.push([way, next.step.text]);
  return next.kind === 'GoOn' ? [way] : [];
}

function isInstant(statement: Statement): boolean {
  switch (statement.kind) {
    case 'Wait':
      return waitsNot(statement.form);
    case 'Handoff':
      return statement.arms.length === 0;
    case 'Send':
      // What cannot be sent goes on at once.
      return statement.arms === undefined || statement.arms.some((arm) => arm.kind === 'MessageArm');
    case 'Run':
      return !statement.waits;
    case 'Call':
      return false;
    case 'Repeat':
    case 'Each':
      // They go round so often and no oftener.
      return false;
    default:
      return true;
  }
}

function waitsNot(form: WaitForm): boolean {
  switch (form.kind) {
    case 'For':
      return false;
    case 'Until':
      // What is past or absent and goes on takes no time.
      return form.moment.ifPast?.kind === 'GoOn';
    case 'Signal':
      return form.look !== undefined;
    case 'Race':
      return form.arms.some(findsAtOnce);
  }
}
