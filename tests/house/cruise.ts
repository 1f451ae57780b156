/** Runs the import rules of `.dependency-cruiser.cjs` over the project or over a sample written to a temporary folder. */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cruise, type ICruiseOptions, type IForbiddenRuleType } from 'dependency-cruiser';

interface Violation {
  readonly rule: string;
  readonly text: string;
}

interface Rules {
  readonly forbidden: readonly (IForbiddenRuleType & { readonly name: string })[];
  readonly options: ICruiseOptions;
}

const require = createRequire(import.meta.url);
const rules: Rules = require('../../.dependency-cruiser.cjs');
const rooms = ['bin', 'compiler', 'runtime', 'lsp', 'vscode', 'bench', 'torture', 'scripts', 'tests'];

export const importRuleNames: readonly string[] = [...new Set(rules.forbidden.map((rule) => rule.name))];

/** Every breach of an import rule below `root`. */
export async function breaches(root: string): Promise<Violation[]> {
  const { exclude, doNotFollow, tsPreCompilationDeps, enhancedResolveOptions } = rules.options;
  const present = rooms.filter((room) => existsSync(join(root, room)));
  const { output } = await cruise(present, {
    baseDir: root,
    validate: true,
    ruleSet: { forbidden: [...rules.forbidden] },
    ...(exclude === undefined ? {} : { exclude }),
    ...(doNotFollow === undefined ? {} : { doNotFollow }),
    ...(tsPreCompilationDeps === undefined ? {} : { tsPreCompilationDeps }),
    ...(enhancedResolveOptions === undefined ? {} : { enhancedResolveOptions }),
  });
  if (typeof output === 'string') return [{ rule: 'cruise', text: output }];
  return output.summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, text: `${from} -> ${to}` }));
}

/** The names of the rules that these files break, in a folder of their own. */
export async function rulesBrokenBy(files: Record<string, string>): Promise<string[]> {
  const root = mkdtempSync(join(tmpdir(), 'journey-house-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    return (await breaches(root)).map(({ rule }) => rule);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
