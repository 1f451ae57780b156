/** How a program of the oracle's language is written. */
import { itemsOf, WRITTEN_ITEMS } from './chosen.ts';
import {
  type Arm,
  type Block,
  type Condition,
  type Goal,
  isBound,
  type Journey,
  type Look,
  MOODS,
  outcomes,
  type Policy,
  type Program,
  type Start,
  type Statement,
} from './language.ts';
import { choice, decision, fateOf, onward } from './written-choices.ts';
import { condition } from './written-conditions.ts';

const declarations = (asked: boolean): string => `
type Mood = ${MOODS.join(' | ')}
signal A { k: text, n: integer, items: list of integer }
signal B { k: text, n: integer, items: list of integer }
signal C { k: text, n: integer, items: list of integer }
signal X { k: text, n: integer, items: list of integer }
profile { num: integer = 0, tag: text?, mood: Mood = calm, moment: time?, email: email? = "a@b.de", phone: phone? = "+442079460000" }
purpose Service { consent assumed }
purpose Offers { consent ${asked ? 'asked' : 'assumed'} }
channel email { to profile.email, via console }
channel sms { to profile.phone, via console }
team desk { via console }
team boss { via console }
action Ask(n: integer) -> integer { via console, retry 1 times over 3 hours }
message Note(n: integer) for Service { on email { body "{n} {profile.num}" } on sms { text "{n} {profile.num}" } }
message Offer(n: integer) for Offers { on email { body "{n} {profile.num}" } on sms { text "{n} {profile.num}" } }
`;

let names = 0;

export function written({ asked, policies, handlers, decisions, journeys, subs }: Program): string {
  names = 0;
  return [
    declarations(asked),
    ...policies.map((each, index) => policy(each, index)),
    ...handlers.map(
      ({ signal, when, block }) =>
        `on ${signal} as s${when === null ? '' : ` when ${condition(when)}`} ${braces(block)}`,
    ),
    ...decisions.map(decision),
    ...[...subs, ...journeys].map(journey),
  ].join('\n');
}

function policy({ covers, rule, drop }: Policy, index: number): string {
  const isMessage = covers === 'Note' || covers === 'Offer';
  const scope = covers === null ? '' : isMessage ? ` for message ${covers}` : ` for ${covers}`;
  return `policy P${index}${scope} { ${ruleText(rule)}${drop ? ', then drop' : ''} }`;
}

function ruleText(rule: Policy['rule']): string {
  switch (rule.kind) {
    case 'quiet':
      return `quiet ${clock(rule.from)}..${clock(rule.to)} in "UTC"`;
    case 'cap':
      return `at most ${rule.most} messages per ${rule.hours} hours${rule.on === null ? '' : ` on ${rule.on}`}`;
    case 'hold after':
      return `hold for ${rule.hours} hours after ${rule.signal}`;
    case 'hold while':
      return `hold while ${condition(rule.condition)}`;
    case 'one voice':
      return `at most ${rule.most} journey of kind promotion at a time, highest priority wins`;
  }
}

function journey(it: Journey): string {
  const head = it.start.kind === 'called' ? `${it.name}(n: integer) -> integer` : it.name;
  return [`journey ${head} {`, `priority ${it.priority}`, start(it), inWords(it, body(it)), '}'].join('\n');
}

/** What the body calls the number, the key and the list that the journey began with. */
function inWords({ start: { kind }, repeat }: Journey, text: string): string {
  const isOne = isBound({ kind }) && repeat !== 'collect';
  if (isOne) return text.replaceAll(/item(\d)/g, 'each$1');
  const collects = repeat === 'collect';
  const items = text
    .replaceAll('s.items', collects ? 's' : JSON.stringify(WRITTEN_ITEMS))
    .replaceAll(/item(\d)/g, collects ? 'each$1.n' : 'each$1');
  const number = collects ? 'size(s)' : kind === 'called' ? 'n' : 'profile.num';
  const finish = kind === 'called' ? 'finish with profile.num as' : 'finish as';
  return items.replaceAll('s.n', number).replaceAll('s.k', '"p"').replaceAll('finish as', finish);
}

function start({ start: it, perKey, often, repeat }: Journey): string {
  const again = typeof often === 'number' ? `again after ${often} hours` : often;
  const key = perKey && isBound(it) ? ' per s.k' : '';
  const quiet = it.kind === 'signal' && it.quiet !== null ? ` after ${it.quiet} hours of quiet` : '';
  const settings = `${key} ${again}${repeat === 'ignore' ? '' : ` on repeat ${repeat}`}${quiet}`;
  if (it.kind === 'called') return '';
  return `start ${cause(it)}${it.kind === 'daily' || it.kind === 'anchored' ? '' : settings}`;
}

function cause(it: Exclude<Start, { kind: 'called' }>): string {
  switch (it.kind) {
    case 'signal':
      return `on ${it.signal} as s${when(it.when)}`;
    case 'count':
      return `on ${it.times} ${it.signal} within ${it.hours} hours${it.byKey ? ' by it.k' : ''} as s`;
    case 'sequence':
      return `on ${it.first} as s then ${it.then} as t within ${it.hours} hours${it.sameKey ? ' where t.k == s.k' : ''}`;
    case 'silence':
      return `when no ${it.signal} for ${it.hours} hours${when(it.when)}`;
    case 'becomes':
      return `when (${condition(it.condition)}) becomes true`;
    case 'anchored':
      return `${it.before === 0 ? 'on' : `${it.before} hours before`} profile.moment${when(it.when)}`;
    case 'daily':
      return `every day at ${clock(it.clock)} in "UTC"${when(it.when)}`;
  }
}

function body(it: Journey): string {
  const lines: string[] = [];
  if (it.promotes) lines.push('kind promotion');
  const { stopped, expired } = outcomes(it);
  if (it.stop?.kind === 'on') lines.push(`stop on ${it.stop.signal}${where(it.stop.where)} as ${stopped}`);
  if (it.stop?.kind === 'when') lines.push(`stop when ${condition(it.stop.condition)} as ${stopped}`);
  if (it.goal !== null) lines.push(goal(it.goal));
  if (it.expire !== null) lines.push(`expire after ${it.expire} hours as ${expired}`);
  return [...lines, ...it.block.map(statement)].join('\n');
}

function goal({ what, hours, goOn }: Goal): string {
  const said =
    what.kind === 'when' ? `when ${condition(what.condition)}` : `${what.kind === 'no' ? 'no ' : ''}${what.signal}`;
  return `goal ${said}${hours === null ? '' : ` within ${hours} hours`}${goOn ? ', go on' : ''}`;
}

const braces = (block: Block): string => `{\n${block.map(statement).join('\n')}\n}`;
const when = (asked: Condition | null): string => (asked === null ? '' : ` when ${condition(asked)}`);
const where = (asked: Condition | null): string => (asked === null ? '' : ` where (${condition(asked)})`);
const look = (it: Look): string =>
  it === null ? '' : typeof it === 'number' ? ` within ${it} hours before` : ` ${it}`;
const clock = (hour: number): string => `${String(hour).padStart(2, '0')}:00`;

function statement(it: Statement): string {
  switch (it.kind) {
    case 'wait':
      return `wait ${it.hours} hours`;
    case 'wait until':
      return `wait until ${clock(it.clock)} in "UTC"`;
    case 'wait for moment': {
      const otherwise = `if past ${onward(it.past)} if absent ${onward(it.absent)}`;
      return `wait until profile.moment - ${it.before} hours ${otherwise}`;
    }
    case 'countdown': {
      const steps = it.steps.map(({ before, block }) => {
        const at = before === 0 ? 'zero' : `${before} hours before`;
        return `at ${at} ${braces(block)}`;
      });
      return `countdown to profile.moment if absent ${onward(it.absent)} {\n${steps.join('\n')}\n}`;
    }
    case 'moment':
      return `set profile.moment = ${it.hours === null ? 'absent' : `now + ${it.hours} hours`}`;
    case 'wait for':
      return `wait for ${it.signal}${where(it.where)}${look(it.look)} up to ${it.hours} hours ${braces(it.came)} else ${braces(it.over)}`;
    case 'race':
      return `wait {\n${it.arms.map(arm).join('\n')}\n}`;
    case 'if':
      return `if ${condition(it.condition)} ${braces(it.yes)} else ${braces(it.no)}`;
    case 'set':
      return `set profile.num = ${it.to === 'one more' ? 'profile.num + 1' : it.to}`;
    case 'mood':
      return `set profile.mood = ${it.to}`;
    case 'tag':
      return `set profile.tag = ${it.present ? '"x"' : 'absent'}`;
    case 'address': {
      const value = it.channel === 'email' ? '"a@b.de"' : '"+442079460000"';
      return `set profile.${it.channel === 'email' ? 'email' : 'phone'} = ${it.present ? value : 'absent'}`;
    }
    case 'consent':
      return `${it.grant ? 'grant' : 'withdraw'} consent for Offers${it.on === null ? '' : ` on ${it.on}`}`;
    case 'repeat': {
      const until = it.until === null ? '' : ` until ${condition(it.until)}`;
      return `repeat up to ${it.times} times${it.hours === null ? '' : ` every ${it.hours} hours`}${until} ${braces(it.block)}`;
    }
    case 'together':
      return `together {\n${it.branches.map((each) => `branch ${braces(each)}`).join('\n')}\n} until ${it.needed === 1 ? 'any' : it.needed}`;
    case 'emit':
      return `emit X { k: s.k, n: ${it.n}, items: ${JSON.stringify(itemsOf(it.n))} }`;
    case 'call':
      return takenOver((name) => `call Ask(s.n) as ${name} { on failed ${braces(it.failed)} }`);
    case 'handoff': {
      const within = it.within === null ? '' : `within ${it.within} hours, else escalate to boss\n`;
      const ways =
        it.ways === null ? '' : `on resolved ${braces(it.ways.resolved)} on returned ${braces(it.ways.returned)}`;
      return `handoff to ${it.team} { because "x"\n${within}${ways} }`;
    }
    case 'run': {
      if (it.ways === null) return `start ${it.sub}(${it.n})`;
      const { one, two } = it.ways;
      return takenOver((name) => `run ${it.sub}(${it.n}) as ${name} { on one ${braces(one)} on two ${braces(two)} }`);
    }
    case 'finish':
      return `finish as ${it.outcome}`;
    default:
      return choice(it, { braces, arm, number: () => ++names });
  }
}

/** What it binds has a name of its own, and becomes the profile's number. */
function takenOver(binding: (name: string) => string): string {
  const name = `r${++names}`;
  return `${binding(name)}\nif ${name} is present { set profile.num = ${name} }`;
}

function arm(it: Arm): string {
  switch (it.kind) {
    case 'on':
      return `on ${it.signal}${where(it.where)}${look(it.look)} ${braces(it.block)}`;
    case 'when':
      return `when ${condition(it.condition)} ${braces(it.block)}`;
    case 'fate':
      return `on ${fateOf(it)} ${braces(it.block)}`;
    case 'after':
      return `after ${it.hours} hours ${braces(it.block)}`;
    case 'after without':
      return `after ${it.hours} hours without ${it.signal} ${braces(it.block)}`;
  }
}
