/** The pages of every example: each link leads somewhere, everything that is declared is there, and nothing looks like a slip. */
import { expect, test } from 'vitest';
import { compile } from '../bin/workspace.ts';
import { NOTHING_WRITTEN, writtenIn } from '../compiler/render/pages/written.ts';
import { pages } from '../compiler/render/pages.ts';
import { createWorkspace } from '../compiler/workspace.ts';
import { compileTexts } from './compile.ts';
import { workspacesBelow } from './examples.ts';

const examples = await workspacesBelow('journeys', 'examples', 'runtime');

function found(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([, one = '']) => one);
}

test.each(examples)('of %s', (_, { root, workspace }) => {
  const { graph, tests } = compile({ root, workspace });
  const all = pages(graph, tests, 'all', writtenIn(workspace));
  const anchors = new Map([...all].map(([file, text]) => [file, found(text, / id="([^"]*)"/g)]));
  for (const [file, text] of all) {
    const own = anchors.get(file) ?? [];
    expect(new Set(own).size, `ids of ${file}`).toBe(own.length);
    for (const link of found(text, /href="([^"]*)"/g)) {
      const [named = '', anchor] = decodeURIComponent(link).split('#');
      const to = named === '' ? file : named;
      expect([...all.keys()], `${link} in ${file}`).toContain(to);
      if (anchor !== undefined) expect(anchors.get(to), `${link} in ${file}`).toContain(anchor);
    }
    for (const [tag, count] of opened(text)) expect(count, `<${tag}> in ${file}`).toBe(0);
    expect(found(text, /(<li><li>|<dd><\/dd>|<ul><\/ul>|\{\.\.\}|undefined|\[object)/g), file).toEqual([]);
  }
  const shown = [...anchors.values()].flat();
  for (const name of Object.keys(graph.signals)) expect(shown).toContain(`signal-${name}`);
  for (const name of Object.keys(graph.teams)) expect(shown).toContain(`team-${name}`);
  for (const name of Object.keys(graph.purposes)) expect(shown).toContain(`purpose-${name}`);
  const rules = all.get('all-rules.html') ?? '';
  for (const name of Object.keys(graph.policies)) expect(rules).toContain(`<b>${name}</b>`);
  const whole = [...all.values()].join('\n');
  for (const { name } of tests.tests) expect(whole).toContain(escaped(name));
});

/** How many more tags of a kind are opened than closed. */
function opened(html: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [, closing = '', tag = '', selfClosed = ''] of html.matchAll(/<(\/?)([a-z][a-z0-9]*)[^>]*?(\/?)>/g)) {
    if (selfClosed !== '' || ['meta', 'br', 'input'].includes(tag)) continue;
    counts.set(tag, (counts.get(tag) ?? 0) + (closing === '' ? 1 : -1));
  }
  return counts;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

test('what is handed over says which time counts', () => {
  const { graph, tests } = compileTexts({
    'a.journey': `
signal Asked { about: text }
team desk { open 09:00..17:00 on weekdays in "Europe/Paris" }
team boss
journey Answer {
  start on Asked as asked every time
  handoff to desk {
    share asked, this journey
    within 4 hours during open hours of desk, else escalate to boss
  }
}
`,
  });
  const page = pages(graph, tests, 'all', NOTHING_WRITTEN).get('Answer.html') ?? '';
  expect(page.replaceAll(/<[^>]*>/g, '')).toContain('within 4 hours during open hours of desk, else it goes to boss');
});

test('a page says how large the parts of an experiment are, and what a decision picks from', () => {
  const workspace = createWorkspace({ settings: { currency: 'EUR', timezone: 'Europe/Paris', locale: 'en' } });
  workspace.setFile(
    'a.journey',
    `signal Asked { about: text }
/// What is offered first.
decision Best {
  candidate Upgrade likely 30% worth 40 EUR
  candidate Voucher likely 60% worth 10 EUR
  pick the highest likely * worth
}
journey Answer {
  start on Asked every time
  experiment Offers {
    holdout 12.5%
    variant made 87.5% { decide Best { Upgrade { finish as upgrade } otherwise { finish as voucher } } }
  }
}
`,
  );
  const result = workspace.compile();
  if (result === undefined) throw new Error(JSON.stringify(workspace.check()));
  const written = pages(result.graph, result.tests, 'all', writtenIn(workspace));
  const page = written.get('Answer.html') ?? '';
  expect(page).toContain('<li>Offers: holdout 12.5%, made 87.5%</li>');
  expect(page).toContain('<a href="all-rules.html#decision-Best">Best</a>: picks the best of Upgrade, Voucher');
  const rules = written.get('all-rules.html') ?? '';
  expect(rules).toContain('<h3 id="decision-Best">Best</h3>\n<p>What is offered first.</p>');
  expect(rules).toContain('candidate Upgrade likely 30% worth 40 EUR');
});
