import type { Diagnostic } from '../types.ts';

/** A test case for every file; a file with errors has failed, warnings are its output. */
export function junit(paths: readonly string[], diagnostics: readonly Diagnostic[]): string {
  const files = [...new Set([...paths, ...diagnostics.map(({ file }) => file)])].sort();
  const byFile = new Map<string, Diagnostic[]>(files.map((file) => [file, []]));
  for (const diagnostic of diagnostics) byFile.get(diagnostic.file)?.push(diagnostic);
  const failed = files.filter((file) => (byFile.get(file) ?? []).some(isError)).length;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="journey check" tests="${files.length}" failures="${failed}">`,
    `  <testsuite name="journey check" tests="${files.length}" failures="${failed}" errors="0" skipped="0">`,
    ...files.flatMap((file) => testCase(file, byFile.get(file) ?? [])),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

const isError = ({ severity }: Diagnostic): boolean => severity === 'error';

function testCase(file: string, diagnostics: readonly Diagnostic[]): string[] {
  const head = `    <testcase classname="journey check" name="${escaped(file)}"`;
  if (diagnostics.length === 0) return [`${head}/>`];
  const errors = diagnostics.filter(isError);
  const others = diagnostics.filter((diagnostic) => !isError(diagnostic));
  return [
    `${head}>`,
    ...(errors.length === 0
      ? []
      : [`      <failure message="${escaped(errors[0]?.message ?? '')}">${errors.map(line).join('\n')}</failure>`]),
    ...(others.length === 0 ? [] : [`      <system-out>${others.map(line).join('\n')}</system-out>`]),
    '    </testcase>',
  ];
}

function line({ code, severity, message, file, range, hint }: Diagnostic): string {
  const place = `${file}:${range.start.line + 1}:${range.start.character + 1}`;
  return escaped(`${place} ${severity} ${code}: ${message}${hint === undefined ? '' : ` ${hint}`}`);
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** XML 1.0 cannot hold most control signs, even as entities: they become the replacement sign. */
function escaped(text: string): string {
  return text
    .replace(/[&<>"']/g, (sign) => entities[sign] ?? sign)
    .replace(/(?![\t\n\r])\p{Cc}|[\ufffe\uffff]/gu, '\ufffd');
}
