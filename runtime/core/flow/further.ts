/** Which of two instances of one journey has come further, by the order in which it is written. */
import { positionsOf, type Running } from './context.ts';

export function isFurther(one: Running, other: Running): boolean {
  const to = progressOf(other);
  const progress = progressOf(one);
  const differs = progress.findIndex((number, index) => number !== to[index]);
  return (progress[differs] ?? 0) > (to[differs] ?? 0);
}

/** The first number that differs decides. Of branches it is first how many are still on their way. */
function progressOf(found: Running): readonly number[] {
  const [main = found, ...branches] = positionsOf(found);
  return [...placeOf(main), -branches.length, ...branches.flatMap(placeOf)];
}

/** The loops around it, with how far they are, the outermost first; then where it stands. */
function placeOf({ journey: { nodes }, at }: Running): readonly number[] {
  const order = [...nodes.keys()];
  const place = order.indexOf(at.node);
  const loops = order.flatMap((id, begins) => {
    const loop = at.loops?.[id];
    if (loop === undefined) return [];
    const ends = [...nodes.values()].findIndex((node) => node.kind === 'again' && node.of === id);
    // Who has jumped out of it may still have its round.
    if (place <= begins || place > ends) return [];
    return [begins, 'round' in loop ? loop.round : -loop.rest.length];
  });
  return [...loops, place];
}
