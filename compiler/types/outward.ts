/** Channels, messages, teams and policies. */
import * as say from '../diagnostics/catalogue.gen.ts';
import { referenceIds } from '../names/references.ts';
import type {
  Cap,
  ChannelDeclaration,
  ContentPart,
  MessageDeclaration,
  PolicyDeclaration,
  PolicyRule,
  TeamDeclaration,
} from '../syntax/tree.ts';
import { checkDays } from './calendars.ts';
import { type Check, type Env, newEnv, refer, report, sourceOf } from './context.ts';
import { bindParameters, checkLabels } from './declarations.ts';
import { constantDuration, constantInteger, expectCondition, expectType, expectZone } from './expect.ts';
import { isLocale } from './literals.ts';
import { customersSignal, lookUp, replace } from './names.ts';
import { checkTemplate } from './templates.ts';
import { fits, present, show, types } from './type.ts';

export function checkChannel(c: Check, channel: ChannelDeclaration, id: string): void {
  refer(c, channel.name, id, true);
  const name = channel.name.text;
  const env = newEnv('channel');
  if (channel.to === undefined) report(c, channel.name, say.channelWithoutAddress({ name }));
  else {
    // An address may be absent: then the customer cannot be reached there.
    const type = c.infer(channel.to, env, types.text);
    if (!fits(present(type), types.text)) {
      report(
        c,
        channel.to,
        say.wrongType({ text: sourceOf(c, channel.to), found: show(type), expected: 'an address (text)' }),
      );
    }
  }
  if (channel.via === undefined) report(c, channel.name, say.channelWithoutConnector({ name }));
  checkLabels(c, channel.cleared);
  if (channel.rate !== undefined) checkCap(c, channel.rate);
}

function checkCap(c: Check, cap: Cap): void {
  constantInteger(c, cap.count, newEnv('policy'), 1);
  constantDuration(c, cap.per, newEnv('policy'));
}

export function checkMessage(c: Check, message: MessageDeclaration, id: string): void {
  refer(c, message.name, id, true);
  const scope = bindParameters(c, message.parameters);
  c.facts.scopes.push({ start: message.start, end: message.end, scope });
  if (message.purpose === undefined) {
    report(c, message.name, say.messageWithoutPurpose({ name: message.name.text }));
  } else lookUp(c, 'purpose', message.purpose);
  const env = newEnv('message', scope);
  const seen = new Set<string>();
  for (const content of message.contents) {
    lookUp(c, 'channel', content.channel);
    const key = `${content.channel.text} ${content.locale?.text ?? ''}`;
    if (seen.has(key) && content.channel.text !== '') {
      const locale = content.locale === undefined ? '' : ` in ${content.locale.text}`;
      report(c, content.channel, say.duplicateName({ kind: 'content on', name: `${content.channel.text}${locale}` }));
    }
    seen.add(key);
    const { locale } = content;
    if (locale !== undefined && locale.text !== '' && !isLocale(locale.text))
      report(c, locale, say.textIsNot({ text: `\`${locale.text}\``, expected: 'a locale' }), {
        hint: 'No customer has it. A language is written by its letters: `on email in de { .. }`, `in pt-BR`.',
      });
    checkParts(c, content.parts, env);
  }
}

function checkParts(c: Check, parts: readonly ContentPart[], env: Env): void {
  const seen = new Set<string>();
  for (const part of parts) {
    const name = part.part.text;
    if (seen.has(name)) report(c, part.part, say.duplicateName({ kind: 'part', name }));
    if (name !== '') seen.add(name);
    if (part.file === undefined) {
      expectType(c, part.value, env, types.text);
      continue;
    }
    const template = checkTemplate(c, part.file, env);
    if (template !== undefined) c.facts.templates.set(part, template);
  }
}

export function checkTeam(c: Check, team: TeamDeclaration, id: string): void {
  refer(c, team.name, id, true);
  checkLabels(c, team.cleared);
  const env = newEnv('team');
  for (const { from, to, days, except, zone } of team.open) {
    expectType(c, from, env, types.clock);
    expectType(c, to, env, types.clock);
    checkDays(c, days, except);
    if (zone !== undefined) expectZone(c, zone, env);
  }
}

export function checkPolicy(c: Check, policy: PolicyDeclaration, id: string): void {
  refer(c, policy.name, id, true);
  if (policy.covers !== undefined && !coversOtherwise(c, policy.covers)) {
    lookUp(c, policy.covers.kind, policy.covers.name);
  }
  for (const rule of policy.rules) checkRule(c, rule);
}

const everything: ReadonlySet<string> = new Set(['all', 'any', 'every', 'everything', 'everyone', 'everybody']);

/** `policy Gentle for Survey`, where `Survey` is a message; `policy Night for all`. */
function coversOtherwise(c: Check, { kind, name }: NonNullable<PolicyDeclaration['covers']>): boolean {
  const stands = (what: 'purpose' | 'message'): boolean => c.index.lookup([what], name.text, c.scope).kind === 'found';
  if (kind === 'message' || stands('purpose')) return false;
  const wording = say.unknownName({ kind, name: name.text });
  if (everything.has(name.text)) {
    report(c, name, wording, { hint: 'A policy that names nothing covers every message: `policy NAME { .. }`.' });
    return true;
  }
  if (!stands('message')) return false;
  const meant = `message ${name.text}`;
  report(c, name, wording, { hint: `Did you mean \`for ${meant}\`?`, fixes: [replace(name, meant)] });
  return true;
}

function checkRule(c: Check, rule: PolicyRule): void {
  const env = newEnv('policy');
  switch (rule.kind) {
    case 'Quiet':
      expectType(c, rule.from, env, types.clock);
      expectType(c, rule.to, env, types.clock);
      if (rule.zone !== undefined) expectZone(c, rule.zone, env);
      return;
    case 'AtMost':
      checkCap(c, rule.cap);
      if (rule.channel !== undefined) lookUp(c, 'channel', rule.channel);
      return;
    case 'AtMostJourneys':
      constantInteger(c, rule.count, env, 1);
      refer(c, rule.of, referenceIds.kind(rule.of.text));
      return;
    case 'HoldAfter': {
      constantDuration(c, rule.duration, env);
      const signal = customersSignal(c, rule.signal);
      if (rule.where === undefined) return;
      const it = signal === undefined ? types.error : ({ kind: 'signal', id: signal.id, name: signal.name } as const);
      c.facts.its.push({ start: rule.where.start, end: rule.where.end, type: it });
      expectCondition(c, rule.where, { ...env, it });
      return;
    }
    case 'HoldWhile':
      expectCondition(c, rule.condition, env);
      return;
    case 'Invalid':
      return;
  }
}
