/** Prints "N passed, N failed, N skipped" from vitest's JSON report; exits 1 when a test or a whole file failed. */
import { readFileSync } from 'node:fs';

const [, , file] = process.argv;
let report;
try {
  report = JSON.parse(readFileSync(file, 'utf8'));
} catch {
  console.log('The tests did not run to their end: there is no report.');
  process.exit(1);
}
/** A file that could not even be loaded has no test of its own to count: it counts as one failure. */
const broken = report.testResults.filter(
  (suite) => suite.status === 'failed' && !suite.assertionResults.some((test) => test.status === 'failed'),
);
const failed = report.numFailedTests + broken.length;
for (const suite of report.testResults) {
  for (const test of suite.assertionResults) {
    if (test.status === 'failed') console.log(`failed: ${suite.name}: ${test.fullName}`);
    if (test.status === 'pending' || test.status === 'skipped') console.log(`skipped: ${test.fullName}`);
  }
}
for (const suite of broken) console.log(`failed: ${suite.name}: ${suite.message}`);
console.log(
  `${report.numPassedTests} passed, ${failed} failed, ${report.numPendingTests + report.numTodoTests} skipped`,
);
process.exit(failed === 0 && report.numPassedTests > 0 ? 0 : 1);
