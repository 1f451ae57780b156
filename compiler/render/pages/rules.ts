/** The rules above every journey: what may be sent, how, and what the words in conditions mean. */
import type { Channel, Purpose } from '../../graph/types.ts';
import { durationText, textOf } from '../words.ts';
import { type Contents, clearedText, linked, policyText, section, table, text } from './html.ts';
import type { Snippet } from './written.ts';

export function rulesPage(contents: Contents): string[] {
  const { graph, written } = contents;
  const conditions = asWritten(contents, 'condition', written.conditions);
  const decisions = asWritten(contents, 'decision', written.decisions);
  const purposes = Object.values(graph.purposes).map((purpose) => [
    `<span id="purpose-${purpose.name}">${text(purpose.name)}</span>`,
    consentText(purpose),
    messagesFor(contents, purpose.name),
  ]);
  const channels = Object.values(graph.channels).map((channel) => [
    text(channel.name),
    text(textOf(channel.to).replace(/^\{(.*)\}$/, '$1')),
    text([channel.connector, channel.target].filter((each) => each !== undefined).join(' ')),
    text(limits(channel)),
  ]);
  return [
    '<h1>Rules</h1>',
    '<p>They hold for every journey.</p>',
    ...section(
      'Policies',
      Object.values(graph.policies).map((each) => policyText(contents, each)),
    ),
    ...(conditions.length === 0 ? [] : ['<h2>Conditions</h2>', ...conditions]),
    ...(decisions.length === 0 ? [] : ['<h2>Decisions</h2>', ...decisions]),
    ...(purposes.length === 0 ? [] : ['<h2>Purposes</h2>', table(['Purpose', 'Consent', 'Messages'], purposes)]),
    ...(channels.length === 0 ? [] : ['<h2>Channels</h2>', table(['Channel', 'To', 'By', 'Limits'], channels)]),
  ];
}

function asWritten(contents: Contents, kind: string, snippets: ReadonlyMap<string, Snippet>): string[] {
  return [...snippets]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, { doc, text: words }]) => [
      `<h3 id="${kind}-${name}">${text(name)}</h3>`,
      ...(doc === undefined ? [] : [`<p>${text(doc)}</p>`]),
      `<pre>${linked(contents, words)}</pre>`,
    ]);
}

function consentText({ consent, doubleOptIn }: Purpose): string {
  if (consent === 'assumed') return 'not asked';
  return doubleOptIn ? 'asked, and confirmed' : 'asked';
}

function messagesFor({ graph }: Contents, purpose: string): string {
  const messages = Object.values(graph.messages).filter((each) => each.purpose === purpose);
  return text(messages.map(({ name }) => name).join(', '));
}

function limits({ rate, cleared }: Channel): string {
  return [
    ...(rate === undefined ? [] : [`at most ${rate.count} per ${durationText(rate.perMs).replace(/^1 /, '')}`]),
    cleared.length === 0 ? 'no personal data' : `may carry ${clearedText(cleared)} data`,
  ].join('; ');
}
