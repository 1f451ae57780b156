/** Rendering a message and putting it into the outbox. */
import type { Json } from '../../../compiler/graph/types.ts';
import type { Content, Frame, Message } from '../compile/parts.ts';
import type { Program } from '../compile/program.ts';
import type { Sent } from '../state/customer.ts';
import type { Context } from './context.ts';
import { forgetBefore } from './history.ts';

const TEAM = 'team ';

/** What stands for the channel of a message to a team: no channel of an author has a blank in its name. */
export function teamChannel(team: string): string {
  return `${TEAM}${team}`;
}

export function isTeamChannel(channel: string): boolean {
  return channel.startsWith(TEAM);
}

/** Null: it is a channel of an author. */
export function teamOfChannel(channel: string): string | null {
  return isTeamChannel(channel) ? channel.slice(TEAM.length) : null;
}

interface Way {
  readonly channel: string;
  readonly to: string;
}

/** What a message says; `lacks`: something in it that had to be there, and is absent. */
export interface Letter {
  readonly content: Readonly<Record<string, string>>;
  readonly lacks: string | null;
}

/** What goes out, because of which instance. */
export interface Post {
  readonly id: string;
  readonly instance: string;
  readonly journey: string;
  readonly message: Message;
  readonly arguments: readonly Json[];
}

/** What it says on a channel, to the customer of the frame. */
export function letterTo(program: Program, post: Post, channel: string, frame: Frame): Letter {
  const contents = post.message.contents.get(channel) ?? [];
  return rendered(program, post, inLanguage(program, contents, frame), frame);
}

/** To a team, by the team's own way: what the message says on its first channel, in the workspace's language. */
export function letterToTeam(program: Program, post: Post, frame: Frame): Letter {
  const [contents = []] = post.message.contents.values();
  return rendered(program, post, written(contents, program.graph.settings.locale), frame);
}

/** To a customer, who gives it a place in the caps. */
export function postTo(context: Context, post: Post, on: Way, { content }: Letter): void {
  const { id, message } = post;
  takePlace(context, message, { id, channel: on.channel });
  putOut(context, post, on, content);
}

/** What caps count from now on, and what is known of it later. */
export function takePlace(
  { customer: { sent }, programs, now }: Context,
  { name, purpose }: Message,
  of: Pick<Sent, 'id' | 'channel' | 'resent'>,
): void {
  forgetBefore(sent, now - programs.sentMs);
  if (programs.sentMs > 0) sent.push({ at: now, message: name, purpose: purpose.name, ...of });
}

/** What did not arrive has no place. */
export function giveBack({ customer: { sent } }: Context, id: string): void {
  const index = sent.findIndex((each) => each.id === id);
  const found = sent[index];
  if (found !== undefined) sent[index] = { ...found, failed: true };
}

/** What asks for a place anew. */
export function takeOut({ customer: { sent } }: Context, id: string): void {
  const index = sent.findIndex((each) => each.id === id);
  if (index >= 0) sent.splice(index, 1);
}

export function postToTeam(context: Context, post: Post, team: string, { content }: Letter): string {
  const channel = teamChannel(team);
  putOut(context, post, { channel, to: team }, content);
  return channel;
}

function putOut(context: Context, { id, instance, journey, message }: Post, on: Way, content: Letter['content']): void {
  context.effects.push({ kind: 'message', id, instance, journey, message: message.name, ...on, content });
}

function rendered(
  { graph }: Program,
  { message, arguments: given }: Post,
  written: Content | undefined,
  frame: Frame,
): Letter {
  const variables = Object.fromEntries(message.parameters.map(({ name }, index) => [name, given[index] ?? null]));
  const lacking: string[] = [];
  const inside: Frame = { ...frame, variables, lacking, language: written?.locale ?? graph.settings.locale };
  const content: Record<string, string> = {};
  for (const part of written?.parts ?? []) content[part.name] = String(part.value(inside, null) ?? '');
  return { content, lacks: lacking[0] ?? null };
}

/** The content in the customer's language: `de-AT`, else `de`, else the default. */
function inLanguage(program: Program, contents: readonly Content[], frame: Frame): Content | undefined {
  if (contents.length < 2) return contents[0];
  const own = program.profile.get('locale')?.(frame, null);
  return written(contents, typeof own === 'string' ? own : program.graph.settings.locale);
}

function written(contents: readonly Content[], locale: string): Content | undefined {
  const wanted = locale.toLowerCase();
  const inLocale = (one: string | undefined): Content | undefined =>
    contents.find((content) => content.locale?.toLowerCase() === one);
  const fallback = contents.find((content) => content.locale === null) ?? contents[0];
  return inLocale(wanted) ?? inLocale(wanted.split('-')[0]) ?? fallback;
}
