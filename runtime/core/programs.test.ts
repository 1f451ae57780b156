/** Graphs that were deployed before: what they ask of every customer holds, and none is made ready that nothing runs on. */
import { expect, it } from 'vitest';
import { compileTexts } from '../../tests/compile.ts';
import { compileProgram } from './compile/program.ts';
import { type Deployed, deployedOf, programsOf } from './programs.ts';

const DAY = 86_400_000;

const graphOf = (more: string) =>
  compileTexts({
    'a.journey': `
signal Seen { n: integer }
signal Restocked without customer { n: integer }
purpose Service { consent assumed }
channel email { to profile.user_id, via console }
team desk { via console }
message Hello for Service { on email { subject "Hello" body "Hello" } }
${more}`,
  }).graph;

const now = graphOf('policy Calm for Service { at most 1 message per 2 days }');

const starting = (body: string, stop = '') => `
journey Old {
  owner desk
  for Service
  start on Seen as seen every time
  ${stop}
  ${body}
  finish as done
}`;

it.each([
  ['a policy', 'policy Calm for Service { at most 1 message per 5 days }', { longestCapMs: 5 * DAY, sentMs: 5 * DAY }],
  [
    'a send on the best channel',
    starting('send Hello on best of email, else finish as unreachable'),
    { sentMs: 30 * DAY },
  ],
  ['a wait for a signal without a customer', starting('wait for Restocked up to 2 days'), { hearsShared: true }],
  ['a stop at one', starting('wait 2 days', 'stop on Restocked as off'), { hearsShared: true }],
])('%s of a graph on which nothing runs', (_, text, expected) => {
  let made = 0;
  const old = deployedOf(graphOf(text));
  const counted: Deployed = {
    ...old,
    program() {
      made++;
      return old.program();
    },
  };
  const current = compileProgram(now);
  const alone = { hearsShared: false, longestCapMs: 2 * DAY, sentMs: 2 * DAY };
  expect(programsOf(current)).toMatchObject(alone);
  const programs = programsOf(current, [counted]);
  expect(programs).toMatchObject({ ...alone, ...expected });
  expect(programs.message('Hello')).toBe(current.messages.get('Hello'));
  expect(made).toBe(0);
  expect(programs.get(old.graph.hash)?.graph).toBe(old.graph);
  expect(made).toBe(1);
});

it('a message that the newest graph has lost is that of the newest that has it', () => {
  const old = deployedOf(graphOf('message Bye for Service { on email { subject "Bye" body "Bye" } }'));
  expect(programsOf(compileProgram(now), [old]).message('Bye')?.name).toBe('Bye');
});
