import type { Diagnostic, Severity } from './types.ts';

/** Warnings as loud as the workspace wants them. Errors stay errors: the graph does not exist while there are any. */
export function atLevels(
  diagnostics: readonly Diagnostic[],
  levels: Readonly<Record<string, Severity | 'off'>>,
): readonly Diagnostic[] {
  if (Object.keys(levels).length === 0) return diagnostics;
  return diagnostics.flatMap((diagnostic) => {
    const level = diagnostic.severity === 'error' ? undefined : levels[diagnostic.code];
    if (level === 'off') return [];
    return [level === undefined ? diagnostic : { ...diagnostic, severity: level }];
  });
}
