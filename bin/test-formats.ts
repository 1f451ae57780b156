/** What `journey test` found, for the tools of others. */
import type { TestReport } from '../runtime/testing/run-tests.ts';

/** A test case for every test, a suite for every file. */
export function testsAsJunit({ tests, passed, failed }: TestReport): string {
  const files = [...new Set(tests.map(({ file }) => file))].sort();
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="journey test" tests="${passed + failed}" failures="${failed}">`,
    ...files.flatMap((file) => {
      const own = tests.filter((test) => test.file === file);
      const wrong = own.filter(({ ok }) => !ok).length;
      return [
        `  <testsuite name="${escaped(file)}" tests="${own.length}" failures="${wrong}" errors="0" skipped="0">`,
        ...own.flatMap(({ name, ok, message = '', line }) => {
          const head = `    <testcase classname="${escaped(file)}" name="${escaped(name)}"`;
          if (ok) return [`${head}/>`];
          const text = escaped(`${file}:${line}\n${message}`);
          return [
            `${head}>`,
            `      <failure message="${escaped(inShort(message))}">${text}</failure>`,
            '    </testcase>',
          ];
        }),
        '  </testsuite>',
      ];
    }),
    '</testsuites>',
    '',
  ].join('\n');
}

/** What is shown in a list: what was expected; of a test `for any` value, also with which values it did not come. */
function inShort(message: string): string {
  const lines = message.split('\n');
  const expected = lines.findIndex((line) => line.startsWith('Expected: '));
  return lines.slice(0, expected + 1 || 1).join(' ');
}

/** Edges as branches of the line that they stand on; a line is hit when one of its edges was taken. */
export function coverageAsLcov({ coverage }: TestReport): string {
  const files = new Map<string, { line: number; taken: boolean }[]>();
  for (const { all } of Object.values(coverage.byJourney)) {
    for (const { file, line, taken } of all) {
      const known = files.get(file);
      if (known === undefined) files.set(file, [{ line, taken }]);
      else known.push({ line, taken });
    }
  }
  return [...files]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([file, edges]) => {
      const lines = [...new Set(edges.map(({ line }) => line))].sort((a, b) => a - b);
      const on = (line: number) => edges.filter((edge) => edge.line === line);
      const hit = lines.filter((line) => on(line).some(({ taken }) => taken));
      return [
        'TN:',
        `SF:${file}`,
        ...lines.flatMap((line) => on(line).map(({ taken }, branch) => `BRDA:${line},0,${branch},${taken ? 1 : 0}`)),
        `BRF:${edges.length}`,
        `BRH:${edges.filter(({ taken }) => taken).length}`,
        ...lines.map((line) => `DA:${line},${hit.includes(line) ? 1 : 0}`),
        `LF:${lines.length}`,
        `LH:${hit.length}`,
        'end_of_record',
        '',
      ].join('\n');
    })
    .join('');
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escaped(text: string): string {
  return text
    .replace(/[&<>"]/g, (sign) => entities[sign] ?? sign)
    .replace(/(?![\t\n\r])\p{Cc}|[\ufffe\uffff]/gu, '\ufffd');
}
