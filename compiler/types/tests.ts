/** `test` blocks: the values given, and what is expected of whom. */
import * as say from '../diagnostics/catalogue.gen.ts';
import { nearest } from '../diagnostics/nearest.ts';
import { referenceIds } from '../names/references.ts';
import { outcomeNames, stepsOf } from '../names/symbols.ts';
import { isMessageOutcome, messageOutcomes } from '../syntax/outcomes.ts';
import type {
  Expectation,
  Expression,
  FieldValue,
  Name,
  NamedSubject,
  TestDeclaration,
  TestStep,
  TextLiteral,
} from '../syntax/tree.ts';
import { visitExpressions } from '../syntax/visit.ts';
import { checkAny } from './any-values.ts';
import { type Check, type Env, newEnv, refer, report, sourceOf } from './context.ts';
import { constantDuration, constantInteger, expectCondition } from './expect.ts';
import { customersSignal, lookUp, lookUpSubject, nearName, unknownName } from './names.ts';
import { checkRecord, content, twice } from './records.ts';
import { referToCustomers } from './test-customers.ts';
import { show, types } from './type.ts';
import { identityKeys } from './values.ts';

export function checkTest(c: Check, test: TestDeclaration): void {
  if (test.title.parts.some((part) => typeof part !== 'string'))
    report(c, test.title, say.plainTextOnly({ what: 'the name of a test' }));
  const given = new Set<string>();
  for (const step of test.steps) if (step.kind === 'Given' && step.customer.text !== '') given.add(step.customer.text);
  referToCustomers(c, test);
  let env = newEnv('test');
  for (const step of test.steps) {
    if (step.kind === 'ForAny') env = checkAny(c, step, env);
    else checkStep(c, step, given, env);
  }
}

function checkStep(c: Check, step: Exclude<TestStep, { kind: 'ForAny' }>, given: ReadonlySet<string>, env: Env): void {
  switch (step.kind) {
    case 'Given':
      checkGiven(c, step.fields, env);
      for (const consent of step.consents) lookUp(c, 'purpose', consent);
      return;
    case 'GivenVariant':
      refer(c, step.experiment, referenceIds.experiment(step.experiment.text));
      refer(c, step.variant, referenceIds.variant(step.experiment.text, step.variant.text));
      checkCustomer(c, step.customer, given);
      if (step.subject !== undefined) checkSubject(c, step.subject);
      return;
    case 'AtStep':
      return;
    case 'AfterStep':
      constantDuration(c, step.duration, env);
      return;
    case 'SignalStep': {
      checkCustomer(c, step.customer, given);
      const signal = step.customer === undefined ? lookUp(c, 'signal', step.signal) : customersSignal(c, step.signal);
      if (signal !== undefined) checkRecord(c, step.signal, step.fields, { id: signal.id, name: signal.name }, env);
      return;
    }
    case 'MessageStep':
      if (isTeamsDeed(c, step.message, step.what)) return;
      lookUp(c, 'message', step.message);
      if (!isMessageOutcome(step.what.text)) {
        report(
          c,
          step.what,
          say.unknownName({ kind: 'outcome of a message', name: step.what.text }),
          nearName(step.what, messageOutcomes),
        );
      }
      checkCustomer(c, step.customer, given);
      return;
    case 'JoinStep':
      if (isTeamsDeed(c, step.customer, step.other)) return;
      checkCustomer(c, step.customer, given);
      checkCustomer(c, step.other, given);
      return;
    case 'GivenAnswer': {
      const found = c.index.lookup(['action', 'model'], step.action.text, c.scope);
      const kind = found.kind === 'found' && found.symbol.kind === 'model' ? 'model' : 'action';
      const symbol = lookUp(c, kind, step.action);
      const type = symbol === undefined ? undefined : c.signatures.result(symbol.id, c.scope.deps);
      if (step.fails || symbol === undefined) return;
      if (step.value === undefined) {
        if (type === undefined) return;
        const wording = say.wrongType({ text: 'This', found: 'nothing', expected: show(type) });
        report(c, step.action, wording);
      } else if (type === undefined) report(c, step.action, say.answersNothing({ name: step.action.text }));
      else content(c, step.value, type, env);
      return;
    }
    case 'TeamStep':
      lookUp(c, 'team', step.team);
      return;
    case 'Expect':
      checkCustomer(c, step.customer, given);
      checkWhose(c, step);
      expectation(c, step.what, env);
      return;
    case 'Replay':
      if (step.within !== undefined) constantDuration(c, step.within, env);
      return;
    case 'Invalid':
      return;
  }
}

function checkCustomer(c: Check, name: Name | undefined, given: ReadonlySet<string>): void {
  if (name === undefined || name.text === '' || given.size === 0 || given.has(name.text)) return;
  report(c, name, say.unknownName({ kind: 'customer', name: name.text }), nearName(name, given));
}

function checkSubject(c: Check, { name, value }: NamedSubject): void {
  lookUpSubject(c, name);
  if (value.parts.some((part) => typeof part !== 'string'))
    report(c, value, say.plainTextOnly({ what: 'the key of a subject' }));
}

/** What a journey about a subject does is expected of one of them, by its key. */
function checkWhose(c: Check, { what, subject }: Extract<TestStep, { kind: 'Expect' }>): void {
  if (subject !== undefined) {
    checkSubject(c, subject);
    if (what.kind === 'Holds') ofCustomersOnly(c, what.condition);
  }
  if (what.kind !== 'Journey' && what.kind !== 'Goal') return;
  const found = c.index.lookup(['journey'], what.journey.text, c.scope);
  const node = found.kind === 'found' ? found.symbol.node : undefined;
  if (node?.kind !== 'Journey' || node.about?.text === subject?.name.text) return;
  const about = node.about === undefined ? 'customers' : `\`${node.about.text}\``;
  const write = node.about === undefined ? 'for ada' : `for ${node.about.text} "KEY"`;
  report(c, what.journey, say.expectedOfAnother({ name: what.journey.text, about, write }));
}

/** A subject has no profile and no consent: every default would be found there. */
function ofCustomersOnly(c: Check, condition: Expression): void {
  visitExpressions(condition, (e) => {
    const isProfile = e.kind === 'Member' && e.of.kind === 'Reference' && e.of.name.text === 'profile';
    if (!isProfile && e.kind !== 'ConsentFor') return;
    report(c, e, say.expectedOfAnother({ name: sourceOf(c, e), about: 'customers', write: 'for ada' }), {
      hint: 'Expect it of a customer, as in `for ada`.',
    });
  });
}

/** What is said of a task, and what its team does, as a test writes it. */
const deeds = new Map([
  ['resolved', 'resolves'],
  ['done', 'resolves'],
  ['completed', 'resolves'],
  ['closed', 'resolves'],
  ['returned', 'returns'],
  ['approved', 'approves'],
  ['rejected', 'rejects'],
]);

/** `task is resolved`, `billing_desk is done`: said, then, as what the team does. */
function isTeamsDeed(c: Check, who: Name, what: Name): boolean {
  const deed = deeds.get(what.text);
  if (deed === undefined) return false;
  const isTeam = c.index.lookup(['team'], who.text, c.scope).kind === 'found';
  const ours = `${isTeam ? who.text : 'TEAM'} ${deed}`;
  const fixes = [
    { title: `Change to \`${ours}\``, edits: [{ span: { start: who.start, end: what.end }, text: ours }] },
  ];
  const hint = `What becomes of a task is what its team does: \`${ours}\`.`;
  report(
    c,
    what,
    say.unknownName({ kind: 'outcome of a message', name: what.text }),
    isTeam ? { hint, fixes } : { hint },
  );
  return true;
}

/** Fields of the profile, and identity keys. */
function checkGiven(c: Check, fields: readonly FieldValue[], env: Env): void {
  const keys = identityKeys(c);
  const seen = new Map<string, Name>();
  for (const field of fields) {
    const { name } = field;
    if (name.text === '') continue;
    twice(c, name, seen);
    const symbol = c.index.profileField(name.text, c.scope.deps);
    const type = c.signatures.profileField(name.text, c.scope.deps);
    if (symbol !== undefined && type !== undefined) {
      refer(c, name, referenceIds.profile(name.text));
      if (symbol.field.computed !== undefined) {
        report(c, name, say.cannotSet({ text: `\`${name.text}\``, reason: 'it is computed' }));
      }
      content(c, field.value, type, env);
    } else if (keys.includes(name.text)) {
      refer(c, name, referenceIds.key(name.text));
      content(c, field.value, types.text, env);
    } else {
      report(
        c,
        name,
        say.unknownProfileField({ name: name.text }),
        nearName(name, [...c.index.profileNames(c.scope.deps), ...keys]),
      );
    }
  }
}

/** What was said is known of what was sent. */
function checkSaying(c: Check, saying: TextLiteral, what: 'sent' | 'held' | 'dropped'): void {
  if (what !== 'sent') report(c, saying, say.sayingOfUnsent({ what }));
  if (saying.parts.some((part) => typeof part !== 'string')) {
    report(c, saying, say.plainTextOnly({ what: 'what is looked for in a message' }));
  }
}

const anyMessage: ReadonlySet<string> = new Set(['anything', 'nothing', 'message', 'messages']);

/** `not sent anything` is said of no message. */
function checkMessage(c: Check, name: Name): void {
  if (!anyMessage.has(name.text)) lookUp(c, 'message', name);
  else
    report(c, name, say.unknownName({ kind: 'message', name: name.text }), {
      hint: 'That no message goes out is `expect nothing sent`.',
    });
}

function expectation(c: Check, what: Expectation, env: Env): void {
  switch (what.kind) {
    case 'Message':
      checkMessage(c, what.message);
      if (what.channel !== undefined) lookUp(c, 'channel', what.channel);
      if (what.by !== undefined) lookUp(c, 'policy', what.by);
      if (what.saying !== undefined) checkSaying(c, what.saying, what.what);
      if (what.times !== undefined) constantInteger(c, what.times, env, 0);
      return;
    case 'Nothing':
      if (what.channel !== undefined) lookUp(c, 'channel', what.channel);
      return;
    case 'Handed':
      lookUp(c, 'team', what.team);
      return;
    case 'Happened':
      if (what.what === 'emitted') lookUp(c, 'signal', what.name);
      else {
        const found = c.index.lookup(['action', 'model'], what.name.text, c.scope);
        lookUp(c, found.kind === 'found' && found.symbol.kind === 'model' ? 'model' : 'action', what.name);
      }
      if (what.times !== undefined) constantInteger(c, what.times, env, 0);
      return;
    case 'Journey': {
      const symbol = lookUp(c, 'journey', what.journey);
      if (what.times !== undefined) constantInteger(c, what.times, env, 0);
      if (symbol?.node.kind !== 'Journey') return;
      const { outcome, step } = what;
      if (outcome !== undefined && outcome.text !== '') {
        const names = outcomeNames(symbol.node);
        if (names.includes(outcome.text)) refer(c, outcome, referenceIds.outcome(symbol.id, outcome.text));
        else unknownName(c, `outcome of ${symbol.name}`, outcome, nearest(outcome.text, names));
      }
      if (step !== undefined && step.text !== '') {
        const names = stepsOf(symbol.node).map((each) => each.text);
        if (names.includes(step.text)) refer(c, step, referenceIds.step(symbol.id, step.text));
        else unknownName(c, `step of ${symbol.name}`, step, nearest(step.text, names));
      }
      return;
    }
    case 'Goal': {
      const symbol = lookUp(c, 'journey', what.journey);
      if (symbol?.node.kind === 'Journey' && symbol.node.goal === undefined) {
        report(c, what.journey, say.journeyWithoutGoal({ name: symbol.name }));
      }
      return;
    }
    case 'Holds':
      expectCondition(c, what.condition, env);
      return;
  }
}
