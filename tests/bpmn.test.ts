/** Every example as BPMN: what other tools open is a diagram that the standard allows, whole and in its place. */
import { BpmnModdle, type Read } from 'bpmn-moddle';
import { describe, expect, test } from 'vitest';
import { compile } from '../bin/workspace.ts';
import { bpmn } from '../compiler/render/bpmn.ts';
import { workspacesBelow } from './examples.ts';

const examples = await workspacesBelow('journeys', 'examples');

const ofType =
  (type: string) =>
  ({ $type }: Read): boolean =>
    $type === `bpmn:${type}`;
const isFlow = ofType('SequenceFlow');

/** Everything in a process that the standard, or whoever looks at it, would not accept. */
function faultsOf(process: Read): string[] {
  const elements = process.flowElements ?? [];
  const flows = elements.filter(isFlow);
  const nodes = elements.filter((each) => !isFlow(each));
  return [...flows.flatMap((flow) => flowFaults(flow, nodes)), ...nodes.flatMap(nodeFaults), ...lost(nodes)];
}

function flowFaults(flow: Read, nodes: readonly Read[]): string[] {
  const ends = [flow.sourceRef, flow.targetRef];
  if (!ends.every((end) => end !== undefined && nodes.includes(end))) return [`${flow.id} has an end outside`];
  const listed = flow.sourceRef?.outgoing?.includes(flow) && flow.targetRef?.incoming?.includes(flow);
  return listed ? [] : [`${flow.id} is not listed by its ends`];
}

function nodeFaults(node: Read): string[] {
  const incoming = node.incoming?.length ?? 0;
  const outgoing = node.outgoing ?? [];
  const faults: string[] = [];
  if (ofType('StartEvent')(node) ? incoming > 0 : incoming === 0) faults.push(`${incoming} flows come in`);
  if (ofType('EndEvent')(node) ? outgoing.length > 0 : outgoing.length === 0)
    faults.push(`${outgoing.length} flows go out`);
  if (node.$type.endsWith('Gateway') && incoming < 2 && outgoing.length < 2)
    faults.push('a gateway where no ways part or meet');
  if (ofType('EventBasedGateway')(node)) {
    for (const { targetRef } of outgoing) {
      if (targetRef === undefined || !ofType('IntermediateCatchEvent')(targetRef)) faults.push('leads to no event');
      else if (targetRef.incoming?.length !== 1) faults.push('its event can be come to from elsewhere');
    }
  }
  if (ofType('IntermediateCatchEvent')(node) && node.eventDefinitions === undefined) faults.push('waits for nothing');
  return faults.map((fault) => `${node.id}: ${fault}`);
}

/** What no way from the start leads to. */
function lost(nodes: readonly Read[]): string[] {
  const reached = new Set(nodes.filter(ofType('StartEvent')));
  for (const node of reached) for (const { targetRef } of node.outgoing ?? []) if (targetRef) reached.add(targetRef);
  return nodes.filter((node) => !reached.has(node)).map(({ id }) => `${id}: no way leads here`);
}

/** What is not drawn, or drawn where it is not. */
function drawnFaults(process: Read, drawn: readonly Read[]): string[] {
  const of = (element: Read | undefined) => drawn.filter(({ bpmnElement }) => bpmnElement === element);
  const elements = process.flowElements ?? [];
  const faults = elements.flatMap((element) =>
    of(element).length === 1 ? [] : [`${element.id} is drawn ${of(element).length} times`],
  );
  for (const flow of elements.filter(isFlow)) {
    const points = of(flow)[0]?.waypoint ?? [];
    const leaves = touches(of(flow.sourceRef)[0], points[0]);
    if (points.length < 2 || !leaves || !touches(of(flow.targetRef)[0], points.at(-1)))
      faults.push(`${flow.id} is not drawn from shape to shape`);
  }
  const shapes = drawn.filter(({ bounds }) => bounds !== undefined);
  for (const [index, a] of shapes.entries())
    for (const b of shapes.slice(index + 1)) if (meet(a, b)) faults.push(`${a.id} lies on ${b.id}`);
  return faults;
}

function touches(shape: Read | undefined, point: { readonly x: number; readonly y: number } | undefined): boolean {
  const box = shape?.bounds;
  if (box === undefined || point === undefined) return false;
  const inX = point.x >= box.x - 1 && point.x <= box.x + box.width + 1;
  return inX && point.y >= box.y - 1 && point.y <= box.y + box.height + 1;
}

function meet({ bounds: a }: Read, { bounds: b }: Read): boolean {
  if (a === undefined || b === undefined) return false;
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

describe.each(examples)('%s', (_, { root, workspace }) => {
  const { graph } = compile({ root, workspace });
  const read = () => new BpmnModdle().fromXML(bpmn(graph));

  test('is read without warnings', async () => {
    expect((await read()).warnings).toEqual([]);
  });

  test('has a process and a diagram for each journey, sound and whole', async () => {
    const { rootElement } = await read();
    const processes = rootElement.rootElements?.filter(ofType('Process')) ?? [];
    expect(processes).toHaveLength(Object.keys(graph.journeys).length);
    for (const process of processes) {
      const plane = rootElement.diagrams?.find((diagram) => diagram.plane.bpmnElement === process)?.plane;
      expect([...faultsOf(process), ...drawnFaults(process, plane?.planeElement ?? [])], process.id).toEqual([]);
    }
  });
});
