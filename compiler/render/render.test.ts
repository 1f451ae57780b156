import { readFileSync } from 'node:fs';
import { BpmnModdle } from 'bpmn-moddle';
import { describe, expect, test } from 'vitest';
import type { Graph } from '../graph/types.ts';
import { createWorkspace } from '../workspace.ts';
import { bpmn } from './bpmn.ts';
import { curveOf } from './curves.ts';
import { dot } from './dot.ts';
import { drawingsOf } from './drawing.ts';
import { layoutOf } from './layout.ts';
import { mermaid } from './mermaid.ts';
import { pages } from './pages.ts';
import { svg } from './svg.ts';

const fixture = new URL('../testing/fixtures/telco/', import.meta.url).pathname;

function compiled(text: string): Graph {
  const workspace = createWorkspace({ settings: { currency: 'EUR', timezone: 'Europe/London', locale: 'en' } });
  workspace.setFile('a.journey', text);
  const result = workspace.compile();
  if (result === undefined)
    throw new Error(
      workspace
        .check()
        .map((each) => each.message)
        .join('\n'),
    );
  return result.graph;
}

const graph = compiled(readFileSync(`${fixture}bill-shock.journey`, 'utf8'));

test('mermaid reads as its golden file says', async () => {
  await expect(mermaid(graph)).toMatchFileSnapshot(`${fixture}expected.mmd`);
});

test('dot reads as its golden file says', async () => {
  await expect(dot(graph)).toMatchFileSnapshot(`${fixture}expected.dot`);
});

test('a moment of a countdown reads as a sentence: the distance, the date, the time of day', () => {
  const text =
    'signal Booked { day: date }\njourney J {\n  start on Booked as b every time\n' +
    '  countdown to b.day { at 7 days before at 10:00 { } at zero { } at 1 day after { } }\n}\n';
  const drawn = mermaid(compiled(text));
  for (const label of ['at 7 days before b.day at 10:00', 'at b.day', 'at 1 day after b.day'])
    expect(drawn).toContain(`{{"${label}"}}`);
});

test('one journey can be asked for', () => {
  expect(mermaid(graph, 'BillShock')).toBe(mermaid(graph));
  expect(dot(graph, 'Other')).toBe('');
});

test('quotes, brackets and words of the drawing languages do no harm', () => {
  const drawn = compiled(
    'signal Paid { by: text }\njourney End {\n  start on Paid as paid when paid.by == "a\\"]-->b|#" every time\n  step end {\n    wait 1 day\n  }\n}',
  );
  expect(mermaid(drawn)).not.toMatch(/""|"\]-->b/);
  expect(mermaid(drawn)).toContain('n_end_47_wait');
  expect(dot(drawn)).toContain('\\"a\\\\\\"]-->b|#\\"');
});

describe('a picture', () => {
  /** A journey of many nodes: `rounds` times a question with two ways and a wait with three. */
  const large = (rounds: number, more = ''): string => {
    const steps = Array.from(
      { length: rounds },
      (_, round) => `  step s${round} {
    if paid.total > ${round} EUR { wait ${round + 1} days } else { wait ${round + 2} hours }
    wait {
      on Paid where it.total > ${round} EUR { wait 1 hour }
      on Left { finish as left }
      after ${round + 1} days { ${round === rounds - 1 ? 'finish as done' : `go to s${round + 1}`} }
    }
    ${round === rounds - 1 ? `${more}finish as over` : ''}
  }`,
    );
    return `signal Paid { total: money }\nsignal Left {}\njourney Large {\n  start on Paid as paid every time\n${steps.join('\n')}\n}`;
  };
  const boxesOf = (text: string) => layoutOf(drawingsOf(compiled(text))[0] ?? fail()).boxes;
  const fail = (): never => {
    throw new Error('there is no drawing');
  };

  test('is well-formed, and shows every box and text', () => {
    const picture = svg(graph);
    for (const { boxes } of drawingsOf(graph)) {
      for (const { id } of boxes) expect(picture).toContain(`<title>${id}</title>`);
    }
    // Browsers give a tip the direction of the last piece, so none may lead nowhere.
    for (const [, way = ''] of picture.matchAll(/<path d="([^"]*)" fill="none"/g)) {
      expect(way).not.toMatch(/ ([\d.]+)V\1\b|V([\d.]+)V\2\b/);
    }
    expect(picture.match(/<g[ >]/g)?.length).toBe(picture.match(/<\/g>/g)?.length);
  });

  test('of sixty nodes and more has no box on another, and each text fits its box', () => {
    const boxes = boxesOf(large(11));
    expect(boxes.length).toBeGreaterThan(60);
    for (const [index, a] of boxes.entries()) {
      expect(Math.max(...a.lines.map((line) => line.length)) * 7).toBeLessThan(a.width);
      for (const b of boxes.slice(index + 1)) {
        const apart =
          Math.abs(a.x - b.x) >= (a.width + b.width) / 2 || Math.abs(a.y - b.y) >= (a.height + b.height) / 2;
        expect(apart, `${a.box.id} and ${b.box.id}`).toBe(true);
      }
    }
  });

  test('has room for long names, and for a title that is wider than the way', () => {
    const name = 'a_field_with_the_reference_that_the_bank_gave';
    const title = 'What a customer hears who pays without saying what for';
    const text =
      `signal Paid { ${name}: text }\njourney Long {\n  title "${title}"\n  start on Paid as paid every time\n` +
      `  if paid.${name} == "${'😀'.repeat(60)}" { finish as done }\n}`;
    const [, asked] = boxesOf(text);
    expect(asked?.lines.join('').replaceAll(' ', '')).toMatch(new RegExp(`^paid\\.${name}=="😀+\\.\\.\\.$`, 'u'));
    for (const line of asked?.lines ?? []) expect(line).toMatch(/^.{1,27}$/);
    expect(asked?.lines.join('\n')).not.toMatch(/\p{Cs}/u);
    expect(Number(/ width="(\d+)"/.exec(svg(compiled(text)))?.[1])).toBeGreaterThan(title.length * 9);
  });

  test('has room for signs that are as wide as two letters, in boxes, and in titles', () => {
    const wide = '小さな旅：お客様のご注文を確認してからお知らせします';
    const text =
      `signal Paid { by: text }\njourney Long {\n  title "${wide}${wide}"\n  start on Paid as paid every time\n` +
      `  if paid.by == "${wide}" { finish as done }\n}`;
    for (const line of boxesOf(text)[1]?.lines ?? fail()) expect(line).toMatch(/^[\x20-\x7f]+$|^.{1,14}$/);
    expect(Number(/ width="(\d+)"/.exec(svg(compiled(text)))?.[1])).toBeGreaterThan(wide.length * 2 * 16);
  });

  test('tells the ways apart that wait for one signal', () => {
    const [drawing = fail()] = drawingsOf(
      compiled(`signal Paid { by: text }
journey J {
  start on Paid every time
  wait {
    on Paid where it.by == "card" { finish as card }
    on Paid where it.by == "cash" { finish as cash }
    after 2 days { }
  }
}`),
    );
    expect(drawing.arrows.map(({ text }) => text).slice(1)).toEqual([
      'Paid where it.by == "card"',
      'Paid where it.by == "cash"',
      'after 2 days',
    ]);
  });

  test('of seventy nodes has no arrow across a box that it does not lead to', () => {
    const text = readFileSync(new URL('./fixtures/onboarding.journey', import.meta.url), 'utf8');
    const drawn = compiled(text);
    expect(Object.values(drawn.journeys)[0]?.nodes.length).toBeGreaterThan(70);
    const { boxes, arrows } = layoutOf(drawingsOf(drawn)[0] ?? fail());
    for (const placed of arrows) {
      const { from, to } = placed.arrow;
      for (const [a, b, c, d] of curveOf(placed, boxes)) {
        for (let part = 0; part <= 1; part += 0.05) {
          const on = (axis: 'x' | 'y'): number =>
            (1 - part) ** 3 * a[axis] +
            3 * (1 - part) ** 2 * part * b[axis] +
            3 * (1 - part) * part ** 2 * c[axis] +
            part ** 3 * d[axis];
          const crossed = boxes.find(
            ({ box, x, y, width, height }) =>
              box.id !== from &&
              box.id !== to &&
              Math.abs(on('x') - x) < width / 2 &&
              Math.abs(on('y') - y) < height / 2,
          );
          expect(crossed?.box.id, `${from} to ${to}`).toBeUndefined();
        }
      }
    }
  });

  test('says once what it says: the end of what cannot be sent is a note, the only way on from a wait has no words', () => {
    const [drawing = fail()] = drawingsOf(
      compiled(`signal Paid {}
signal Left {}
purpose Service { consent assumed }
profile { email: email? }
channel email { to profile.email, via smtp }
message Thanks for Service { on email { subject "Thank you" body "It came." } }
journey Thank {
  start on Paid every time
  wait 1 day
  send Thanks on email, else go on
  send Thanks on email, else finish as unreachable
  wait { on Left { finish as left } after 2 days { } }
}`),
    );
    const inWords = drawing.boxes.map(({ text, notes }) => [text, ...notes].join(' / '));
    expect(inWords).toEqual([
      'start on Paid',
      'wait 1 day',
      'send Thanks on email / cannot be sent: go on',
      'send Thanks on email / cannot be sent: finish as unreachable',
      'wait',
      'finish as left',
      'finish',
    ]);
    expect(drawing.arrows.map(({ text }) => text)).toEqual(['', '', '', '', 'Left', 'after 2 days']);
  });

  test('of branches that run together has one place where they end, and the way on leaves from there', () => {
    const [drawing = fail()] = drawingsOf(
      compiled(`signal Paid {}
journey Both {
  start on Paid every time
  together { branch { wait 1 day } branch { wait 2 days } } until any
  wait 3 days
}`),
    );
    const joined = drawing.boxes.find(({ text }) => text === 'enough done') ?? fail();
    expect(drawing.boxes).toHaveLength(7);
    expect(drawing.arrows.filter(({ to }) => to === joined.id)).toHaveLength(2);
    expect(drawing.arrows.filter(({ from }) => from === joined.id).map(({ text }) => text)).toEqual(['']);
  });

  test('of a step that leads back to itself has an arrow around its words, from the box to the box', () => {
    const [drawing = fail()] = drawingsOf(
      compiled(`signal Paid {}
journey Round {
  start on Paid every time
  step again { wait { on Paid { go to again } after 2 days { } } }
}`),
    );
    const { boxes, arrows } = layoutOf(drawing);
    const placed = arrows.find(({ arrow }) => arrow.from === arrow.to) ?? fail();
    const [piece = fail(), ...more] = curveOf(placed, boxes);
    expect(more).toEqual([]);
    const box = boxes.find((each) => each.box.id === placed.arrow.from) ?? fail();
    expect([piece[0].x, piece[3].x]).toEqual([box.x + box.width / 2, box.x + box.width / 2]);
    expect(placed.text?.x).toBeGreaterThan(box.x + box.width / 2);
  });

  test('stays as it is where another text fits, and keeps the order of rows when a node comes in', () => {
    const before = boxesOf(large(8));
    const reworded = boxesOf(large(8).replace('wait 3 hours', 'wait 4 hours'));
    expect(reworded.map(({ box, x, y }) => [box.id, x, y])).toEqual(before.map(({ box, x, y }) => [box.id, x, y]));
    const longer = boxesOf(large(8, 'wait 90 minutes\n    '));
    expect(longer.length).toBe(before.length + 1);
    const rows = (boxes: typeof before): string[] => {
      const known = boxes.filter(({ box }) => before.some((each) => each.box.id === box.id));
      return known.sort((a, b) => a.y - b.y || a.x - b.x).map(({ box }) => box.id);
    };
    expect(rows(longer)).toEqual(rows(before));
  });
});

describe('BPMN', () => {
  /** By the reader of the field's own tools. */
  const read = (text: string) => new BpmnModdle().fromXML(text);
  const workspace = (text: string): string => bpmn(compiled(text));

  test('is read without warnings, and reads as its golden file says', async () => {
    const text = bpmn(graph);
    expect((await read(text)).warnings).toEqual([]);
    await expect(text).toMatchFileSnapshot(`${fixture}expected.bpmn`);
  });

  test('branches that run together meet in a gateway; a wait has an event for each arm', async () => {
    const text = workspace(`signal Paid { total: money }
signal Left {}
journey Both {
  start on Paid as paid when paid.total > 1 EUR every time
  together {
    branch { wait 1 day }
    branch { wait { on Left { finish as left } after 2 days { } } }
  } until all
  emit Left {}
  finish as done
}`);
    const { warnings, elementsById } = await read(text);
    expect(warnings).toEqual([]);
    const count = (type: string): number => Object.values(elementsById).filter(({ $type }) => $type === type).length;
    expect(count('bpmn:ParallelGateway')).toBe(2);
    expect(count('bpmn:EventBasedGateway')).toBe(1);
    expect(count('bpmn:IntermediateCatchEvent')).toBe(3);
    expect(count('bpmn:IntermediateThrowEvent')).toBe(1);
    const shown = Object.values(elementsById).filter(({ $type }) => $type === 'bpmndi:BPMNShape').length;
    expect(shown).toBeGreaterThan(8);
  });
});

test('pages show each journey with its picture, rules, messages and tests', () => {
  const workspace = createWorkspace({ settings: { currency: 'EUR', timezone: 'Europe/London', locale: 'en' } });
  workspace.setFile(
    'a.journey',
    `signal Paid { total: money }
signal Left {}
purpose Service { consent assumed }
profile { name: text?, email: email? }
channel email { to profile.email, via smtp }
message Thanks(paid: Paid) for Service { on email { subject "Thank you" body "Dear {profile.name or "friend"}, <{paid.total}> came." } }
policy Night for Service { quiet 21:00..08:00 in "Europe/London" }
/// Says thank you.
journey Thank {
  title "Thanks & more"
  start on Paid as paid when paid.total > 10 EUR every time
  stop on Left
  expire after 36 hours as late
  send Thanks(paid) on email
}
test "thanks the one who pays" {
  given customer ada { email: "a@example.org" }
  Paid { total: 20 EUR }
  expect sent Thanks
}`,
  );
  const result = workspace.compile();
  if (result === undefined) throw new Error(JSON.stringify(workspace.check()));
  const written = pages(result.graph, result.tests, 'shop');
  expect([...written.keys()]).toEqual([
    'index.html',
    'all-signals.html',
    'all-rules.html',
    'all-teams.html',
    'Thank.html',
  ]);
  expect(written.get('index.html')).toContain('<a href="Thank.html">Thanks &#38; more</a>');
  const page = written.get('Thank.html') ?? '';
  for (const text of [
    'Says thank you.',
    'starts on <a href="all-signals.html#signal-Paid">Paid</a> as paid when paid.total &#62; 10 EUR, every time',
    'stops on <a href="all-signals.html#signal-Left">Left</a>',
    'ends after 1 day and 12 hours as late',
    '<figure tabindex="0"><svg ',
    '<li id="way-2">send Thanks on email',
    'Dear {profile.name or &#34;friend&#34;}, &#60;{paid.total}&#62; came.',
    '<b>Night</b> for <a href="all-rules.html#purpose-Service">Service</a>: quiet 21:00..08:00 in &#34;Europe/London&#34;',
    'thanks the one who pays',
  ]) {
    expect(page).toContain(text);
  }
});

test('gives each journey a page of its own, also where a file system takes large letters for small ones or knows devices', () => {
  const workspace = createWorkspace({ settings: { currency: 'EUR', timezone: 'Europe/London', locale: 'en' } });
  const names = ['Care', 'CARE', 'Index', 'INDEX', 'Con', 'Aux'];
  const journeys = names.map((name) => `journey ${name} { start on Paid every time }`);
  workspace.setFile('a.journey', `signal Paid\n${journeys.join('\n')}`);
  const result = workspace.compile();
  if (result === undefined) throw new Error(JSON.stringify(workspace.check()));
  const written = pages(result.graph, result.tests, 'shop');
  const files = [...written.keys()].map((file) => file.toLowerCase());
  expect(new Set(files).size).toBe(4 + names.length);
  expect(files).not.toEqual(expect.arrayContaining([expect.stringMatching(/^(con|aux)\./)]));
  const links = [...(written.get('index.html') ?? '').matchAll(/<a href="([^"]+)">(\w+)<\/a>/g)];
  for (const [, file = '', title] of links.filter(([, , title = '']) => names.includes(title)))
    expect(written.get(file)).toContain(`<h1>${title}</h1>`);
  expect(links.filter(([, , title = '']) => names.includes(title))).toHaveLength(names.length);
});
