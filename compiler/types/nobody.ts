/** What is asked of a signal before anybody is known whom it concerns. */
import * as say from '../diagnostics/catalogue.gen.ts';
import type { LookupScope } from '../names/index.ts';
import type { Declared } from '../names/symbols.ts';
import type { Expression, Name } from '../syntax/tree.ts';
import { innerExpressions } from '../syntax/visit.ts';
import { type Check, report, sourceOf } from './context.ts';

/** For `in batches of`. */
export const numberOfSignal = 'Read the number from the signal, as in `in batches of it.pieces`, or write one.';

/** Reports what such an expression reads besides the signal, by `it` or by its name. Run after it has been inferred. */
export function ofSignalAlone(c: Check, expression: Expression, alias: Name | undefined, hint?: string): void {
  if (asksCustomer(c, expression, alias)) {
    report(c, expression, say.onlySignalKnown({ text: sourceOf(c, expression) }), hint === undefined ? {} : { hint });
    return;
  }
  for (const inner of innerExpressions(expression)) ofSignalAlone(c, inner, alias, hint);
}

function asksCustomer(c: Check, expression: Expression, alias: Name | undefined): boolean {
  if (expression.kind === 'Aggregate' || expression.kind === 'ConsentFor') return true;
  const meaning = c.facts.meaning.get(expression);
  switch (meaning?.kind) {
    case 'profile':
    case 'snapshot':
    case 'key':
    case 'model':
      return true;
    case 'variable':
      return meaning.binding.at !== alias;
    case 'condition':
      return conditionAsks(c, c.index.byId(meaning.id), new Set());
    default:
      return expression.kind === 'Member' && asksCustomer(c, expression.of, alias);
  }
}

/** Whether a condition asks about more than it is given. */
function conditionAsks(c: Check, symbol: Declared | undefined, seen: Set<string>): boolean {
  if (symbol?.node.kind !== 'Condition' || seen.has(symbol.id)) return false;
  seen.add(symbol.id);
  const { module, path, node } = symbol;
  const scope: LookupScope = { module, uses: c.index.usesOf(path), deps: c.scope.deps };
  const given = new Set(node.parameters.map(({ name }) => name.text));
  return bodyAsks(node.body, given, (name) => {
    const found = c.index.lookup(['condition', 'model'], name, scope);
    return found.kind === 'found' && (found.symbol.node.kind === 'Model' || conditionAsks(c, found.symbol, seen));
  });
}

/** `given`: names of its parameters, which stand before all others. */
function bodyAsks(e: Expression, given: ReadonlySet<string>, asks: (name: string) => boolean): boolean {
  if (e.kind === 'Aggregate' || e.kind === 'ConsentFor') return true;
  if (e.kind === 'Reference' && given.has(e.name.text)) return false;
  if (e.kind === 'Reference' && e.name.text === 'profile') return true;
  if ((e.kind === 'Reference' || e.kind === 'Call') && asks(e.name.text)) return true;
  return innerExpressions(e).some((inner) => bodyAsks(inner, given, asks));
}
