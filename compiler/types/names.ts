/** Looking up declared names on behalf of a file, with errors that name what exists. */
import * as say from '../diagnostics/catalogue.gen.ts';
import { nearest } from '../diagnostics/nearest.ts';
import { referenceIds } from '../names/references.ts';
import type { Declared, SymbolKind } from '../names/symbols.ts';
import type { Name, TypeRef } from '../syntax/tree.ts';
import { type Check, type Finding, type FindingFix, refer, referTo, report } from './context.ts';
import { resolveType } from './references.ts';
import { simpleTypes, type Type } from './type.ts';

/** The declaration that a name stands for; what is wrong is reported. */
export function lookUp(c: Check, kind: SymbolKind, name: Name): Declared | undefined {
  if (name.text === '') return undefined;
  const found = c.index.lookup([kind], name.text, c.scope);
  if (found.kind === 'found') {
    referTo(c, name, found.symbol);
    return found.symbol;
  }
  if (found.kind !== 'unknown') reportElsewhere(c, kindWords[kind], name, found.kind, found.symbols);
  else unknownName(c, kindWords[kind], name, c.index.closest([kind], name.text, c.scope));
  return undefined;
}

/** What a journey can be about; whether there is such a thing. */
export function lookUpSubject(c: Check, name: Name): boolean {
  if (name.text === '') return false;
  const names = c.index.subjects(c.scope.deps).map((subject) => subject.name.text);
  if (names.includes(name.text)) {
    refer(c, name, referenceIds.subject(name.text));
    return true;
  }
  const near = nearName(name, names);
  const hint = `Say in \`identity\` which key names one: \`subject ${name.text} by ${name.text}_id\`.`;
  report(c, name, say.unknownName({ kind: 'subject', name: name.text }), { hint, ...near });
  return false;
}

/** A signal that comes from a customer: what has happened to one can be asked and waited for. */
export function customersSignal(c: Check, name: Name): Declared | undefined {
  const symbol = lookUp(c, 'signal', name);
  if (symbol?.node.kind === 'Signal' && symbol.node.withoutCustomer) {
    report(c, name, say.signalWithoutCustomer({ signal: name.text }));
  }
  return symbol;
}

export const kindWords: Readonly<Record<SymbolKind, string>> = {
  signal: 'signal',
  type: 'type',
  condition: 'condition',
  purpose: 'purpose',
  channel: 'channel',
  message: 'message',
  team: 'team',
  policy: 'policy',
  calendar: 'calendar',
  journey: 'journey',
  decision: 'decision',
  action: 'action',
  model: 'model',
};

/** "There is no signal called X", with did-you-mean as hint and fix where there is a near one. */
export function unknownName(c: Check, kind: string, name: Name, near: string | undefined): void {
  report(c, name, say.unknownName({ kind, name: name.text }), near === undefined ? {} : didYouMean(name, near));
}

export function didYouMean(name: Name, near: string): Omit<Finding, 'wording' | 'span'> {
  return { hint: `Did you mean \`${near}\`?`, fixes: [replace(name, near)] };
}

export function replace(name: Name, text: string): FindingFix {
  return { title: `Change to \`${text}\``, edits: [{ span: name, text }] };
}

/** Did-you-mean over names that are at hand. */
export function nearName(name: Name, existing: Iterable<string>): Omit<Finding, 'wording' | 'span'> {
  // A key can be a field, too.
  const all = [...new Set(existing)];
  const near = nearest(name.text, all);
  if (near !== undefined) return didYouMean(name, near);
  return all.length > 0 && all.length <= 8 ? { hint: `There is: ${all.map((each) => `\`${each}\``).join(', ')}.` } : {};
}

function reportElsewhere(
  c: Check,
  kind: string,
  name: Name,
  how: 'ambiguous' | 'elsewhere',
  symbols: readonly Declared[],
): void {
  const modules = [...new Set(symbols.map((symbol) => symbol.module))];
  const related = symbols.map((symbol) => ({
    declaration: symbol.id,
    message: `\`${name.text}\` of ${folder(symbol.module)}`,
  }));
  if (how === 'ambiguous') {
    report(c, name, say.ambiguousName({ kind, name: name.text, folders: modules.map(folder).join(' and ') }), {
      related,
    });
    return;
  }
  const fixes = modules.map((module) => ({
    title: `Add \`use ${module}\``,
    edits: [{ span: { start: 0, end: 0 }, text: `use ${module}\n` }],
  }));
  const hint = `Write \`use ${modules[0]}\` at the top of the file.`;
  report(c, name, say.nameElsewhere({ kind, name: name.text, folder: modules.map(folder).join(' and ') }), {
    hint,
    related,
    fixes,
  });
}

function folder(module: string): string {
  return module === '' ? 'the top folder' : `folder \`${module}\``;
}

/** What types are called by others. */
const typesElsewhere: ReadonlyMap<string, string> = new Map([
  ...['string', 'str', 'varchar', 'char'].map((name) => [name, 'text'] as const),
  ...['int', 'long', 'count'].map((name) => [name, 'integer'] as const),
  ...['float', 'double', 'decimal', 'numeric'].map((name) => [name, 'number'] as const),
  ...['bool', 'yesno', 'flag'].map((name) => [name, 'boolean'] as const),
  ...['datetime', 'timestamp', 'instant'].map((name) => [name, 'time'] as const),
  ...['euro', 'euros', 'eur', 'dollar', 'dollars', 'usd', 'gbp', 'currency', 'price'].map(
    (name) => [name, 'money'] as const,
  ),
  ...['uuid', 'guid', 'identifier'].map((name) => [name, 'id'] as const),
  ['mail', 'email'],
  ['percentage', 'percent'],
  ['link', 'url'],
]);

/** `visits: count of Visited in last 7 days`: what is computed has a type, too. */
function computedInstead(c: Check, name: Name): Omit<Finding, 'wording' | 'span'> | undefined {
  if (!/^(count|sum|average|min|max|any|latest|first)$/.test(name.text)) return undefined;
  if (!/^ +(of +)?[A-Z]/.test(c.text.slice(name.end, name.end + 20))) return undefined;
  const type = name.text === 'count' ? 'integer' : name.text === 'any' ? 'boolean' : undefined;
  if (type === undefined) return { hint: `What is computed has a type, too: \`TYPE is ${name.text} ..\`.` };
  const text = `${type} is ${name.text}`;
  return { hint: `What is computed has a type, too: \`${text} ..\`.`, fixes: [replace(name, text)] };
}

const CONTACT_DECLARED = 'type Contact { at: time, what: text, channel: text? }';

/** What `contacts in last 30 days` gives is a record of the author's, who would have to guess its fields. */
function contactUndeclared(c: Check, name: Name): Omit<Finding, 'wording' | 'span'> | undefined {
  if (name.text !== 'Contact') return undefined;
  const end = { start: c.text.length, end: c.text.length };
  const fix = { title: 'Declare it', edits: [{ span: end, text: `\n${CONTACT_DECLARED}\n` }] };
  return { hint: `Contacts are given to a type such as \`${CONTACT_DECLARED}\`.`, fixes: [fix] };
}

/** The type that is written, with errors reported; for the file that writes it. */
export function typeAt(c: Check, ref: TypeRef): Type {
  return resolveType(ref, c.scope, c.index, c.settings, {
    unknown: (name) => {
      const near =
        typesElsewhere.get(name.text.toLowerCase()) ??
        nearest(name.text, [...simpleTypes, 'money']) ??
        c.index.closest(['type', 'signal'], name.text, c.scope);
      const computed = contactUndeclared(c, name) ?? computedInstead(c, name);
      if (computed !== undefined) report(c, name, say.unknownName({ kind: 'type', name: name.text }), computed);
      else unknownName(c, 'type', name, near);
    },
    notFound: (name) => {
      const found = c.index.lookup(['type', 'signal'], name.text, c.scope);
      if (found.kind === 'elsewhere' || found.kind === 'ambiguous') {
        reportElsewhere(c, 'type', name, found.kind, found.symbols);
      }
    },
    currency: (name) => report(c, name, say.unknownCurrency({ name: name.text })),
    found: (name, symbol) => referTo(c, name, symbol),
  });
}
