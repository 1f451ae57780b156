/** A journey as the elements of BPMN: a wait becomes a gateway with an event an arm, several ways out of a task a gateway after it. */
import type { Arm, Edge, Journey, Node } from '../graph/types.ts';
import { drawingOf } from './drawing.ts';
import { arrivalOf, departureOf, joinId } from './joins.ts';

export interface Element {
  readonly id: string;
  readonly tag: Tag;
  readonly name: string;
  readonly event?: 'message' | 'timer' | 'condition';
  /** what the message event waits for, or the start */
  readonly signal?: string;
  readonly width: number;
  readonly height: number;
}

export interface Flow {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly text: string;
}

export interface Process {
  readonly elements: readonly Element[];
  readonly flows: readonly Flow[];
}

type Tag =
  | 'startEvent'
  | 'endEvent'
  | 'intermediateCatchEvent'
  | 'intermediateThrowEvent'
  | 'exclusiveGateway'
  | 'eventBasedGateway'
  | 'parallelGateway'
  | 'complexGateway'
  | 'serviceTask'
  | 'callActivity'
  | 'sendTask'
  | 'userTask'
  | 'scriptTask';

const TAGS: Readonly<Record<Node['kind'], Tag>> = {
  send: 'sendTask',
  wait: 'eventBasedGateway',
  branch: 'exclusiveGateway',
  choose: 'exclusiveGateway',
  handoff: 'userTask',
  set: 'scriptTask',
  consent: 'scriptTask',
  together: 'parallelGateway',
  repeat: 'exclusiveGateway',
  each: 'exclusiveGateway',
  again: 'exclusiveGateway',
  join: 'parallelGateway',
  emit: 'intermediateThrowEvent',
  experiment: 'exclusiveGateway',
  decide: 'exclusiveGateway',
  call: 'serviceTask',
  run: 'callActivity',
  finish: 'endEvent',
};

/** Sizes that the tools of the field use. */
function sizeOf(tag: Tag): { readonly width: number; readonly height: number } {
  if (tag.endsWith('Event')) return { width: 36, height: 36 };
  return tag.endsWith('Gateway') ? { width: 50, height: 50 } : { width: 120, height: 80 };
}

function made(id: string, tag: Tag, name: string, more: Pick<Element, 'event' | 'signal'> = {}): Element {
  return { id, tag, name, ...more, ...sizeOf(tag) };
}

export function elementsOf(journey: Journey): Process {
  const elements: Element[] = [startOf(journey)];
  const flows: Flow[] = [{ id: 'start', from: 'start', to: arrivalOf(journey, journey.entry), text: '' }];
  const joins = new Set<string>();
  for (const node of journey.nodes) {
    const out = journey.edges.filter(({ from }) => from === node.id);
    if (node.kind === 'join') {
      // All branches of one `together` come to one gateway, and the way on leaves from there.
      if (!joins.has(node.of)) elements.push(made(joinId(node.of), joinTag(journey, node.of), ''));
      joins.add(node.of);
    } else if (node.kind === 'wait') {
      wait(journey, node, out, elements, flows);
    } else {
      const tag = TAGS[node.kind];
      elements.push(made(node.id, tag, node.label));
      const asks = out.length > 1 && tag.endsWith('Task');
      if (asks) {
        elements.push(made(`${node.id}?`, 'exclusiveGateway', node.kind === 'send' ? 'sent?' : ''));
        flows.push({ id: `${node.id}?`, from: node.id, to: `${node.id}?`, text: '' });
      }
      for (const edge of out) flows.push(flowOf(journey, edge, asks ? `${edge.from}?` : departureOf(journey, edge)));
    }
  }
  return named(journey.name, { elements, flows });
}

/** Ids hold in the whole file, and every journey has a `start`. */
function named(journey: string, { elements, flows }: Process): Process {
  const its = (id: string): string => `${journey}/${id}`;
  return {
    elements: elements.map((element) => ({ ...element, id: its(element.id) })),
    flows: flows.map((flow) => ({ ...flow, id: its(flow.id), from: its(flow.from), to: its(flow.to) })),
  };
}

function startOf(journey: Journey): Element {
  const { on } = journey.start;
  const name = drawingOf(journey).boxes[0]?.text ?? 'start';
  switch (on.kind) {
    case 'signal':
    case 'count':
    case 'each':
      return made('start', 'startEvent', name, { event: 'message', signal: on.trigger.signal });
    case 'silence':
    case 'schedule':
    case 'anchored':
      return made('start', 'startEvent', name, { event: 'timer' });
    case 'called':
      return made('start', 'startEvent', name);
    case 'becoming':
      return made('start', 'startEvent', name, { event: 'condition' });
    case 'sequence':
      return made('start', 'startEvent', name, {
        event: 'message',
        ...(on.triggers[0] === undefined ? {} : { signal: on.triggers[0].signal }),
      });
  }
}

/** One way on: the event itself. Several: a gateway, and an event for each. */
function wait(
  journey: Journey,
  node: Node & { kind: 'wait' },
  out: readonly Edge[],
  elements: Element[],
  flows: Flow[],
): void {
  const [only] = out;
  if (out.length === 1 && only !== undefined) {
    elements.push(made(node.id, 'intermediateCatchEvent', node.label, eventOf(node.arms[only.index ?? 0])));
    flows.push({ ...flowOf(journey, only, node.id), text: '' });
    return;
  }
  // Its events say what it waits for.
  elements.push(made(node.id, TAGS.wait, ''));
  for (const edge of out) {
    const arm = edge.on === 'arm' ? node.arms[edge.index ?? 0] : undefined;
    elements.push(made(edge.id, 'intermediateCatchEvent', edge.label, eventOf(arm)));
    flows.push({ id: `${edge.id} from`, from: node.id, to: edge.id, text: '' });
    flows.push({ ...flowOf(journey, edge, edge.id), text: '' });
  }
}

/** Without an arm: a date that is past or absent, which is a condition. */
function eventOf(arm: Arm | undefined): Pick<Element, 'event' | 'signal'> {
  switch (arm?.kind) {
    case 'signal':
      return { event: 'message', signal: arm.trigger.signal };
    case 'after':
    case 'at':
      return { event: 'timer' };
    case 'message':
      return { event: 'message', signal: `message ${arm.what}` };
    case 'condition':
    case undefined:
      return { event: 'condition' };
  }
}

function flowOf(journey: Journey, edge: Edge, from: string): Flow {
  return { id: edge.id, from, to: arrivalOf(journey, edge.to), text: edge.label };
}

/** Waiting for some of the branches is more than a parallel gateway says. */
function joinTag(journey: Journey, of: string): Tag {
  const node = journey.nodes.find(({ id }) => id === of);
  return node?.kind === 'together' && node.until < node.branches ? 'complexGateway' : 'parallelGateway';
}
