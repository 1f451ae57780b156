/** The types that the checker reasons with. Named types are known by the id of their declaration, so they outlive its edits. */

export interface CompilerSettings {
  /** ISO 4217, the currency of plain `money` */
  readonly currency: string;
  /** IANA zone used where a customer has none */
  readonly timezone: string;
  readonly locale: string;
  readonly signals?: { readonly early?: number; readonly late?: number };
}

export const simpleTypes = [
  'text',
  'number',
  'integer',
  'boolean',
  'percent',
  'duration',
  'time',
  'date',
  'clock',
  'id',
  'email',
  'phone',
  'url',
  'locale',
  'timezone',
  'country',
] as const;

export type SimpleType = (typeof simpleTypes)[number];

export type Type =
  | { readonly kind: SimpleType }
  | { readonly kind: 'money'; readonly currency: string }
  | { readonly kind: 'list'; readonly of: Type }
  | { readonly kind: 'optional'; readonly of: Type }
  | { readonly kind: 'enumeration'; readonly id: string; readonly name: string }
  | { readonly kind: 'record'; readonly id: string; readonly name: string }
  | { readonly kind: 'signal'; readonly id: string; readonly name: string }
  /** `1 month`, `2 years`: as long as the calendar says */
  | { readonly kind: 'period' }
  /** the word `profile` by itself */
  | { readonly kind: 'profile' }
  /** the list `[]`, which fits every list */
  | { readonly kind: 'nothing' }
  /** there is an error already; silences whatever follows from it */
  | { readonly kind: 'error' };

const simple = Object.fromEntries(simpleTypes.map((kind) => [kind, { kind }])) as Record<SimpleType, Type>;

export const types = {
  ...simple,
  period: { kind: 'period' },
  profile: { kind: 'profile' },
  nothing: { kind: 'nothing' },
  error: { kind: 'error' },
} as const satisfies Record<string, Type>;

export function isSimpleType(name: string): name is SimpleType {
  return Object.hasOwn(simple, name);
}

export function money(currency: string): Type {
  return { kind: 'money', currency };
}

export function listOf(of: Type): Type {
  return { kind: 'list', of };
}

/** Optional of optional is optional; an error stays an error. */
export function optional(of: Type): Type {
  return of.kind === 'optional' || of.kind === 'error' ? of : { kind: 'optional', of };
}

export function present(type: Type): Type {
  return type.kind === 'optional' ? type.of : type;
}

export function isError(type: Type): boolean {
  return type.kind === 'error' || ((type.kind === 'optional' || type.kind === 'list') && isError(type.of));
}

export function same(a: Type, b: Type): boolean {
  switch (a.kind) {
    case 'money':
      return b.kind === 'money' && a.currency === b.currency;
    case 'list':
    case 'optional':
      return b.kind === a.kind && same(a.of, b.of);
    case 'enumeration':
    case 'record':
    case 'signal':
      return b.kind === a.kind && a.id === b.id;
    default:
      return a.kind === b.kind;
  }
}

/** Kinds that are a text with a promise: each may stand where a text is wanted, not the other way round. */
const textKinds: ReadonlySet<string> = new Set([
  'text',
  'id',
  'email',
  'phone',
  'url',
  'locale',
  'timezone',
  'country',
]);

export function isTextLike(type: Type): boolean {
  return textKinds.has(type.kind);
}

/** What people can read as it stands in a text. */
export function isReadable(type: Type): boolean {
  switch (type.kind) {
    case 'signal':
    case 'record':
    case 'profile':
    case 'list':
    case 'nothing':
      return false;
    default:
      return true;
  }
}

export function isNumeric(type: Type): boolean {
  return type.kind === 'number' || type.kind === 'integer';
}

/** May a value of type `from` stand where `to` is wanted? Errors fit everywhere. */
export function fits(from: Type, to: Type): boolean {
  if (isError(from) || isError(to)) return true;
  if (to.kind === 'optional') return fits(present(from), to.of);
  if (from.kind === 'list' && to.kind === 'list') return from.of.kind === 'nothing' || fits(from.of, to.of);
  if (from.kind === 'integer' && to.kind === 'number') return true;
  if (to.kind === 'text' && isTextLike(from)) return true;
  return same(from, to);
}

/** The type that holds both, if there is one. */
export function join(a: Type, b: Type): Type | undefined {
  if (fits(a, b)) return b;
  if (fits(b, a)) return a;
  if (a.kind === 'optional' || b.kind === 'optional') {
    const inner = join(present(a), present(b));
    return inner === undefined ? undefined : optional(inner);
  }
  return isTextLike(a) && isTextLike(b) ? types.text : undefined;
}

/** In the author's words: `money in EUR, or absent`. */
export function show(type: Type): string {
  switch (type.kind) {
    case 'money':
      return `money in ${type.currency}`;
    case 'list':
      return type.of.kind === 'nothing' ? 'an empty list' : `a list of ${show(type.of)}`;
    case 'optional':
      return `${show(type.of)} that may be absent`;
    case 'enumeration':
    case 'record':
    case 'signal':
      return type.name;
    case 'period':
      return 'calendar months or years';
    case 'profile':
      return 'the profile';
    case 'nothing':
      return 'nothing';
    case 'error':
      return 'unknown';
    default:
      return articles[type.kind] ?? type.kind;
  }
}

const articles: Readonly<Partial<Record<SimpleType, string>>> = {
  number: 'a number',
  integer: 'a whole number',
  boolean: 'yes or no (a boolean)',
  percent: 'a percentage',
  duration: 'a duration',
  time: 'a time',
  date: 'a date',
  clock: 'a time of day',
  id: 'an id',
  email: 'an email address',
  phone: 'a phone number',
  url: 'a web address',
  locale: 'a locale',
  timezone: 'a time zone',
  country: 'a country',
};

/** As written in source: `money USD`, `list of Line`, `text?`. */
export function written(type: Type, settings: CompilerSettings): string {
  switch (type.kind) {
    case 'money':
      return type.currency === settings.currency ? 'money' : `money ${type.currency}`;
    case 'list':
      return `list of ${written(type.of, settings)}`;
    case 'optional':
      return `${written(type.of, settings)}?`;
    case 'enumeration':
    case 'record':
    case 'signal':
      return type.name;
    default:
      return type.kind;
  }
}
