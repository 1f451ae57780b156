/** Checks one file: every declaration in it, against the names of the workspace. */
import * as say from '../diagnostics/catalogue.gen.ts';
import { nearest } from '../diagnostics/nearest.ts';
import { every, type NameIndex } from '../names/index.ts';
import { referenceIds } from '../names/references.ts';
import { isNamed, symbolId, symbolKind } from '../names/symbols.ts';
import type { Declaration, File, Use } from '../syntax/tree.ts';
import { checkCalendar } from './calendars.ts';
import { type Check, emptyFacts, type FileFacts, refer, report } from './context.ts';
import { checkDecision } from './decisions.ts';
import { checkCondition, checkIdentity, checkProfile, checkPurpose, checkSignal, checkType } from './declarations.ts';
import { infer } from './expressions.ts';
import { checkHandler, checkJourney } from './journeys.ts';
import { checkOutside } from './outside.ts';
import { checkChannel, checkMessage, checkPolicy, checkTeam } from './outward.ts';
import type { Signatures } from './signatures.ts';
import { checkTest } from './tests.ts';
import type { CompilerSettings } from './type.ts';

export interface FileInput {
  readonly path: string;
  readonly module: string;
  readonly text: string;
  readonly tree: File;
}

export interface CheckedFile {
  readonly facts: FileFacts;
  /** keys of the names that were asked for */
  readonly deps: ReadonlySet<string>;
}

/** Under which a file remembers that it read a template. */
export function templateKey(path: string): string {
  return `template ${path}`;
}

export function checkFile(
  input: FileInput,
  index: NameIndex,
  signatures: Signatures,
  settings: CompilerSettings,
  templates: ReadonlyMap<string, string>,
): CheckedFile {
  const facts = emptyFacts();
  const deps = new Set<string>();
  const c: Check = {
    path: input.path,
    home: input.path,
    text: input.text,
    settings,
    index,
    signatures,
    scope: { module: input.module, uses: index.usesOf(input.path), deps },
    facts,
    infer: (expression, env, expected) => infer(c, expression, env, expected),
    inferIn: infer,
    template: (path) => {
      deps.add(templateKey(path));
      return templates.get(path);
    },
    templateNames: () => {
      deps.add(every('template'));
      return templates.keys();
    },
  };
  for (const use of input.tree.uses) checkUse(c, use, input.module);
  for (const declaration of input.tree.declarations) checkDeclaration(c, declaration, input.module);
  facts.references.sort((a, b) => a.start - b.start);
  return { facts, deps };
}

function checkUse(c: Check, use: Use, module: string): void {
  const name = use.path.map((each) => each.text).join('.');
  if (name === '' || use.path.some((each) => each.text === '')) return;
  const span = { start: use.path[0]?.start ?? use.start, end: use.path.at(-1)?.end ?? use.end };
  if (name === module) report(c, span, say.useOfOwnFolder());
  else if (c.index.hasModule(name, c.scope.deps)) refer(c, span, referenceIds.module(name));
  else {
    const folder = use.path
      .slice(0, -1)
      .map((each) => each.text)
      .join('.');
    const others = [...c.index.modules(c.scope.deps)].filter((each) => each !== '' && each !== module);
    // Other languages name what they use of a folder.
    const near = nearest(name, others) ?? others.find((each) => each === folder);
    const hint =
      near === folder ? `\`use ${folder}\` makes all names of that folder known.` : `Did you mean \`${near}\`?`;
    const fixes = [{ title: `Change to \`${near}\``, edits: [{ span, text: near ?? '' }] }];
    const takenOut = { title: 'Take it out', edits: [{ span: { start: use.start, end: use.end }, text: '' }] };
    report(c, span, say.unknownFolder({ name }), near === undefined ? { fixes: [takenOut] } : { hint, fixes });
  }
}

function checkDeclaration(c: Check, node: Declaration, module: string): void {
  const id = isNamed(node) ? symbolId(symbolKind(node.kind), module, node.name.text) : '';
  switch (node.kind) {
    case 'Signal':
      checkSignal(c, node, id);
      return;
    case 'Type':
      checkType(c, node, id);
      return;
    case 'Identity':
      checkIdentity(c, node);
      return;
    case 'Profile':
      checkProfile(c, node);
      return;
    case 'Handler':
      checkHandler(c, node);
      return;
    case 'Condition':
      checkCondition(c, node, id);
      return;
    case 'Purpose':
      checkPurpose(c, node, id);
      return;
    case 'Channel':
      checkChannel(c, node, id);
      return;
    case 'Message':
      checkMessage(c, node, id);
      return;
    case 'Team':
      checkTeam(c, node, id);
      return;
    case 'Calendar':
      checkCalendar(c, node, id);
      return;
    case 'Policy':
      checkPolicy(c, node, id);
      return;
    case 'Action':
    case 'Model':
      checkOutside(c, node, id);
      return;
    case 'Decision':
      checkDecision(c, node, id);
      return;
    case 'Journey':
      checkJourney(c, node, id);
      return;
    case 'Test':
      checkTest(c, node);
      return;
    case 'Invalid':
      return;
  }
}
