/** Where the elements of a process stand in its diagram: from left to right, with room for the names below events and gateways. */
import type { Element, Flow, Process } from './bpmn-elements.ts';
import { LINE_HEIGHT, layoutOf, type PlacedBox, type Point, round, wrap } from './layout.ts';

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Diagram {
  readonly shapes: readonly { readonly element: Element; readonly bounds: Rectangle; readonly label?: Rectangle }[];
  readonly edges: readonly { readonly flow: Flow; readonly points: readonly Point[]; readonly label?: Rectangle }[];
}

const LABEL_WIDTH = 130;
const LABEL_LETTERS = 20;

export function diagramOf({ elements, flows }: Process): Diagram {
  const boxes = elements.map(({ id, name }) => ({ id, shape: 'note' as const, text: name, notes: [] }));
  const byId = new Map(elements.map((element) => [element.id, element]));
  const layout = layoutOf(
    { name: '', title: '', boxes, arrows: flows, steps: [] },
    ({ id }) => room(byId.get(id)),
    'LR',
  );
  const shapes = elements.flatMap((element, index) => {
    const placed = layout.boxes[index];
    return placed === undefined ? [] : [{ element, bounds: bounds(element, placed), ...label(element, placed) }];
  });
  const at = new Map(shapes.map((shape) => [shape.element.id, shape]));
  const edges = layout.arrows.flatMap(({ points, text, lines }, index) => {
    const flow = flows[index];
    const [from, to] = [at.get(flow?.from ?? ''), at.get(flow?.to ?? '')];
    if (flow === undefined || from === undefined || to === undefined) return [];
    const inner = points.slice(1, -1);
    const way = [
      outline(from, inner[0] ?? middle(to.bounds)),
      ...inner,
      outline(to, inner.at(-1) ?? middle(from.bounds)),
    ];
    return [{ flow, points: way, ...(text === null ? {} : { label: above(text, lines.length) }) }];
  });
  return { shapes, edges };
}

/** Names of tasks stand in them. */
function isNamedBelow({ tag, name }: Element): boolean {
  return name !== '' && (tag.endsWith('Event') || tag.endsWith('Gateway'));
}

/** A name below is matched by as much room above, so that flows still meet the middle of the shape. */
function room(element: Element | undefined): { readonly width: number; readonly height: number } {
  if (element === undefined) return { width: 0, height: 0 };
  const { width, height, name } = element;
  if (!isNamedBelow(element)) return { width, height };
  return { width: LABEL_WIDTH, height: height + 2 * LINE_HEIGHT * wrap(name, LABEL_LETTERS).length };
}

function bounds({ width, height }: Element, { x, y }: PlacedBox): Rectangle {
  return { x: round(x - width / 2), y: round(y - height / 2), width, height };
}

function label(element: Element, { x, y }: PlacedBox): { readonly label?: Rectangle } {
  if (!isNamedBelow(element)) return {};
  const height = LINE_HEIGHT * wrap(element.name, LABEL_LETTERS).length;
  return { label: { x: round(x - LABEL_WIDTH / 2), y: round(y + element.height / 2 + 2), width: LABEL_WIDTH, height } };
}

/** On the line it could not be read. */
function above({ x, y }: Point, lines: number): Rectangle {
  const height = lines * LINE_HEIGHT;
  return { x: round(x - LABEL_WIDTH / 2), y: round(y - height), width: LABEL_WIDTH, height };
}

function middle({ x, y, width, height }: Rectangle): Point {
  return { x: x + width / 2, y: y + height / 2 };
}

/** Where the line from the middle of a shape to a point leaves it: events are round, gateways stand on a corner. */
function outline({ element, bounds }: { readonly element: Element; readonly bounds: Rectangle }, to: Point): Point {
  const from = middle(bounds);
  const across = Math.abs(to.x - from.x) / (bounds.width / 2);
  const along = Math.abs(to.y - from.y) / (bounds.height / 2);
  const far = element.tag.endsWith('Event')
    ? Math.hypot(across, along)
    : element.tag.endsWith('Gateway')
      ? across + along
      : Math.max(across, along);
  const part = far === 0 ? 0 : 1 / far;
  return { x: round(from.x + (to.x - from.x) * part), y: round(from.y + (to.y - from.y) * part) };
}
