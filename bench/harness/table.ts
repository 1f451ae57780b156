/** The report for people. */
import { format } from './rounds.ts';
import type { CaseReport } from './types.ts';

export function table(report: CaseReport): string {
  const rows = [
    ['', report.unit, 'ours / theirs'],
    ...(report.value === null ? [] : [['ours', format(report.value), '']]),
    ...Object.entries(report.against).map(([name, { value, ratio }]) => [
      name,
      format(value),
      ratio === null ? '' : ratio.toFixed(2),
    ]),
  ];
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('   '),
  );
  const facts = Object.entries(report.facts).map(([name, count]) => `${name} ${format(count)}`);
  const notes = Object.entries(report.notes).flatMap(([name, all]) => {
    const listed = Object.entries(all).map(([what, value]) => `${what} ${format(value)}`);
    return listed.length === 0 ? [] : [`  ${name}: ${listed.join(', ')}`];
  });
  return [
    report.name,
    ...lines.map((line) => `  ${line}`.trimEnd()),
    ...(facts.length > 0 ? [`  equal for all: ${facts.join(', ')}`] : []),
    ...notes,
  ].join('\n');
}
