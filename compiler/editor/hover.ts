/** What a name is, in a few lines of Journey, and what its author wrote about it. */
import { functions } from '../types/builtins.ts';
import { type Type, written } from '../types/type.ts';
import { declarationsOf, kindOf, pathOfBinding, symbolAt } from './definitions.ts';
import { plainText } from './outline.ts';
import { type EditorFile, type EditorSource, rangeIn } from './source.ts';
import type { Hover, SymbolAt } from './types.ts';
import { wordHelp } from './word-help.ts';

export function hoverAt(s: EditorSource, path: string, offset: number): Hover | undefined {
  const symbol = symbolAt(s, path, offset);
  if (symbol === undefined) return hoverWord(s, path, offset);
  const said = describe(s, symbol);
  return said === undefined ? undefined : { range: symbol.range, ...said };
}

/** A word of the language. */
function hoverWord(s: EditorSource, path: string, offset: number): Hover | undefined {
  const file = s.file(path);
  if (file === undefined) return undefined;
  const signal = signalMeant(s, file, offset);
  if (signal !== undefined) return signal;
  const found = wordHelp(file.text, offset);
  if (found === undefined) return undefined;
  return { range: rangeIn(file, found), code: found.word, doc: found.means };
}

/** `it`: no name that somebody declares, and no keyword either. */
function signalMeant(s: EditorSource, file: EditorFile, offset: number): Hover | undefined {
  for (const [e, meaning] of file.facts.meaning) {
    if (meaning.kind !== 'it' || offset < e.start || e.end < offset) continue;
    const type = file.facts.typeOf.get(e);
    const code = type === undefined ? 'it' : `it: ${written(type, s.settings)}`;
    return { range: rangeIn(file, e), code, doc: 'The signal that the condition is asked of.' };
  }
  return undefined;
}

export interface Description {
  readonly code: string;
  readonly doc?: string;
}

function describe(s: EditorSource, symbol: SymbolAt): Description | undefined {
  const { id, name } = symbol;
  switch (symbol.kind) {
    case 'function': {
      const own = functions.get(name);
      return own === undefined ? undefined : { code: own.shape, doc: own.doc };
    }
    case 'folder':
      return { code: `use ${name}` };
    case 'template':
      return { code: name, doc: 'A template in Liquid. It knows what the message is given.' };
    case 'identity key':
      return { code: name, doc: 'An identity key: it tells who the customer is, or which subject it is about.' };
    case 'subject':
      return { code: name, doc: 'A subject: what journeys can be about besides customers.' };
    case 'step':
      return { code: `step ${name}` };
    case 'outcome':
      return { code: `finish as ${name}`, doc: `An outcome of ${ownerOf(id)}.` };
    case 'candidate':
      return { code: `candidate ${name}`, doc: `A candidate of ${ownerOf(id)}.` };
    case 'experiment':
      return { code: `experiment ${name}` };
    case 'variant':
      return { code: `variant ${name}`, doc: `A variant of ${id.slice(id.indexOf(':') + 1, id.lastIndexOf('#'))}.` };
    case 'kind':
      return { code: `kind ${name}`, doc: 'A kind of journeys, which policies can speak of.' };
    case 'customer':
      return { code: name, doc: 'A customer of this test.' };
    case 'value':
      return { code: `${name}`, doc: `A value of ${ownerOf(id)}.` };
    case 'binding': {
      const type = typeOfBinding(s, id);
      return type === undefined ? { code: name } : { code: `${name}: ${written(type, s.settings)}` };
    }
    case 'profile field':
    case 'field':
      return describeField(s, symbol);
    default:
      return describeDeclaration(s, id);
  }
}

function ownerOf(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1, id.lastIndexOf('#'));
}

function typeOfBinding(s: EditorSource, id: string): Type | undefined {
  const at = id.lastIndexOf('@');
  const file = s.file(pathOfBinding(id));
  if (file === undefined) return s.paths.map((path) => s.file(path)?.facts.loopTypes.get(id)).find(Boolean);
  const start = Number(id.slice(at + 1));
  for (const [name, binding] of file.facts.bindings) {
    if (name.start === start) return file.facts.bindingTypes.get(binding);
  }
  return undefined;
}

function describeField(s: EditorSource, { id, name }: SymbolAt): Description {
  if (name === 'at' && kindOf(id) === 'field') return { code: 'at: time', doc: 'When the signal happened.' };
  if (name === 'id' && declarationsOf(s, id).length === 0)
    return { code: 'id: id', doc: "The signal's own id on the wire." };
  const [declared] = declarationsOf(s, id);
  if (declared?.field === undefined) return { code: name };
  const code = declared.file.text.slice(declared.field.start, declared.field.end).trim();
  const { doc } = declared.field;
  const origin = kindOf(id) === 'field' ? `A field of ${ownerOf(id)}.` : 'A field of the profile.';
  return { code, doc: doc === undefined ? origin : `${doc}\n\n${origin}` };
}

/** The declaration as written; of long ones the head. */
function describeDeclaration(s: EditorSource, id: string): Description | undefined {
  const symbol = s.index.byId(id);
  const file = symbol === undefined ? undefined : s.file(symbol.path);
  if (symbol === undefined || file === undefined) return undefined;
  const { node } = symbol;
  const text = file.text.slice(node.start, node.end).trim();
  const lines = text.split('\n');
  const whole = node.kind !== 'Journey' && lines.length <= 12;
  const code = whole ? text : `${(lines[0] ?? '').replace(/\s*\{\s*$/, '')} { .. }`;
  const title = node.kind === 'Journey' && node.title !== undefined ? plainText(node.title) : undefined;
  const doc = [node.doc, title, symbol.module === '' ? undefined : `In \`${symbol.module}\`.`].filter(
    (part) => part !== undefined,
  );
  return doc.length === 0 ? { code } : { code, doc: doc.join('\n\n') };
}
