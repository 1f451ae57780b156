/** Where what is running stands, in the words of its journey. */
import type { Programs } from '../core/programs.ts';
import type { Instance, Position } from '../core/state/customer.ts';
import { timeText } from '../core/values/wire.ts';

/** A line for the instance, and one for each journey that it runs and waits for. */
export function standing(programs: Programs, instance: Instance, all: readonly Instance[]): string[] {
  const positions = lastPositions(instance);
  const places = positions.map((position) => placeOf(programs, instance.journey, position));
  const run = positions.flatMap(({ awaits }) => all.filter(({ id, outcome }) => id === awaits && outcome === null));
  return [
    `${instance.journey} is at ${places.join(' and at ')}`,
    ...run.flatMap((other) => standing(programs, other, all)),
  ];
}

/** Inside `together` the branches, not what waits for them. */
function lastPositions(instance: Instance): readonly Position[] {
  const { threads = [] } = instance;
  const all = [
    { position: instance as Position, id: 0 },
    ...threads.map((thread) => ({ position: thread, id: thread.id })),
  ];
  return all.filter(({ id }) => threads.every(({ parent }) => parent !== id)).map(({ position }) => position);
}

function placeOf(programs: Programs, journey: string, { node, held }: Position): string {
  const found = programs.current.graph.journeys[journey]?.nodes.find(({ id }) => id === node);
  const place = found === undefined ? node : `\`${found.label}\``;
  if (held === null) return place;
  const until = held.until === null ? null : timeText(held.until);
  return `${place}, held by ${held.policy}${until === null ? '' : ` until ${until}`}`;
}
