/**
 * Pages for people who do not read code: one a journey, with its diagram, its rules in the author's own words, the messages that it sends and the
 * policies that stand above them, and a page that lists them all.
 */
import type { TestSuite } from '../graph/tests.ts';
import type { Graph, Journey, Message, Policy, Stop } from '../graph/types.ts';
import { svg } from './svg.ts';
import { durationText, textOf } from './words.ts';
import { escapeXml } from './xml.ts';

/** File name -> text. */
export type Pages = ReadonlyMap<string, string>;

/** `title` names the workspace. */
export function pages(graph: Graph, tests: TestSuite, title: string): Pages {
  const journeys = Object.values(graph.journeys);
  const written = new Map([['index.html', page(title, overview(graph, title))]]);
  for (const journey of journeys) {
    const name = `${journey.name}.html`;
    written.set(name, page(titleOf(journey), journeyPage(graph, tests, journey)));
  }
  return written;
}

function overview(graph: Graph, title: string): string {
  const rows = Object.values(graph.journeys).map(
    (journey) =>
      `<tr><td><a href="${encodeURIComponent(journey.name)}.html">${text(titleOf(journey))}</a></td><td>${text(journey.owner ?? '')}</td><td>${text(
        `start ${journey.start.text}`,
      )}</td><td>${text(journey.goal?.text ?? '')}</td></tr>`,
  );
  const policies = Object.values(graph.policies).map((policy) => `<li>${policyText(policy)}</li>`);
  return [
    `<h1>${text(title)}</h1>`,
    '<h2>Journeys</h2>',
    `<table><tr><th>Journey</th><th>Team</th><th>Starts</th><th>Goal</th></tr>${rows.join('')}</table>`,
    ...section('Rules above every journey', policies),
  ].join('\n');
}

function journeyPage(graph: Graph, tests: TestSuite, journey: Journey): string {
  const messages = messagesOf(graph, journey);
  const { owner, purpose, kind, priority, doc } = journey;
  const facts = [
    ['Team', owner],
    ['Purpose', purpose],
    ['Kind', kind],
    ['Priority', priority === 0 ? undefined : String(priority)],
  ].flatMap(([name, value]) => (value === undefined ? [] : [`<dt>${name}</dt><dd>${text(value)}</dd>`]));
  return [
    '<p><a href="index.html">All journeys</a></p>',
    `<h1>${text(titleOf(journey))}</h1>`,
    doc === undefined ? '' : `<p>${text(doc)}</p>`,
    `<dl>${facts.join('')}</dl>`,
    ...section('Rules', rulesOf(journey)),
    '<h2>The way</h2>',
    `<figure>${svg(graph, journey.name)}</figure>`,
    ...section('Messages', messages.map(messageText)),
    ...section('Rules above its messages', policiesOf(graph, messages)),
    ...section('Ends as', journey.outcomes.map(text)),
    ...section('Proven by', provenBy(tests, graph, journey)),
  ].join('\n');
}

function rulesOf({ start, stops, goal, expire }: Journey): string[] {
  return [
    `starts ${text(start.text)}, ${reentryText(start)}`,
    ...stops.map((stop) => `stops ${text(stopText(stop))}`),
    ...(goal === undefined ? [] : [`its goal: ${text(goal.text)}`]),
    ...(expire === undefined ? [] : [`ends after ${durationText(expire.afterMs)} as ${text(expire.outcome)}`]),
  ];
}

function reentryText({ key, reentry, repeat }: Journey['start']): string {
  const each = key === undefined ? '' : ` for each ${text(textOf(key))}`;
  const again = repeat === 'ignore' ? '' : `; a repeat while it runs: ${repeat}`;
  switch (reentry.kind) {
    case 'once':
      return `once${each}${again}`;
    case 'again':
      return `again after ${durationText(reentry.afterMs)}${each}${again}`;
    case 'every':
      return `every time${each}${again}`;
  }
}

function stopText(stop: Stop): string {
  if (stop.kind === 'condition') return `when ${stop.condition.text}`;
  const { signal, where } = stop.trigger;
  return where === undefined ? `on ${signal}` : `on ${signal} where ${where.text}`;
}

function messagesOf(graph: Graph, journey: Journey): Message[] {
  const names = new Set(journey.nodes.flatMap((node) => (node.kind === 'send' ? [node.message] : [])));
  return [...names].flatMap((name) => graph.messages[name] ?? []);
}

function messageText({ name, purpose, contents }: Message): string {
  const shown = contents.map(({ channel, locale, parts }) => {
    const lines = parts.map((part) => `<dt>${text(part.name)}</dt><dd>${text(textOf(part.value))}</dd>`);
    return `<h4>${text(channel)}${locale === undefined ? '' : ` (${text(locale)})`}</h4><dl>${lines.join('')}</dl>`;
  });
  return `<h3>${text(name)} <small>for ${text(purpose)}</small></h3>${shown.join('')}`;
}

function policiesOf(graph: Graph, messages: readonly Message[]): string[] {
  const covers = ({ covers }: Policy): boolean =>
    covers.kind === 'all' ||
    messages.some((message) => covers.name === (covers.kind === 'purpose' ? message.purpose : message.name));
  return messages.length === 0 ? [] : Object.values(graph.policies).filter(covers).map(policyText);
}

function policyText({ name, covers, rules }: Policy): string {
  const over = covers.kind === 'all' ? 'every message' : `${covers.kind === 'message' ? 'message ' : ''}${covers.name}`;
  return `<b>${text(name)}</b> for ${text(over)}: ${text(rules.map((rule) => rule.text).join('; '))}`;
}

/** The tests in the journey's own file. */
function provenBy(tests: TestSuite, graph: Graph, journey: Journey): string[] {
  const file = graph.files[journey.place[0]];
  return tests.tests.filter(({ place }) => tests.files[place[0]] === file).map(({ name }) => text(name));
}

function section(title: string, items: readonly string[]): string[] {
  return items.length === 0
    ? []
    : [`<h2>${title}</h2>`, `<ul>${items.map((item) => `<li>${item}</li>`).join('')}</ul>`];
}

function titleOf({ title, name }: Journey): string {
  return title ?? name;
}

const text = escapeXml;

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${text(title)}</title>
<style>${STYLE}</style>
</head>
<body>
${body}
</body>
</html>
`;
}

const STYLE = `
body { font: 16px/1.5 system-ui, sans-serif; color: #212121; background: #fff; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.2rem; margin-top: 2rem; } h3, h4 { margin-bottom: 0.2rem; }
a { color: #1565c0; } small { color: #616161; font-weight: normal; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; vertical-align: top; padding: 0.4rem 0.8rem 0.4rem 0; border-bottom: 1px solid #e0e0e0; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.2rem 1rem; } dt { color: #616161; } dd { margin: 0; white-space: pre-wrap; }
figure { margin: 0; overflow-x: auto; } svg { max-width: 100%; height: auto; }
@media print { a { color: inherit; text-decoration: none; } }
`;
