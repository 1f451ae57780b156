/** The way of an arrow: out of a box below or above, never sideways, where its neighbours stand; across only between the rows. */
import type { PlacedArrow, PlacedBox, Point } from './layout.ts';

/** A piece of a curve: from, the two points that draw it, to. */
export type Piece = readonly [Point, Point, Point, Point];

/** How far an arrow keeps away from the corners of a box. */
const CORNER = 28;

export function curveOf({ arrow, points, text }: PlacedArrow, boxes: readonly PlacedBox[]): readonly Piece[] {
  const from = boxes.find(({ box }) => box.id === arrow.from);
  const to = boxes.find(({ box }) => box.id === arrow.to);
  if (from === undefined || to === undefined) return [];
  if (from === to) return [loop(from, text ?? points[2])];
  const inner = points.slice(1, -1);
  const leave = ports(from, inner[0] ?? to, boxes);
  const arrive = ports(to, inner.at(-1) ?? from, boxes);
  const way = [...leave, ...inner, ...arrive.reverse()];
  return way.slice(1).map((end, index): Piece => {
    const start = way[index] ?? end;
    const middle = (start.y + end.y) / 2;
    return [start, { x: start.x, y: middle }, { x: end.x, y: middle }, end];
  });
}

/** Back to the box that it comes from: around its text, at the right. */
function loop({ x, y, width, height }: PlacedBox, around: Point | undefined): Piece {
  const right = x + width / 2;
  // A curve comes three quarters of the way to the points that draw it.
  const far = right + ((around?.x ?? right) - right) / 0.75;
  const [above, below] = [y - height / 4, y + height / 4];
  return [
    { x: right, y: above },
    { x: far, y: above },
    { x: far, y: below },
    { x: right, y: below },
  ];
}

/** Where an arrow to or from that point touches the box, and where it has left its row behind, which others may fill more. */
function ports(placed: PlacedBox, towards: Point, boxes: readonly PlacedBox[]): Point[] {
  const room = placed.width / 2 - CORNER;
  const side = towards.y < placed.y ? -1 : 1;
  const x = Math.min(placed.x + room, Math.max(placed.x - room, towards.x));
  const tallest = Math.max(...boxes.map(({ y, height }) => (y === placed.y ? height : 0)));
  return [placed.height, tallest].map((height) => ({ x, y: placed.y + (side * height) / 2 }));
}
