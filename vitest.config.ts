import { defineConfig } from 'vitest/config';

/** `.ci/run` names a file here and reads the counts of passed, failed and skipped tests from it. */
const report = process.env.JOURNEY_TEST_REPORT;

export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    exclude: ['**/node_modules/**', 'dist/**', 'coverage/**'],
    pool: 'forks',
    // Files share a process and its modules: loading the compiler anew for each file took a sixth of the whole time.
    isolate: false,
    maxWorkers: 2,
    // It tells a test that hangs from one that waits for a busy machine; speed is what the bench measures.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: report === undefined ? ['default'] : ['default', ['json', { outputFile: report }]],
  },
});
