const DEEPEST = 64;

/** Why JSON from outside cannot be kept as it came, or null: nobody nests that deep, and a larger number would become another. */
export function strangeJson(value: unknown): string | null {
  return look(value, 0);
}

/** Goes no deeper than is allowed, so the stack never runs out. */
function look(value: unknown, depth: number): string | null {
  if (typeof value === 'number')
    return Number.isFinite(value) ? null : 'A number in it is larger than any that can be kept.';
  if (typeof value !== 'object' || value === null) return null;
  if (depth > DEEPEST) return `It is nested deeper than ${DEEPEST} levels.`;
  if (Array.isArray(value)) {
    for (const each of value) {
      const strange = look(each, depth + 1);
      if (strange !== null) return strange;
    }
    return null;
  }
  for (const name in value) {
    const strange = look((value as Record<string, unknown>)[name], depth + 1);
    if (strange !== null) return strange;
  }
  return null;
}
