/** What the product makes of the same. */
import { compileProgram } from '../../runtime/core/compile/program.ts';
import { programsOf } from '../../runtime/core/programs.ts';
import type { Decision, Effect } from '../../runtime/core/state/output.ts';
import { createWorld } from '../../runtime/testing/world.ts';
import { workspaceOf } from '../soundness/accepted.ts';
import { itemsOf } from './chosen.ts';
import type { Happening, Told } from './happenings.ts';
import type { Program } from './language.ts';
import { written } from './written.ts';

type Message = Effect & { readonly kind: 'message' };

const VARIANTS = { Out: 'holdout', A: 'a', B: 'b' };

export function happens(
  { answer, ...program }: Program,
  script: readonly Happening[],
  start: number,
  end: number,
): Told[] {
  const text = written({ answer, ...program });
  const compiled = workspaceOf(text).compile();
  if (compiled === undefined) throw new Error(`not compiled: ${text}`);
  const world = createWorld(programsOf(compileProgram(compiled.graph)), start);
  if (answer !== 'never') world.answers('Ask', answer === 'fails' ? null : { value: answer });
  const drawn = [...text.matchAll(/experiment (E\d+(Out|A|B)) /g)];
  world.customer('ada').experiments = Object.fromEntries(
    drawn.map(([, name, which]) => [name, VARIANTS[which as 'Out']]),
  );
  for (const each of script) {
    world.moveTo(each.time, false);
    if (each.kind === 'signal')
      world.signal('ada', each.signal, { k: each.k, n: each.n, items: itemsOf(each.n) }, each.at);
    else if (each.kind === 'closed') world.closeTask(each.team, each.how);
    else world.delivery('ada', each.message, each.fate.what, each.fate.link);
  }
  world.moveTo(end, true);

  const names = new Map<string, string>();
  const counts = new Map<string, number>();
  /** `J1 2`: which one of its journey it is. */
  const nameOf = (journey: string, instance: string): string => {
    const known = names.get(instance);
    if (known !== undefined) return known;
    const count = counts.get(journey) ?? 0;
    counts.set(journey, count + 1);
    names.set(instance, `${journey} ${count}`);
    return `${journey} ${count}`;
  };
  return world.happened.flatMap(({ time, decisions, effects }) => {
    const messages = effects.filter((effect) => effect.kind === 'message');
    return decisions.flatMap((decision) => {
      const what = said(decision, messages);
      if (what === null || decision.journey === null || decision.instance === null) return [];
      return [{ time, instance: nameOf(decision.journey, decision.instance), what }];
    });
  });
}

/** null: what the oracle does not speak of. */
function said({ kind, subject, outcome }: Decision, messages: Message[]): string | null {
  switch (kind) {
    case 'started':
    case 'goal_reached':
    case 'goal_missed':
      return kind;
    case 'finished':
    case 'stopped':
      return `finished ${outcome ?? ''}`;
    case 'sent': {
      const { body, text } = messages.shift()?.content ?? {};
      return `sent ${subject} ${outcome}: ${body ?? text}`;
    }
    case 'held':
    case 'dropped':
      return `${kind} ${subject}`;
    case 'decided':
      return `decided ${subject} ${outcome}`;
    case 'emitted':
      return 'emitted X';
    case 'called':
      return 'called Ask';
    case 'handed':
      return `handed ${subject}`;
    default:
      return null;
  }
}
