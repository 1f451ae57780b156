/** What `statements.ts` makes, and the checker accepts, holds every form that the language has: one that is new must be made, too. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { innerStatements, statementsOf } from '../../compiler/names/symbols.ts';
import { parse } from '../../compiler/syntax/parse.ts';
import type {
  Arm,
  Cause,
  Continuation,
  JourneyDeclaration,
  Look,
  Recipient,
  Share,
  Statement,
  WaitForm,
} from '../../compiler/syntax/tree.ts';
import { createWorkspace } from '../../compiler/workspace.ts';
import { plan, written } from './statements.ts';

type Forms<K extends string> = Readonly<Record<Exclude<K, 'Invalid'>, true>>;

/** The type checker asks for each kind of the tree by name. */
const statements: Forms<Statement['kind']> = {
  Send: true,
  Wait: true,
  If: true,
  Choose: true,
  Handoff: true,
  Set: true,
  Consent: true,
  Step: true,
  GoTo: true,
  Finish: true,
  Countdown: true,
  Together: true,
  Repeat: true,
  Each: true,
  Emit: true,
  Experiment: true,
  Decide: true,
  Call: true,
  Run: true,
};
const causes: Forms<Cause['kind']> = {
  OnSignal: true,
  Counted: true,
  Sequence: true,
  Silence: true,
  Becoming: true,
  Schedule: true,
  Anchored: true,
  ForEach: true,
};
const waits: Forms<WaitForm['kind']> = { For: true, Until: true, Signal: true, Race: true };
const arms: Forms<Arm['kind']> = { OnArm: true, MessageArm: true, WhenArm: true, AfterArm: true, AtArm: true };
const looks: Forms<Look['kind']> = { SinceStart: true, Before: true, Ever: true };
const recipients: Forms<Recipient['kind']> = { ToCustomer: true, ToTeam: true };
const shares: Forms<Share['kind']> = { ShareValue: true, ShareContacts: true, ShareJourney: true, ShareProfile: true };
const continuations: Forms<Exclude<Continuation['kind'], 'GoTo'>> = { Finish: true, GoOn: true };

/** What the kind alone does not tell. */
const others = [
  ...['on held', 'on failed', 'on opened', 'best of', 'ask approval', 'does not wait', 'decide with arguments'],
  ...['holdout', 'each together', 'finish with', 'goal with a share', 'on failure with a block', 'batches', 'during'],
];

function* formsOf(statement: Statement): Generator<string> {
  yield statement.kind;
  switch (statement.kind) {
    case 'Send':
      if (statement.to !== undefined) yield statement.to.kind;
      if (statement.best) yield 'best of';
      if (statement.otherwise !== undefined) yield `else ${statement.otherwise.kind}`;
      for (const arm of statement.arms ?? []) yield* formsOfArm(arm);
      return;
    case 'Wait':
      yield* formsOfWait(statement.form);
      return;
    case 'Handoff':
      if (statement.approval) yield 'ask approval';
      for (const share of statement.share) yield share.kind;
      return;
    case 'Run':
      if (!statement.waits) yield 'does not wait';
      return;
    case 'Decide':
      if (statement.arguments.length > 0) yield 'decide with arguments';
      return;
    case 'Each':
      if (statement.together) yield 'each together';
      return;
    case 'Experiment':
      if (statement.holdout !== undefined) yield 'holdout';
      return;
    case 'Finish':
      if (statement.value !== undefined) yield 'finish with';
      return;
    default:
      return;
  }
}

function* formsOfWait(form: WaitForm): Generator<string> {
  yield `wait ${form.kind}`;
  if (form.kind === 'For' && form.during !== undefined) yield 'during';
  if (form.kind === 'Signal' && form.look !== undefined) yield form.look.kind;
  if (form.kind === 'Race') for (const arm of form.arms) yield* formsOfArm(arm);
}

function* formsOfArm(arm: Arm): Generator<string> {
  yield arm.kind;
  if (arm.kind === 'MessageArm') yield `on ${arm.what.text}`;
}

function* formsOfJourney(journey: JourneyDeclaration): Generator<string> {
  const { entry, goal, failure } = journey;
  if (entry !== undefined) yield entry.cause.kind;
  if (entry?.cause.kind === 'ForEach' && entry.cause.batches !== undefined) yield 'batches';
  if (goal?.atLeast !== undefined) yield 'goal with a share';
  if (failure !== undefined && failure.statements.length > 1) yield 'on failure with a block';
  const lists = [statementsOf(journey)];
  for (let list = lists.pop(); list !== undefined; list = lists.pop()) {
    for (const statement of list) {
      yield* formsOf(statement);
      lists.push(...innerStatements(statement));
    }
  }
}

test('every kind of statement, start, wait, arm, look, recipient and share is made, and accepted', () => {
  const found = new Set<string>();
  for (const all of fc.sample(plan, { numRuns: 90, seed: 1 })) {
    const { text } = written(all);
    const workspace = createWorkspace({ settings: { currency: 'EUR', timezone: 'Europe/London', locale: 'en' } });
    workspace.setFile('x.journey', text);
    if (workspace.check().some(({ severity }) => severity === 'error')) continue;
    for (const node of parse('x.journey', text).file.declarations)
      if (node.kind === 'Journey') for (const form of formsOfJourney(node)) found.add(form);
  }
  const wanted = [
    ...[statements, causes, arms, looks, recipients, shares].flatMap((forms) => Object.keys(forms)),
    ...Object.keys(waits).map((form) => `wait ${form}`),
    ...Object.keys(continuations).map((form) => `else ${form}`),
    ...others,
  ];
  expect(wanted.filter((form) => !found.has(form))).toEqual([]);
}, 30_000);
