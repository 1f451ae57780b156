/** Names of the workspace as completions: those in sight first, then those that need a `use` line, which comes with them. */

import type { Range } from '../diagnostics/types.ts';
import { variantsByExperiment } from '../names/experiments.ts';
import type { Declared, SymbolKind } from '../names/symbols.ts';
import { builtinOutcomes, namedOutcomes, stepsOf } from '../names/symbols.ts';
import { unitWords } from '../syntax/lexer/units.ts';
import type { JourneyDeclaration, Subject } from '../syntax/tree.ts';
import { functions } from '../types/builtins.ts';
import { present, simpleTypes, type Type, types, written } from '../types/type.ts';
import { boundAt } from './bindings.ts';
import { chainType, itType } from './chains.ts';
import { declared, type EditorContext } from './context.ts';
import type { Cursor } from './cursor.ts';
import { expressionWords } from './keywords.ts';
import type { Offer } from './offers.ts';
import { rangeIn } from './source.ts';
import { templatesFor } from './template-paths.ts';
import type { CompletionItem } from './types.ts';

export const word = (label: string, detail?: string): CompletionItem => ({
  label,
  kind: 'keyword',
  ...(detail === undefined ? {} : { detail }),
});

/** `given variant | of Tone`: what stands there already says which experiment is meant. */
function variantsAt(context: EditorContext, cursor: Cursor): CompletionItem[] {
  const all = [...variantsByExperiment(context.source.index)];
  const behind = /^[ \t]+of[ \t]+(\w+)/.exec(context.file.text.slice(cursor.word.end))?.[1];
  const meant = all.filter(([name]) => name === behind);
  return (meant.length === 0 ? all : meant).flatMap(([name, variants]) =>
    [...variants].map((label): CompletionItem => ({ label, kind: 'variant', detail: `variant of ${name}` })),
  );
}

/** Those in which messages are written here, then a few that many need; the workspace's own is written without `in`. */
function languages(context: EditorContext): CompletionItem[] {
  const { index, settings } = context.source;
  const written = index
    .all('message')
    .flatMap(({ node }) => (node.kind === 'Message' ? node.contents.flatMap(({ locale }) => locale?.text ?? []) : []));
  const own = settings.locale.split('-')[0];
  const others = ['de', 'en', 'es', 'fr', 'it', 'nl', 'pl', 'pt'].filter((each) => each !== own);
  return unique([...written.sort(), ...others]).map((label) => ({ label, kind: 'value', detail: 'language' }));
}

export function namesFor(
  context: EditorContext,
  cursor: Cursor,
  offer: Exclude<Offer, { words: readonly string[] } | 'enumeration' | 'fields' | 'filling' | 'more'>,
): CompletionItem[] {
  switch (offer) {
    case 'signals':
      return symbols(context, ['signal']);
    case 'types':
      return [
        ...[...simpleTypes, 'money'].map((name): CompletionItem => ({ label: name, kind: 'type' })),
        word('list of'),
        ...symbols(context, ['type', 'signal']),
      ];
    case 'messages':
      return called(cursor, symbols(context, ['message']));
    case 'channels':
      return symbols(context, ['channel']);
    case 'its channels':
      return symbols(context, ['channel'], saidOn(context, cursor.phrase[1]?.image ?? ''));
    case 'purposes':
      return symbols(context, ['purpose']);
    case 'teams':
      return symbols(context, ['team']);
    case 'calendars':
      return symbols(context, ['calendar']);
    case 'policies':
      return symbols(context, ['policy']);
    case 'actions':
      return called(cursor, symbols(context, ['action']));
    case 'outside':
      return called(cursor, symbols(context, ['action', 'model']));
    case 'decisions':
      return symbols(context, ['decision']);
    case 'journeys':
      return called(cursor, symbols(context, ['journey']));
    case 'callable':
      return symbols(context, ['journey'], ({ node }) => node.kind === 'Journey' && node.entry === undefined);
    case 'conditions':
      return symbols(context, ['condition']);
    case 'modules':
      return [...context.source.index.modules(context.scope.deps)]
        .filter((name) => name !== '' && name !== context.scope.module)
        .map((name) => ({ label: name, kind: 'folder' }));
    case 'templates':
      return templatesFor(context).map((path) => ({ label: `"${path}"`, kind: 'template' }));
    case 'steps':
      return journeysAt(context, cursor).flatMap((journey) =>
        unique(stepsOf(journey).map((name) => name.text)).map(
          (label): CompletionItem => ({ label, kind: 'step', detail: `step of ${journey.name.text}` }),
        ),
      );
    case 'outcomes':
    case 'endings':
      return journeysAt(context, cursor).flatMap((journey) => {
        const named = namedOutcomes(journey).map((name) => name.text);
        return unique(offer === 'outcomes' ? named : [...named, ...builtinOutcomes]).map(
          (label): CompletionItem => ({ label, kind: 'value', detail: `outcome of ${journey.name.text}` }),
        );
      });
    case 'customers':
      return unique(
        earlierIn(cursor).map(([first, how, name]) => (first === 'given' && how === 'customer' ? name : '') ?? ''),
      ).map((label) => ({ label, kind: 'customer', detail: 'customer of this test' }));
    case 'notes':
      return unique(
        earlierIn(cursor).map((words) => (words[0] === 'send' && words[words.indexOf('as') + 1]) || ''),
      ).map((label) => ({ label, kind: 'binding', detail: 'a message that was sent' }));
    case 'candidates': {
      const node = declared(context, ['decision'], cursor.blocks.at(-1)?.head[1]?.image ?? '')?.node;
      const candidates = node?.kind === 'Decision' ? node.candidates : [];
      return unique(candidates.map(({ name }) => name.text)).map((label) => ({ label, kind: 'candidate' }));
    }
    case 'kinds':
      return unique(
        context.source.index
          .all('journey')
          .flatMap(({ node }) => (node.kind === 'Journey' ? (node.journeyKind?.text ?? []) : [])),
      ).map((label) => ({ label, kind: 'kind', detail: 'kind of journeys' }));
    case 'experiments':
      return [...variantsByExperiment(context.source.index).keys()]
        .sort()
        .map((label) => ({ label, kind: 'experiment' }));
    case 'variants':
      return variantsAt(context, cursor);
    case 'languages':
      return languages(context);
    case 'keys':
      return [...identityKeys(context), ...subjectsOf(context).map(({ key }) => key.text)].map((label) => ({
        label,
        kind: 'identity key',
        detail: 'identity key',
      }));
    case 'units':
      return unitsAt(context, cursor);
    case 'subjects':
      return subjectsOf(context).map(({ name }) => ({ label: name.text, kind: 'subject', detail: 'subject' }));
    case 'currencies':
      return unique([context.source.settings.currency, 'EUR', 'USD', 'GBP']).map((label, index) => ({
        label,
        kind: 'unit',
        detail: index === 0 ? 'currency of the workspace' : 'currency',
      }));
    case 'bindings':
      return bindings(context, cursor);
    case 'values':
      return values(context, cursor);
    default:
      return unreachable(offer);
  }
}

/** Those that people wait for come first; a number that is compared takes the units of what it is compared with. */
function unitsAt(context: EditorContext, cursor: Cursor): CompletionItem[] {
  const { phrase } = cursor;
  const unit = (label: string): CompletionItem => ({ label, kind: 'unit' });
  const money = [...namesFor(context, cursor, 'currencies'), unit('%')];
  const compared = chainType(context, cursor, phrase, phrase.length - 3);
  switch (compared === undefined ? undefined : present(compared).kind) {
    case 'money':
      return money;
    case 'integer':
    case 'number':
      return [];
    case 'percent':
      return [unit('%')];
    default: {
      const single = phrase.at(-1)?.image === '1';
      const times = unique(['day', 'days', 'hour', 'hours', 'minute', 'minutes', 'week', 'weeks', ...unitWords]);
      const isSingle = (label: string): boolean => !label.endsWith('s') || label === 'ms';
      const ordered = [
        ...times.filter((each) => isSingle(each) === single),
        ...times.filter((each) => isSingle(each) !== single),
      ];
      return [...ordered.map(unit), ...money];
    }
  }
}

function unreachable(value: never): never {
  throw new Error(`not an offer: ${String(value)}`);
}

const unique = (names: readonly string[]): string[] => [...new Set(names)].filter((name) => name !== '');

function bindings(context: EditorContext, cursor: Cursor): CompletionItem[] {
  return boundAt(context, cursor).map(({ name, type }) => ({
    label: name,
    kind: 'binding',
    ...(type.kind === 'error' ? {} : { detail: written(type, context.source.settings) }),
  }));
}

/** Whatever an expression can begin with. */
function values(context: EditorContext, cursor: Cursor): CompletionItem[] {
  const selecting = cursor.phrase.some(({ image }) => image === 'where') || cursor.phrase.at(-1)?.image === 'by';
  const it = selecting ? itType(context, cursor.phrase, cursor.phrase.length) : undefined;
  const ownFields = cursor.blocks.at(-1)?.kind === 'profile' ? fieldsOf(context, types.profile) : [];
  return [
    ...bindings(context, cursor),
    ...(it === undefined
      ? []
      : [{ label: 'it', kind: 'binding', detail: written(it, context.source.settings) } as const]),
    ...ownFields,
    ...expressionWords,
    ...symbols(context, ['condition', 'model']),
    ...[...functions].map(
      ([label, { shape, doc }]): CompletionItem => ({
        label,
        kind: 'function',
        detail: shape,
        doc,
        snippet: `${label}($1)`,
      }),
    ),
  ];
}

/** Fields of the profile that can be given a value: none that are computed, and no keys. */
export function storedFields(context: EditorContext): CompletionItem[] {
  const { index } = context.source;
  const isStored = (name: string): boolean => {
    const [first] = index.profileFields(name);
    return first !== undefined && first.field.computed === undefined;
  };
  return fieldsOf(context, types.profile).filter(({ label }) => isStored(label));
}

/** `behind` is written after the field's name. */
export function fieldsOf(context: EditorContext, owner: Type, behind = ''): CompletionItem[] {
  const { index, signatures, settings } = context.source;
  const type = present(owner);
  const entry = (name: string, of: Type | undefined, doc: string | undefined): CompletionItem => ({
    label: name,
    kind: 'field',
    ...(of === undefined ? {} : { detail: written(of, settings) }),
    ...(doc === undefined ? {} : { doc }),
    ...(behind === '' ? {} : { insert: name + behind }),
  });
  if (type.kind === 'profile') {
    const own = index.profileNames(context.scope.deps);
    return [
      ...own.map((name) =>
        entry(name, signatures.profileField(name, context.scope.deps), index.profileFields(name)[0]?.field.doc),
      ),
      ...identityKeys(context)
        .filter((key) => !own.includes(key))
        .map((key) => ({ ...entry(key, undefined, undefined), detail: 'identity key' })),
    ];
  }
  if (type.kind !== 'signal' && type.kind !== 'record') return [];
  return [...signatures.fields(type.id, context.scope.deps).values()]
    .filter(({ field }) => behind === '' || field !== undefined)
    .map(({ name, type: of, field }) => ({ ...entry(name, of, field?.doc) }));
}

export function valuesOf(context: EditorContext, type: Type | undefined): CompletionItem[] {
  let wanted = type === undefined ? undefined : present(type);
  if (wanted?.kind === 'list') wanted = present(wanted.of);
  if (wanted?.kind === 'boolean') return ['true', 'false'].map((each) => word(each));
  if (wanted?.kind !== 'enumeration') return [];
  const { id, name } = wanted;
  return context.source.signatures
    .values(id, context.scope.deps)
    .map((label) => ({ label, kind: 'value', detail: name }));
}

function subjectsOf(context: EditorContext): readonly Subject[] {
  return context.source.index.subjects(context.scope.deps);
}

function identityKeys(context: EditorContext): string[] {
  return context.source.index.identityKeys(context.scope.deps);
}

/** Items that begin before the caret in the blocks around it, as words. */
function earlierIn(cursor: Cursor): string[][] {
  return cursor.blocks.flatMap(({ head, earlier }) => [head, ...earlier].map((item) => item.map(({ image }) => image)));
}

/** The journey that is run, the one around the caret, or those named in the item. */
function journeysAt(context: EditorContext, cursor: Cursor): JourneyDeclaration[] {
  const inner = cursor.blocks.at(-1);
  const around = inner?.kind === 'run' ? inner : cursor.blocks[1];
  const names =
    around?.kind === 'journey' || around?.kind === 'run'
      ? [around.head[1]?.image ?? '']
      : cursor.phrase.map((token) => token.image);
  return names.flatMap((name) => {
    const node = declared(context, ['journey'], name)?.node;
    return node?.kind === 'Journey' ? [node] : [];
  });
}

function symbols(
  context: EditorContext,
  kinds: readonly SymbolKind[],
  fits: (symbol: Declared) => boolean = () => true,
): CompletionItem[] {
  const { index } = context.source;
  const near = index.visible(kinds, context.scope).filter(fits);
  const inSight = new Set(near.map((symbol) => symbol.name));
  const far = kinds.flatMap((kind) => index.all(kind)).filter((symbol) => !inSight.has(symbol.name) && fits(symbol));
  const at = useLineAt(context);
  return [
    ...near.sort(byName).map(symbolItem),
    ...far.sort(byName).map(
      (symbol): CompletionItem => ({
        ...symbolItem(symbol),
        detail: `from ${symbol.module}`,
        also: [{ range: at, text: `use ${symbol.module}\n` }],
      }),
    ),
  ];
}

/** Words that a name with its values in brackets comes after; elsewhere, as in `expect sent Explained`, the name is all. */
const calling: ReadonlySet<string> = new Set(['send', 'call']);

function called({ phrase }: Cursor, items: readonly CompletionItem[]): CompletionItem[] {
  return calling.has(phrase[0]?.image ?? '') ? [...items] : items.map(({ snippet, ...name }) => name);
}

/** Any channel for a message that is not there. */
function saidOn(context: EditorContext, message: string): (channel: Declared) => boolean {
  const node = declared(context, ['message'], message)?.node;
  if (node?.kind !== 'Message') return () => true;
  return ({ name }) => node.contents.some(({ channel }) => channel.text === name);
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}

/** Where a new `use` line goes: before those that are there. */
function useLineAt({ file }: EditorContext): Range {
  const start = file.tree.uses[0]?.start ?? 0;
  return rangeIn(file, { start, end: start });
}

function symbolItem({ kind, name, node }: Declared): CompletionItem {
  const parameters = 'parameters' in node ? node.parameters.map((each) => each.name.text) : [];
  return {
    label: name,
    kind,
    detail: parameters.length === 0 ? kind : `${kind} (${parameters.join(', ')})`,
    ...(node.doc === undefined ? {} : { doc: node.doc }),
    ...(parameters.length === 0
      ? {}
      : { snippet: `${name}(${parameters.map((parameter, index) => `\${${index + 1}:${parameter}}`).join(', ')})` }),
  };
}
