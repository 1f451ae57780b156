/**
 * Which fields of a bound signal a journey can ever read. Only those stay with the instance: an order with a thousand
 * lines costs nothing where only its total is looked at.
 */
import type { Graph, Journey, Message } from '../../../compiler/graph/types.ts';
import { safeName } from '../values/names.ts';

/** Variable -> fields, or 'all'. A variable that is never read is not in the map. */
export type Kept = ReadonlyMap<string, ReadonlySet<string> | 'all'>;

export function keptFields(graph: Graph, journey: Journey): Kept {
  const kept = new Map<string, Set<string> | 'all'>();
  const all = (name: string): void => {
    kept.set(safeName(name), 'all');
  };
  const field = (name: string, of: string): void => {
    const known = kept.get(safeName(name));
    if (known === 'all') return;
    if (known === undefined) kept.set(safeName(name), new Set([safeName(of)]));
    else known.add(safeName(of));
  };
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    const node = value as { op?: unknown; kind?: unknown };
    if (node.op === 'variable') all(nameOf(value));
    else if (node.op === 'field' && isVariable((value as { of: unknown }).of)) {
      field(nameOf((value as { of: unknown }).of), nameOf(value));
    } else if (node.kind === 'send' && 'message' in value) {
      sent(value as { message: string; arguments: unknown[] });
      if ('to' in value) visit(value.to);
    } else if (node.kind === 'journey') for (const name of Object.keys(journey.variables)) all(name);
    else for (const item of Object.values(value)) visit(item);
  };
  // A signal that is handed to a message is read as far as the message reads its parameter.
  const sent = (send: { readonly message: string; readonly arguments: readonly unknown[] }): void => {
    for (const [index, argument] of send.arguments.entries()) {
      const uses = isVariable(argument) ? parameterUses(graph.messages[send.message], index) : 'all';
      if (uses === 'all') visit(argument);
      else for (const use of uses) field(nameOf(argument), use);
    }
  };
  visit([journey.nodes, journey.stops, journey.goal]);
  return kept;
}

/** The fields of its parameter that a message reads. */
function parameterUses(message: Message | undefined, index: number): ReadonlySet<string> | 'all' {
  const name = message?.parameters[index]?.name;
  if (message === undefined || name === undefined) return 'all';
  const fields = new Set<string>();
  let whole = false;
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if (isVariable(value)) whole ||= nameOf(value) === name;
    else if ('op' in value && value.op === 'field' && 'of' in value && isVariable(value.of)) {
      if (nameOf(value.of) === name) fields.add(nameOf(value));
    } else for (const item of Object.values(value)) visit(item);
  };
  visit(message.contents);
  return whole ? 'all' : fields;
}

function isVariable(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'op' in value && value.op === 'variable';
}

function nameOf(value: unknown): string {
  return (value as { name: string }).name;
}
