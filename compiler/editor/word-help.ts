/** The words of the language, explained where the pointer rests on them. */
import type { IToken } from 'chevrotain';
import { lex } from '../syntax/lexer/lex.ts';
import { keywordTypes, t } from '../syntax/lexer/tokens.ts';
import type { Span } from '../syntax/tree.ts';
import { cursorAt, endOf } from './cursor.ts';

const help: Readonly<Partial<Record<string, string>>> = {
  signal: 'Something that happens to a customer and that we are told of.',
  identity:
    'The keys by which we know that two signals come from one customer. Strong keys join at once, weak ones only through a strong one.',
  subject: 'What journeys can be about besides customers: a ticket, an order. Its key names one.',
  about: 'The journey is about such a thing, not about a customer.',
  profile: 'What is known of the customer, always as it is now.',
  condition: 'A question with a name, answered with yes or no wherever it is used.',
  purpose: 'Why we may write to somebody: consent is given for a purpose.',
  channel: 'A way to reach people.',
  message: 'What we say, channel by channel.',
  team: 'People who can take over.',
  policy: 'A rule above every journey. Every message passes it at the moment of sending.',
  journey: 'From a start to an outcome: what happens to one customer.',
  test: 'An example that must come true; `journey test` plays it in virtual time.',
  start: 'What begins the journey for a customer.',
  stop: 'What ends the journey at once, whatever it is doing.',
  goal: 'What the journey is for. Reaching it ends the journey, unless it says `, go on`.',
  expire: 'How long the journey may run at most.',
  priority: 'Who goes first when rules allow only one: the larger number.',
  calendar: 'Days that are taken out of open hours, schedules and waits for a time of day.',
  becomes: 'Starts at the moment at which the condition begins to hold, not while it holds.',
  collect: 'Signals that come while the journey runs are added: the name stands for the list of them.',
  countdown:
    'Moments before and after a date; those that have passed are skipped, and a date that moves takes the rest along.',
  during: 'Only the time in which the team is there counts.',
  except: 'Without the days of a calendar.',
  merge: 'What happens to two instances with one key when two customers turn out to be one.',
  once: 'Starts a single time for a customer, or for each value of the key behind `per`.',
  wait: 'Stands still until a time has passed or something happens.',
  send: 'Sends a message on the first channel that can reach the customer.',
  handoff: 'Hands the customer over to a team, with what we know.',
  choose: 'Goes the way of the value that fits. Every value needs a way, or there is an `otherwise`.',
  together: 'Lets several branches run at once; `until` says how many must be done before the journey goes on.',
  branch: 'One of the things that happen at once.',
  repeat: 'Does the same several times, at most so often.',
  emit: 'Gives out a signal of this customer, which other journeys can start on or wait for.',
  experiment: 'Parts customers by chance. A customer stays in the variant that it was given first.',
  holdout: 'A share of the customers that is left alone, to compare with.',
  variant: 'One of the ways of an experiment, with its share of the customers.',
  decision: 'Candidates, and how the best of them is told.',
  candidate: 'Something that a decision can pick, when its condition holds.',
  decide: 'Makes a decision now and goes the way of what was picked.',
  action: 'Something that others do for us when a journey calls it, and that they may answer.',
  model: 'An estimate that others make. What they answered is kept for a while, for each customer.',
  call: 'Has an action done and waits for the answer.',
  run: 'Runs another journey for this customer and waits until it has ended.',
  ask: 'Asks a team whether something may be done, and waits for yes or no.',
  otherwise: 'For every value that has no case of its own.',
  finish: 'Ends the journey here, with an outcome.',
  step: 'A part with a name, that `go to` can reach.',
  expect: 'What must be true at this moment of the test.',
  replay: 'Plays the test again with the same signals in other orders: the outcome must not change.',
  per: 'The key of an instance: one journey runs for each value.',
  where: 'Only those for which this holds; `it` is the signal.',
  since: 'From then on.',
  ever: 'Looks at the whole past too, not only from here on.',
  quiet: 'Between these times nothing is sent.',
  hold: 'Keeps messages back for a while.',
  failure: 'What every send and every call does that fails for good and has no `on failed` of its own.',
  share: 'What the team is told with the customer.',
  contacts: 'The signals of the customer that are contacts, newest last.',
  owner: 'The team that answers for the journey.',
  title: 'How the journey is called in pages, pictures and reports.',
  kind: 'A name by which policies can speak of several journeys, such as `promotion`.',
  until: 'Stands still to a time of day, a date or a time; or goes round until something holds.',
  if: 'Goes this way when the condition holds at this moment, else the other.',
  else: 'The way when the condition does not hold, or what is tried next.',
  go: 'Goes on at a step of this journey; or, as `go on`, with what comes next.',
  because: 'What the team is told first: why the customer comes to them.',
  within: 'How long it may take, or how far back it is looked.',
  escalate: 'Who gets it when the team does not take it in time.',
  past: 'What follows where the moment has passed already.',
  absent: 'What follows where there is no such date.',
  use: 'Brings the names of another folder in.',
  set: 'Writes a value into the profile of the customer.',
  grant: 'The customer has agreed to hear from us for this purpose.',
  withdraw: 'The customer does not want to hear from us for this purpose any more.',
  sent: 'It left on its way to the customer.',
  dropped: 'It was not sent, and will not be.',
  started: 'An instance of the journey has begun.',
  finished: 'An instance has ended; `as` says with which outcome.',
  running: 'An instance stands somewhere; `in` says in which step.',
  handed: 'The customer was handed over to the team.',
  named: 'What tools outside call it.',
  key: 'The field says who the customer is, or which subject it is about.',
  strong: 'A key of one person: two customers who have the same one are joined at once.',
  weak: 'A key of a device or a browser: it names somebody until a strong key comes with it.',
  pii: 'Personal: it reaches only channels and teams that are `cleared for` it.',
  sensitive: 'Not for everybody: it reaches only channels and teams that are `cleared for` it.',
  cleared: 'What of the labelled fields, `pii` or `sensitive`, may go this way.',
  contact: 'The customer got in touch. Reports count it, and handoffs can share it.',
  resolution: 'What the customer came for is settled. Reports tell how long it took.',
  revenue: 'Money that came in, as this field says. Reports add it up.',
  effort: 'How hard it was for the customer, as this field says, for reports.',
  transfer: 'The customer was passed on to others. Reports count it.',
  via: 'The way out; what stands behind it is said in `journey.json`.',
  consent: 'Whether the customer has agreed to hear from us for a purpose.',
  asked: 'Nobody hears from us for this purpose before they have agreed.',
  assumed: 'Everybody hears from us for this purpose until they say no.',
  double: 'Who agrees is asked to confirm it, with a click in a message for example.',
  again: 'Starts once more, at the earliest so long after the last start.',
  batches: 'For no more than so many of them: those who have waited longest.',
  zero: 'The moment itself that is counted down to.',
  deliver: 'What is held leaves as soon as nothing holds it any more.',
  drop: 'What is held is not sent at all; the journey goes on as where a message cannot be sent.',
  latest: 'The newest of these signals.',
  first: 'The oldest of these signals.',
  count: 'How many of these signals there were.',
  sum: 'The values of this field in these signals, added up.',
  average: 'The values of this field in these signals, divided by how many there are.',
  min: 'The smallest value of this field in these signals.',
  max: 'The largest value of this field in these signals.',
  any: 'At least one of these signals came.',
  no: 'None of these signals came.',
  every: 'Each time that it happens, or in this rhythm.',
  present: 'There is a value.',
  likely: 'How probable it is that the customer takes it.',
  worth: 'What it brings when the customer takes it: money or a number.',
  boost: 'Makes it count for more, or for less; 1 where nothing is said.',
  pick: 'How the best candidate is told.',
  timeout: 'How long we wait for an answer.',
  retry: 'How often it is tried once more, and within what time.',
  given: 'What is so from the beginning of the test: a customer, a variant of an experiment, an answer of others.',
};

/** The same word means something else behind another, or in another item. */
const inPlace: Readonly<Partial<Record<string, string>>> = {
  'to customer':
    'Another customer, by the value of an identity key. Their consent, their addresses and the policies decide of the message.',
  'to team': 'The message goes to a team, by the way that the team itself has.',
  'given customer': 'Somebody whom the test is about, with what is known of them.',
  'given variant': 'Puts a customer into this variant of an experiment, whatever chance would say.',
  'expect nothing': 'No message of any journey went out.',
  'expect saying': 'Some part of what was sent holds this text.',
  'expect held': 'A policy kept the message back.',
  'merge keep': 'Which of the two goes on: the older one, the one that has come further, or both.',
  'merge restart': 'The older one begins again, with the signal that started it.',
  'repeat ignore': 'What would start it again while it runs changes nothing.',
  'repeat restart': 'What would start it again while it runs begins it anew.',
  'repeat refresh': 'The newest signal takes the place of the one that started it.',
  'for any': 'The test must come true for every such value; `journey test` tries many.',
  'until any': 'One branch is enough.',
  'replay any': 'Whatever the order is, the outcome must be the same.',
  'this journey': 'What this instance has come by so far, and all that is bound in it.',
  'on held': 'A policy keeps the message back. It is given up, and this way is taken at once.',
  'on failed': 'It could not be done for good: no channel reaches the customer, or nobody answered.',
  'on opened': 'The message was opened.',
  'on clicked': 'A link of the message was followed; with a name behind it, that link.',
  'on delivered': 'The message has arrived.',
  'on replied': 'The customer wrote back.',
  'on bounced': 'The message came back: the address does not take it.',
  'goal least': 'The share of the instances that should reach the goal. `journey report` says whether they do.',
  'pick least': 'A candidate that is worth less than this is not picked.',
};

/** What the keyword at an offset means. */
export function wordHelp(
  text: string,
  offset: number,
): (Span & { readonly word: string; readonly means: string }) | undefined {
  const token = lex(text).tokens.find((each) => each.startOffset <= offset && offset < endOf(each));
  if (token === undefined || (token.tokenType !== t.identifier && !isKeyword(token))) return undefined;
  const phrase = cursorAt(text, token.startOffset)?.phrase ?? [];
  const means = meaningOf(token, [phrase.at(-1), phrase[0]]);
  return means === undefined ? undefined : { start: token.startOffset, end: endOf(token), word: token.image, means };
}

const isKeyword = (token: IToken): boolean => keywordTypes.get(token.image) === token.tokenType;

function meaningOf(token: IToken, around: readonly (IToken | undefined)[]): string | undefined {
  for (const each of around) {
    const key = each === undefined || !isKeyword(each) ? '' : `${each.image} ${token.image}`;
    if (Object.hasOwn(inPlace, key)) return inPlace[key];
  }
  return isKeyword(token) && Object.hasOwn(help, token.image) ? help[token.image] : undefined;
}
