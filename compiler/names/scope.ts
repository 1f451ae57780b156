/** Names bound inside a declaration: parameters, `as x`. A scope is a chain, extended without change to what it extends. */
import type { Name } from '../syntax/tree.ts';

export interface Binding {
  readonly name: string;
  /** where it is written */
  readonly at: Name;
  readonly what: 'signal' | 'parameter' | 'task' | 'item' | 'choice' | 'answer' | 'sent';
  /** name in the graph, unique in its journey: `call`, `call_2` */
  readonly variable: string;
}

export interface Scope {
  readonly binding: Binding;
  readonly outer: Scope | undefined;
}

export function bind(outer: Scope | undefined, binding: Binding): Scope {
  return { binding, outer };
}

export function findBinding(scope: Scope | undefined, name: string): Binding | undefined {
  for (let at = scope; at !== undefined; at = at.outer) if (at.binding.name === name) return at.binding;
  return undefined;
}

/** Innermost first; a shadowed name is left out. */
export function bindingsIn(scope: Scope | undefined): Binding[] {
  const seen = new Set<string>();
  const bindings: Binding[] = [];
  for (let at = scope; at !== undefined; at = at.outer) {
    if (seen.has(at.binding.name)) continue;
    seen.add(at.binding.name);
    bindings.push(at.binding);
  }
  return bindings;
}
