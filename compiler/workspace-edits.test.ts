import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createWorkspace } from './workspace.ts';
import type { Workspace } from './workspace.types.ts';

const fixtures = new URL('./testing/fixtures/', import.meta.url).pathname;
const settings = { currency: 'EUR', timezone: 'Europe/London', locale: 'en' };

const texts: readonly (readonly [string, string])[] = readdirSync(fixtures).flatMap((folder) =>
  readdirSync(join(fixtures, folder))
    .filter((name) => name.endsWith('.journey'))
    .map((name) => [`${folder}/${name}`, readFileSync(join(fixtures, folder, name), 'utf8')] as const),
);

function opened(files: Iterable<readonly [string, string]>): Workspace {
  const workspace = createWorkspace({ settings });
  for (const [path, text] of files) workspace.setFile(path, text);
  return workspace;
}

const edit = fc.record({
  file: fc.nat(texts.length - 1),
  at: fc.nat(10_000),
  other: fc.nat(10_000),
  kind: fc.constantFrom('drop line', 'repeat line', 'rename', 'cut', 'restore', 'remove', 'use', 'look'),
});

/** What an author might do to a text next. */
function edited(text: string, { at, other, kind }: { at: number; other: number; kind: string }): string {
  const lines = text.split('\n');
  const line = at % lines.length;
  switch (kind) {
    case 'drop line':
      return lines.toSpliced(line, 1).join('\n');
    case 'repeat line':
      return lines.toSpliced(line, 0, lines[other % lines.length] ?? '').join('\n');
    case 'rename': {
      const words = [...text.matchAll(/[A-Za-z_]{4,}/g)];
      const [one, two] = [words[at % words.length], words[other % words.length]];
      if (one === undefined || two === undefined) return text;
      return text.slice(0, one.index) + two[0] + text.slice(one.index + one[0].length);
    }
    case 'cut':
      return text.slice(0, at % (text.length + 1)) + text.slice((at % (text.length + 1)) + (other % 20));
    case 'use':
      return `use ${['retail', 'telco', 'banking', 'nowhere'][other % 4]}\n${text}`;
    default:
      return text;
  }
}

test('after any edits a workspace says what a new one would say', () => {
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 12 }), (edits) => {
      const files = new Map(texts);
      const workspace = opened(files);
      workspace.check();
      for (const each of edits) {
        const [path, original] = texts[each.file] ?? ['', ''];
        if (each.kind === 'look') workspace.diagnostics(path);
        else if (each.kind === 'remove') {
          files.delete(path);
          workspace.removeFile(path);
        } else {
          const text = each.kind === 'restore' ? original : edited(files.get(path) ?? original, each);
          files.set(path, text);
          workspace.setFile(path, text);
        }
      }
      const fresh = opened(files);
      expect(workspace.paths).toEqual(fresh.paths);
      for (const path of fresh.paths) expect(workspace.diagnostics(path)).toEqual(fresh.diagnostics(path));
      expect(workspace.compile()?.graph.hash).toBe(fresh.compile()?.graph.hash);
    }),
    { numRuns: Number(process.env.JOURNEY_RUNS ?? 60) },
  );
}, 60_000);

test('a bad file among good ones takes nothing down', () => {
  const workspace = opened([...texts, ['retail/broken.journey', 'journey { start on \n }}} signal { "']]);
  const [good] = texts;
  expect(workspace.diagnostics('retail/broken.journey').length).toBeGreaterThan(0);
  expect(workspace.tree(good?.[0] ?? '')?.declarations.length).toBeGreaterThan(0);
  workspace.removeFile('retail/broken.journey');
  expect(workspace.diagnostics('retail/broken.journey')).toEqual([]);
});

test('an edit that changes no signature checks one file again', () => {
  const workspace = opened(texts);
  workspace.check();
  const path = 'retail/journeys.journey';
  const other = workspace.known('retail/messages.journey')?.facts;
  const own = workspace.known(path)?.facts;
  workspace.setFile(path, (workspace.text(path) ?? '').replace('wait 1 hour', 'wait 2 hours'));
  expect(workspace.known('retail/messages.journey')?.facts).toBe(other);
  expect(workspace.known(path)?.facts).not.toBe(own);
});

describe('what is suggested follows the names that other files have', () => {
  const cases: readonly {
    what: string;
    text: string;
    path: string;
    before: string | undefined;
    after: string | undefined;
    hint: string | undefined;
  }[] = [
    {
      what: 'a field of the profile that comes',
      text: 'condition Big = profile.spent_90d > 5\n',
      path: 'a.journey',
      before: 'profile { spare_90d: number? }\n',
      after: 'profile { spare_90d: number?, spend_90d: number? }\n',
      hint: 'Did you mean `spend_90d`?',
    },
    {
      what: 'a field of the profile that goes',
      text: 'condition Big = profile.spent_90d > 5\n',
      path: 'a.journey',
      before: 'profile { spend_90d: number? }\n',
      after: 'profile { wealth: number? }\n',
      hint: 'There is: `wealth`, `user_id`.',
    },
    {
      what: 'a nearer signal',
      text: 'condition Big = any Payd in last 7 days\n',
      path: 'a.journey',
      before: 'signal Paint\n',
      after: 'signal Paint\nsignal Paid\n',
      hint: 'Did you mean `Paid`?',
    },
    {
      what: 'a nearer folder',
      text: 'use retial\n',
      path: 'retail/a.journey',
      before: undefined,
      after: 'signal Paid\n',
      hint: 'Did you mean `retail`?',
    },
    {
      what: 'a folder that goes',
      text: 'use retial\n',
      path: 'retail/a.journey',
      before: 'signal Paid\n',
      after: undefined,
      hint: 'Write the path from the top of the workspace, with dots.',
    },
    {
      what: 'a template that comes',
      text: 'purpose P { consent assumed }\nchannel email { to profile.user_id, via console }\nmessage M() for P { on email { body file "mial.liquid" } }\n',
      path: 'mail.liquid',
      before: undefined,
      after: 'Hello',
      hint: 'Did you mean `mail.liquid`?',
    },
    {
      what: 'a condition where a value is missing',
      text: 'condition Big = Happyy\n',
      path: 'a.journey',
      before: undefined,
      after: 'condition Happy = 1 < 2\n',
      hint: 'Did you mean `Happy`?',
    },
    {
      what: 'a variant of an experiment',
      text: 'test "a" { given variant blue of Colour }\n',
      path: 'a.journey',
      before: 'signal S\njourney J { start when S experiment Colour { variant red 50% { } variant green 50% { } } }\n',
      after: 'signal S\njourney J { start when S experiment Colour { variant bluu 50% { } variant green 50% { } } }\n',
      hint: 'Did you mean `bluu`?',
    },
  ];

  test.each(cases)('$what', ({ text, path, before, after, hint }) => {
    const workspace = opened([['mistake.journey', text]]);
    const say = (at: typeof workspace) =>
      at.diagnostics('mistake.journey').filter(({ severity }) => severity === 'error');
    if (before !== undefined) workspace.setFile(path, before);
    const first = say(workspace);
    if (after === undefined) workspace.removeFile(path);
    else workspace.setFile(path, after);
    const fresh = opened([['mistake.journey', text]]);
    if (after !== undefined) fresh.setFile(path, after);
    expect(say(workspace)).toEqual(say(fresh));
    expect(say(workspace).map((each) => each.hint)).toEqual([hint]);
    expect(first.map((each) => each.hint)).not.toEqual([hint]);
  });

  test('of two as near, whichever file came first', () => {
    const fields = ['pent_90d', 'spend_90d'].map((name): [string, string] => [
      `${name}.journey`,
      `profile { ${name}: number? }\n`,
    ]);
    const mistake: [string, string] = ['mistake.journey', 'condition Big = profile.spent_90d > 5\n'];
    for (const files of [fields, fields.toReversed()]) {
      const said = opened([...files, mistake])
        .diagnostics('mistake.journey')
        .find(({ code }) => code === 'J2007');
      expect(said?.hint).toBe('Did you mean `spend_90d`?');
    }
  });
});
