/** What somebody else's code throws can be anything, and is told all the same. */
export function textOf(thrown: unknown): string {
  try {
    return thrown instanceof Error ? `${thrown.name}: ${String(thrown.message)}` : String(thrown);
  } catch {
    return 'what was thrown cannot be told';
  }
}

/** '': it says nothing of where it comes from. */
export function stackOf(thrown: unknown): string {
  const stack: unknown = thrown instanceof Error ? thrown.stack : undefined;
  return typeof stack === 'string' ? stack : '';
}
