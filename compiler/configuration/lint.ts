/** `"lint"`: a code that is none, or that is no warning's, changes nothing, and whoever wrote it believes otherwise. */
import * as say from '../diagnostics/catalogue.gen.ts';
import { explanations } from '../diagnostics/explanations.gen.ts';
import { nearest } from '../diagnostics/nearest.ts';
import type { JsonText } from './json.ts';
import type { Mistake } from './mistake.ts';

const softer: readonly unknown[] = ['off', 'info', 'warning'];

export function wrongLint(json: JsonText): Mistake[] {
  const lint = (json.value as { readonly lint?: unknown } | null)?.lint;
  if (typeof lint !== 'object' || lint === null || Array.isArray(lint)) return [];
  return Object.entries(lint).flatMap(([code, level]): Mistake[] => {
    const span = json.places.get(`/lint/${code}`)?.key ?? { start: 0, end: 1 };
    const key = `lint.${code}`;
    const known = explanations.find((one) => one.code === code);
    if (known === undefined) {
      return [
        { ...span, wording: say.wrongSetting({ key, problem: 'is not the code of a warning' }), hint: meant(code) },
      ];
    }
    if (known.severity !== 'error' || !softer.includes(level)) return [];
    return [
      { ...span, wording: say.wrongSetting({ key, problem: 'is the code of an error, and an error stays one' }) },
    ];
  });
}

function meant(written: string): string {
  const warnings = explanations.filter(({ severity }) => severity !== 'error');
  const code =
    warnings.find(({ name }) => name === written)?.code ??
    nearest(
      written,
      warnings.map((one) => one.code),
    );
  return code === undefined
    ? 'Write a code such as `J4006`; `journey explain` lists them all.'
    : `Did you mean \`${code}\`?`;
}
