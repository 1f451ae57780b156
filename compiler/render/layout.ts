/**
 * Where the boxes and arrows of a drawing stand. The order of boxes in a row is that of the source, and all boxes of a kind are equally
 * wide, so a small edit moves little.
 */
import { graphlib, layout as place } from '@dagrejs/dagre';
import type { Arrow, Box, Drawing } from './drawing.ts';
import { beginningOf, lettersOf } from './words.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface PlacedBox {
  readonly box: Box;
  readonly lines: readonly string[];
  readonly notes: readonly string[];
  /** its middle */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface PlacedArrow {
  readonly arrow: Arrow;
  readonly lines: readonly string[];
  readonly points: readonly Point[];
  /** the middle of its text; null: it has none */
  readonly text: Point | null;
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly PlacedBox[];
  readonly arrows: readonly PlacedArrow[];
}

/** Pixels. */
export const LINE_HEIGHT = 16;
const BOX_WIDTH = 210;
const BOX_PADDING = 12;
const ARROW_TEXT_WIDTH = 130;
const MARGIN = 24;
/** Letters a line. */
const BOX_LETTERS = 27;
const NOTE_LETTERS = 38;
const ARROW_LETTERS = 20;

/** Width and height of a box, in pixels. */
export type Measure = (box: Box, lines: number) => { readonly width: number; readonly height: number };

/** `TB`: from the top down; `LR`: from left to right. */
export function layoutOf(drawing: Drawing, measure: Measure = boxSize, rankdir: 'TB' | 'LR' = 'TB'): Layout {
  const graph = new graphlib.Graph({ multigraph: true });
  graph.setGraph({ rankdir, nodesep: 36, ranksep: 44, edgesep: 16, marginx: MARGIN, marginy: MARGIN });
  const texts = new Map(drawing.boxes.map((box) => [box.id, wrap(box.text, BOX_LETTERS)]));
  const notes = new Map(drawing.boxes.map((box) => [box.id, box.notes.flatMap((note) => wrap(note, NOTE_LETTERS))]));
  for (const box of drawing.boxes) {
    const lines = (texts.get(box.id)?.length ?? 1) + (notes.get(box.id)?.length ?? 0);
    graph.setNode(box.id, { ...measure(box, lines) });
  }
  for (const [index, { from, to, text }] of drawing.arrows.entries()) {
    const lines = text === '' ? [] : wrap(text, ARROW_LETTERS);
    const size = lines.length === 0 ? {} : { width: ARROW_TEXT_WIDTH, height: lines.length * LINE_HEIGHT };
    graph.setEdge(from, to, { ...size, labelpos: 'c', minlen: 1 }, String(index));
  }
  // The heuristic that saves a crossing here and there would throw whole branches about after an edit.
  place(graph, { disableOptimalOrderHeuristic: true });

  const boxes = drawing.boxes.map((box): PlacedBox => {
    const { x, y, width, height } = graph.node(box.id);
    return {
      box,
      lines: texts.get(box.id) ?? [],
      notes: notes.get(box.id) ?? [],
      x: round(x),
      y: round(y),
      width,
      height,
    };
  });
  const arrows = drawing.arrows.map((arrow, index): PlacedArrow => {
    const { points, x, y } = graph.edge(arrow.from, arrow.to, String(index));
    return {
      arrow,
      lines: arrow.text === '' ? [] : wrap(arrow.text, ARROW_LETTERS),
      points: points.map((point: Point) => ({ x: round(point.x), y: round(point.y) })),
      text: arrow.text === '' ? null : { x: round(x), y: round(y) },
    };
  });
  const { width, height } = graph.graph();
  return { width: Math.ceil(width), height: Math.ceil(height), boxes, arrows };
}

function boxSize(box: Box, lines: number): { readonly width: number; readonly height: number } {
  const slanted = box.shape === 'question' || box.shape === 'wait' || box.shape === 'act' ? BOX_PADDING : 0;
  return {
    width: BOX_WIDTH + slanted * 2,
    height: lines * LINE_HEIGHT + BOX_PADDING * 2 + (box.step === undefined ? 0 : LINE_HEIGHT),
  };
}

/** Lines of so many letters at the most. */
export function wrap(text: string, letters: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || lettersOf(last) + lettersOf(word) >= letters) lines.push(...broken(word, letters));
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}

/** A word that is longer than a line goes on in the next one, where it can behind a `.` or a `_`. */
function broken(word: string, letters: number): string[] {
  if (lettersOf(word) <= letters) return [word];
  const fits = beginningOf(word, letters);
  const piece = /^.*[._](?=.)/su.exec(fits)?.[0] ?? fits;
  return [piece, ...broken(word.slice(piece.length), letters)];
}

export function round(value: number): number {
  return Math.round(value * 10) / 10;
}
