/** Signals, types, identity, profile, conditions, purposes: each against what it may say. */
import * as say from '../diagnostics/catalogue.gen.ts';
import { referenceIds } from '../names/references.ts';
import { bind, type Scope } from '../names/scope.ts';
import type {
  ConditionDeclaration,
  Expression,
  Field,
  IdentityDeclaration,
  Meaning,
  Name,
  Parameter,
  ProfileDeclaration,
  PurposeDeclaration,
  SignalDeclaration,
  TypeDeclaration,
} from '../syntax/tree.ts';
import { type Check, declareBinding, mention, newEnv, refer, report, sourceOf } from './context.ts';
import { expectCondition, expectType } from './expect.ts';
import { nearName, typeAt } from './names.ts';
import { isError, isNumeric, isTextLike, present, show, type Type, written } from './type.ts';
import { identityKeys } from './values.ts';

export function checkSignal(c: Check, signal: SignalDeclaration, id: string): void {
  refer(c, signal.name, id, true);
  const fields = checkFields(c, signal.fields, id);
  for (const field of signal.fields) {
    if (field.name.text === 'at' || field.name.text === 'id') {
      report(c, field.name, say.builtinField({ name: field.name.text }));
    }
    onlyInProfile(c, field);
    if (field.key !== undefined) {
      if (signal.withoutCustomer) report(c, field.key, say.keyWithoutCustomer({ signal: signal.name.text }));
      else checkKey(c, field, field.key, fields.get(field.name.text));
    }
  }
  for (const meaning of signal.meanings) checkMeaning(c, meaning, signal, fields, id);
}

function checkKey(c: Check, field: Field, key: Name, type: Type | undefined): void {
  const keys = [...identityKeys(c), ...c.index.subjects(c.scope.deps).map((subject) => subject.key.text)];
  if (!keys.includes(key.text)) {
    report(c, key, say.unknownKey({ name: key.text }), nearName(key, keys));
    return;
  }
  refer(c, key, referenceIds.key(key.text));
  if (type !== undefined && !isError(type) && !isTextLike(present(type))) {
    report(c, field.type, say.keyNotText({ name: field.name.text, found: show(type) }));
  }
}

const meaningWords = ['contact', 'resolution', 'revenue', 'effort', 'transfer'];

function checkMeaning(
  c: Check,
  meaning: Meaning,
  signal: SignalDeclaration,
  fields: ReadonlyMap<string, Type>,
  id: string,
): void {
  const word = meaning.word.text;
  if (word === '') return;
  if (!meaningWords.includes(word)) return;
  if (meaning.on !== undefined) {
    // A contact may come in where nothing is sent out, so the channel need not be declared.
    const found = c.index.lookup(['channel'], meaning.on.text, c.scope);
    if (found.kind === 'found') mention(c, meaning.on, found.symbol);
  }
  if (word !== 'revenue' && word !== 'effort') return;
  const { of } = meaning;
  if (of === undefined) {
    report(c, meaning.word, say.meaningWithoutField({ name: word }));
    return;
  }
  const type = fields.get(of.text);
  if (type === undefined) {
    if (of.text !== '') {
      report(c, of, say.unknownField({ owner: signal.name.text, name: of.text }), nearName(of, fields.keys()));
    }
    return;
  }
  refer(c, of, referenceIds.field(id, of.text));
  const value = present(type);
  const good = word === 'revenue' ? value.kind === 'money' : isNumeric(value);
  if (!good && !isError(type)) {
    const expected = word === 'revenue' ? 'money' : 'a number';
    report(c, of, say.wrongType({ text: sourceOf(c, of), found: show(type), expected }));
  }
}

export function checkType(c: Check, declaration: TypeDeclaration, id: string): void {
  refer(c, declaration.name, id, true);
  if (declaration.body.kind === 'Record') {
    checkFields(c, declaration.body.fields, id);
    for (const field of declaration.body.fields) {
      onlyInProfile(c, field);
      if (field.key !== undefined) report(c, field.key, say.keyOnlyInSignal());
    }
    return;
  }
  const seen = new Map<string, Name>();
  for (const value of declaration.body.values) {
    if (value.text === '') continue;
    refer(c, value, referenceIds.value(id, value.text), true);
    twice(c, value, seen, 'value');
  }
}

/** Types of the fields by name, with duplicates and labels reported. */
function checkFields(c: Check, fields: readonly Field[], owner: string | undefined): ReadonlyMap<string, Type> {
  const seen = new Map<string, Name>();
  const found = new Map<string, Type>();
  for (const field of fields) {
    const type = typeAt(c, field.type);
    if (field.name.text !== '') {
      const id =
        owner === undefined ? referenceIds.profile(field.name.text) : referenceIds.field(owner, field.name.text);
      refer(c, field.name, id, true);
      if (owner !== undefined) twice(c, field.name, seen, 'field');
      if (!found.has(field.name.text)) found.set(field.name.text, type);
    }
    checkLabels(c, field.labels);
    if (field.named?.parts.some((part) => typeof part !== 'string') === true) {
      report(c, field.named, say.plainTextOnly({ what: 'a name on the wire' }));
    }
  }
  return found;
}

function twice(c: Check, name: Name, seen: Map<string, Name>, kind: string): void {
  const first = seen.get(name.text);
  if (first === undefined) {
    seen.set(name.text, name);
    return;
  }
  report(c, name, say.duplicateName({ kind, name: name.text }), {
    related: [{ span: first, message: 'It is here already.' }],
  });
}

export const labels = ['pii', 'sensitive'];

export function checkLabels(c: Check, names: readonly Name[]): void {
  for (const name of names) {
    if (name.text !== '' && !labels.includes(name.text)) {
      report(c, name, say.unknownLabel({ name: name.text }), nearName(name, labels));
    }
  }
}

/** Fields of what an action answers. */
export function checkResultFields(c: Check, fields: readonly Field[], owner: string): void {
  checkFields(c, fields, owner);
  for (const field of fields) {
    onlyInProfile(c, field);
    if (field.key !== undefined) report(c, field.key, say.keyOnlyInSignal());
  }
}

function onlyInProfile(c: Check, field: Field): void {
  const value = field.initial ?? field.computed;
  if (value !== undefined) report(c, value, say.valueOnlyInProfile({ name: field.name.text }));
}

export function checkIdentity(c: Check, identity: IdentityDeclaration): void {
  const seen = new Map<string, Name>();
  for (const name of [...identity.strong, ...identity.weak]) {
    if (name.text === '') continue;
    refer(c, name, referenceIds.key(name.text), true);
    twice(c, name, seen, 'identity key');
  }
  const subjects = new Map<string, Name>();
  for (const { name, key } of identity.subjects) {
    if (key.text !== '') {
      refer(c, key, referenceIds.key(key.text), true);
      twice(c, key, seen, 'identity key');
    }
    if (name.text === '') continue;
    refer(c, name, referenceIds.subject(name.text), true);
    twice(c, name, subjects, 'subject');
  }
}

export function checkProfile(c: Check, profile: ProfileDeclaration): void {
  checkFields(c, profile.fields, undefined);
  for (const field of profile.fields) {
    const type = c.signatures.profileField(field.name.text, c.scope.deps) ?? typeAt(c, field.type);
    const { initial, computed } = field;
    if (field.key !== undefined) report(c, field.key, say.keyOnlyInSignal());
    if (initial !== undefined) {
      if (!isError(expectType(c, initial, newEnv('profile'), type)) && !isConstant(c, initial)) {
        const start = c.text.lastIndexOf('=', initial.start);
        const fix = { title: 'Change to `is`', edits: [{ span: { start, end: start + 1 }, text: 'is' }] };
        report(c, initial, say.defaultNotConstant({ name: field.name.text }), { fixes: [fix] });
      }
    } else if (computed !== undefined) expectType(c, computed, newEnv('profile'), type);
    else if (type.kind !== 'optional' && !isError(type) && field.name.text !== '') {
      const hint = `Give it a default with \`= ..\`, or say \`${written(type, c.settings)}?\`.`;
      report(c, field.name, say.profileFieldWithoutValue({ name: field.name.text }), { hint });
    }
  }
}

/** Known while compiling: literals, values of enumerations (one may be called `it`), lists of them. */
export function isConstant(c: Check, expression: Expression): boolean {
  switch (expression.kind) {
    case 'Text':
      return expression.parts.every((part) => typeof part === 'string');
    case 'Number':
    case 'Quantity':
    case 'Boolean':
    case 'Clock':
    case 'Date':
    case 'Moment':
      return true;
    case 'Reference': {
      const meaning = c.facts.meaning.get(expression)?.kind;
      return meaning !== 'now' && meaning !== 'it';
    }
    case 'Negate':
      return isConstant(c, expression.of);
    case 'List':
      return expression.items.every((item) => isConstant(c, item));
    default:
      return false;
  }
}

/** Binds the parameters of a condition or a message. */
/** `taken`: words that mean something of their own where the parameters hold. */
export function bindParameters(
  c: Check,
  parameters: readonly Parameter[],
  taken: readonly string[] = [],
): Scope | undefined {
  const seen = new Map<string, Name>();
  let scope: Scope | undefined;
  for (const parameter of parameters) {
    const { name } = parameter;
    const type = typeAt(c, parameter.type);
    if (name.text === '') continue;
    twice(c, name, seen, 'parameter');
    if (reserved.has(name.text) || taken.includes(name.text)) report(c, name, say.reservedName({ name: name.text }));
    const binding = { name: name.text, at: name, what: 'parameter', variable: name.text } as const;
    declareBinding(c, binding, type);
    scope = bind(scope, binding);
  }
  return scope;
}

/** Words that stand for something everywhere. */
export const reserved: ReadonlySet<string> = new Set(['it', 'now', 'profile']);

export function checkCondition(c: Check, condition: ConditionDeclaration, id: string): void {
  refer(c, condition.name, id, true);
  const scope = bindParameters(c, condition.parameters);
  c.facts.scopes.push({ start: condition.start, end: condition.end, scope });
  expectCondition(c, condition.body, newEnv('condition', scope));
}

export function checkPurpose(c: Check, purpose: PurposeDeclaration, id: string): void {
  refer(c, purpose.name, id, true);
  const { consent } = purpose;
  if (consent === undefined) {
    report(c, purpose.name, say.purposeWithoutConsent({ name: purpose.name.text }));
  }
}
