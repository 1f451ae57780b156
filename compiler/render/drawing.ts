/** A journey as boxes and arrows, whatever language they are then drawn in. */
import type { Edge, Graph, JoinNode, Journey, Node } from '../graph/types.ts';
import { arrivalOf, departureOf } from './joins.ts';
import { withoutHalf } from './words.ts';

export type Shape = 'start' | 'act' | 'wait' | 'question' | 'people' | 'note' | 'end';

export interface Box {
  readonly id: string;
  readonly shape: Shape;
  readonly text: string;
  /** smaller, below the text */
  readonly notes: readonly string[];
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

const MOST_LETTERS = 110;

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
  const noted = journey.edges.filter((edge) => isNoted(journey, edge));
  const shown = journey.edges.filter((edge) => !noted.includes(edge));
  const boxes = journey.nodes
    .filter(({ id }) => !noted.some(({ to }) => to === id) || shown.some(({ to }) => to === id))
    .filter((node, index, all) => node.kind !== 'join' || isFirstJoin(node, all.slice(0, index)))
    .map(
      (node): Box => ({
        id: arrivalOf(journey, node.id),
        shape: shapes[node.kind],
        text: shorten(textOf(journey, node)),
        notes: noted.filter(({ from }) => from === node.id).map((edge) => shorten(noteOf(journey, edge))),
        ...(node.step === undefined ? {} : { step: node.step }),
      }),
    );
  const arrows = shown.map((edge): Arrow => {
    const from = departureOf(journey, edge);
    const said = from !== edge.from || isOnlyWay(journey, from);
    return { from, to: arrivalOf(journey, edge.to), text: said ? '' : shorten(edge.label) };
  });
  const start: Box = { id: 'start', shape: 'start', text: startText(journey), notes: [] };
  return {
    name: journey.name,
    title: journey.title ?? journey.name,
    boxes: [start, ...boxes],
    arrows: [{ from: 'start', to: arrivalOf(journey, journey.entry), text: '' }, ...arrows],
    steps: [...new Set(boxes.flatMap((box) => box.step ?? []))],
  };
}

/**
 * What becomes of a message that cannot be sent is a note at it where that ends the journey, or changes nothing. As boxes and arrows such
 * ways hide the one that most people go.
 */
function isNoted(journey: Journey, edge: Edge): boolean {
  const { nodes, edges } = journey;
  if (!isFailure(edge)) return false;
  if (changesNothing(journey, edge)) return true;
  const isEnd = nodes.some(({ id, kind }) => id === edge.to && kind === 'finish');
  return isEnd && edges.every((each) => each.to !== edge.to || isFailure(each));
}

function isFailure({ on }: Edge): boolean {
  return on === 'failed' || on === 'held';
}

function changesNothing({ edges }: Journey, { from, to }: Edge): boolean {
  return edges.some((each) => each.from === from && each.to === to && !isFailure(each));
}

function noteOf(journey: Journey, edge: Edge): string {
  const end = journey.nodes.find(({ id }) => id === edge.to);
  return `${edge.label}: ${end === undefined || changesNothing(journey, edge) ? 'go on' : end.label}`;
}

function isFirstJoin({ of }: JoinNode, before: readonly Node[]): boolean {
  return !before.some((node) => node.kind === 'join' && node.of === of);
}

/** What the arrows from a box say needs not be said in it, too. */
function textOf({ edges }: Journey, node: Node): string {
  if (node.kind === 'join') return edges.find(({ from, on }) => from === node.of && on === 'next')?.label ?? node.label;
  return isRace(node) ? 'wait' : node.label;
}

function isRace({ kind, label }: Node): boolean {
  return kind === 'wait' && label.startsWith('wait: ');
}

/** .. nor at its only arrow what the box of a wait says. */
function isOnlyWay({ nodes, edges }: Journey, from: string): boolean {
  const node = nodes.find(({ id }) => id === from);
  return node?.kind === 'wait' && !isRace(node) && edges.filter((edge) => edge.from === from).length === 1;
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
  if (text.length <= MOST_LETTERS) return text;
  const cut = text.lastIndexOf(' ', MOST_LETTERS - 3);
  return `${withoutHalf(text.slice(0, cut < MOST_LETTERS / 2 ? MOST_LETTERS - 3 : cut))}...`;
}
