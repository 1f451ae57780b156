/** What one file says of another is looked at again when that other one changes. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createWorkspace } from '../compiler/workspace.ts';

test('a channel that is no longer cleared for personal data is told at the message that sends some', () => {
  const workspace = createWorkspace({ settings: { currency: 'EUR', timezone: 'Europe/London', locale: 'en' } });
  const channel = (cleared: string): string => `channel email { to profile.email, via smtp${cleared} }\n`;
  workspace.setFile(
    'profile.journey',
    `profile { name: text? pii, email: email? }
signal Joined { name: text, email: email }
on Joined as j {
  set profile.email = j.email
  set profile.name = j.name
}
purpose Service { consent assumed }
`,
  );
  workspace.setFile(
    'welcome.journey',
    `message Hello for Service {
  on email { subject "Hi {profile.name or "you"}", body "Welcome." }
}
journey Welcome {
  for Service
  start on Joined every time
  send Hello on email, else finish as unreachable
}
`,
  );
  const errors = (cleared: string): string[] => {
    workspace.setFile('channels.journey', channel(cleared));
    return workspace.check().flatMap(({ code, severity, file }) => (severity === 'error' ? [`${code} ${file}`] : []));
  };
  expect(errors(', cleared for pii')).toEqual([]);
  expect(errors('')).toEqual(['J3110 welcome.journey']);
  expect(errors(', cleared for pii')).toEqual([]);
  expect(errors('')).toEqual(['J3110 welcome.journey']);
});

const folder = new URL('./contradictions/teams/', import.meta.url).pathname;
const texts = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.journey'))
  .map((path): [string, string] => [path, readFileSync(join(folder, path), 'utf8')]);

/** Edits after which a workspace mostly still compiles, so that its journeys are held against each other. */
const edit = fc.record({
  file: fc.nat(texts.length - 1),
  at: fc.nat(10_000),
  kind: fc.constantFrom('comment', 'number', 'clearance', 'purpose', 'stop', 'back', 'end'),
});

function edited(text: string, original: string, { at, kind }: { at: number; kind: string }): string {
  const lines = text.split('\n');
  const nth = (pattern: RegExp, other: (found: string) => string): string => {
    const all = [...text.matchAll(pattern)];
    const found = all[at % Math.max(1, all.length)];
    return found === undefined
      ? text
      : text.slice(0, found.index) + other(found[0]) + text.slice(found.index + found[0].length);
  };
  switch (kind) {
    case 'comment':
      return lines.toSpliced(at % lines.length, 0, '// a line more').join('\n');
    case 'number':
      return nth(/\b\d+(?= (day|hour|message))/g, (found) => String((Number(found) % 20) + 1));
    case 'clearance':
      return nth(/,? cleared for pii/g, () => '');
    case 'purpose':
      return nth(/for (Marketing|Service)/g, (found) => (found === 'for Service' ? 'for Marketing' : 'for Service'));
    case 'stop':
      return nth(/ +stop on .*\n/g, () => '');
    case 'end':
      return `${text}// and a last one\n`;
    default:
      return original;
  }
}

test('what journeys have to say of each other is up to date after every edit', () => {
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 10 }), (edits) => {
      const settings = { currency: 'EUR', timezone: 'Europe/London', locale: 'en' };
      const files = new Map(texts);
      const workspace = createWorkspace({ settings });
      for (const [path, text] of files) workspace.setFile(path, text);
      workspace.check();
      for (const each of edits) {
        const [path, original] = texts[each.file] ?? ['', ''];
        const text = edited(files.get(path) ?? '', original, each);
        files.set(path, text);
        workspace.setFile(path, text);
        const fresh = createWorkspace({ settings });
        for (const [other, known] of files) fresh.setFile(other, known);
        expect(workspace.check()).toEqual(fresh.check());
        expect(workspace.compile()).toEqual(fresh.compile());
      }
    }),
    { numRuns: Number(process.env.JOURNEY_RUNS ?? 60) },
  );
}, 60_000);
