/** workspace/executeCommand: runs a test on what is in the buffers, and says what became of it. */
import { MessageType, ShowMessageNotification } from 'vscode-languageserver/node';
import type { TestResult } from '../../runtime/testing/run-tests.ts';
import { refuseCancelled, type Server } from '../feature.ts';
import type { Place } from '../projects.ts';

/** Takes the URI of a file and the name of a test in it; gives `{passed, failed, tests}` back, or null where it cannot run. */
export const RUN_TEST = 'journey.runTest';

interface Outcome {
  readonly passed: number;
  readonly failed: number;
  readonly tests: readonly TestResult[];
}

const plain = (text: string): string => text;

export function runTest(server: Server): void {
  const { connection, projects } = server;

  connection.onExecuteCommand(async ({ command, arguments: [uri, name] = [] }, token): Promise<Outcome | null> => {
    if (command !== RUN_TEST || typeof uri !== 'string' || typeof name !== 'string') return null;
    await projects.ready();
    refuseCancelled(token);
    const place = projects.find(uri);
    if (place === undefined) return refuse(`There is no ${uri} here.`);
    const compiled = place.workspace.compile();
    if (compiled === undefined) return refuse(firstError(place));
    // The runtime is loaded by those who run something.
    const { runTests } = await import('../../runtime/testing/run-tests.ts');
    const { graph, tests } = compiled;
    const wanted = tests.tests.filter((test) => test.name === name && tests.files[test.place[0]] === place.path);
    if (wanted.length === 0) return refuse(`There is no test "${name}" in ${place.path}.`);
    const report = runTests(graph, { ...tests, tests: wanted });
    for (const result of report.tests) await tell(place, result);
    return { passed: report.passed, failed: report.failed, tests: report.tests };
  });

  // Not by `connection.window`, which asks for an answer even where there is nothing to choose.
  const show = (type: MessageType, message: string): void =>
    void connection.sendNotification(ShowMessageNotification.type, { type, message });

  const refuse = (why: string): null => {
    show(MessageType.Error, why);
    return null;
  };

  const tell = async (place: Place, result: TestResult): Promise<void> => {
    const { tellResult, whyFailed } = await import('../../runtime/testing/telling.ts');
    const { timezone } = place.workspace.settings;
    connection.console.log(tellResult(result, timezone, { good: plain, bad: plain, aside: plain }));
    if (result.ok) show(MessageType.Info, `Passed: ${result.name}`);
    // Not awaited: the message may stand there for long.
    else void showFailure(place, result, whyFailed(result, timezone));
  };

  const showFailure = async (place: Place, { name, line }: TestResult, why: string): Promise<void> => {
    const message = `Failed: ${name}\n${why}`;
    if (!server.client().showsDocuments) return show(MessageType.Error, message);
    const chosen = await connection.window.showErrorMessage(message, { title: 'Go there' });
    if (chosen === undefined || chosen === null) return;
    const start = { line: line - 1, character: 0 };
    const uri = projects.uri(place.project, place.path);
    await connection.window.showDocument({ uri, takeFocus: true, selection: { start, end: start } });
  };
}

function firstError({ workspace }: Place): string {
  const errors = workspace.check().filter(({ severity }) => severity === 'error');
  const [first] = errors;
  const where = first === undefined ? '' : ` ${first.file}:${first.range.start.line + 1} ${first.message}`;
  return `No test can run while there are errors in the files.${where}`;
}
