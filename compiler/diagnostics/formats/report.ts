import type { Diagnostic } from '../types.ts';

/** What `journey check` found; in this shape it is printed by `--json`. */
export interface CheckReport {
  /** how many files were read */
  readonly files: number;
  readonly errors: number;
  readonly warnings: number;
  readonly diagnostics: readonly Diagnostic[];
}

export function reportOf(files: number, diagnostics: readonly Diagnostic[]): CheckReport {
  return {
    files,
    errors: diagnostics.filter(({ severity }) => severity === 'error').length,
    warnings: diagnostics.filter(({ severity }) => severity === 'warning').length,
    diagnostics,
  };
}
