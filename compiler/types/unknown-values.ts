/** What somebody probably meant by a bare word that stands for nothing. */
import { bindingsIn } from '../names/scope.ts';
import type { Name } from '../syntax/tree.ts';
import type { Check, Env, Finding } from './context.ts';
import { nearName, replace } from './names.ts';

type Addition = Omit<Finding, 'wording' | 'span'>;

const people: ReadonlySet<string> = new Set(['customer', 'client', 'user', 'person', 'contact']);
const day = /^(mon|tues|wednes|thurs|fri|satur|sun)day$/i;

/** Other things of that name first, then names that are spelt alike, then all that could stand here. */
export function meantBy(c: Check, name: Name, env: Env): Addition {
  const bound = bindingsIn(env.scope).map((binding) => binding.name);
  return somethingElse(c, name, env) ?? alike(c, name, env, bound) ?? plain(bound);
}

function somethingElse(c: Check, name: Name, env: Env): Addition | undefined {
  const { text } = name;
  const isA = (kind: 'signal' | 'message' | 'journey'): boolean =>
    c.index.lookup([kind], text, c.scope).kind === 'found';
  if (isA('signal')) {
    const hint = `\`${text}\` is a signal. Ask whether it came: \`any ${text} in last 7 days\`.`;
    return { hint, fixes: [replace(name, `any ${text}`)] };
  }
  if (env.place === 'test' && isA('message')) return { hint: `Write \`expect sent ${text}\`.` };
  if (env.place === 'test' && isA('journey')) return { hint: `Write \`expect finished ${text}\`.` };
  if ([...c.index.profileNames(c.scope.deps), ...c.index.identityKeys(c.scope.deps)].includes(text)) {
    return { hint: `Did you mean \`profile.${text}\`?`, fixes: [replace(name, `profile.${text}`)] };
  }
  if (people.has(text))
    return { hint: 'What is known of the customer stands in `profile`; `once` alone means once for each customer.' };
  if (day.test(text)) return { hint: `A day stands behind the time: \`09:00 on ${text.toLowerCase()}\`.` };
  return undefined;
}

function alike(c: Check, name: Name, env: Env, bound: readonly string[]): Addition | undefined {
  const it = env.it === undefined ? [] : ['it'];
  const conditions = c.index.visible(['condition'], c.scope).map((symbol) => symbol.name);
  const found = nearName(name, [...bound, ...it, 'profile', 'now', ...conditions]);
  return found.fixes === undefined ? undefined : found;
}

const plain = (bound: readonly string[]): Addition =>
  bound.length === 0 ? {} : { hint: `Bound here: ${bound.map((each) => `\`${each}\``).join(', ')}.` };
