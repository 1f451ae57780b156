/** What happens, who listens to it, and what is known of a customer. */
import type { Field, Graph, Journey, Meaning, Signal, Type } from '../../graph/types.ts';
import { type Contents, facts, journeyLink, labelText, linked, table, text } from './html.ts';

export function signalsPage(contents: Contents): string[] {
  const { graph, written } = contents;
  const fields = Object.values(graph.profile).map(({ name, type, labels = [], computed }) => {
    const snippet = written.profile.get(name);
    const wording = snippet === undefined ? text(typeText(graph, type)) : linked(contents, said(snippet.text));
    const notes = [...labels.map(labelText), ...(computed === undefined ? [] : ['computed at every look'])];
    return [text(name), wording, text([...(snippet?.doc === undefined ? [] : [snippet.doc]), ...notes].join('; '))];
  });
  const listeners = Object.values(graph.journeys).map(listenerOf);
  return [
    '<h1>Signals</h1>',
    '<p>What happens out there, and which journeys listen to it.</p>',
    ...Object.values(graph.signals).flatMap((signal) => about(contents, signal, listeners)),
    ...(fields.length === 0
      ? []
      : ['<h2 id="profile">What is known of a customer</h2>', table(['Field', 'Is', 'Notes'], fields)]),
  ];
}

/** Looked up once for all signals: a journey is large, and there may be thousands. */
interface Listener {
  readonly journey: Journey;
  readonly starts: ReadonlySet<string>;
  readonly hears: ReadonlySet<string>;
}

function about(contents: Contents, signal: Signal, listeners: readonly Listener[]): string[] {
  const { graph } = contents;
  const { name, doc, fields, wire, meanings, keys } = signal;
  const starts = listeners.filter((each) => each.starts.has(name));
  const hears = listeners.filter((each) => !each.starts.has(name) && each.hears.has(name));
  const handled = graph.handlers.flatMap(({ trigger, actions }) => {
    const when = trigger.where === undefined ? '' : ` when ${trigger.where.text}`;
    return trigger.signal === name ? [`${actions.map(({ label }) => label).join(', ')}${when}`] : [];
  });
  const outside = wire.filter((each) => each !== name);
  const rows = fields.map((field) => [
    text(field.name),
    text(typeText(graph, field.type)),
    text(fieldNotes(field, keys[field.name])),
  ]);
  return [
    `<h2 id="signal-${name}">${text(name)}</h2>`,
    ...(doc === undefined ? [] : [`<p>${text(doc)}</p>`]),
    ...facts([
      ['Outside called', outside.map(text).join(', ')],
      ['Counts as', meanings.map((each) => text(meaningText(each))).join(', ')],
      ['Starts', starts.map(({ journey }) => journeyLink(contents, journey)).join(', ')],
      ['Heard by', hears.map(({ journey }) => journeyLink(contents, journey)).join(', ')],
      ['At once', handled.map((each) => linked(contents, each)).join('; ')],
    ]),
    ...(rows.length === 0 ? [] : [table(['Field', 'Is', 'Notes'], rows)]),
  ];
}

/** What stands behind the name of a field: its type, and its default or formula. */
function said(field: string): string {
  return field
    .replace(/^\w+\s*:\s*/, '')
    .replace(/\s+(pii|sensitive)\b/g, '')
    .replace(/\s+/g, ' ');
}

function fieldNotes({ labels = [], wire }: Field, key: string | undefined): string {
  return [
    ...(key === undefined ? [] : [`says who it is: ${key}`]),
    ...labels.map(labelText),
    ...(wire === undefined ? [] : [`outside called ${wire}`]),
  ].join('; ');
}

function meaningText({ kind, on, of }: Meaning): string {
  return `${kind}${on === undefined ? '' : ` on ${on}`}${of === undefined ? '' : ` of ${of}`}`;
}

export function typeText({ types, settings }: Pick<Graph, 'types' | 'settings'>, type: Type): string {
  const inner = (of: Type): string => typeText({ types, settings }, of);
  switch (type.kind) {
    case 'money':
      return type.currency === settings.currency ? 'money' : `money ${type.currency}`;
    case 'list':
      return `list of ${inner(type.of)}`;
    case 'optional':
      return `${inner(type.of)}, may be absent`;
    case 'named': {
      const named = types[type.name];
      return named?.kind === 'enumeration' ? named.values.join(' | ') : type.name;
    }
    case 'signal':
      return `signal ${type.name}`;
    default:
      return type.kind;
  }
}

function listenerOf(journey: Journey): Listener {
  const { stops, goal, nodes, start } = journey;
  return { journey, starts: signalsIn(start.on), hears: signalsIn([start, stops, goal ?? null, nodes]) };
}

/** Names under `signal`, wherever they stand. */
function signalsIn(value: unknown, found: Set<string> = new Set()): ReadonlySet<string> {
  if (Array.isArray(value)) for (const item of value) signalsIn(item, found);
  else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      if (key === 'signal' && typeof item === 'string') found.add(item);
      else signalsIn(item, found);
    }
  }
  return found;
}
