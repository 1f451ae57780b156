/**
 * Names that authors chose become keys of objects. Those that every object inherits (`constructor`, `__proto__`) get a
 * mark, so that reading an absent one never finds what JavaScript put there.
 */
export function safeName(name: string): string {
  return name in Object.prototype ? `${name}$` : name;
}
