/** The customers of a test, wherever it speaks of them: declared by the first `given`, else where it first does. */
import { referenceIds } from '../names/references.ts';
import type { Name, TestDeclaration } from '../syntax/tree.ts';
import { type Check, refer } from './context.ts';

export function referToCustomers(c: Check, { steps }: TestDeclaration): void {
  const given = steps.flatMap((step) => (step.kind === 'Given' ? step.customer : []));
  const named = steps.flatMap((step) => {
    if (step.kind === 'JoinStep') return [step.customer, step.other];
    return 'customer' in step ? (step.customer ?? []) : [];
  });
  const declared = new Map<string, Name>();
  for (const name of given.length > 0 ? given : named) if (!declared.has(name.text)) declared.set(name.text, name);
  for (const name of named) {
    const at = declared.get(name.text);
    // One that was not given is a mistake, which has been told.
    if (at !== undefined) refer(c, name, referenceIds.customer(c.home, at), name === at);
  }
}
