/**
 * Names that authors chose become keys of objects. Those that every object inherits (`constructor`, `__proto__`) get a
 * mark, so that reading an absent one never finds what JavaScript put there.
 */
export function safeName(name: string): string {
  return name in Object.prototype ? `${name}$` : name;
}

/** For what is kept by names and read out as a whole: it inherits nothing, and any name can be set. */
export function byName<T>(): Record<string, T> {
  return Object.create(null);
}
