/** Liquid templates in files: checked like texts in place, and rendered as Liquid itself renders them. */
import fc from 'fast-check';
import { Liquid } from 'liquidjs';
import { describe, expect, it } from 'vitest';
import type { Json } from '../compiler/graph/types.ts';
import { createWorkspace } from '../compiler/workspace.ts';
import { compileProgram } from '../runtime/core/compile/program.ts';
import { programsOf } from '../runtime/core/programs.ts';
import { createWorld } from '../runtime/testing/world.ts';

const settings = { currency: 'EUR', timezone: 'Europe/London', locale: 'en' };

const journey = `
type Line { sku: text, count: integer }
signal Ordered { order: id, name: text, note: text?, gift: boolean, total: money, lines: list of Line, iban: text? sensitive }
profile { nick: text? pii, tier: text = "new" }
on Ordered as o { set profile.nick = o.name }
purpose Service { consent assumed }
channel email { to profile.user_id, via console, cleared for pii }
channel push { to profile.user_id, via console }
message Thanks(order: Ordered) for Service { on email { subject "Thanks", body file "mails/thanks.liquid" } }
journey Thank {
  start on Ordered as order every time
  send Thanks(order) on email
}
`;

function check(template: string) {
  const workspace = createWorkspace({ settings });
  workspace.setFile('shop/shop.journey', journey);
  workspace.setFile('shop/mails/thanks.liquid', template);
  return workspace.check().filter(({ severity }) => severity === 'error');
}

describe('what stands in a template is checked', () => {
  it.each([
    ['{{ order.nmae }}', 'J2006', 'In `mails/thanks.liquid`: Ordered has no field `nmae`.', 9, 13],
    ['{{ order.note }}', 'J3002', 'In `mails/thanks.liquid`: `order.note` may be absent.', 3, 13],
    ['{{ other }}', 'J2005', 'other', 3, 8],
    ['{% for line in order.name %}{% endfor %}', 'J3001', 'order.name', 15, 25],
    ['{% if order.gift %}a{% elseif order.note %}b{% endif %}', 'J3116', 'there is no `elseif`; write `elsif`', 20, 43],
    ["{{ order.total | date: '%d' }}", 'J3116', 'no filter `date`: dates, times and money stand as', 3, 27],
    ['{% if order.total %}x{% endif %}', 'J3001', 'order.total', 6, 17],
    ['{{ order.name | shout }}', 'J3116', 'shout', 3, 13],
    ['{% include "x" %}', 'J3116', '', 0, 17],
    ['{% if order.gift %}', 'J3116', 'not closed', 0, 19],
    ['{{ order.iban | default: "" }}', 'J3110', '`order.iban` is sensitive', undefined, undefined],
  ])('%s', (template, code, words, from, to) => {
    const [first, ...rest] = check(template);
    expect(rest).toEqual([]);
    expect(`${first?.code} ${first?.message}`).toContain(code);
    expect(first?.message).toContain(words);
    expect(first?.file).toBe('shop/shop.journey');
    if (from === undefined) return;
    const { file, range } = first?.related?.[0] ?? {};
    expect([file, range?.start.character, range?.end.character]).toEqual(['shop/mails/thanks.liquid', from, to]);
  });

  it('`contains` looks into texts: of a list it says where to ask', () => {
    const [error] = check('{% if order.lines contains "a" %}x{% endif %}');
    expect([error?.code, error?.hint]).toEqual(['J3001', expect.stringContaining('ask `.. in ..` in the journey')]);
  });

  it('what is asked for is there', () => {
    expect(
      check('{% if order.note %}{{ order.note }}{% else %}none{% endif %}{{ order.note | default: "-" }}'),
    ).toEqual([]);
  });

  it('a template that comes, changes and goes is noticed', () => {
    const workspace = createWorkspace({ settings });
    workspace.setFile('shop/shop.journey', journey);
    const codes = () => workspace.check().map(({ code }) => code);
    expect(codes()).toEqual(['J3115']);
    workspace.setFile('shop/mails/thanks.liquid', 'Hello {{ order.nobody }}');
    expect(codes()).toEqual(['J2006']);
    workspace.setFile('shop/mails/thanks.liquid', 'Hello {{ order.name }}');
    expect(codes()).toEqual([]);
    const before = workspace.compile()?.graph.hash;
    workspace.setFile('shop/mails/thanks.liquid', 'Hi {{ order.name }}');
    expect(workspace.compile()?.graph.hash).not.toBe(before);
    workspace.removeFile('shop/mails/thanks.liquid');
    expect(codes()).toEqual(['J3115']);
  });
});

/** The content of the message that an order leads to. */
function contentOf(
  template: string,
  data: Readonly<Record<string, Json>>,
  text = journey,
): Readonly<Record<string, string>> | undefined {
  const workspace = createWorkspace({ settings });
  workspace.setFile('shop/shop.journey', text);
  workspace.setFile('shop/mails/thanks.liquid', template);
  const compiled = workspace.compile();
  if (compiled === undefined) return undefined;
  const world = createWorld(programsOf(compileProgram(compiled.graph)), 0);
  world.signal('ada', 'Ordered', data, 0);
  const [message] = world.happened.flatMap(({ effects }) => effects.filter(({ kind }) => kind === 'message'));
  return message?.kind === 'message' ? message.content : undefined;
}

const value = fc.constantFrom(
  'order.name',
  'order.note | default: "none"',
  'order.name | upcase',
  'profile.tier',
  '"a"',
  'order.lines | size',
);
const question = fc.constantFrom(
  'order.note',
  'order.gift',
  'order.name == "ada"',
  'order.name contains "a" and order.gift',
  'order.gift or order.note',
);
const template = fc.letrec<{ parts: string; part: string }>((tie) => ({
  parts: fc.array(tie('part'), { maxLength: 4 }).map((all) => all.join('')),
  part: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('text ', '\n', '{"', '\\', '`'),
    value.map((each) => `{{ ${each} }}`),
    value.map((each) => `{{- ${each} -}} `),
    fc.tuple(question, tie('parts'), tie('parts')).map(([q, a, b]) => `{% if ${q} %}${a}{% else %}${b}{% endif %}`),
    fc.tuple(question, tie('parts')).map(([q, a]) => `{% unless ${q} %}${a}{% endunless %}`),
    tie('parts').map((inner) => `{% for line in order.lines %}{{ line.sku }}${inner}{% else %}none{% endfor %}`),
    tie('parts').map((inner) => `{% case order.name %}{% when "ada", "bob" %}${inner}{% else %}other{% endcase %}`),
  ),
})).parts;

const order = fc.record({
  name: fc.constantFrom('ada', 'bob', 'eve', '{{ order.name }}'),
  note: fc.constantFrom(null, 'soon', '<b>'),
  gift: fc.boolean(),
  lines: fc.array(fc.record({ sku: fc.constantFrom('s1', 's2'), count: fc.nat(9) }), { maxLength: 3 }),
});

it('is rendered as Liquid renders it', () => {
  const liquid = new Liquid();
  fc.assert(
    fc.property(template, order, (text, data) => {
      expect(check(text).map(({ message }) => message)).toEqual([]);
      const ours = contentOf(text, { ...data, order: 'o1', total: 0, iban: null })?.body;
      const theirs = liquid.parseAndRenderSync(text, { order: data, profile: { tier: 'new' } });
      expect(ours).toBe(theirs);
    }),
    { numRuns: 150 },
  );
});

const EVIL = '<img src=x onerror="alert(1)"> & {{ 7 | times: 7 }} {profile.tier} \'';
const evil = {
  order: 'o1',
  name: EVIL,
  note: null,
  gift: true,
  total: 0,
  lines: [{ sku: EVIL, count: 1 }],
  iban: null,
};
const SAFE = '&#60;img src=x onerror=&#34;alert(1)&#34;&#62; &#38; {{ 7 | times: 7 }} {profile.tier} &#39;';

it('in a part called `html` only what the author wrote is HTML; what a value brings is never a template', () => {
  const html = journey.replace(
    'body file "mails/thanks.liquid"',
    'html file "mails/thanks.liquid", text "Dear {order.name}"',
  );
  const template =
    '<b>{{ order.name }}</b>{% if order.gift %}<i>{{ order.name | upcase }}</i>{% endif %}{% for line in order.lines %}<p>{{ line.sku }}</p>{% endfor %}';
  expect(contentOf(template, evil, html)).toEqual({
    subject: 'Thanks',
    html: `<b>${SAFE}</b><i>${EVIL.toUpperCase().replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)}</i><p>${SAFE}</p>`,
    text: `Dear ${EVIL}`,
  });
});

it.each([
  '{{ process.env.HOME }}',
  '{{ constructor }}',
  '{{ order.constructor }}',
  '{{ order.__proto__ }}',
  '{{ customer }}',
])('a template reaches nothing but what it was given: %s', (template) => {
  expect(check(template)).toHaveLength(1);
});
