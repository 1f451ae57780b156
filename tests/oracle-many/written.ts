/** How a program for several is written. */
import type { Condition } from '../oracle/language.ts';
import { written as writtenForOne } from '../oracle/written.ts';
import { condition } from '../oracle/written-conditions.ts';
import type { Arm, Batch, Block, Journey, Program, Send, Start, Statement, Whom } from './language.ts';

const signals = `
identity { strong user_id subject ticket by ticket_id }
signal A { k: text, n: integer, who: id }
signal B { k: text, n: integer, who: id }
signal C { k: text, n: integer, who: id, ticket: id key ticket_id }
signal X without customer { k: text, n: integer, who: id }
message Memo(n: integer) for Service { on email { body "{n}" } }
`;

let names = 0;

export function written({ asked, policies, handlers, journeys }: Program): string {
  names = 0;
  const others = writtenForOne({ asked, policies, handlers, answer: 'never', decisions: [], journeys: [], subs: [] });
  const lines = others.split('\n').filter((line) => !/^signal |^action /.test(line));
  return [signals, ...lines, ...journeys.map(journey)].join('\n');
}

function journey(it: Journey): string {
  const lines = [`journey ${it.name}${it.about === 'ticket' ? ' about ticket' : ''} {`, `priority ${it.priority}`];
  const again = typeof it.often === 'number' ? `again after ${it.often} hours` : it.often;
  const repeat = it.repeat === 'ignore' ? '' : ` on repeat ${it.repeat}`;
  lines.push(`start ${start(it.start)}${it.perKey ? ' per s.k' : ''} ${again}${repeat}`);
  if (it.promotes) lines.push('kind promotion');
  if (it.stop?.kind === 'on') lines.push(`stop on ${it.stop.signal}${where(it.stop.where)} as halted`);
  if (it.stop?.kind === 'when') lines.push(`stop when ${condition(it.stop.condition)} as halted`);
  if (it.expire !== null) lines.push(`expire after ${it.expire} hours as late`);
  return [...lines, ...it.block.map(statement), '}'].join('\n');
}

function start(it: Start): string {
  if (it.kind === 'signal') return `on ${it.signal} as s${it.when === null ? '' : ` when ${condition(it.when)}`}`;
  const when = it.more === null ? '' : ` when s.n > ${it.more}`;
  return `for each customer where ${whom(it.whom)} on X as s${when}${batches(it.batch, 's')}`;
}

function whom(it: Whom): string {
  if (it.kind === 'condition') return condition(it.condition);
  const asked = [...(it.sameKey ? ['it.k == s.k'] : []), ...(it.more === null ? [] : [`it.n > ${it.more}`])];
  const having = asked.length === 0 ? '' : ` where (${asked.join(' and ')})`;
  return `any ${it.signal}${having}${it.hours === null ? '' : ` in last ${it.hours} hours`}`;
}

const batches = (batch: Batch, name: string): string =>
  batch === null ? '' : ` in batches of ${batch === 'n' ? `${name}.n` : batch}`;
const where = (asked: Condition | null): string => (asked === null ? '' : ` where (${condition(asked)})`);
const braces = (block: Block): string => `{\n${block.map(statement).join('\n')}\n}`;

function statement(it: Statement): string {
  switch (it.kind) {
    case 'wait':
      return `wait ${it.hours} hours`;
    case 'race':
      return `wait {\n${it.arms.map(arm).join('\n')}\n}`;
    case 'if':
      return `if ${condition(it.condition)} ${braces(it.yes)} else ${braces(it.no)}`;
    case 'set':
      return `set profile.num = ${it.to === 'one more' ? 'profile.num + 1' : it.to}`;
    case 'send':
      return send(it);
    case 'together':
      return `together {\n${it.branches.map((each) => `branch ${braces(each)}`).join('\n')}\n} until ${it.needed === 1 ? 'any' : 'all'}`;
    case 'finish':
      return `finish as ${it.outcome}`;
  }
}

function send({ message, channels, to, number, otherwise }: Send): string {
  if (to === 'team') return `send Memo(${number}) to team desk`;
  const said = `send ${message}(${number})`;
  const whose = to === 'oneself' ? '' : ` to customer(${to === 's.who' ? to : `"${to}"`})`;
  return `${said}${whose} on ${channels.join(', else ')}, else ${otherwise === null ? 'go on' : `finish as ${otherwise}`}`;
}

function arm(it: Arm): string {
  switch (it.kind) {
    case 'on': {
      if (it.batch === null) return `on ${it.signal}${where(it.where)} ${braces(it.block)}`;
      const name = `x${++names}`;
      return `on ${it.signal} as ${name}${where(it.where)}${batches(it.batch, name)} ${braces(it.block)}`;
    }
    case 'when':
      return `when ${condition(it.condition)} ${braces(it.block)}`;
    case 'after':
      return `after ${it.hours} hours ${braces(it.block)}`;
  }
}
