/** Following ways to their ends. Without recursion: a long journey would fill the stack. */

export interface DepthFirst<T> {
  /** where a way leads from there */
  next(of: T): Iterable<T>;
  /** all that it leads to has been left, but for what leads back */
  leave?(of: T): void;
  /** the way leads back to the first of these */
  round?(path: readonly T[]): void;
}

/** Each thing once; those that are `seen` are not followed, and it grows. */
export function depthFirst<T>(from: T, { next, leave, round }: DepthFirst<T>, seen: Set<T> = new Set()): void {
  const path: T[] = [];
  const ahead: Iterator<T>[] = [];
  const depth = new Map<T, number>();
  const enter = (thing: T): void => {
    const start = depth.get(thing);
    if (start !== undefined) round?.(path.slice(start));
    if (seen.has(thing)) return;
    seen.add(thing);
    depth.set(thing, path.length);
    path.push(thing);
    ahead.push(next(thing)[Symbol.iterator]());
  };
  enter(from);
  for (let at = ahead.at(-1); at !== undefined; at = ahead.at(-1)) {
    const step = at.next();
    if (step.done !== true) {
      enter(step.value);
      continue;
    }
    ahead.pop();
    const left = path.pop();
    if (left === undefined) continue;
    depth.delete(left);
    leave?.(left);
  }
}
