/** `test` blocks: the values given, and what is expected of whom. */
import * as say from '../diagnostics/catalogue.gen.ts';
import { nearest } from '../diagnostics/nearest.ts';
import { referenceIds } from '../names/references.ts';
import { outcomeNames, stepsOf } from '../names/symbols.ts';
import type {
  Expectation,
  Expression,
  FieldContent,
  FieldValue,
  Name,
  TestDeclaration,
  TestStep,
} from '../syntax/tree.ts';
import { type Check, type Env, newEnv, refer, report, sourceOf } from './context.ts';
import { isConstant } from './declarations.ts';
import { constantDuration, constantInteger, expectCondition, expectType } from './expect.ts';
import { lookUp, nearName, unknownName } from './names.ts';
import { isError, listOf, present, show, type Type, types } from './type.ts';
import { instantText } from './units.ts';
import { identityKeys } from './values.ts';

export function checkTest(c: Check, test: TestDeclaration): void {
  const given = new Set<string>();
  for (const step of test.steps) if (step.kind === 'Given' && step.customer.text !== '') given.add(step.customer.text);
  for (const step of test.steps) checkStep(c, step, given);
}

function checkStep(c: Check, step: TestStep, given: ReadonlySet<string>): void {
  const env = newEnv('test');
  switch (step.kind) {
    case 'Given':
      checkGiven(c, step.fields, env);
      for (const consent of step.consents) lookUp(c, 'purpose', consent);
      return;
    case 'AtStep':
      return;
    case 'AfterStep':
      constantDuration(c, step.duration, env);
      return;
    case 'SignalStep': {
      checkCustomer(c, step.customer, given);
      const signal = lookUp(c, 'signal', step.signal);
      if (signal !== undefined) checkRecord(c, step.signal, step.fields, { id: signal.id, name: signal.name }, env);
      return;
    }
    case 'TeamStep':
      lookUp(c, 'team', step.team);
      return;
    case 'Expect':
      checkCustomer(c, step.customer, given);
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
        nearName(name, [...c.index.profileNames(), ...keys]),
      );
    }
  }
}

function twice(c: Check, name: Name, seen: Map<string, Name>): void {
  const first = seen.get(name.text);
  if (first === undefined) seen.set(name.text, name);
  else {
    report(c, name, say.duplicateName({ kind: 'field', name: name.text }), {
      related: [{ span: first, message: 'It is here already.' }],
    });
  }
}

/** Fields of a signal or a record: each known, of its type, and none that must be there is missing. */
function checkRecord(
  c: Check,
  at: { readonly start: number; readonly end: number },
  fields: readonly FieldValue[],
  owner: { readonly id: string; readonly name: string },
  env: Env,
): void {
  const known = c.signatures.fields(owner.id, c.scope.deps);
  const seen = new Map<string, Name>();
  for (const field of fields) {
    const { name } = field;
    if (name.text === '') continue;
    twice(c, name, seen);
    const wanted = known.get(name.text);
    if (wanted?.field === undefined) {
      const own = [...known.values()].filter((each) => each.field !== undefined).map((each) => each.name);
      report(c, name, say.unknownField({ owner: owner.name, name: name.text }), nearName(name, own));
    } else {
      refer(c, name, referenceIds.field(owner.id, name.text));
      content(c, field.value, wanted.type, env);
    }
  }
  const missing = [...known.values()].filter(
    (each) => each.field !== undefined && each.type.kind !== 'optional' && !isError(each.type) && !seen.has(each.name),
  );
  if (missing.length === 0) return;
  const names = missing.map((each) => `\`${each.name}\``).join(', ');
  report(c, at, say.missingFields({ owner: owner.name, missing: names }));
}

function content(c: Check, value: FieldContent, type: Type, env: Env): void {
  const wanted = present(type);
  switch (value.kind) {
    case 'Record':
      if (wanted.kind === 'record') checkRecord(c, value, value.fields, wanted, env);
      else if (!isError(type))
        report(c, value, say.wrongType({ text: 'This', found: 'a record', expected: show(type) }));
      return;
    case 'RecordList':
      if (wanted.kind === 'list') for (const item of value.items) content(c, item, wanted.of, env);
      else if (!isError(type)) {
        report(c, value, say.wrongType({ text: 'This', found: show(listOf(types.error)), expected: show(type) }));
      }
      return;
    default:
      plain(c, value, type, env);
  }
}

/** A time can be written as a date (its first instant in the workspace's zone) or as a text with its zone. */
function plain(c: Check, value: Expression, type: Type, env: Env): void {
  if (present(type).kind === 'time') {
    if (value.kind === 'Date') {
      expectType(c, value, env, types.date);
      return;
    }
    if (value.kind === 'Text') {
      expectType(c, value, env, types.text);
      const text = value.parts.join('');
      if (instantText(text) === undefined) {
        report(c, value, say.textIsNot({ text: `"${text}"`, expected: 'a time' }), {
          hint: 'Write it as "2026-03-01T10:00:00Z".',
        });
      }
      return;
    }
  }
  if (!isError(expectType(c, value, env, type)) && !isConstant(value)) {
    report(c, value, say.testValueNotConstant({ text: sourceOf(c, value) }));
  }
}

function expectation(c: Check, what: Expectation, env: Env): void {
  switch (what.kind) {
    case 'Message':
      lookUp(c, 'message', what.message);
      if (what.channel !== undefined) lookUp(c, 'channel', what.channel);
      if (what.by !== undefined) lookUp(c, 'policy', what.by);
      if (what.times !== undefined) constantInteger(c, what.times, env, 0);
      return;
    case 'Handed':
      lookUp(c, 'team', what.team);
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
