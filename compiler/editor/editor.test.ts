import { describe, expect, test } from 'vitest';
import { createWorkspace } from '../workspace.ts';
import { createEditor } from './editor.ts';

const settings = { currency: 'EUR', timezone: 'Europe/London', locale: 'en' };

const shared = `
/// A bill is ready.
signal BillIssued { invoice: id, amount: money, previous: money?, tier: Tier }
signal CallStarted is contact on voice { queue: text, topic: text? }
type Tier = standard | gold
identity { strong user_id }
profile {
  name: text? pii
  tier: Tier = standard
}
purpose Service { consent assumed }
channel email { to profile.user_id, via smtp }
team desk { via console }
condition Big(limit: money) = any BillIssued where it.amount > limit
message Explained(bill: BillIssued) for Service { on email { text "{bill.amount}" } }
/// Whether it is worth a call.
decision Best(bill: BillIssued,  most: money) {
  candidate Call worth most
  candidate Letter worth bill.amount
  pick the highest worth
}
`;

/** Puts a text with a caret \`|\` beside the shared one. */
function at(marked: string, folder = '') {
  const offset = marked.indexOf('|');
  const workspace = createWorkspace({ settings });
  workspace.setFile('shared.journey', shared);
  const path = `${folder}here.journey`;
  workspace.setFile(path, marked.replace('|', ''));
  return { editor: createEditor(workspace), workspace, path, offset };
}

function offered(marked: string): string[] {
  const { editor, path, offset } = at(marked);
  return editor.completionsAt(path, offset).items.map((item) => item.label);
}

const journey = (body: string) => `journey Shock {\n  start on BillIssued as bill once\n${body}\n}`;

describe('completion', () => {
  test.each([
    ['after a dot behind a binding', journey('  if bill.|'), ['invoice', 'amount', 'previous', 'tier', 'at', 'id']],
    ['inside a half-typed field', journey('  if bill.pre| { finish }'), ['previous']],
    ['fields of the profile, and keys', journey('  if profile.|'), ['name', 'tier', 'user_id']],
    ['messages to send', journey('  send |'), ['Explained']],
    ['channels to send on', journey('  send Explained(bill) on |'), ['email']],
    ['channels after else', journey('  send Explained(bill) on email, else |'), ['email']],
    ['teams to hand over to', journey('  handoff to |'), ['desk']],
    ['steps to go to', journey('  go to |\n  step calm { wait 1 day }'), ['calm']],
    ['signals to look back on', 'condition Called = count of Call|', ['CallStarted']],
    ['fields of it', 'condition Called = any CallStarted where it.|', ['queue', 'topic', 'at', 'id']],
    [
      'fields of it that are not read yet',
      journey('  wait {\n    on CallStarted where it.|\n  }'),
      ['queue', 'topic', 'at', 'id'],
    ],
    ['answers of a handoff', journey('  handoff to desk {\n    on |\n  }'), ['resolved', 'returned']],
    ['fields of a signal in a test', 'test "a" {\n  BillIssued { invoice: "i", am| }\n}', ['amount']],
    ['values in a test', 'test "a" {\n  given customer ada { tier: | }\n}', ['standard', 'gold']],
    ['journeys that are expected', `${journey('')}\ntest "a" {\n  expect started |\n}`, ['Shock']],
    ['types of fields', 'signal A { tier: Ti| }', ['Tier', 'time', 'timezone']],
    ['purposes', 'message A for |', ['Service']],
  ])('%s', (_, marked, labels) => {
    expect(offered(marked).slice(0, labels.length).sort()).toEqual([...labels].sort());
  });

  test.each([
    ['values of what is compared', journey('  if profile.tier == |'), ['standard', 'gold']],
    ['words that begin a statement', journey('  se|'), ['send', 'set']],
    ['words that begin a declaration', 'jour|', ['journey']],
    ['what is bound', journey('  if b| { finish }'), ['bill', 'Big']],
    [
      'parameters of a condition',
      'condition Hot(limit: money) = any BillIssued where it.amount > l|',
      ['limit', 'length', 'lower'],
    ],
    ['parameters of a message', 'message M(bill: BillIssued) for Service {\n  on email { text "{b|}" }\n}', ['bill']],
  ])('%s', (_, marked, labels) => {
    expect(offered(marked)).toEqual(expect.arrayContaining(labels));
  });

  test('says nothing inside a text or a comment', () => {
    expect(offered(journey('  // se|'))).toEqual([]);
    expect(offered('message M for Service { on email { text "se|" } }')).toEqual([]);
  });

  test('brings the use line along for names of other folders', () => {
    const { editor, workspace } = at('', 'care/');
    workspace.setFile('shop/signals.journey', 'signal Paid { amount: money }');
    workspace.setFile('care/here.journey', 'condition A = any Pa');
    const [item] = editor.completionsAt('care/here.journey', 'condition A = any Pa'.length).items;
    expect(item).toMatchObject({ label: 'Paid', also: [{ text: 'use shop\n' }] });
  });

  test('replaces the whole word around the caret', () => {
    const { editor, path, offset } = at('condition A = any Bill|Iss');
    expect(editor.completionsAt(path, offset).range).toEqual({
      start: { line: 0, character: 18 },
      end: { line: 0, character: 25 },
    });
  });
});

describe('what is wanted in brackets', () => {
  const given = (marked: string) => {
    const { editor, path, offset } = at(marked);
    return editor.callAt(path, offset);
  };

  test.each([
    ['a decision', journey('  decide Best(bill, |'), 'Best', 1],
    ['a message', journey('  send Explained(|'), 'Explained', 0],
    ['a condition, in a text', journey('  finish with "{Big(|)}"'), 'Big', 0],
    ['a function in a function', journey('  if contains(upper(bill.invoice), |'), 'contains', 1],
    ['the inner one', journey('  if contains(upper(|'), 'upper', 0],
    ['behind a list', 'condition A = contains([1, 2], |', 'contains', 1],
  ])('%s', (_, marked, name, argument) => {
    expect(given(marked)).toMatchObject({ name, argument });
  });

  test('the parameters as their author wrote them', () => {
    expect(given(journey('  decide Best(|'))).toEqual({
      name: 'Best',
      parameters: ['bill: BillIssued', 'most: money'],
      argument: 0,
      doc: 'Whether it is worth a call.',
    });
  });

  test.each([
    ['behind the brackets', journey('  decide Best(bill, 3 EUR) |')],
    ['where parameters are declared', 'decision Other(bill: |'],
    ['in brackets that hold together', journey('  if (bill.amount + |')],
    ['in braces', journey('  emit BillIssued { |')],
  ])('nothing %s', (_, marked) => {
    expect(given(marked)).toBeUndefined();
  });
});

describe('places of names', () => {
  test('a binding leads to where it is bound, and is found wherever it is used', () => {
    const { editor, path, offset } = at(journey('  if bi|ll.amount > 3 EUR and bill.previous is present { finish }'));
    expect(editor.definitionOf(path, offset)).toMatchObject([
      { file: path, range: { start: { line: 1, character: 25 } } },
    ]);
    expect(editor.referencesOf(path, offset, false)).toHaveLength(2);
    expect(editor.referencesOf(path, offset, true)).toHaveLength(3);
    expect(editor.hoverAt(path, offset)).toMatchObject({ code: 'bill: BillIssued' });
  });

  test('a signal is found once where it is counted by something of its own', () => {
    const { editor, path, offset } = at(
      'journey Often {\n  start on 3 Bill|Issued within 2 days by it.invoice once\n  finish\n}',
    );
    expect(editor.referencesOf(path, offset, false).filter(({ file }) => file === path)).toHaveLength(1);
  });

  test('a signal leads to its file, with what its author wrote', () => {
    const { editor, path, offset } = at('condition A = any BillIss|ued');
    expect(editor.definitionOf(path, offset)).toMatchObject([
      { file: 'shared.journey', range: { start: { line: 2 } } },
    ]);
    expect(editor.hoverAt(path, offset)).toMatchObject({ doc: 'A bill is ready.' });
    expect(editor.referencesOf(path, offset, true).map((each) => each.file)).toEqual([
      path,
      ...Array(4).fill('shared.journey'),
    ]);
  });

  test('fields, values, steps and profile fields', () => {
    const field = at(journey('  if bill.am|ount > 3 EUR { finish }'));
    expect(field.editor.hoverAt(field.path, field.offset)).toMatchObject({ code: 'amount: money' });
    const value = at(journey('  if profile.tier == go|ld { finish }'));
    expect(value.editor.definitionOf(value.path, value.offset)).toMatchObject([
      { file: 'shared.journey', range: { start: { line: 4 } } },
    ]);
    const step = at(journey('  go to ca|lm\n  step calm { wait 1 day }'));
    expect(step.editor.definitionOf(step.path, step.offset)).toMatchObject([
      { range: { start: { line: 3, character: 7 } } },
    ]);
    const profile = at(journey('  set profile.na|me = "Ada"'));
    expect(profile.editor.symbolAt(profile.path, profile.offset)).toMatchObject({
      kind: 'profile field',
      renamable: true,
    });
    const ended = (outcome: string) =>
      at(`${journey('  finish as calm')}\ntest "t" { expect finished Shock as ${outcome} }`);
    const [own, ours] = [ended('ca|lm'), ended('stop|ped')];
    expect(own.editor.symbolAt(own.path, own.offset)).toMatchObject({ kind: 'outcome', renamable: true });
    expect(ours.editor.symbolAt(ours.path, ours.offset)).toMatchObject({ kind: 'outcome', renamable: false });
  });

  test('an experiment is the same one where a test puts somebody into a variant', () => {
    const run = journey('  experiment Tone {\n    variant warm 50% { }\n    variant plain 50% { }\n  }');
    const { editor, path, offset } = at(`${run}\ntest "t" {\n  given variant warm of To|ne\n}`);
    expect(editor.definitionOf(path, offset)).toMatchObject([{ range: { start: { line: 2, character: 13 } } }]);
    expect(editor.referencesOf(path, offset, true)).toHaveLength(2);
  });

  test.each([
    ['send Explained(bill) to cust|omer(bill.invoice) on email', 'identity key'],
    ['send Explained(bill) to te|am desk', 'by the way that the team'],
    ['send Explained(bill) on email { on he|ld { finish } }', 'given up'],
    ['send Explained(bill) on email { on open|ed { finish } }', 'was opened'],
    ['on fail|ure finish as unreachable', 'fails for good'],
    ['goal CallStarted within 3 days, at lea|st 30%', 'share of the instances'],
    ['handoff to desk { share this jour|ney }', 'bound in it'],
    ['handoff to desk { sha|re contacts }', 'told'],
    ['start on CallStarted every time on repeat ref|resh', 'newest signal takes the place'],
    ['start on CallStarted every time on merge ke|ep both', 'the older one'],
    ['wait for CallStarted in bat|ches of 3', 'waited longest'],
    ['start on CallStarted ag|ain after 3 days', 'after the last start'],
  ])('a word of the language says what it means there: %s', (body, said) => {
    const { editor, path, offset } = at(journey(`  ${body}`));
    expect(editor.hoverAt(path, offset)?.doc).toContain(said);
  });

  test.each([
    ['given vari|ant warm of Tone', 'whatever chance'],
    ['given cust|omer ada', 'whom the test is about'],
    ['expect sent Explained say|ing "5"', 'holds this text'],
    ['expect he|ld Explained', 'kept the message back'],
  ])('a word of a test says what it means there: %s', (body, said) => {
    const { editor, path, offset } = at(`test "t" {\n  ${body}\n}`);
    expect(editor.hoverAt(path, offset)?.doc).toContain(said);
  });

  test.each([
    ['profile { name: text? p|ii }', 'Personal'],
    ['purpose News { consent as|ked }', 'before they have agreed'],
    ['condition Called = any CallStarted where i|t.queue == "a"', 'condition is asked of'],
    ['condition Called = co|unt of CallStarted > 3', 'How many'],
    ['condition Called = n|o CallStarted in last 3 days', 'None'],
    ['test "t" { for an|y limit: integer between 1 and 3 }', 'for every such value'],
    ['test "t" { replay in an|y order }', 'Whatever the order'],
    ['policy Calm { quiet 21:00..08:00, then dr|op }', 'not sent at all'],
    ['decision D { candidate A likely 3% wor|th 5 EUR pick the highest worth }', 'money or a number'],
  ])('a word of a declaration says what it means: %s', (declaration, said) => {
    const { editor, path, offset } = at(declaration);
    expect(editor.hoverAt(path, offset)?.doc).toContain(said);
  });

  test('`it` is shown with the signal that it is', () => {
    const { editor, path, offset } = at('condition Called = any CallStarted where it|.queue == "a"');
    expect(editor.hoverAt(path, offset)).toMatchObject({ code: 'it: CallStarted' });
  });

  test('a decision is shown with what it is given, and a field of that name is no word of the language', () => {
    const decided = at(journey('  decide Be|st(bill, 3 EUR) { Call { } otherwise { } }'));
    expect(decided.editor.hoverAt(decided.path, decided.offset)).toMatchObject({
      code: expect.stringContaining('decision Best(bill: BillIssued'),
      doc: 'Whether it is worth a call.',
    });
    const field = at('signal S { hel|d: text, saying: text }');
    expect(field.editor.hoverAt(field.path, field.offset)).toMatchObject({ code: 'held: text' });
  });

  test('the outline of a file and of the workspace', () => {
    const { editor } = at('');
    expect(editor.documentSymbols('shared.journey').map((each) => `${each.kind} ${each.name}`)).toEqual([
      'signal BillIssued',
      'signal CallStarted',
      'type Tier',
      'identity identity',
      'profile profile',
      'purpose Service',
      'channel email',
      'team desk',
      'condition Big',
      'message Explained',
      'decision Best',
    ]);
    const broken = at('test "to {profile.name} who is not| closed').editor.documentSymbols('here.journey');
    expect(broken.map(({ range }) => range.end)).toEqual(broken.map(({ selection }) => selection.end));
    const titled = at('journey J { title "for {profile.name}|" }').editor.documentSymbols('here.journey');
    expect(titled.map(({ detail }) => detail)).toEqual(['for ']);
    expect(editor.workspaceSymbols('bis').map((each) => each.name)).toEqual(['BillIssued']);
  });
});
