import { expect, test } from 'vitest';
import { compileTexts } from '../../../tests/compile.ts';
import { createWorld } from '../../testing/world.ts';
import { compileProgram } from '../compile/program.ts';
import { programsOf } from '../programs.ts';

const MINUTE = 60_000;
const START = Date.UTC(2026, 2, 2, 10);

const { graph } = compileTexts({
  'a.journey': `signal Asked {}
signal Busied {}
signal Other {}
purpose Service { consent assumed }
profile { email: email = "ada@example.org" }
channel email { to profile.email, via smtp }
policy Early for Service { quiet 10:00..12:00 in "UTC" }
policy Busy for Service { hold while any Busied in last 1 hour, then drop }
message Note for Service { on email { subject "Hello" text "you" } }
journey Noting {
  start on Asked every time
  stop on Other as over
  send Note on email, else finish as unreachable
  finish as noted
}
`,
});

test.each([[false], [true]])(
  'what a policy holds is not dropped because of a pause (looked at meanwhile: %s)',
  (looked) => {
    const paused = new Set<string>();
    const world = createWorld(programsOf(compileProgram(graph), [], {}, paused), START);
    const signal = (name: string, minutes: number): void => world.signal('ada', name, {}, START + minutes * MINUTE);
    signal('Asked', 0);
    signal('Busied', 20);
    paused.add('Noting');
    if (looked) signal('Busied', 30);
    paused.delete('Noting');
    signal('Busied', 40);
    world.moveTo(START + 120 * MINUTE, true);
    const kinds = world.happened.flatMap(({ decisions }) => decisions.map(({ kind }) => kind));
    expect(kinds).toEqual(['started', 'held', 'sent', 'finished']);
  },
);
