/** A person's values are found whether they are few or thousands, short or as long as a letter. */
import { describe, expect, it } from 'vitest';
import { createRedactor } from './redact.ts';

const LETTER = 'Dear shop, this is what I think. '.repeat(1000).trim();
const MANY = Array.from({ length: 50_000 }, (_, n) => `called about ${n} things`);
const THEIRS = ['Ada@Example.org', '+44 20 7946 0000', 'Straße 12', 'ada@example.org.uk'];

describe.each([
  ['few', []],
  ['a letter among them', [LETTER]],
  ['very many', MANY],
])('%s', (_, more) => {
  const redactor = createRedactor([...THEIRS, ...more], 7);

  it.each([
    ['write to ADA@example.org.', 'write to forgotten-7@example.invalid.'],
    ['write to ada@example.org.uk now', 'write to forgotten-7@example.invalid now'],
    ['xada@example.org stays, ada@example.orgs too', 'xada@example.org stays, ada@example.orgs too'],
    ['call +44 20 7946 0000', 'call forgotten-7'],
    ['STRAßE 12, and again Straße 12', 'forgotten-7, and again forgotten-7'],
    ['Straße 123 and Straße 1', 'Straße 123 and Straße 1'],
    ['nothing of theirs', 'nothing of theirs'],
    ['', ''],
  ])('%s', (given, clean) => {
    expect(redactor.text(given)).toBe(clean);
    expect(redactor.json(JSON.stringify({ note: [given] }))).toBe(JSON.stringify({ note: [clean] }));
    if (given !== clean) expect(redactor.maybeIn(Buffer.from(JSON.stringify(given)))).toBe(true);
  });

  it.each(more.slice(-3).map((value, index) => ({ index, value })))('what else is theirs, $index', ({ value }) => {
    const given = JSON.stringify({ text: `x ${value}, ${value}` });
    expect(redactor.maybeIn(Buffer.from(given))).toBe(true);
    expect(redactor.json(given)).toBe('{"text":"x forgotten-7, forgotten-7"}');
  });

  it('bytes without any are passed by', () => {
    expect(redactor.maybeIn(Buffer.from('{"note":"of somebody else"}'))).toBe(false);
  });
});
