/** Journeys as SVG, readable on paper and in a page of either brightness. */
import type { Graph } from '../graph/types.ts';
import { curveOf } from './curves.ts';
import { type Drawing, drawingsOf, type Shape } from './drawing.ts';
import { type Layout, LINE_HEIGHT, layoutOf, type PlacedArrow, type PlacedBox, type Point, round } from './layout.ts';
import { lettersOf } from './words.ts';
import { escapeXml } from './xml.ts';

/** Fill and stroke. */
const colours: Readonly<Record<Shape, readonly [string, string]>> = {
  start: ['#e8f5e9', '#2e7d32'],
  act: ['#e3f2fd', '#1565c0'],
  wait: ['#fff8e1', '#8f5600'],
  question: ['#f3e5f5', '#6a1b9a'],
  people: ['#fce4ec', '#ad1457'],
  note: ['#f5f5f5', '#616161'],
  end: ['#eceff1', '#37474f'],
};

const TITLE_HEIGHT = 34;
/** Of a title, with room on both sides. */
const TITLE_LETTER = 9;
const TITLE_MARGIN = 24;
const SLANT = 12;

export interface Picture {
  readonly svg: string;
  /** in pixels, where nothing shrinks it */
  readonly width: number;
}

export function svg(graph: Graph, journey?: string): string {
  return pictureOf(graph, journey).svg;
}

/** One picture: the journeys below each other, by name; `untitled` where the page around it has the title. */
export function pictureOf(graph: Graph, journey?: string, untitled = false): Picture {
  const head = untitled ? 0 : TITLE_HEIGHT;
  const drawings = drawingsOf(graph, journey).map((drawing) => ({ drawing, layout: layoutOf(drawing) }));
  const titleWidth = ({ title }: Drawing): number =>
    untitled ? 0 : lettersOf(title) * TITLE_LETTER + 2 * TITLE_MARGIN;
  const width = Math.max(0, ...drawings.flatMap(({ drawing, layout }) => [layout.width, titleWidth(drawing)]));
  const parts: string[] = [];
  let top = 0;
  for (const { drawing, layout } of drawings) {
    parts.push(`<g transform="translate(0 ${top})">`, ...drawn(drawing, layout, head), '</g>');
    top += head + layout.height;
  }
  const lines = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${top}" width="${width}" height="${top}" role="img" aria-label="${escapeXml(
      drawings.map(({ drawing }) => drawing.title).join(', '),
    )}" font-family="system-ui, sans-serif" font-size="13">`,
    '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z" fill="#607d8b"/></marker></defs>',
    `<rect width="${width}" height="${top}" fill="#ffffff"/>`,
    ...parts,
    '</svg>',
    '',
  ];
  return { svg: lines.join('\n'), width };
}

function drawn(drawing: Drawing, layout: Layout, head: number): string[] {
  const title = `<text x="${TITLE_MARGIN}" y="24" font-size="16" font-weight="600" fill="#212121">${escapeXml(drawing.title)}</text>`;
  return [
    ...(head === 0 ? [] : [title]),
    `<g transform="translate(0 ${Math.max(0, head - 12)})">`,
    ...layout.arrows.map((arrow) => line(arrow, layout)),
    ...layout.boxes.map(boxed),
    ...layout.arrows.flatMap(arrowText),
    '</g>',
  ];
}

function line(arrow: PlacedArrow, { boxes }: Layout): string {
  // A piece that leads nowhere would have no direction, and the tip of the arrow takes that of the last one.
  const pieces = curveOf(arrow, boxes).filter(([start, leave, , end]) => !same(start, end) || !same(start, leave));
  const at = ({ x, y }: Point): string => `${round(x)} ${round(y)}`;
  const path = pieces.map(([start, leave, arrive, end], index) => {
    const from = index === 0 ? `M${at(start)}` : '';
    return start.x === end.x && start.x === leave.x
      ? `${from}V${round(end.y)}`
      : `${from}C${at(leave)} ${at(arrive)} ${at(end)}`;
  });
  return `<path d="${path.join('')}" fill="none" stroke="#607d8b" stroke-width="1.5" marker-end="url(#tip)"/>`;
}

function same(a: Point, b: Point): boolean {
  return a.x === b.x && a.y === b.y;
}

function arrowText({ lines, text }: PlacedArrow): string[] {
  if (text === null) return [];
  const height = lines.length * LINE_HEIGHT;
  const width = Math.max(...lines.map(lettersOf)) * 6.2 + 8;
  return [
    `<rect x="${text.x - width / 2}" y="${text.y - height / 2}" width="${width}" height="${height}" fill="#ffffff" fill-opacity="0.9"/>`,
    textLines(lines, text.x, text.y - height / 2, 'font-size="12" fill="#455a64"'),
  ];
}

function boxed(placed: PlacedBox): string {
  const { box, lines, notes, x, y } = placed;
  const [fill, stroke] = colours[box.shape];
  const step = box.step === undefined ? [] : [box.step];
  const top = y - ((lines.length + notes.length + step.length) * LINE_HEIGHT) / 2;
  const text = top + step.length * LINE_HEIGHT;
  const caption = step.map(
    (name) =>
      `<text x="${x}" y="${top + 12}" text-anchor="middle" font-size="11" font-weight="600" fill="${stroke}">${escapeXml(name)}</text>`,
  );
  return [
    `<g><title>${escapeXml(box.id)}</title>`,
    `<path d="${outline(placed)}" fill="${fill}" stroke="${stroke}"${box.shape === 'people' ? ' stroke-width="2.5"' : ''}/>`,
    ...caption,
    textLines(lines, x, text, 'fill="#212121"'),
    ...(notes.length === 0
      ? []
      : [textLines(notes, x, text + lines.length * LINE_HEIGHT, 'font-size="11" fill="#616161"')]),
    '</g>',
  ].join('');
}

function textLines(lines: readonly string[], x: number, top: number, style: string): string {
  const spans = lines.map(
    (text, index) => `<tspan x="${x}" y="${top + 12 + index * LINE_HEIGHT}">${escapeXml(text)}</tspan>`,
  );
  return `<text text-anchor="middle" ${style}>${spans.join('')}</text>`;
}

function outline({ box, x, y, width, height }: PlacedBox): string {
  const [left, right, top, bottom] = [x - width / 2, x + width / 2, y - height / 2, y + height / 2];
  switch (box.shape) {
    case 'start':
    case 'end': {
      const radius = Math.min(height / 2, 24);
      return corners(left, right, top, bottom, radius);
    }
    case 'act':
      return `M${left + SLANT} ${top}H${right}L${right - SLANT} ${bottom}H${left}z`;
    case 'wait':
    case 'question':
      return `M${left + SLANT} ${top}H${right - SLANT}L${right} ${y}L${right - SLANT} ${bottom}H${left + SLANT}L${left} ${y}z`;
    case 'people':
    case 'note':
      return corners(left, right, top, bottom, 4);
  }
}

function corners(left: number, right: number, top: number, bottom: number, r: number): string {
  return `M${left + r} ${top}H${right - r}a${r} ${r} 0 0 1 ${r} ${r}V${bottom - r}a${r} ${r} 0 0 1 ${-r} ${r}H${left + r}a${r} ${r} 0 0 1 ${-r} ${-r}V${top + r}a${r} ${r} 0 0 1 ${r} ${-r}z`;
}
