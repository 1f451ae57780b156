import { Command } from 'commander';
import { counted } from '../../runtime/core/values/counted.ts';
import type { Mending } from '../../runtime/engine/retry.ts';
import { type Acting, act, actOptions } from '../acting.ts';
import { CliFailure } from '../output.ts';

export function retryCommand(): Command {
  return actOptions(new Command('retry'))
    .description(
      'lets what was given up leave again (`journey outbox --status dead`), and what waits for its next try be tried now',
    )
    .argument('[id]', 'as `journey outbox` gives it')
    .option('--all', 'everything that was given up, or was tried in vain')
    .option('--unawaited', 'with --all: also calls that no journey awaits any more')
    .option('--to <address>', 'to this address instead; under the same key')
    .option('--data <json>', 'with these parts of its content (of a call: arguments) instead')
    .addHelpText(
      'after',
      `\nExample:\n  journey retry m-12-0\n  journey retry m-12-0 --to ada@example.org\n  journey retry m-12-0 --data '{"subject": "Your bill"}'`,
    )
    .action(retry);
}

interface Options extends Acting {
  readonly all?: boolean;
  readonly unawaited?: boolean;
  readonly to?: string;
  readonly data?: string;
}

async function retry(id: string | undefined, options: Options): Promise<void> {
  if (id !== undefined && options.all === true)
    throw new CliFailure(2, `--all would retry more than ${id}.`, 'Leave the id out, or --all.');
  if (id === undefined && options.all !== true)
    throw new CliFailure(2, 'Say what to retry.', 'Give an id of `journey outbox --status dead`, or --all.');
  if (options.unawaited === true && options.all !== true)
    throw new CliFailure(2, '--unawaited belongs to --all.', 'One that is named by its id leaves in any case.');
  const mending = mendingOf(options);
  if (mending !== null && id === undefined)
    throw new CliFailure(2, 'Only one at a time can be mended.', 'Give its id.');
  return act(
    {
      act: 'retry',
      id: id ?? null,
      ...(mending === null ? {} : { mending }),
      ...(options.unawaited === true ? { unawaited: true } : {}),
    },
    options,
    ({ count, lost = [], unawaited = 0 }) =>
      [
        `${id ?? `${count} of them`} will be tried at once${id === undefined ? ' (where a connector rests, one of them, and the others when it works again)' : ''}, or as soon as \`journey serve\` runs; consent, policies and pauses hold`,
        ...(unawaited === 0
          ? []
          : [
              `${counted(unawaited, 'call that no journey awaits any more stays as it is (its journey', 'calls that no journey awaits any more stay as they are (each journey')} went on without the answer): --unawaited lets ${unawaited === 1 ? 'it' : 'them'} leave, too`,
            ]),
        ...lost.map((way) => `What is to leave by ${way} waits until a file says again how ${way} is reached`),
      ].join('\n'),
  );
}

/** Null: it leaves as it was. */
function mendingOf({ to, data }: Options): Mending | null {
  if (to === undefined && data === undefined) return null;
  return { ...(to === undefined ? {} : { to }), ...(data === undefined ? {} : { data: parsed(data) }) };
}

function parsed(text: string): NonNullable<Mending['data']> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Mending['data'] & object;
  } catch {
    // Said below, as for JSON of another kind.
  }
  throw new CliFailure(
    2,
    '--data is no JSON object.',
    `Write it as '{"subject": ".."}', with the quotes that your shell needs.`,
  );
}
