/** Journeys as Mermaid flowcharts. */
import type { Graph } from '../graph/types.ts';
import { type Box, type Drawing, drawingsOf, type Shape } from './drawing.ts';
import { idOf } from './ids.ts';

const brackets: Readonly<Record<Shape, readonly [open: string, close: string]>> = {
  start: ['([', '])'],
  act: ['[/', '/]'],
  wait: ['{{', '}}'],
  question: ['{', '}'],
  people: ['[[', ']]'],
  note: ['[', ']'],
  end: ['([', '])'],
};

/** One flowchart a journey, parted by blank lines, each after a comment with its name. */
export function mermaid(graph: Graph, journey?: string): string {
  return drawingsOf(graph, journey).map(flowchart).join('\n');
}

function flowchart(drawing: Drawing): string {
  const lines = [`%% ${drawing.name}`, 'flowchart TD'];
  for (const box of drawing.boxes) if (box.step === undefined) lines.push(`  ${boxText(box)}`);
  for (const step of drawing.steps) {
    lines.push(`  subgraph ${idOf(`step ${step}`)}["step ${escaped(step)}"]`);
    for (const box of drawing.boxes) if (box.step === step) lines.push(`    ${boxText(box)}`);
    lines.push('  end');
  }
  for (const { from, to, text } of drawing.arrows) {
    lines.push(`  ${idOf(from)} -->${text === '' ? '' : `|"${escaped(text)}"|`} ${idOf(to)}`);
  }
  return `${lines.join('\n')}\n`;
}

function boxText(box: Box): string {
  const [open, close] = brackets[box.shape];
  const text = [escaped(box.text), ...box.notes.map((note) => `<small>${escaped(note)}</small>`)].join('<br/>');
  return `${idOf(box.id)}${open}"${text}"${close}`;
}

function escaped(text: string): string {
  return text.replace(/["#<>&`]/g, (sign) => `#${sign.charCodeAt(0)};`);
}
