/** What somebody probably meant by a bare word that stands for nothing. */

import { bindingsIn } from '../names/scope.ts';
import type { Name } from '../syntax/tree.ts';
import { type Check, type Env, type Finding, referToBinding } from './context.ts';
import { nearName, replace } from './names.ts';
import { anotherOf } from './several.ts';
import { isTextLike, present, type Type } from './type.ts';
import { isCurrency } from './units.ts';

type Addition = Omit<Finding, 'wording' | 'span'>;

const people: ReadonlySet<string> = new Set(['customer', 'client', 'user', 'person', 'contact']);
const absences: ReadonlySet<string> = new Set(['absent', 'none', 'null', 'nil', 'nothing', 'empty', 'undefined']);
const day = /^(mon|tues|wednes|thurs|fri|satur|sun)day$/i;

/** Other things of that name first, then names that are spelt alike, then all that could stand here. */
export function meantBy(c: Check, name: Name, env: Env, expected: Type | undefined): Addition {
  const bound = bindingsIn(env.scope).map((binding) => binding.name);
  return (
    boundElsewhere(c, name) ??
    yesOrNo(name, expected) ??
    boundAlike(c, name, bound) ??
    somethingElse(c, name, env) ??
    alike(c, name, env, bound) ??
    withoutQuotes(c, name, expected) ??
    plain(bound)
  );
}

/** `injured == no` */
function yesOrNo(name: Name, expected: Type | undefined): Addition | undefined {
  if (expected === undefined || present(expected).kind !== 'boolean') return undefined;
  const ours = /^(yes|y|on)$/i.test(name.text) ? 'true' : /^(no|n|off)$/i.test(name.text) ? 'false' : undefined;
  if (ours === undefined) return undefined;
  return { hint: `Yes and no are written \`true\` and \`false\`.`, fixes: [replace(name, ours)] };
}

/** `locale = en`, `timezone = Europe/Paris` */
function withoutQuotes(c: Check, { start }: Name, expected: Type | undefined): Addition | undefined {
  if (expected === undefined || !isTextLike(present(expected))) return undefined;
  const [written = ''] = /^\w+(?:[-/]\w+)*/.exec(c.text.slice(start, start + 60)) ?? [];
  const ours = `"${written}"`;
  const edits = [{ span: { start, end: start + written.length }, text: ours }];
  return { hint: `A text stands in quotes: \`${ours}\`.`, fixes: [{ title: `Change to \`${ours}\``, edits }] };
}

/** A name that was bound before, in the same journey, in a block that has ended. */
export function boundElsewhere(c: Check, name: Name): Addition | undefined {
  const { start } = c.facts.scopes.find((each) => each.start <= name.start && name.end <= each.end) ?? name;
  const before = [...c.facts.bindings.keys()].filter(({ text, end }) => text === name.text && end <= name.start);
  const at = before.findLast((each) => each.start > start);
  if (at === undefined) return undefined;
  // It is used, if in the wrong place.
  referToBinding(c, name, at);
  return {
    hint: `\`${name.text}\` is known only in the block, \`{ .. }\`, of what binds it. Write there what uses it.`,
    related: [{ span: at, message: 'It is bound here.' }],
  };
}

function somethingElse(c: Check, name: Name, env: Env): Addition | undefined {
  const { text } = name;
  const isA = (kind: 'signal' | 'message' | 'journey'): boolean =>
    c.index.lookup([kind], text, c.scope).kind === 'found';
  if (text === 'contacts' && env.given === true) {
    const ours = 'contacts in last 30 days';
    return { hint: `Say of how long: \`${ours}\`.`, fixes: [replace(name, ours)] };
  }
  if (isA('signal')) {
    const bound = c.text.charAt(name.end) === '.' ? boundTo(c, env, text) : undefined;
    if (bound !== undefined) return { hint: `Here it is called \`${bound}\`.`, fixes: [replace(name, bound)] };
    const heard = heardInstead(c, name);
    if (heard !== undefined) return heard;
    const hint = `\`${text}\` is a signal. Ask whether it came: \`any ${text} in last 7 days\`.`;
    return { hint, fixes: [replace(name, `any ${text}`)] };
  }
  if (env.place === 'test' && isA('message')) return { hint: `Write \`expect sent ${text}\`.` };
  if (env.place === 'test' && isA('journey')) return { hint: `Write \`expect finished ${text}\`.` };
  if (env.it !== undefined && hasField(c, env.it, text)) {
    return { hint: `Did you mean \`it.${text}\`?`, fixes: [replace(name, `it.${text}`)] };
  }
  if ([...c.index.profileNames(c.scope.deps), ...c.index.identityKeys(c.scope.deps)].includes(text)) {
    return { hint: `Did you mean \`profile.${text}\`?`, fixes: [replace(name, `profile.${text}`)] };
  }
  const owner = bindingsIn(env.scope).find((binding) => hasField(c, c.facts.bindingTypes.get(binding), text));
  if (owner !== undefined) {
    const field = `${owner.name}.${text}`;
    return { hint: `Did you mean \`${field}\`?`, fixes: [replace(name, field)] };
  }
  const other = anotherOf(c, name);
  if (other !== undefined) return other;
  if (isA('message')) {
    return {
      hint: `\`${text}\` is a message. What becomes of it is waited for below it: \`send ${text} on CHANNEL { on opened { .. } after 2 days { .. } }\`.`,
    };
  }
  if (text === 'today' && env.place !== 'test') {
    const today = 'date_of(now)';
    return { hint: `Today is \`${today}\`.`, fixes: [replace(name, today)] };
  }
  if (text === 'tomorrow') return { hint: 'Tomorrow at nine is `wait 1 day until 09:00`.' };
  if (env.place === 'test' && (text === 'nothing' || text === 'no'))
    return {
      hint: 'That no message goes out is `expect nothing sent`; of one of them, `expect not sent MESSAGE`.',
    };
  if (env.place === 'test' && text === 'task')
    return { hint: 'Who has a task is asked of the team: `expect handed to TEAM`.' };
  if (absences.has(text)) return absence(c, name);
  if (text === 'start' && env.place !== 'test') return sinceTheStart(c, name, env);
  const sum = isCurrency(text)
    ? /^ ?(\d[\d_]*(?:\.\d+)?)(?:[.,][-\u2013\u2014])?/.exec(c.text.slice(name.end, name.end + 30))
    : null;
  if (sum !== null) {
    const span = { start: name.start, end: name.end + sum[0].length };
    const ours = `${sum[1]} ${text}`;
    const fixes = [{ title: `Change to \`${ours}\``, edits: [{ span, text: ours }] }];
    return { hint: `The currency stands behind the number: \`${ours}\`.`, fixes };
  }
  if (people.has(text))
    return { hint: 'What is known of the customer stands in `profile`; `once` alone means once for each customer.' };
  if (day.test(text)) return { hint: `A day stands behind the time: \`09:00 on ${text.toLowerCase()}\`.` };
  return undefined;
}

/** `set profile.cart = none`, `profile.cart == absent` */
function absence(c: Check, name: Name): Addition {
  const before = c.text.slice(Math.max(0, name.start - 80), name.start);
  if (/\bset +profile\.\w+ *= *$/.test(before))
    return { hint: 'A field is emptied by `absent`.', fixes: [replace(name, 'absent')] };
  const [compared, sign] = /([!=]=) *$/.exec(before) ?? [];
  const ours = sign === '!=' ? 'is present' : 'is absent';
  const edits = [{ span: { start: name.start - (compared?.length ?? 0), end: name.end }, text: ours }];
  return {
    ...(compared === undefined ? {} : { fixes: [{ title: `Change to \`${ours}\``, edits }] }),
    hint: 'Whether it is there is asked by `is present` and `is absent`; `set profile.FIELD = absent` empties a field.',
  };
}

/** The name that stands for the signal here. */
function boundTo(c: Check, env: Env, signal: string): string | undefined {
  if (env.it?.kind === 'signal' && env.it.name === signal) return 'it';
  return bindingsIn(env.scope).find((binding) => {
    const type = c.facts.bindingTypes.get(binding);
    return type?.kind === 'signal' && type.name === signal;
  })?.name;
}

function hasField(c: Check, type: Type | undefined, field: string): boolean {
  if (type?.kind !== 'signal' && type?.kind !== 'record') return false;
  return c.signatures.fields(type.id, c.scope.deps).get(field)?.field !== undefined;
}

/** `since start` is said of what a wait listens to; a value has a time there. */
function sinceTheStart(c: Check, name: Name, env: Env): Addition {
  const first = bindingsIn(env.scope).at(-1);
  const isSignal = first !== undefined && c.facts.bindingTypes.get(first)?.kind === 'signal';
  if (!isSignal)
    return { hint: 'Name the signal that starts the journey, `start on SIGNAL as s`, and say `since s.at`.' };
  const text = `${first.name}.at`;
  return { hint: `The journey began at \`${text}\`.`, fixes: [replace(name, text)] };
}

/** What stands before a signal, and how that is said with one. */
const beforeSignals: readonly (readonly [before: RegExp, said: string, why: string])[] = [
  [/\bstop +when +$/, 'stop on', 'For when it comes'],
  [/\bgoal +when +$/, 'goal', 'For when it comes'],
  [/\bwait +(?:until|till) +$/, 'wait for', 'For when it comes'],
  [/\bnot +$/, 'no', 'To ask whether it stayed away'],
];

/** `stop when SIGNAL`, `goal when SIGNAL`: what is heard of has other words than what holds. */
function heardInstead(c: Check, name: Name): Addition | undefined {
  const line = c.text.slice(Math.max(0, name.start - 40), name.start);
  for (const [before, said, why] of beforeSignals) {
    const found = before.exec(line);
    if (found === null) continue;
    const text = `${said} ${name.text}`;
    const span = { start: name.start - found[0].length, end: name.end };
    const hint = `\`${name.text}\` is a signal. ${why}, write \`${text}\`.`;
    return { hint, fixes: [{ title: `Change to \`${text}\``, edits: [{ span, text }] }] };
  }
  return undefined;
}

/** `catr.total`: what is read a field of is a misspelt binding rather than a field of the same name. */
function boundAlike(c: Check, name: Name, bound: readonly string[]): Addition | undefined {
  const found = c.text.charAt(name.end) === '.' ? nearName(name, bound) : {};
  return found.fixes === undefined ? undefined : found;
}

function alike(c: Check, name: Name, env: Env, bound: readonly string[]): Addition | undefined {
  const it = env.it === undefined ? [] : ['it'];
  const conditions = c.index.visible(['condition'], c.scope).map((symbol) => symbol.name);
  const found = nearName(name, [...bound, ...it, 'profile', 'now', ...conditions]);
  return found.fixes === undefined ? undefined : found;
}

const plain = (bound: readonly string[]): Addition =>
  bound.length === 0 ? {} : { hint: `Bound here: ${bound.map((each) => `\`${each}\``).join(', ')}.` };
