/** A journey as boxes and arrows, whatever language they are then drawn in. */
import type { Graph, Journey, Node } from '../graph/types.ts';

export type Shape = 'start' | 'act' | 'wait' | 'question' | 'people' | 'note' | 'end';

export interface Box {
  readonly id: string;
  readonly shape: Shape;
  readonly text: string;
  readonly step?: string;
}

export interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly text: string;
}

export interface Drawing {
  readonly name: string;
  readonly title: string;
  readonly boxes: readonly Box[];
  readonly arrows: readonly Arrow[];
  /** in the order of their first box */
  readonly steps: readonly string[];
}

const shapes: Readonly<Record<Node['kind'], Shape>> = {
  send: 'act',
  wait: 'wait',
  branch: 'question',
  choose: 'question',
  handoff: 'people',
  set: 'note',
  consent: 'note',
  together: 'question',
  repeat: 'question',
  each: 'question',
  again: 'question',
  join: 'note',
  emit: 'act',
  experiment: 'question',
  decide: 'question',
  call: 'act',
  run: 'act',
  finish: 'end',
};

export function drawingOf(journey: Journey): Drawing {
  const boxes = journey.nodes.map(
    (node): Box => ({
      id: node.id,
      shape: shapes[node.kind],
      text: shorten(node.label),
      ...(node.step === undefined ? {} : { step: node.step }),
    }),
  );
  const arrows = journey.edges.map(({ from, to, label }): Arrow => ({ from, to, text: shorten(label) }));
  const start: Box = { id: 'start', shape: 'start', text: startText(journey) };
  return {
    name: journey.name,
    title: journey.title ?? journey.name,
    boxes: [start, ...boxes],
    arrows: [{ from: 'start', to: journey.entry, text: '' }, ...arrows],
    steps: [...new Set(boxes.flatMap((box) => box.step ?? []))],
  };
}

/** The journeys of a graph by name, or the one that is asked for. */
export function drawingsOf(graph: Graph, name?: string): Drawing[] {
  return Object.values(graph.journeys)
    .filter((journey) => name === undefined || journey.name === name)
    .map(drawingOf);
}

function startText({ start }: Journey): string {
  if (start.on.kind !== 'signal') return shorten(`start ${start.text}`);
  const { trigger } = start.on;
  return trigger.where === undefined
    ? `start on ${trigger.signal}`
    : shorten(`start on ${trigger.signal} when ${trigger.where.text}`);
}

/** Texts longer than a box are cut between words. */
function shorten(text: string): string {
  if (text.length <= 80) return text;
  const cut = text.lastIndexOf(' ', 77);
  return `${text.slice(0, cut < 40 ? 77 : cut)} ..`;
}
