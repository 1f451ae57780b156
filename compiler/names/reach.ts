/**
 * Which bindings a `go to` may have jumped over. A step that is jumped to can use a binding for sure only if every `go to` that
 * leads to it stands where that binding has been made.
 */
import type {
  Arm,
  Block,
  Continuation,
  JourneyDeclaration,
  Moment,
  Name,
  SendStatement,
  Statement,
  WaitForm,
} from '../syntax/tree.ts';
import { startAliases } from './causes.ts';
import { innerStatements } from './symbols.ts';

export interface Reach {
  /** steps that some `go to` leads to */
  readonly targets: ReadonlySet<string>;
  /** step -> bindings visible there that some way to it has not made */
  readonly unsure: ReadonlyMap<string, ReadonlySet<Name>>;
  /** step -> bindings visible there that no way to it has made */
  readonly never: ReadonlyMap<string, ReadonlySet<Name>>;
}

type Bound = readonly Name[];

export function reachOf(journey: JourneyDeclaration): Reach {
  const unsure = new Map<string, Set<Name>>();
  const never = new Map<string, Set<Name>>();
  const targets = new Set<string>();
  let grown = true;
  // A jump out of a step in which something is unsure carries that on: repeat until nothing new is found.
  while (grown) {
    grown = false;
    const jumps = new Map<string, ReadonlySet<Name>[]>();
    const visible = new Map<string, Bound>();
    const entered = new Set<string>();
    const given = [...startAliases(journey), ...(journey.parameters ?? []).map((parameter) => parameter.name)];
    walk(journey.body.statements, given, { jumps, visible, entered, unsure });
    walk(journey.failure?.statements ?? [], given, { jumps, visible, entered, unsure });
    for (const [step, ways] of jumps) {
      targets.add(step);
      never.set(step, new Set());
      for (const name of visible.get(step) ?? []) {
        if (!entered.has(step) && !ways.some((way) => way.has(name))) never.get(step)?.add(name);
        if (ways.every((way) => way.has(name))) continue;
        const names = unsure.get(step) ?? new Set();
        if (names.has(name)) continue;
        unsure.set(step, names.add(name));
        grown = true;
      }
    }
  }
  return { targets, unsure, never };
}

interface Walk {
  readonly jumps: Map<string, ReadonlySet<Name>[]>;
  readonly visible: Map<string, Bound>;
  /** steps that what stands before them leads into */
  readonly entered: Set<string>;
  readonly unsure: ReadonlyMap<string, ReadonlySet<Name>>;
}

/** Returns what is bound after the statements. */
function walk(statements: readonly Statement[], bound: Bound, w: Walk): Bound {
  let now = bound;
  let ended = false;
  for (const statement of statements) {
    if (statement.kind === 'Step' && !ended) w.entered.add(statement.name.text);
    now = one(statement, now, w);
    ended = (ended && !holdsStep(statement)) || leaving(statement);
  }
  return now;
}

function one(statement: Statement, bound: Bound, w: Walk): Bound {
  switch (statement.kind) {
    case 'Send':
      continuation(statement.otherwise, bound, w);
      return send(statement, bound, w);
    case 'GoTo':
      continuation(statement, bound, w);
      return bound;
    case 'If':
      walk(statement.then.statements, bound, w);
      walk(statement.otherwise?.statements ?? [], bound, w);
      return bound;
    case 'Choose':
      for (const each of statement.cases) walk(each.body.statements, bound, w);
      walk(statement.otherwise?.statements ?? [], bound, w);
      return bound;
    case 'Step': {
      const gone = w.unsure.get(statement.name.text);
      w.visible.set(statement.name.text, bound);
      const inside = gone === undefined ? bound : bound.filter((name) => !gone.has(name));
      walk(statement.body.statements, inside, w);
      return inside;
    }
    case 'Handoff': {
      const inside = statement.alias === undefined ? bound : [...bound, statement.alias];
      for (const arm of statement.arms) walk(arm.body.statements, inside, w);
      return inside;
    }
    case 'Run': {
      const inside = statement.alias === undefined ? bound : [...bound, statement.alias];
      for (const arm of statement.arms) walk(arm.body.statements, inside, w);
      return inside;
    }
    case 'Call': {
      for (const arm of statement.arms) walk(arm.body.statements, bound, w);
      return statement.alias === undefined ? bound : [...bound, statement.alias];
    }
    case 'Together':
      for (const branch of statement.branches) walk(branch.statements, bound, w);
      return bound;
    case 'Repeat':
      walk(statement.body.statements, bound, w);
      return bound;
    case 'Each':
      walk(statement.body.statements, [...bound, statement.alias], w);
      return bound;
    case 'Experiment':
      for (const each of statement.variants) walk(each.body.statements, bound, w);
      walk(statement.holdout?.body?.statements ?? [], bound, w);
      return bound;
    case 'Decide': {
      const inside = statement.alias === undefined ? bound : [...bound, statement.alias];
      for (const each of statement.cases) walk(each.body.statements, inside, w);
      walk(statement.otherwise?.statements ?? [], bound, w);
      return bound;
    }
    case 'Wait':
      return wait(statement.form, bound, w);
    case 'Countdown':
      continuation(statement.ifAbsent, bound, w);
      for (const arm of statement.arms) walk(arm.body.statements, bound, w);
      return bound;
    default:
      return bound;
  }
}

function send(statement: SendStatement, bound: Bound, w: Walk): Bound {
  const inside = statement.alias === undefined ? bound : [...bound, statement.alias];
  race(statement.arms ?? [], inside, w);
  return inside;
}

function race(arms: readonly Arm[], bound: Bound, w: Walk): void {
  for (const arm of arms) {
    if (arm.kind === 'Invalid') continue;
    if (arm.kind === 'AtArm') moment(arm.moment, bound, w);
    const alias = arm.kind === 'OnArm' ? arm.trigger.alias : undefined;
    walk(arm.body.statements, alias === undefined ? bound : [...bound, alias], w);
  }
}

function wait(form: WaitForm, bound: Bound, w: Walk): Bound {
  switch (form.kind) {
    case 'For':
      return bound;
    case 'Until':
      moment(form.moment, bound, w);
      return bound;
    case 'Signal': {
      const { alias } = form.trigger;
      const inside = alias === undefined ? bound : [...bound, alias];
      walk(form.then?.statements ?? [], inside, w);
      walk(form.otherwise?.statements ?? [], bound, w);
      return bindsForSure(form) ? inside : bound;
    }
    case 'Race':
      race(form.arms, bound, w);
      return bound;
  }
}

/** After `wait for S as s`, is `s` bound on every way on? */
export function bindsForSure(form: Extract<WaitForm, { kind: 'Signal' }>): boolean {
  return form.upTo === undefined || (form.otherwise !== undefined && leaves(form.otherwise));
}

/** Does the block never reach its end? */
export function leaves(block: Block): boolean {
  return block.statements.reduce((ended, each) => (ended && !holdsStep(each)) || leaving(each), false);
}

/** A step can be jumped to, so that what follows a `finish` may still be reached. */
export function holdsStep(statement: Statement): boolean {
  return statement.kind === 'Step' || innerStatements(statement).some((inner) => inner.some(holdsStep));
}

function leaving(statement: Statement): boolean {
  switch (statement.kind) {
    case 'GoTo':
    case 'Finish':
      return true;
    case 'If':
      return statement.otherwise !== undefined && leaves(statement.then) && leaves(statement.otherwise);
    case 'Step':
      return leaves(statement.body);
    default:
      return false;
  }
}

function moment(m: Moment, bound: Bound, w: Walk): void {
  continuation(m.ifPast, bound, w);
  continuation(m.ifAbsent, bound, w);
}

function continuation(next: Continuation | undefined, bound: Bound, w: Walk): void {
  if (next?.kind !== 'GoTo') return;
  const ways = w.jumps.get(next.step.text) ?? [];
  ways.push(new Set(bound));
  w.jumps.set(next.step.text, ways);
}
