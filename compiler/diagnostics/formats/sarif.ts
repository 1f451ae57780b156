import type { Diagnostic, Explanation, Fix, Range, Severity } from '../types.ts';

const levels: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' };

/** SARIF 2.1.0: one run, a rule for each code that was found, places in UTF-16 columns counted from 1. */
export function sarif(
  diagnostics: readonly Diagnostic[],
  explanations: readonly Explanation[],
  version: string,
): string {
  const codes = [...new Set(diagnostics.map(({ code }) => code))].sort();
  const known = new Map(explanations.map((explanation) => [explanation.code, explanation]));
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'journey', version, rules: codes.map((code) => rule(code, known.get(code))) } },
        columnKind: 'utf16CodeUnits',
        results: diagnostics.map((diagnostic) => result(diagnostic, codes.indexOf(diagnostic.code))),
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function rule(code: string, explanation: Explanation | undefined): object {
  if (explanation === undefined) return { id: code };
  return {
    id: code,
    name: explanation.name,
    shortDescription: { text: explanation.message },
    fullDescription: { text: explanation.prose },
    help: { text: explanation.prose, markdown: explanation.prose },
    defaultConfiguration: { level: levels[explanation.severity] },
  };
}

function result(diagnostic: Diagnostic, ruleIndex: number): object {
  const { code, severity, message, hint, file, range, related = [], fixes = [] } = diagnostic;
  return {
    ruleId: code,
    ruleIndex,
    level: levels[severity],
    message: { text: hint === undefined ? message : `${message} ${hint}` },
    locations: [location(file, range)],
    ...(related.length === 0
      ? {}
      : {
          relatedLocations: related.map((place, id) => ({
            id,
            ...location(place.file, place.range),
            message: { text: place.message },
          })),
        }),
    ...(fixes.length === 0 ? {} : { fixes: fixes.map(fix) }),
  };
}

function location(file: string, range: Range): object {
  return { physicalLocation: { artifactLocation: artifact(file), region: region(range) } };
}

function fix({ title, edits }: Fix): object {
  const files = [...new Set(edits.map(({ file }) => file))];
  return {
    description: { text: title },
    artifactChanges: files.map((file) => ({
      artifactLocation: artifact(file),
      replacements: edits
        .filter((edit) => edit.file === file)
        .map(({ range, text }) => ({ deletedRegion: region(range), insertedContent: { text } })),
    })),
  };
}

const artifact = (file: string): object => ({ uri: file.split('/').map(encodeURIComponent).join('/') });

const region = ({ start, end }: Range): object => ({
  startLine: start.line + 1,
  startColumn: start.character + 1,
  endLine: end.line + 1,
  endColumn: end.character + 1,
});
