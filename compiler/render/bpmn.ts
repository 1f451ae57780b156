/** Journeys as BPMN 2.0, with the places of a diagram: for people whose other processes live in such tools. */
import type { Graph, Journey } from '../graph/types.ts';
import { type Element, elementsOf, type Flow, type Process } from './bpmn-elements.ts';
import { idOf } from './ids.ts';
import { layoutOf, type Point } from './layout.ts';
import { escapeXml } from './xml.ts';

const NAMESPACES = {
  'xmlns:bpmn': 'http://www.omg.org/spec/BPMN/20100524/MODEL',
  'xmlns:bpmndi': 'http://www.omg.org/spec/BPMN/20100524/DI',
  'xmlns:dc': 'http://www.omg.org/spec/DD/20100524/DC',
  'xmlns:di': 'http://www.omg.org/spec/DD/20100524/DI',
  id: 'journeys',
  targetNamespace: 'urn:journey',
};

/** One process and one diagram a journey. */
export function bpmn(graph: Graph, journey?: string): string {
  const journeys = Object.values(graph.journeys).filter(({ name }) => journey === undefined || name === journey);
  const processes = journeys.map((each) => ({ journey: each, process: elementsOf(each) }));
  const signals = new Set(processes.flatMap((each) => each.process.elements.flatMap(({ signal }) => signal ?? [])));
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    ...element('bpmn:definitions', NAMESPACES, [
      ...[...signals].sort().flatMap((name) => element('bpmn:message', { id: messageId(name), name })),
      ...processes.flatMap(({ journey, process }) => processXml(journey, process)),
      ...processes.flatMap(({ journey, process }) => diagram(journey, process)),
    ]),
    '',
  ].join('\n');
}

function processXml(journey: Journey, { elements, flows }: Process): string[] {
  return element(
    'bpmn:process',
    { id: idOf(`journey ${journey.name}`), name: journey.title ?? journey.name, isExecutable: 'false' },
    [...elements.flatMap((each) => nodeXml(each, flows)), ...flows.flatMap(flowXml)],
  );
}

function nodeXml({ id, tag, name, event, signal }: Element, flows: readonly Flow[]): string[] {
  const incoming = flows.filter(({ to }) => to === id).map((flow) => leaf('bpmn:incoming', flowId(flow)));
  const outgoing = flows.filter(({ from }) => from === id).map((flow) => leaf('bpmn:outgoing', flowId(flow)));
  return element(`bpmn:${tag}`, { id: idOf(id), ...(name === '' ? {} : { name }) }, [
    ...incoming,
    ...outgoing,
    ...eventXml(id, name, event, signal),
  ]);
}

function eventXml(id: string, name: string, event: Element['event'], signal: string | undefined): string[] {
  const definition = { id: idOf(`${id} event`) };
  const expression = (tag: string): string =>
    `<bpmn:${tag} xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="bpmn:tFormalExpression">${escapeXml(name)}</bpmn:${tag}>`;
  switch (event) {
    case undefined:
      return [];
    case 'message':
      return element('bpmn:messageEventDefinition', {
        ...definition,
        ...(signal === undefined ? {} : { messageRef: messageId(signal) }),
      });
    case 'timer':
      return element('bpmn:timerEventDefinition', definition, [expression('timeDuration')]);
    case 'condition':
      return element('bpmn:conditionalEventDefinition', definition, [expression('condition')]);
  }
}

function flowXml(flow: Flow): string[] {
  const { from, to, text } = flow;
  return element('bpmn:sequenceFlow', {
    id: flowId(flow),
    ...(text === '' ? {} : { name: text }),
    sourceRef: idOf(from),
    targetRef: idOf(to),
  });
}

function diagram(journey: Journey, { elements, flows }: Process): string[] {
  const boxes = elements.map(({ id, name }) => ({ id, shape: 'note' as const, text: name }));
  const sizes = new Map(elements.map(({ id, width, height }) => [id, { width, height }]));
  const drawing = { name: journey.name, title: journey.name, boxes, arrows: flows, steps: [] };
  const layout = layoutOf(drawing, ({ id }) => sizes.get(id) ?? { width: 100, height: 80 });
  const shapes = layout.boxes.flatMap(({ box, x, y, width, height }) =>
    element('bpmndi:BPMNShape', { id: idOf(`${box.id} shape`), bpmnElement: idOf(box.id) }, [
      ...element('dc:Bounds', {
        x: String(x - width / 2),
        y: String(y - height / 2),
        width: String(width),
        height: String(height),
      }),
    ]),
  );
  const edges = layout.arrows.flatMap(({ points }, index) => {
    const flow = flows[index];
    return flow === undefined ? [] : edgeXml(flow, points);
  });
  const name = journey.name;
  return element('bpmndi:BPMNDiagram', { id: idOf(`diagram ${name}`), name }, [
    ...element('bpmndi:BPMNPlane', { id: idOf(`plane ${name}`), bpmnElement: idOf(`journey ${name}`) }, [
      ...shapes,
      ...edges,
    ]),
  ]);
}

function edgeXml(flow: Flow, points: readonly Point[]): string[] {
  return element(
    'bpmndi:BPMNEdge',
    { id: `${flowId(flow)}_edge`, bpmnElement: flowId(flow) },
    points.flatMap(({ x, y }) => element('di:waypoint', { x: String(x), y: String(y) })),
  );
}

function flowId({ id }: Flow): string {
  return idOf(`flow ${id}`);
}

function messageId(signal: string): string {
  return idOf(`signal ${signal}`);
}

function element(
  name: string,
  attributes: Readonly<Record<string, string>>,
  children: readonly string[] = [],
): string[] {
  const head = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeXml(value)}"`);
  if (children.length === 0) return [`<${name}${head.join('')}/>`];
  return [`<${name}${head.join('')}>`, ...children.map((line) => `  ${line}`), `</${name}>`];
}

function leaf(name: string, text: string): string {
  return `<${name}>${escapeXml(text)}</${name}>`;
}
