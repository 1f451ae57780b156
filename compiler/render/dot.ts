/** Journeys as DOT, for Graphviz. */
import type { Graph } from '../graph/types.ts';
import { type Box, type Drawing, drawingsOf, type Shape } from './drawing.ts';

const shapes: Readonly<Record<Shape, string>> = {
  start: 'shape=oval, style=bold',
  act: 'shape=parallelogram',
  wait: 'shape=hexagon',
  question: 'shape=diamond',
  people: 'shape=box, peripheries=2',
  note: 'shape=box',
  end: 'shape=oval',
};

/** One `digraph` a journey. */
export function dot(graph: Graph, journey?: string): string {
  return drawingsOf(graph, journey).map(digraph).join('\n');
}

function digraph(drawing: Drawing): string {
  const lines = [
    `digraph ${quote(drawing.name)} {`,
    `  label=${quote(drawing.title)}; labelloc=t; rankdir=TB;`,
    '  node [fontname="sans-serif"]; edge [fontname="sans-serif"];',
  ];
  for (const box of drawing.boxes) if (box.step === undefined) lines.push(`  ${boxText(box)}`);
  for (const step of drawing.steps) {
    lines.push(`  subgraph ${quote(`cluster_${step}`)} {`, `    label=${quote(`step ${step}`)};`);
    for (const box of drawing.boxes) if (box.step === step) lines.push(`    ${boxText(box)}`);
    lines.push('  }');
  }
  for (const { from, to, text } of drawing.arrows) {
    lines.push(`  ${quote(from)} -> ${quote(to)}${text === '' ? '' : ` [label=${quote(text)}]`};`);
  }
  lines.push('}');
  return `${lines.join('\n')}\n`;
}

function boxText(box: Box): string {
  return `${quote(box.id)} [${shapes[box.shape]}, label=${quote([box.text, ...box.notes].map(wrap).join('\n'))}];`;
}

/** Lines of about thirty letters, so that boxes stay readable. */
function wrap(text: string): string {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length > 30) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines.join('\n');
}

function quote(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n')}"`;
}
