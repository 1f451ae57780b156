/** Content in template files: read, and checked against what the message knows. What is wrong is said at the `file` and shown in the template. */
import * as say from '../diagnostics/catalogue.gen.ts';
import { nearest } from '../diagnostics/nearest.ts';
import { type Reference, referenceIds } from '../names/references.ts';
import { bind } from '../names/scope.ts';
import { readTemplate, type TemplatePart } from '../syntax/liquid.ts';
import type { Expression, TextLiteral } from '../syntax/tree.ts';
import { type Check, type Env, type Finding, noFacts, refer, report, withFacts } from './context.ts';
import { expectCondition, mayBeAbsent, mismatch } from './expect.ts';
import { proves } from './narrow.ts';
import { isError, listOf, type Type, types } from './type.ts';

/** The template's parts as they are lowered, its questions spelt out; undefined where it cannot be used. */
export function checkTemplate(c: Check, file: TextLiteral, env: Env): readonly TemplatePart[] | undefined {
  const name = file.parts.join('');
  const path = besides(c.path, name);
  const text = c.template(path);
  if (text === undefined) {
    const near = nearest(path, c.templateNames());
    report(c, file, say.templateMissing({ path }), near === undefined ? {} : { hint: `Did you mean \`${near}\`?` });
    return undefined;
  }
  refer(c, file, referenceIds.template(path));
  const read = readTemplate(text);
  if (!read.ok) {
    report(c, file, say.templateBroken({ name, problem: read.problem }), {
      related: [{ path, span: read.span, message: 'Here.' }],
    });
    return undefined;
  }
  // The template's own places say nothing in this file: its findings are shown from here.
  const findings: Finding[] = [];
  const references: Reference[] = [];
  const inside = behalf(c, { path, text, facts: { ...c.facts, findings, references, scopes: [], its: [] } });
  const parts = resolved(inside, read.parts, env);
  c.facts.inTemplates.set(path, [...(c.facts.inTemplates.get(path) ?? []), ...references]);
  for (const { wording, span, hint } of findings) {
    report(
      c,
      file,
      { ...wording, message: `In \`${name}\`: ${wording.message}` },
      {
        ...(hint === undefined ? {} : { hint: wording.code === absent ? inLiquid : hint }),
        related: [{ path, span, message: 'Here.' }],
      },
    );
  }
  return parts;
}

/** The same check with other places or findings. */
function behalf(c: Check, other: Partial<Pick<Check, 'path' | 'text' | 'facts'>>): Check {
  const made: Check = { ...c, ...other, infer: (e, env, expected) => c.inferIn(made, e, env, expected) };
  return made;
}

const absent = say.mayBeAbsent({ text: '' }).code;
const inLiquid = 'Say what stands in for it, `| default: ".."`, or put it between `{% if .. %}` and `{% endif %}`.';

/** A path beside the file that names it. */
function besides(path: string, name: string): string {
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  return `${folder}${name}`;
}

function resolved(c: Check, parts: readonly TemplatePart[], env: Env): TemplatePart[] {
  return parts.map((part) => one(c, part, env));
}

function one(c: Check, part: TemplatePart, env: Env): TemplatePart {
  switch (part.kind) {
    case 'literal':
      return part;
    case 'output': {
      const { start, end } = part.value;
      // As in a text of the language: what may be absent needs something that stands in for it.
      const value: TextLiteral = { kind: 'Text', block: false, parts: [part.value], start, end };
      c.infer(value, env, types.text);
      return { kind: 'output', value };
    }
    case 'if': {
      let now = env;
      const branches = part.branches.map((branch) => {
        const condition = question(c, branch.condition, now);
        expectCondition(c, condition, now);
        const inner = resolved(c, branch.parts, withFacts(now, proves(c, condition, true)));
        now = withFacts(now, proves(c, condition, false));
        return { condition, parts: inner };
      });
      return { kind: 'if', branches, otherwise: resolved(c, part.otherwise, now) };
    }
    case 'for': {
      const item = itemOf(c, part.list, c.infer(part.list, env));
      const binding = { name: part.name.text, at: part.name, what: 'parameter', variable: part.name.text } as const;
      c.facts.bindingTypes.set(binding, item);
      const id = referenceIds.binding(c.path, part.name);
      refer(c, part.name, id, true);
      c.facts.loopTypes.set(id, item);
      const inner: Env = { ...env, scope: bind(env.scope, binding) };
      return { ...part, parts: resolved(c, part.parts, inner), otherwise: resolved(c, part.otherwise, env) };
    }
  }
}

function itemOf(c: Check, list: Expression, found: Type): Type {
  if (isError(found)) return types.error;
  if (found.kind === 'list') return found.of;
  if (found.kind === 'optional') mayBeAbsent(c, list);
  else mismatch(c, list, found, listOf(types.text));
  return types.error;
}

/** In Liquid `{% if name %}` asks whether there is one. */
function question(c: Check, e: Expression, env: Env): Expression {
  if (e.kind === 'Not') return { ...e, of: question(c, e.of, env) };
  if (e.kind === 'Binary' && (e.operator === 'and' || e.operator === 'or')) {
    const left = question(c, e.left, env);
    return { ...e, left, right: question(c, e.right, env) };
  }
  if (e.kind !== 'Reference' && e.kind !== 'Member') return e;
  // Only the type is wanted here; what is wrong is said when the condition itself is checked.
  const quiet = behalf(c, { facts: { ...c.facts, findings: [] } });
  const type = quiet.infer(e, { ...env, facts: noFacts });
  const { start, end } = e;
  return type.kind === 'optional' ? { kind: 'Presence', of: e, present: true, start, end } : e;
}
