/** What is not written and still holds, shown beside the text: the zone of a time of day, and what a message says. */
import { statementsOf, visitStatements } from '../names/symbols.ts';
import type { Arm, Declaration, Expression, SendStatement, Start, Statement } from '../syntax/tree.ts';
import { leavesZoneOut } from '../types/builtins.ts';
import { isError, present } from '../types/type.ts';
import { declared, type EditorContext, editorContext } from './context.ts';
import { type EditorSource, rangeIn } from './source.ts';
import type { Hint } from './types.ts';

interface Said {
  /** the end of what it stands behind */
  readonly end: number;
  readonly label: string;
  readonly why: string;
}

export function hintsOf(s: EditorSource, path: string): Hint[] {
  const file = s.file(path);
  if (file === undefined) return [];
  const context = editorContext(s, file);
  return file.tree.declarations
    .flatMap((node) => [...zonesIn(context, node), ...zonesOfCalls(context, node), ...textsIn(context, node)])
    .sort((a, b) => a.end - b.end)
    .map(({ end, label, why }) => ({ at: rangeIn(file, { start: end, end }).end, label, why }));
}

function zonesIn(context: EditorContext, node: Declaration): Said[] {
  switch (node.kind) {
    case 'Journey': {
      const zone = node.about === undefined ? customersZone(context) : workspaceZone(context);
      const inStatements: Expression[] = [];
      visitStatements(statementsOf(node), (statement) => inStatements.push(...clocksIn(statement)));
      return unsaid([...clocksOfStart(node.entry), ...inStatements], zone);
    }
    case 'Policy': {
      const quiet = node.rules.filter((rule) => rule.kind === 'Quiet' && rule.zone === undefined);
      const ends = quiet.flatMap((rule) => (rule.kind === 'Quiet' ? rule.to : []));
      return unsaid(ends, customersZone(context));
    }
    case 'Team':
      return unsaid(
        node.open.flatMap((hours) => (hours.zone === undefined ? hours.to : [])),
        workspaceZone(context),
      );
    default:
      return [];
  }
}

/** `time_of(order.due, 09:00)`: behind the last value, where the zone would stand. */
function zonesOfCalls(context: EditorContext, node: Declaration): Said[] {
  const isSubjects = node.kind === 'Journey' && node.about !== undefined;
  const { name, why } = isSubjects ? workspaceZone(context) : customersZone(context);
  return [...context.file.facts.meaning].flatMap(([e, { kind }]) => {
    if (kind !== 'function' || e.kind !== 'Call' || e.start < node.start || e.end > node.end) return [];
    const last = e.arguments.at(-1);
    const isLeftOut = last !== undefined && leavesZoneOut(e.name.text, e.arguments.length);
    return isLeftOut ? { end: last.end, label: `in ${name}`, why } : [];
  });
}

interface Zone {
  readonly name: string;
  readonly why: string;
}

function unsaid(clocks: readonly Expression[], { name, why }: Zone): Said[] {
  return clocks.flatMap(({ kind, end }) => (kind === 'Clock' ? { end, label: `in ${name}`, why } : []));
}

function workspaceZone({ source }: EditorContext): Zone {
  return { name: source.settings.timezone, why: 'No zone is written, so it is that of the workspace.' };
}

/** As the graph has it: see `defaultZone` of the lowering. */
function customersZone(context: EditorContext): Zone {
  const { signatures, settings } = context.source;
  const type = signatures.profileField('timezone', context.scope.deps);
  if (type === undefined || isError(type) || present(type).kind !== 'timezone') return workspaceZone(context);
  const own = 'No zone is written, so it is that of the customer';
  return {
    name: 'profile.timezone',
    why: type.kind === 'optional' ? `${own}; ${settings.timezone} where none is known.` : `${own}.`,
  };
}

function clocksOfStart(entry: Start | undefined): Expression[] {
  const cause = entry?.cause;
  if (cause?.kind !== 'Schedule' && cause?.kind !== 'Anchored') return [];
  return cause.zone === undefined && cause.at !== undefined ? [cause.at] : [];
}

function clocksIn(statement: Statement): Expression[] {
  if (statement.kind === 'Countdown') {
    return statement.zone === undefined ? statement.arms.flatMap(({ at }) => at ?? []) : [];
  }
  if (statement.kind === 'Wait' && statement.form.kind === 'Until') {
    const { zone, until } = statement.form.moment;
    return zone === undefined ? [until] : [];
  }
  return armsOf(statement).flatMap((arm) =>
    arm.kind === 'AtArm' && arm.moment.zone === undefined ? arm.moment.until : [],
  );
}

function armsOf(statement: Statement): readonly Arm[] {
  if (statement.kind === 'Send') return statement.arms ?? [];
  return statement.kind === 'Wait' && statement.form.kind === 'Race' ? statement.form.arms : [];
}

function textsIn(context: EditorContext, node: Declaration): Said[] {
  if (node.kind !== 'Journey') return [];
  const sends: SendStatement[] = [];
  visitStatements(statementsOf(node), (statement) => {
    if (statement.kind === 'Send') sends.push(statement);
  });
  return sends.flatMap((send) => textOf(context, send));
}

/** As much as fits beside a line. */
const longest = 40;

/** The first words of what is sent on the first of its channels. */
function textOf(context: EditorContext, send: SendStatement): Said[] {
  const message = declared(context, ['message'], send.message.text);
  const file = message === undefined ? undefined : context.source.file(message.path);
  if (message?.node.kind !== 'Message' || file === undefined) return [];
  const contents = message.node.contents.filter(({ locale }) => locale === undefined);
  const content = contents.find(({ channel }) => channel.text === send.channels[0]?.text) ?? contents[0];
  const [part] = content?.parts ?? [];
  if (part === undefined || part.file !== undefined || part.value.kind !== 'Text') return [];
  const { start, end, block } = part.value;
  const quotes = block ? 3 : 1;
  const text = file.text
    .slice(start + quotes, end - quotes)
    .replace(/\s+/g, ' ')
    .trim();
  const label = text.length > longest ? `${text.slice(0, longest - 1).trimEnd()}…` : text;
  return text === ''
    ? []
    : [
        {
          end: endOfCall(context.file.text, send),
          label: `“${label}”`,
          why: `${part.part.text} on ${content?.channel.text}`,
        },
      ];
}

/** Behind the brackets, where there are any. */
function endOfCall(text: string, { message, arguments: given }: SendStatement): number {
  const last = given.at(-1);
  return last === undefined ? message.end : Math.max(text.indexOf(')', last.end) + 1, last.end);
}
