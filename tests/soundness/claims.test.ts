/** What the checker calls dead never happens. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Diagnostic } from '../../compiler/diagnostics/types.ts';
import type { Arm, Edge, Journey, Node, Place } from '../../compiler/graph/types.ts';
import { compileProgram } from '../../runtime/core/compile/program.ts';
import { programsOf } from '../../runtime/core/programs.ts';
import { createWorld } from '../../runtime/testing/world.ts';
import { workspaceOf } from './accepted.ts';
import { begin, happening, journey } from './claims.ts';

const DAY = 24 * 3_600_000;

/** The edges that nothing can lead along, if the diagnostic is right. */
function deadEdges({ edges, nodes, stops, goal }: Journey, { code, range: { start, end } }: Diagnostic) {
  const isHere = ([, line, character, endLine, endCharacter]: Place): boolean =>
    line === start.line && character === start.character && endLine === end.line && endCharacter === end.character;
  const ends = [...stops.flatMap((stop) => (stop.kind === 'condition' ? [stop.condition] : [])), goal?.condition];
  const isOver = code === 'J4051' && ends.some((each) => each !== undefined && isHere(each.place));
  const isDead = (node: Node, { on, index, place }: Edge): boolean => {
    if (code === 'J4074') return isHere(place);
    if (code === 'J4052') return node.kind === 'choose' && on === 'case' && isHere(place);
    if (node.kind === 'branch' && isHere(node.condition.place)) return on === (code === 'J4050' ? 'yes' : 'no');
    const arm = node.kind === 'wait' && on === 'arm' ? node.arms[index ?? 0] : undefined;
    if (node.kind !== 'wait' || arm === undefined) return false;
    switch (code) {
      case 'J4016':
        return arm.place[1] === start.line;
      case 'J4075':
        return isHere(arm.place);
      case 'J4053':
        return conditionsOf(arm).some(isHere);
      // What holds already leaves no time for the others.
      case 'J4051':
        return (isOver || node.arms.some((each) => conditionsOf(each).some(isHere))) && takesTime(arm);
      default:
        return false;
    }
  };
  const nodeOf = new Map(nodes.map((node) => [node.id, node]));
  return edges.filter((edge) => {
    const node = nodeOf.get(edge.from);
    return node !== undefined && isDead(node, edge);
  });
}

function conditionsOf(arm: Arm): readonly Place[] {
  if (arm.kind === 'condition') return [arm.condition.place];
  return arm.kind === 'signal' && arm.trigger.where !== undefined ? [arm.trigger.where.place] : [];
}

function takesTime(arm: Arm): boolean {
  return arm.kind === 'after' || (arm.kind === 'signal' && arm.look.kind === 'step');
}

test('what the checker calls dead never happens', () => {
  const said = new Set<string>();
  let met = 0;
  const script = fc.array(happening, { minLength: 20, maxLength: 60, size: 'max' });
  const property = fc.property(journey, script, (text, happenings) => {
    const workspace = workspaceOf(text);
    const compiled = workspace.compile();
    const asking = compiled?.graph.journeys.Asking;
    if (compiled === undefined || asking === undefined) expect.fail(`not compiled: ${text}`);
    // That something is asked too early says nothing of the answer.
    const claims = workspace.check().filter(({ code }) => code !== 'J4114');
    const dead = new Map(claims.flatMap((each) => deadEdges(asking, each).map(({ id }) => [id, each])));
    const asked = new Map(asking.edges.flatMap(({ id, from }) => (dead.has(id) ? [[from, id]] : [])));
    const visit = (name: string, edge: string): void => {
      if (name !== 'Asking') return;
      const claim = dead.get(edge);
      if (claim !== undefined)
        expect.fail(`${claim.code} in line ${claim.range.start.line + 1} happened: ${claim.message}, in\n${text}`);
      const to = asking.edges.find(({ id }) => id === edge)?.to;
      if (to === undefined || !asked.delete(to)) return;
      met++;
    };
    for (const { code } of dead.values()) said.add(code);
    const world = createWorld({ ...programsOf(compileProgram(compiled.graph)), visit }, begin);
    for (const { event, pause } of happenings) {
      world.moveTo(world.clock + pause, true);
      world.signal('ada', event.signal, event.data, world.clock);
    }
    world.moveTo(world.clock + 12 * DAY, true);
  });
  fc.assert(property, { seed: 2, numRuns: Number(process.env.JOURNEY_SOUNDNESS_RUNS ?? 250), endOnFailure: true });
  // Otherwise the test would say nothing.
  expect([...said].sort()).toEqual(['J4016', 'J4050', 'J4051', 'J4052', 'J4053', 'J4074', 'J4075']);
  expect(met).toBeGreaterThan(100);
}, 120_000);
