/** Minus zero is zero: it would be so as soon as it is stored, and who has read it before would have decided otherwise. */
import { expect, test } from 'vitest';
import type { Json } from '../compiler/graph/types.ts';
import { decodeFields, fieldDecoders } from '../runtime/core/compile/decode.ts';
import { compileProgram } from '../runtime/core/compile/program.ts';
import { programsOf } from '../runtime/core/programs.ts';
import { createWorld } from '../runtime/testing/world.ts';
import { compileTexts } from './compile.ts';

const START = Date.UTC(2026, 2, 2, 10);

test.each([
  ['number', '0 * seen.less'],
  ['number', '-seen.none'],
  ['number', 'seen.none / seen.less'],
  ['number', 'ceil(seen.less / 2)'],
  ['number', 'round(seen.less / 4)'],
  ['money', '0% of seen.debt'],
  ['money', 'seen.debt / 1000'],
  ['money', '-(seen.debt - seen.debt)'],
  ['duration', '0 * seen.back'],
])('%s: %s', (type, value) => {
  const { graph } = compileTexts({
    'a.journey': `signal Seen { less: number, none: number, debt: money, back: duration }
profile { kept: ${type}?, said: text? }
on Seen as seen {
  set profile.kept = ${value}
  set profile.said = "{(${value}) or ${type === 'duration' ? '0 days' : type === 'money' ? '0 GBP' : '0'}}"
}
`,
  });
  const world = createWorld(programsOf(compileProgram(graph)), START);
  world.signal('ada', 'Seen', { less: -1, none: 0, debt: -1, back: -1000 }, START);
  const { kept, said } = world.customer('ada').profile;
  expect(Object.is(kept, 0), `kept as ${Object.is(kept, -0) ? '-0' : kept}`).toBe(true);
  expect(said).not.toContain('-');
});

test.each(['number', 'integer', 'percent', 'duration', 'time'] as const)('a %s that comes in', (kind) => {
  const decoders = fieldDecoders([{ name: 'value', type: { kind } }], {});
  const target: Record<string, Json> = {};
  expect(decodeFields({ value: -0 }, decoders, target)).toBeNull();
  expect(Object.is(target.value, 0)).toBe(true);
});
