/** One journey: its picture, its rules, what it says to people, and what proves it. */
import { tidy } from '../../graph/show.ts';
import type { HandoffNode, Journey, Message, Policy, SendNode, Share, Stop } from '../../graph/types.ts';
import { pictureOf } from '../svg.ts';
import { durationText, textOf } from '../words.ts';
import {
  type Contents,
  facts,
  linked,
  PAGE_WIDTH,
  policyText,
  purposeLink,
  section,
  teamLink,
  text,
  titleOf,
} from './html.ts';
import { goalText } from './overview.ts';
import { wayInWords } from './way.ts';
import { testKey } from './written.ts';

export function journeyPage(contents: Contents, journey: Journey): string[] {
  const { graph } = contents;
  const messages = messagesOf(contents, journey);
  const picture = pictureOf(graph, journey.name, true);
  const { owner, purpose, kind, priority, about, doc, name } = journey;
  return [
    `<h1>${text(titleOf(journey))}</h1>`,
    ...(doc === undefined ? [] : [`<p>${text(doc)}</p>`]),
    ...facts([
      ['Name', titleOf(journey) === name ? '' : text(name)],
      ['About', text(about ?? '')],
      ['Team', owner === undefined ? '' : teamLink(contents, owner)],
      ['Purpose', purpose === undefined ? '' : purposeLink(purpose)],
      ['Kind', text(kind ?? '')],
      ['Priority', priority === 0 ? '' : `${priority} <small>(the higher goes first)</small>`],
    ]),
    ...section('Rules', rulesOf(contents, journey)),
    '<h2>The way</h2>',
    `<label${picture.width > PAGE_WIDTH ? '' : ' class="fits"'}><input type="checkbox"> in full size</label>`,
    `<figure tabindex="0">${picture.svg}</figure>`,
    wayInWords(journey),
    ...section(
      'What people get',
      messages.map((message) => messageText(contents, journey, message)),
    ),
    ...section('Parted by chance', experimentsOf(journey)),
    ...section('Decisions', decisionsOf(contents, journey)),
    ...section('What is handed over', handoffsOf(contents, journey)),
    ...section('Rules above its messages', policiesOf(contents, messages)),
    ...section('Ends as', journey.outcomes.map(text)),
    ...section('Proven by', provenBy(contents, journey, messages)),
  ];
}

function rulesOf(contents: Contents, { start, stops, goal, expire }: Journey): string[] {
  const again = reentryText(start);
  const begins =
    start.on.kind === 'called' ? 'starts when another journey runs it' : `starts ${linked(contents, start.text)}`;
  return [
    again === '' ? begins : `${begins}, ${again}`,
    ...stops.map((stop) => `stops ${linked(contents, stopText(stop))}${stopEnd(stop)}`),
    ...(goal === undefined ? [] : [`its goal: ${linked(contents, goalText(goal.text))}`]),
    ...(expire === undefined ? [] : [`ends after ${durationText(expire.afterMs)} as ${text(expire.outcome)}`]),
  ];
}

function reentryText({ key, reentry, repeat, on }: Journey['start']): string {
  if (on.kind === 'called') return '';
  const each = key === undefined ? '' : ` for each ${text(textOf(key).replace(/^\{(.*)\}$/, '$1'))}`;
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

function stopEnd({ outcome }: Stop): string {
  return outcome === 'stopped' ? '' : `, as ${text(outcome)}`;
}

function sendsOf({ nodes }: Journey): SendNode[] {
  return nodes.flatMap((node) => (node.kind === 'send' ? [node] : []));
}

function messagesOf({ graph }: Contents, journey: Journey): Message[] {
  const names = new Set(sendsOf(journey).map(({ message }) => message));
  return [...names].flatMap((name) => graph.messages[name] ?? []);
}

function messageText(contents: Contents, journey: Journey, { name, purpose, contents: all }: Message): string {
  const sends = sendsOf(journey).filter(({ message }) => message === name);
  const teams = new Set(sends.flatMap(({ to }) => (to?.kind === 'team' ? [to.team] : [])));
  const used = new Set(sends.flatMap(({ channels }) => channels));
  // What this journey never sends is not what its people get.
  const shown = all
    .filter(({ channel }) => used.has(channel) || teams.size > 0)
    .map(({ channel, locale, parts }) => {
      const lines = parts.map((part) => `<dt>${text(part.name)}</dt><dd>${text(textOf(part.value))}</dd>`);
      return `<h4>${text(channel)}${locale === undefined ? '' : ` (${text(locale)})`}</h4><dl>${lines.join('')}</dl>`;
    });
  const to = [...teams].map((team) => `, to team ${teamLink(contents, team)}`).join('');
  return `<h3>${text(name)} <small>for ${purposeLink(purpose)}${to}</small></h3>${shown.join('')}`;
}

function experimentsOf({ nodes }: Journey): string[] {
  return nodes.flatMap((node) => {
    if (node.kind !== 'experiment') return [];
    const shares = node.variants.map(({ name, share }) => `${text(name)} ${tidy(share * 100)}%`);
    return [`${text(node.name)}: ${shares.join(', ')}`];
  });
}

/** What each candidate is worth stands with the rules: other journeys may make the decision, too. */
function decisionsOf({ graph, written }: Contents, { nodes }: Journey): string[] {
  const names = new Set(nodes.flatMap((node) => (node.kind === 'decide' ? [node.decision] : [])));
  return [...names].map((name) => {
    const candidates = graph.decisions?.[name]?.candidates.map((each) => text(each.name)) ?? [];
    const shown = written.decisions.has(name)
      ? `<a href="all-rules.html#decision-${name}">${text(name)}</a>`
      : text(name);
    return `${shown}: picks the best of ${candidates.join(', ')}`;
  });
}

function handoffsOf(contents: Contents, { nodes }: Journey): string[] {
  return nodes.flatMap((node) => (node.kind === 'handoff' ? [handoffText(contents, node)] : []));
}

function handoffText(contents: Contents, { team, because, share, within, approval }: HandoffNode): string {
  const shown = share.map(shareText);
  const late = within?.escalateTo === undefined ? '' : `, else it goes to ${teamLink(contents, within.escalateTo)}`;
  const during = within?.during === undefined ? '' : ` during open hours of ${teamLink(contents, within.during)}`;
  return [
    `${approval === true ? 'asks approval of' : 'to'} ${teamLink(contents, team)}`,
    ...(because === undefined ? [] : [`because: ${text(textOf(because))}`]),
    ...(shown.length === 0 ? [] : [`with ${text(shown.join(', '))}`]),
    ...(within === undefined ? [] : [`within ${durationText(within.ms)}${during}${late}`]),
  ].join('; ');
}

function shareText(share: Share): string {
  switch (share.kind) {
    case 'value':
      return share.name;
    case 'contacts':
      return share.forMs === undefined ? 'all contacts' : `contacts of the last ${durationText(share.forMs)}`;
    case 'journey':
      return 'what this journey knows and did';
    case 'profile':
      return 'what is known of the customer';
  }
}

function policiesOf(contents: Contents, messages: readonly Message[]): string[] {
  const covers = ({ covers }: Policy): boolean =>
    covers.kind === 'all' ||
    messages.some((message) => covers.name === (covers.kind === 'purpose' ? message.purpose : message.name));
  const { policies } = contents.graph;
  return messages.length === 0
    ? []
    : Object.values(policies)
        .filter(covers)
        .map((policy) => policyText(contents, policy));
}

/** Tests in the journey's own file, and those elsewhere that speak of it or of what it sends. */
function provenBy({ tests, graph, written }: Contents, journey: Journey, messages: readonly Message[]): string[] {
  const file = graph.files[journey.place[0]];
  const names = new Set([journey.name, ...messages.map(({ name }) => name)]);
  return tests.tests
    .filter(({ place, steps }) => tests.files[place[0]] === file || speaksOf(steps, names))
    .map(({ name, place }) => {
      const words = written.tests.get(testKey(tests.files[place[0]] ?? '', place[1]));
      if (words === undefined) return text(name);
      return `<details><summary>${text(name)}</summary><pre>${text(words)}</pre></details>`;
    });
}

function speaksOf(value: unknown, names: ReadonlySet<string>): boolean {
  if (typeof value === 'string') return names.has(value);
  return typeof value === 'object' && value !== null && Object.values(value).some((item) => speaksOf(item, names));
}
