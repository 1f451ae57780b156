/** J3110, J3111, J3112: what is labelled `pii` or `sensitive` reaches only what is cleared for it. */
import * as say from '../diagnostics/catalogue.gen.ts';
import { unreachable } from '../graph/lower/context.ts';
import type {
  CallNode,
  Content,
  EmitNode,
  Handler,
  HandoffNode,
  Label,
  Message,
  Node,
  Place,
  SendNode,
  SetNode,
} from '../graph/types.ts';
import { type Around, around, givenTo } from './around.ts';
import { mayBeBound } from './bound.ts';
import { type Carried, type CarriedBy, carriedBy, ofType } from './labels.ts';
import { perObject, perPair } from './remember.ts';
import type { GraphRule, JourneyRule, Reasoned, Whole } from './rule.ts';
import type { Shared } from './shared.ts';
import { type Known, type Scope, writtenName } from './types.ts';

type Found = (finding: Reasoned) => void;

const nothing: CarriedBy = new Map();

/** What messages say by themselves, and what handlers keep. */
export const personalData: GraphRule = (graph, found) => {
  for (const message of Object.values(graph.messages))
    for (const finding of inMessage(graph.shared, message)) found(finding);
  for (const handler of Object.values(graph.handlers)) inHandler(graph, handler, found);
};

const inMessage = perPair((shared: Shared, message: Message): readonly Reasoned[] => {
  const findings: Reasoned[] = [];
  const found = (finding: Reasoned): void => void findings.push(finding);
  for (const content of message.contents) {
    const channel = shared.channels[content.channel];
    if (channel === undefined) continue;
    inContent(shared, message, content, new Map(), { kind: 'channel', ...channel }, content.place, found);
  }
  return findings;
});

/** What journeys give to messages, people and the profile. */
export const personalDataOnTheWay: JourneyRule = (graph, journey, found) => {
  const scope = around(graph, journey);
  for (const node of journey.nodes) inNode(scope, node, found);
};

/** What a node lets out of the journey. */
export function inNode(scope: Around, node: Node, found: Found): void {
  switch (node.kind) {
    case 'send':
      inSend(scope, node, found);
      return;
    case 'handoff':
      inHandoff(scope, node, found);
      return;
    case 'set':
      inSet(scope, node, found);
      return;
    case 'emit':
      inEmit(scope, node, found);
      return;
    case 'call':
      inCall(scope, node, found);
      return;
    // What they compute stays inside.
    case 'wait':
    case 'branch':
    case 'choose':
    case 'consent':
    case 'together':
    case 'repeat':
    case 'each':
    case 'again':
    case 'join':
    case 'experiment':
    case 'decide':
    case 'run':
    case 'finish':
      return;
    default:
      unreachable(node);
  }
}

/** What is asked of others goes out to them, whatever their parameters are called. */
function inCall(scope: Around, node: CallNode, found: Found): void {
  const action = scope.graph.actions?.[node.action];
  if (action === undefined) return;
  const { name, place } = action;
  const carried = node.arguments.flatMap((argument) => carriedBy(scope, argument, scope.given));
  reportLabels(carried, action.cleared, { kind: 'action', name, place }, node.place, found);
}

/** A signal's field without the label would set the value free. */
function inEmit(scope: Around, node: EmitNode, found: Found): void {
  const signal = scope.graph.signals[node.signal];
  if (signal === undefined) return;
  for (const { name, value } of node.fields) {
    const kept = signal.fields.find((field) => field.name === name)?.labels ?? [];
    const [first] = carriedBy(scope, value, scope.given).filter(({ label }) => !kept.includes(label));
    if (first === undefined) continue;
    found({
      wording: say.labelLost({ source: first.source, label: first.label, field: `${node.signal}.${name}` }),
      place: node.place,
      related: [{ place: signal.place, message: `Write \`${first.label}\` behind the type of \`${name}\` here.` }],
    });
  }
}

function inContent(
  graph: Known & Pick<Whole, 'channels'>,
  message: Message,
  content: Content,
  given: CarriedBy,
  to: Cleared,
  place: Place,
  found: Found,
): void {
  const variables = Object.fromEntries(message.parameters.map(({ name, type }) => [name, type]));
  const scope: Scope = { graph, variables };
  const carried = content.parts.flatMap((part) => carriedBy(scope, part.value, given));
  const own =
    given.size === 0 ? carried : carried.filter((each) => [...given.values()].some((all) => all.includes(each)));
  reportLabels(own, to.cleared, to, place, found);
}

/** Whom labelled values would reach. */
interface Reached {
  readonly kind: 'channel' | 'team' | 'action' | 'model';
  readonly name: string;
  readonly place: Place;
}

interface Cleared extends Reached {
  readonly cleared: readonly Label[];
}

export function reportLabels(
  carried: readonly Carried[],
  cleared: readonly Label[],
  { kind, name, place: declared }: Reached,
  place: Place,
  found: Found,
): void {
  const seen = new Set<Label>();
  for (const { label, source } of carried) {
    if (cleared.includes(label) || seen.has(label)) continue;
    seen.add(label);
    found({
      wording: say.labelNotCleared({ source, label, kind, name }),
      place,
      related: [{ place: declared, message: `Add \`cleared for ${label}\` here, if it may see such data.` }],
    });
  }
}

/** An argument brings its labels into the message, whatever the parameter is called. */
function inSend(scope: Around, node: SendNode, found: Found): void {
  const message = scope.graph.messages[node.message];
  if (message === undefined) return;
  const given = givenTo(scope, message.parameters, node.arguments);
  if (node.to?.kind === 'team') {
    inMessageToTeam(scope.graph, message, node.to.team, given, node.place, found);
    return;
  }
  if (given.size === 0) return;
  for (const content of message.contents) {
    const channel = node.channels.includes(content.channel) ? scope.graph.channels[content.channel] : undefined;
    if (channel === undefined) continue;
    inContent(scope.graph, message, content, given, { kind: 'channel', ...channel }, node.place, found);
  }
}

/** A team sees what the message says by itself, too: its clearance is not that of the channel for which it is written. */
function inMessageToTeam(
  graph: Whole,
  message: Message,
  name: string,
  given: CarriedBy,
  place: Place,
  found: Found,
): void {
  const team = graph.teams[name];
  const [first] = message.contents;
  if (team === undefined || first === undefined) return;
  const to: Cleared = { kind: 'team', ...team };
  for (const content of message.contents) {
    if (content.channel !== first.channel) continue;
    inContent(graph, message, content, new Map(), to, place, found);
    if (given.size > 0) inContent(graph, message, content, given, to, place, found);
  }
}

const carriedByProfile = perObject((graph: Whole): readonly Carried[] =>
  Object.keys(graph.profile).flatMap((field) => carriedBy({ graph, variables: {} }, { op: 'profile', field })),
);

/** All that the journey knows at a node, and the profile as it was at its start. */
function carriedByJourney(scope: Around, node: string): readonly Carried[] {
  const { journey } = scope;
  const bound = Object.entries(scope.variables).flatMap(([name, type]) => {
    const carried = [...(scope.given.get(name) ?? []), ...ofType(scope, type, writtenName(scope, name))];
    return carried.length === 0 || (journey !== undefined && !mayBeBound(journey, name, node)) ? [] : carried;
  });
  return [...bound, ...scope.snapshot.flatMap((field) => carriedBy(scope, { op: 'profile', field }))];
}

const carriedByContacts = perObject((graph: Whole): readonly Carried[] =>
  Object.values(graph.signals).flatMap(({ name, meanings }) =>
    meanings.some(({ kind }) => kind === 'contact')
      ? ofType({ graph, variables: {} }, { kind: 'signal', name }, name)
      : [],
  ),
);

function inHandoff(scope: Around, node: HandoffNode, found: Found): void {
  const { graph } = scope;
  const carried: Carried[] = node.because === undefined ? [] : [...carriedBy(scope, node.because, scope.given)];
  for (const share of node.share) {
    switch (share.kind) {
      case 'value':
        carried.push(...carriedBy(scope, share.value, scope.given));
        break;
      case 'profile':
        carried.push(...carriedByProfile(graph));
        break;
      case 'contacts':
        carried.push(...carriedByContacts(graph));
        break;
      case 'journey':
        carried.push(...carriedByJourney(scope, node.id));
        break;
      default:
        unreachable(share);
    }
  }
  const teams = [node.team, ...(node.within?.escalateTo === undefined ? [] : [node.within.escalateTo])];
  for (const name of new Set(teams)) {
    const team = graph.teams[name];
    if (team !== undefined)
      reportLabels(carried, team.cleared, { kind: 'team', name, place: team.place }, node.place, found);
  }
}

function inHandler(graph: Whole, handler: Handler, found: Found): void {
  const { as, signal } = handler.trigger;
  const variables = as === undefined ? {} : { [as]: { kind: 'signal', name: signal } as const };
  for (const action of handler.actions)
    if (action.kind === 'set') inSet({ graph, variables, given: nothing, snapshot: [] }, action, found);
}

/** Kept in a field without the label, the value would be free to go anywhere. */
function inSet(scope: Around, node: SetNode, found: Found): void {
  const field = scope.graph.profile[node.field];
  if (field === undefined) return;
  const kept = new Set(field.labels ?? []);
  const lost = carriedBy(scope, node.value, scope.given).filter(
    ({ label, source }) => !kept.has(label) && !sameField(source, node),
  );
  const [first] = lost;
  if (first === undefined) return;
  found({
    wording: say.labelLost({ source: first.source, label: first.label, field: `profile.${node.field}` }),
    place: node.place,
    related: [{ place: field.place, message: `Write \`${first.label}\` behind its type here.` }],
  });
}

function sameField(source: string, { field }: SetNode): boolean {
  return source === `profile.${field}`;
}
