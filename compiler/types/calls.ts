/** Calls: functions of the language, and conditions with parameters. */
import * as say from '../diagnostics/catalogue.gen.ts';
import { nearest } from '../diagnostics/nearest.ts';
import { referenceIds } from '../names/references.ts';
import { type Declared, parametersInWhere } from '../names/symbols.ts';
import type { Expression, Name } from '../syntax/tree.ts';
import { readsIt, visitExpressions } from '../syntax/visit.ts';
import { functions, type Signature, takesZone } from './builtins.ts';
import { type Check, type Env, refer, report, sourceOf } from './context.ts';
import { countWrong, expectType, expectZone, mayBeAbsent, mismatch, mustFit } from './expect.ts';
import { lookUp, unknownName } from './names.ts';
import { isError, isNumeric, isTextLike, optional, present, show, type Type, types } from './type.ts';

type Call = Extract<Expression, { kind: 'Call' }>;

export function callOf(c: Check, call: Call, env: Env): Type {
  const { name } = call;
  const own = functions.get(name.text);
  if (own !== undefined) {
    refer(c, name, referenceIds.builtin(name.text));
    c.facts.meaning.set(call, { kind: 'function' });
    return builtin(c, call, env, own);
  }
  const found = c.index.lookup(['condition', 'model'], name.text, c.scope);
  if (found.kind === 'unknown') {
    if (asksTheLog(c, call)) return types.error;
    for (const argument of call.arguments) c.infer(argument, env);
    const near = c.index.closest(['condition', 'model'], name.text, c.scope) ?? nearest(name.text, functions.keys());
    if (name.text !== '') unknownName(c, 'condition or function', name, near);
    return types.error;
  }
  if (found.kind === 'found' && found.symbol.kind === 'model') return modelOf(c, call, env);
  const symbol = lookUp(c, 'condition', name);
  if (symbol === undefined) return types.error;
  c.facts.meaning.set(call, { kind: 'condition', id: symbol.id });
  const parameters = c.signatures.parameters(symbol.id, c.scope.deps);
  if (env.it !== undefined) itInto(c, call, symbol);
  checkArguments(
    c,
    call,
    env,
    parameters.map((parameter) => parameter.type),
  );
  return types.boolean;
}

/** What a model last answered; without an `or` it may be absent. */
function modelOf(c: Check, call: Call, env: Env): Type {
  const symbol = lookUp(c, 'model', call.name);
  if (symbol === undefined) return types.error;
  c.facts.meaning.set(call, { kind: 'model', id: symbol.id });
  const parameters = c.signatures.parameters(symbol.id, c.scope.deps);
  checkArguments(
    c,
    call,
    env,
    parameters.map((parameter) => parameter.type),
  );
  const type = c.signatures.result(symbol.id, c.scope.deps) ?? types.error;
  return symbol.node.kind === 'Model' && symbol.node.otherwise === undefined ? optional(type) : type;
}

/** `it` inside the condition is another signal, so a parameter that is read in a `where` there cannot be given this one. */
function itInto(c: Check, call: Call, symbol: Declared): void {
  if (!call.arguments.some(readsIt)) return;
  const taken = takenIntoWhere(c, symbol, new Map());
  for (const [index, argument] of call.arguments.entries())
    if (taken.has(index) && readsIt(argument)) report(c, argument, say.itIntoCondition({ name: call.name.text }));
}

/** Which of its parameters a condition reads in a `where`, or hands to a condition that does. */
function takenIntoWhere(
  c: Check,
  { id, node, module, path }: Declared,
  known: Map<string, ReadonlySet<number>>,
): ReadonlySet<number> {
  const before = known.get(id) ?? new Set();
  if (node.kind !== 'Condition' || known.has(id)) return before;
  // Conditions in a circle are told of where they stand.
  known.set(id, before);
  const names = new Set(parametersInWhere(node));
  const scope = { module, uses: c.index.usesOf(path), deps: c.scope.deps };
  visitExpressions(node.body, (e) => {
    const found = e.kind === 'Call' ? c.index.lookup(['condition'], e.name.text, scope) : undefined;
    if (e.kind !== 'Call' || found?.kind !== 'found') return;
    for (const index of takenIntoWhere(c, found.symbol, known)) {
      const handed = e.arguments[index];
      if (handed !== undefined)
        visitExpressions(handed, (each) => void (each.kind === 'Reference' && names.add(each.name.text)));
    }
  });
  const taken = new Set(node.parameters.flatMap(({ name }, index) => (names.has(name.text) ? [index] : [])));
  known.set(id, taken);
  return taken;
}

/** Each argument against its parameter's type, and their number. */
export function checkArguments(
  c: Check,
  call: { readonly name: Call['name']; readonly arguments: readonly Expression[] },
  env: Env,
  wanted: readonly Type[],
): boolean {
  let good = true;
  call.arguments.forEach((argument, index) => {
    const type = wanted[index];
    if (type === undefined) c.infer(argument, env);
    else if (isError(expectType(c, argument, env, type))) good = false;
  });
  if (call.arguments.length === wanted.length) return good;
  report(c, call.name, countWrong(call.name.text, wanted.length, call.arguments.length));
  return false;
}

/** `count(OrderPlaced)`: what has happened is asked in words. */
function asksTheLog(c: Check, { name, arguments: [what, ...more] }: Call): boolean {
  if (what?.kind !== 'Reference' || more.length > 0 || !/^(count|any|no|latest|first|exists|has)$/.test(name.text))
    return false;
  const signal = what.name.text;
  if (c.index.lookup(['signal'], signal, c.scope).kind !== 'found') return false;
  const words = name.text === 'count' ? 'count of' : /^(exists|has)$/.test(name.text) ? 'any' : name.text;
  const hint = `Without brackets: \`${words} ${signal} in last 30 days\`.`;
  report(c, name, say.unknownName({ kind: 'condition or function', name: name.text }), { hint });
  return true;
}

function builtin(c: Check, call: Call, env: Env, signature: Signature): Type {
  const found = call.arguments.length;
  if (found !== signature.parameters.length && !(found === signature.parameters.length - 1 && takesZone(signature))) {
    for (const argument of call.arguments) c.infer(argument, env);
    report(c, call.name, countWrong(call.name.text, signature.parameters.length, found), {
      hint: `It is written \`${signature.shape}\`.`,
    });
    return types.error;
  }
  let first: Type = types.error;
  let good = true;
  signature.parameters.forEach((parameter, index) => {
    const argument = call.arguments[index];
    if (argument === undefined) return;
    const type = argumentType(c, argument, env, parameter, call);
    if (isError(type)) good = false;
    if (index === 0) first = type;
  });
  // What is wrong with a value has been said: `if absent` behind it asks the right question of it.
  if (!good) return types.error;
  if (signature.result !== 'same') return types[signature.result];
  return first;
}

/** `size` is of lists and `length` of texts: who takes one for the other is told which. */
function sayOther(c: Check, argument: Expression, found: Type, expected: string, name: Name, other: string): void {
  const text = sourceOf(c, argument);
  const wording = say.wrongType({ text, found: show(found), expected });
  // In a template the name is that of a filter, which has no other.
  const isFilter = c.text.slice(name.start, name.end) !== name.text;
  const fixes = [{ title: `Change to \`${other}\``, edits: [{ span: name, text: other }] }];
  const hint = 'As a filter, `size` counts what is in a list; how long a text is cannot be asked in a template.';
  report(c, argument, wording, isFilter ? { hint } : { hint: `Write \`${other}(${text})\`.`, fixes });
}

/** `contains(list, value)`: a part of a text is asked for like this, an item of a list in words. */
function sayOneOf(c: Check, list: Expression, found: Type, name: Name, value: Expression): void {
  const text = sourceOf(c, list);
  const isTemplate = c.text.slice(name.start, name.end) !== name.text;
  const hint = isTemplate
    ? 'In a template, `contains` looks into a text; ask `.. in ..` in the journey, and give the message a boolean.'
    : `Write \`${sourceOf(c, value)} in ${text}\`.`;
  report(c, list, say.wrongType({ text, found: show(found), expected: show(types.text) }), { hint });
}

function argumentType(
  c: Check,
  argument: Expression,
  env: Env,
  parameter: Signature['parameters'][number],
  { name, arguments: [, second] }: Call,
): Type {
  switch (parameter) {
    case 'timezone':
      expectZone(c, argument, env);
      return types.timezone;
    case 'quantity': {
      const type = c.infer(argument, env);
      const value = present(type);
      if (isError(type)) return types.error;
      if (type.kind === 'optional') {
        mayBeAbsent(c, argument, type);
        return types.error;
      }
      if (isNumeric(value) || value.kind === 'money' || value.kind === 'percent' || value.kind === 'duration')
        return value;
      mismatch(c, argument, type, types.number);
      return types.error;
    }
    case 'list': {
      const type = c.infer(argument, env);
      if (type.kind === 'optional') mayBeAbsent(c, argument);
      else if (isTextLike(type)) sayOther(c, argument, type, 'a list', name, 'length');
      else if (type.kind !== 'list' && !isError(type))
        report(c, argument, say.wrongType({ text: sourceOf(c, argument), found: show(type), expected: 'a list' }));
      return type;
    }
    case 'text': {
      const type = c.infer(argument, env, types.text);
      if (name.text === 'length' && type.kind === 'list') sayOther(c, argument, type, show(types.text), name, 'size');
      else if (name.text === 'contains' && type.kind === 'list' && second !== undefined)
        sayOneOf(c, argument, type, name, second);
      else if (mustFit(c, argument, type, types.text)) return type;
      return types.error;
    }
    default:
      return expectType(c, argument, env, types[parameter]);
  }
}
