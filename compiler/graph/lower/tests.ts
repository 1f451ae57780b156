/** `test` blocks to JSON beside the graph. */
import { isMessageOutcome } from '../../syntax/outcomes.ts';
import type {
  FieldContent,
  FieldValue,
  Name,
  NamedSubject,
  TestDeclaration,
  Expectation as TreeExpectation,
  TestStep as TreeStep,
} from '../../syntax/tree.ts';
import { type Type as Checked, present, types } from '../../types/type.ts';
import { instantText } from '../../types/units.ts';
import {
  ANY,
  type AnyValue,
  type Expectation,
  NOBODY,
  subjectName,
  type Test,
  type TestStep,
  type TestSuite,
} from '../tests.ts';
import type { Graph, Json } from '../types.ts';
import { condition } from './conditions.ts';
import { graphType, type Lowering, nameOf, type Program, placeOf, sortedMap, textOf } from './context.ts';
import { constantMs, constantNumber, lower } from './expressions.ts';
import { createHistory } from './history.ts';
import { instantOf } from './instants.ts';

export function lowerTests(whole: Program, graph: Graph): TestSuite {
  const tests: Test[] = [];
  const history = createHistory();
  const program: Program = { ...whole, history };
  for (const path of program.files.paths) {
    const unit = program.unitOf(path);
    if (unit === undefined) continue;
    const l: Lowering = { program, unit };
    for (const node of unit.tree.declarations) if (node.kind === 'Test') tests.push(testOf(l, node));
  }
  const fieldsOf = (name: string): string[] => graph.signals[name]?.fields.map((field) => field.name) ?? [];
  const remembered = sortedMap(history.retentions(fieldsOf));
  return { graph: graph.hash, files: graph.files, tests, history: remembered };
}

/** Who acts where nobody is named. */
const somebody = 'customer';

function testOf(l: Lowering, node: TestDeclaration): Test {
  const given = node.steps.find((step) => step.kind === 'Given');
  const customer = given?.customer.text ?? (namesSubjectsOnly(l, node) ? NOBODY : somebody);
  const replay = node.steps.find((step) => step.kind === 'Replay');
  const shuffleMs = replay?.within === undefined ? 0 : constantMs(replay.within);
  return {
    name: node.title.parts.filter((part) => typeof part === 'string').join(''),
    place: placeOf(l, node.title),
    ...anyOf(l, node),
    steps: node.steps.flatMap((step) => stepOf(l, step, customer)),
    ...(replay === undefined ? {} : { shuffleMs }),
  };
}

/** No customer is spoken of, and every signal says which subject it is about, or is about nobody. */
function namesSubjectsOnly(l: Lowering, node: TestDeclaration): boolean {
  const keys = new Set(l.program.index.subjects(new Set()).map(({ key }) => key.text));
  return (
    keys.size > 0 &&
    node.steps.every((step) => {
      if (step.kind !== 'SignalStep') return true;
      const id = l.unit.facts.symbols.get(step.signal) ?? '';
      const node = l.program.index.byId(id)?.node;
      if (node?.kind === 'Signal' && node.withoutCustomer) return true;
      const fields = l.program.signatures.fields(id, new Set()).values();
      return [...fields].some(({ field }) => field?.key !== undefined && keys.has(field.key.text));
    })
  );
}

/** What the test holds for all of. */
function anyOf(l: Lowering, node: TestDeclaration): Pick<Test, 'any'> {
  const any = node.steps.flatMap((step): AnyValue[] => {
    if (step.kind !== 'ForAny') return [];
    const binding = l.unit.facts.bindings.get(step.name);
    const type = binding === undefined ? undefined : l.unit.facts.bindingTypes.get(binding);
    return type === undefined
      ? []
      : [{ name: step.name.text, type: graphType(l.program, type), values: anyValues(l, step, type) }];
  });
  return any.length === 0 ? {} : { any };
}

function anyValues(l: Lowering, step: Extract<TreeStep, { kind: 'ForAny' }>, type: Checked): AnyValue['values'] {
  const numberOf = (value: Json): number => (typeof value === 'number' ? value : 0);
  if (step.low !== undefined && step.high !== undefined) {
    const [low, high] = [numberOf(contentOf(l, step.low, type)), numberOf(contentOf(l, step.high, type))];
    return { kind: 'between', low: Math.min(low, high), high: Math.max(low, high) };
  }
  const list = step.list === undefined ? undefined : lower(l, step.list);
  if (list?.op === 'literal' && Array.isArray(list.value)) return { kind: 'one', of: list.value };
  if (type.kind === 'enumeration') return { kind: 'one', of: l.program.signatures.values(type.id, new Set()) };
  return { kind: 'one', of: [false, true] };
}

const teamActions = { resolves: 'resolved', returns: 'returned', approves: 'approved', rejects: 'rejected' } as const;

function stepOf(l: Lowering, step: TreeStep, customer: string): TestStep[] {
  const place = placeOf(l, step);
  switch (step.kind) {
    case 'Given':
      return [givenOf(l, step)];
    case 'GivenVariant': {
      const { experiment, variant } = step;
      const given = { experiment: experiment.text, variant: variant.text, customer: whose(step, customer) };
      return [{ kind: 'variant', ...given, ...subjectOf(l, step.subject), place }];
    }
    case 'AtStep':
      return [{ kind: 'at', time: instantOf(step.date, step.minutes, l.program.settings.timezone), place }];
    case 'AfterStep':
      return [{ kind: 'after', ms: constantMs(step.duration), place }];
    case 'SignalStep': {
      const id = l.unit.facts.symbols.get(step.signal) ?? '';
      const data = recordOf(l, id, step.fields);
      return [
        { kind: 'signal', signal: nameOf(l, step.signal), customer: step.customer?.text ?? customer, data, place },
      ];
    }
    case 'MessageStep': {
      const what = isMessageOutcome(step.what.text) ? step.what.text : 'delivered';
      const link = step.link === undefined ? {} : { link: step.link.text };
      const whose = step.customer?.text ?? customer;
      return [{ kind: 'delivery', message: nameOf(l, step.message), what, ...link, customer: whose, place }];
    }
    case 'JoinStep':
      return [{ kind: 'join', customer: step.customer.text, other: step.other.text, place }];
    case 'GivenAnswer': {
      const type = l.program.signatures.result(l.unit.facts.symbols.get(step.action) ?? '', new Set());
      const value = step.value === undefined || type === undefined ? {} : { value: contentOf(l, step.value, type) };
      return [{ kind: 'answers', action: nameOf(l, step.action), ...(step.fails ? { fails: true } : value), place }];
    }
    case 'TeamStep': {
      return [{ kind: 'team', team: nameOf(l, step.team), action: teamActions[step.action], place }];
    }
    case 'Expect':
      return [
        {
          kind: 'expect',
          customer: whose(step, customer),
          negated: step.negated,
          what: expectationOf(l, step.what),
          text: textOf(l, step),
          place,
        },
      ];
    case 'ForAny':
    case 'Replay':
    case 'Invalid':
      return [];
  }
}

/** The name of whoever the test speaks of here. */
function whose({ customer, subject }: { customer?: Name; subject?: NamedSubject }, otherwise: string): string {
  if (subject !== undefined) return subjectName(subject.name.text, textIn(subject));
  return customer?.text ?? otherwise;
}

function textIn({ value }: NamedSubject): string {
  return value.parts.join('');
}

function subjectOf(l: Lowering, subject: NamedSubject | undefined): Pick<TestStep & { kind: 'variant' }, 'subject'> {
  const kind = subject?.name.text;
  const key = l.program.index.subjects(new Set()).find(({ name }) => name.text === kind)?.key.text;
  if (subject === undefined || kind === undefined || key === undefined) return {};
  return { subject: { kind, key, value: textIn(subject) } };
}

/** A field of the profile, an identity key, or both where they have one name. */
function givenOf(l: Lowering, step: Extract<TreeStep, { kind: 'Given' }>): TestStep {
  const fields: Record<string, Json> = {};
  const keys: Record<string, Json> = {};
  const keyNames = l.program.index.identityKeys(new Set());
  for (const field of step.fields) {
    const name = field.name.text;
    const type = l.program.signatures.profileField(name, new Set());
    const value = contentOf(l, field.value, type ?? types.text);
    if (type !== undefined) fields[name] = value;
    if (keyNames.includes(name) && value !== null) keys[name] = value;
  }
  return {
    kind: 'given',
    customer: step.customer.text,
    fields,
    keys,
    consents: step.consents.map((consent) => nameOf(l, consent)),
    place: placeOf(l, step),
  };
}

/** Every declared field, null where absent. */
function recordOf(l: Lowering, id: string, fields: readonly FieldValue[]): Record<string, Json> {
  const given = new Map(fields.map((field) => [field.name.text, field.value] as const));
  const data: Record<string, Json> = {};
  for (const known of l.program.signatures.fields(id, new Set()).values()) {
    if (known.field === undefined) continue;
    const value = given.get(known.name);
    data[known.name] = value === undefined ? null : contentOf(l, value, known.type);
  }
  return data;
}

function contentOf(l: Lowering, value: FieldContent, type: Checked): Json {
  const wanted = present(type);
  switch (value.kind) {
    case 'Record':
      return wanted.kind === 'record' ? recordOf(l, wanted.id, value.fields) : null;
    case 'RecordList':
      return value.items.map((item) => contentOf(l, item, wanted.kind === 'list' ? wanted.of : types.error));
    case 'Date':
      if (wanted.kind === 'time') return instantOf(value.text, 0, l.program.settings.timezone);
      break;
    case 'Text':
      if (wanted.kind === 'time') return instantText(value.parts.join('')) ?? null;
      break;
    default:
      break;
  }
  const lowered = lower(l, value);
  if (lowered.op === 'variable') return { [ANY]: lowered.name };
  return lowered.op === 'literal' ? lowered.value : null;
}

function expectationOf(l: Lowering, what: TreeExpectation): Expectation {
  switch (what.kind) {
    case 'Message':
      return {
        kind: 'message',
        what: what.what,
        message: nameOf(l, what.message),
        ...(what.channel === undefined ? {} : { channel: nameOf(l, what.channel) }),
        ...(what.by === undefined ? {} : { policy: nameOf(l, what.by) }),
        ...(what.saying === undefined ? {} : { saying: what.saying.parts.join('') }),
        ...(what.times === undefined ? {} : { times: constantNumber(what.times) }),
      };
    case 'Nothing':
      return { kind: 'nothing', ...(what.channel === undefined ? {} : { channel: nameOf(l, what.channel) }) };
    case 'Handed':
      return { kind: 'handed', team: nameOf(l, what.team), complete: what.contextComplete };
    case 'Journey':
      return {
        kind: 'journey',
        what: what.what,
        journey: nameOf(l, what.journey),
        ...(what.outcome === undefined ? {} : { outcome: what.outcome.text }),
        ...(what.step === undefined ? {} : { step: what.step.text }),
        ...(what.times === undefined ? {} : { times: constantNumber(what.times) }),
      };
    case 'Happened':
      return {
        kind: 'happened',
        what: what.what,
        name: nameOf(l, what.name),
        ...(what.times === undefined ? {} : { times: constantNumber(what.times) }),
      };
    case 'Goal':
      return { kind: 'goal', journey: nameOf(l, what.journey) };
    case 'Holds':
      return { kind: 'holds', condition: condition(l, what.condition) };
  }
}
