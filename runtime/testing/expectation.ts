/** Whether what a test expects has happened; if not, what happened instead. */

import type { Expectation } from '../../compiler/graph/tests.ts';
import type { Graph, Json } from '../../compiler/graph/types.ts';
import type { Condition } from '../core/compile/parts.ts';
import type { Programs } from '../core/programs.ts';
import type { Decision, Effect } from '../core/state/output.ts';
import { counted } from '../core/values/counted.ts';
import { explain } from '../core/values/format.ts';
import { standing } from './standing.ts';
import type { World } from './world.ts';

export interface Verdict {
  readonly holds: boolean;
  /** what happened, in one line */
  readonly actual: string;
}

export function judge(
  programs: Programs,
  world: World,
  customer: string,
  what: Expectation,
  condition: Condition | null,
  values: Readonly<Record<string, Json>> = {},
): Verdict {
  const verdict = verdictOn(programs, world, customer, what, condition, values);
  if (verdict.holds) return verdict;
  return { holds: false, actual: verdict.actual + rest(programs, world, customer, what) + joined(world, customer) };
}

/** That keys made somebody else of them is seen nowhere in the test. */
function joined({ joins, isOne }: World, customer: string): string {
  return joins
    .filter(({ by, into }) => by !== null && isOne(into, customer))
    .map(({ by, from, into }) => `\n${from} is ${into}: ${by} came with keys of both`)
    .join('');
}

/** What is still to come: what did not happen may only not have happened yet, or to somebody else. */
function rest(programs: Programs, world: World, customer: string, what: Expectation): string {
  const about = world.happened.filter((item) => isAbout(what, item));
  const [other] = about;
  if (about.some((item) => world.isOne(item.customer, customer))) {
    if (what.kind === 'message') return '';
  } else if (other !== undefined) return ` for ${customer}, but for ${other.customer}`;
  if (what.kind !== 'message' && (what.kind !== 'journey' || what.what !== 'finished')) return '';
  const { instances } = world.look(customer);
  const lines = instances
    .filter(({ outcome, journey }) => outcome === null && (what.kind === 'message' || journey === what.journey))
    .flatMap((instance) => standing(programs, instance, instances));
  // Of a message, what is run stands there by itself, too.
  return (what.kind === 'message' ? [...new Set(lines)] : lines).map((line) => `\n${line}`).join('');
}

/** Whether it concerns what is expected, whoever it happened to. */
function isAbout(what: Expectation, { decisions, effects }: World['happened'][number]): boolean {
  switch (what.kind) {
    case 'message':
      return decisions.some(({ subject }) => subject === what.message);
    case 'handed':
      return effects.some((effect) => effect.kind === 'task' && effect.team === what.team);
    case 'journey':
    case 'goal':
      return decisions.some(({ kind, journey }) => kind === 'started' && journey === what.journey);
    case 'happened':
      return decisions.some(({ kind, subject }) => kind === what.what && subject === what.name);
    case 'nothing':
    case 'holds':
      return false;
  }
}

function verdictOn(
  programs: Programs,
  world: World,
  customer: string,
  what: Expectation,
  condition: Condition | null,
  values: Readonly<Record<string, Json>>,
): Verdict {
  const happened = world.happened.filter((item) => world.isOne(item.customer, customer));
  const decisions = happened.flatMap((item) => item.decisions);
  switch (what.kind) {
    case 'message':
      if (what.saying !== undefined) {
        const effects = happened.flatMap((item) => item.effects);
        return said(effects, what, what.saying);
      }
      return message(decisions, what);
    case 'nothing': {
      const sent = decisions.filter((d) => d.kind === 'sent' && (what.channel ?? d.outcome) === d.outcome);
      const actual = sent.map((d) => `${d.subject} was ${describeMessage(d)}`).join(', ');
      return { holds: sent.length === 0, actual: actual === '' ? 'nothing was sent' : actual };
    }
    case 'handed':
      return handed(
        happened.flatMap((item) => item.effects),
        what,
      );
    case 'journey':
      return what.what === 'running' ? runs(programs, world, customer, what) : journey(decisions, what);
    case 'happened': {
      const kind = what.what;
      const times = decisions.filter((d) => d.kind === kind && d.subject === what.name).length;
      const fits = what.times === undefined ? times > 0 : times === what.times;
      return { holds: fits, actual: `${what.name} was ${kind} ${counted(times, 'time')}` };
    }
    case 'goal': {
      const about = decisions.filter((d) => d.journey === what.journey);
      const has = (kind: Decision['kind']): boolean => about.some((d) => d.kind === kind);
      if (has('goal_reached')) return { holds: true, actual: 'the goal was reached' };
      if (has('goal_missed')) return { holds: false, actual: 'the goal was missed' };
      return { holds: false, actual: has('started') ? 'the goal is open' : `${what.journey} was not started` };
    }
    case 'holds':
      return holds(world, customer, condition, programs.current.graph, values);
  }
}

function message(decisions: readonly Decision[], what: Expectation & { kind: 'message' }): Verdict {
  const about = handedOn(decisions.filter((d) => d.subject === what.message && MESSAGE_KINDS.includes(d.kind)));
  const fitting = about.filter(
    (d) =>
      // Who names no policy asks how many messages were held; who names one, whether it ever held them.
      (d.kind === what.what || (what.policy !== undefined && d.kind === 'still_held')) &&
      (what.channel === undefined || d.outcome === what.channel) &&
      (what.policy === undefined || d.outcome === what.policy),
  );
  const holds = what.times === undefined ? fitting.length > 0 : fitting.length === what.times;
  const actual = about.map((d) => describeMessage(d)).join(', ');
  return { holds, actual: actual === '' ? `${what.message} was not tried` : `${what.message} was ${actual}` };
}

/** Without those where one policy only goes on holding the message for longer. */
function handedOn(about: readonly Decision[]): readonly Decision[] {
  const holders = new Map<Decision['instance'], Decision['outcome']>();
  return about.filter(({ kind, instance, outcome }) => {
    const isSame = kind === 'still_held' && holders.get(instance) === outcome;
    holders.set(instance, outcome);
    return !isSame;
  });
}

/** Of the messages that went out, those that hold the text in some part. */
function said(effects: readonly Effect[], what: Expectation & { kind: 'message' }, text: string): Verdict {
  const sent = effects.flatMap((effect) =>
    effect.kind === 'message' &&
    effect.message === what.message &&
    (what.channel === undefined || effect.channel === what.channel)
      ? [effect]
      : [],
  );
  const fitting = sent.filter(({ content }) =>
    Object.values(content).some((part) => plainBlanks(part).includes(plainBlanks(text))),
  );
  const holds = what.times === undefined ? fitting.length > 0 : fitting.length === what.times;
  const actual = sent.map(({ channel, content }) => `on ${channel}: ${Object.values(content).join(' | ')}`).join('\n');
  return { holds, actual: actual === '' ? `${what.message} was not sent` : `${what.message} said ${actual}` };
}

/** Locales put blanks that do not break into numbers and dates; nobody sees that, and nobody types them. */
function plainBlanks(text: string): string {
  return text.replaceAll(/[\u00a0\u202f]/g, ' ');
}

const MESSAGE_KINDS: readonly Decision['kind'][] = ['sent', 'held', 'still_held', 'dropped'];

function describeMessage(decision: Decision): string {
  if (decision.kind === 'sent') return `sent on ${decision.outcome}`;
  if (decision.kind === 'held') return `held by ${decision.outcome}`;
  return decision.kind === 'still_held' ? `then held by ${decision.outcome}` : `dropped (${decision.outcome})`;
}

function handed(effects: readonly Effect[], what: Expectation & { kind: 'handed' }): Verdict {
  const tasks = effects.flatMap((effect) => (effect.kind === 'task' ? [effect] : []));
  const fitting = tasks.filter((task) => task.team === what.team && (!what.complete || task.complete));
  const actual = tasks
    .map((task) => `${task.team}, ${task.complete ? 'context complete' : 'context not complete'}`)
    .join('; ');
  return { holds: fitting.length > 0, actual: actual === '' ? 'nothing was handed over' : `handed to ${actual}` };
}

function journey(decisions: readonly Decision[], what: Expectation & { kind: 'journey' }): Verdict {
  const about = decisions.filter((d) => d.journey === what.journey);
  const kinds: readonly Decision['kind'][] = what.what === 'started' ? ['started'] : ['finished', 'stopped'];
  const fitting = about.filter(
    (d) => kinds.includes(d.kind) && (what.outcome === undefined || d.outcome === what.outcome),
  );
  const holds = what.times === undefined ? fitting.length > 0 : fitting.length === what.times;
  const story = about.flatMap((d) => {
    if (d.kind === 'started') return ['started'];
    if (d.kind === 'not_started') return [`not started (${d.outcome})`];
    return d.kind === 'finished' || d.kind === 'stopped' ? [`finished as ${d.outcome}`] : [];
  });
  return { holds, actual: `${what.journey} ${story.length === 0 ? 'was not started' : story.join(', ')}` };
}

function runs(programs: Programs, world: World, customer: string, what: Expectation & { kind: 'journey' }): Verdict {
  const graph = programs.current.graph.journeys[what.journey];
  const { instances } = world.look(customer);
  const running = instances.filter((i) => i.outcome === null && i.journey === what.journey);
  const steps = running.map((instance) => graph?.nodes.find((node) => node.id === instance.node)?.step);
  const holds = what.step === undefined ? running.length > 0 : steps.includes(what.step);
  if (running.length === 0) return { holds, actual: `${what.journey} is not running` };
  const [first] = running;
  return { holds, actual: first === undefined ? '' : standing(programs, first, instances).join('\n') };
}

function holds(
  world: World,
  name: string,
  condition: Condition | null,
  graph: Graph,
  variables: Readonly<Record<string, Json>>,
): Verdict {
  if (condition === null) return { holds: false, actual: 'nothing to look at' };
  const frame = { customer: world.look(name), variables, now: world.clock, startedAt: world.clock };
  const values = condition.rule.reads.map((read, index) => {
    const value: Json = condition.reads[index]?.(frame, null) ?? null;
    return `${read.name} is ${explain(value, read.type, graph)}`;
  });
  return { holds: condition.test(frame, null) === true, actual: values.join(', ') };
}
