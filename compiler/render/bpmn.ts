/** Journeys as BPMN 2.0, with the places of a diagram: for people whose other processes live in such tools. */
import type { Graph, Journey } from '../graph/types.ts';
import { diagramOf, type Rectangle } from './bpmn-diagram.ts';
import { type Element, elementsOf, type Flow, type Process } from './bpmn-elements.ts';
import { idOf } from './ids.ts';
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
      ...processes.flatMap(({ journey, process }) => diagramXml(journey, process)),
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

function diagramXml({ name }: Journey, process: Process): string[] {
  const { shapes, edges } = diagramOf(process);
  return element('bpmndi:BPMNDiagram', { id: idOf(`diagram ${name}`), name }, [
    ...element('bpmndi:BPMNPlane', { id: idOf(`plane ${name}`), bpmnElement: idOf(`journey ${name}`) }, [
      ...shapes.flatMap(({ element: { id, tag }, bounds, label }) =>
        element(
          'bpmndi:BPMNShape',
          {
            id: idOf(`${id} shape`),
            bpmnElement: idOf(id),
            ...(tag === 'exclusiveGateway' ? { isMarkerVisible: 'true' } : {}),
          },
          [...boundsXml(bounds), ...labelXml(label)],
        ),
      ),
      ...edges.flatMap(({ flow, points, label }) =>
        element('bpmndi:BPMNEdge', { id: `${flowId(flow)}_edge`, bpmnElement: flowId(flow) }, [
          ...points.flatMap(({ x, y }) => element('di:waypoint', { x: String(x), y: String(y) })),
          ...labelXml(label),
        ]),
      ),
    ]),
  ]);
}

function boundsXml({ x, y, width, height }: Rectangle): string[] {
  const numbers = { x: String(x), y: String(y), width: String(width), height: String(height) };
  return element('dc:Bounds', numbers);
}

function labelXml(label: Rectangle | undefined): string[] {
  return label === undefined ? [] : element('bpmndi:BPMNLabel', {}, boundsXml(label));
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
