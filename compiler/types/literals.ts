/** Values as written: texts, quantities with units, dates, lists. */
import * as say from '../diagnostics/catalogue.gen.ts';
import { nearest } from '../diagnostics/nearest.ts';
import type { Expression, TextLiteral } from '../syntax/tree.ts';
import { type Check, type Env, report, sourceOf } from './context.ts';
import { mayBeAbsent } from './expect.ts';
import { orText } from './operators.ts';
import { sayDigits } from './points.ts';
import { isError, isReadable, isTextLike, join, listOf, money, present, show, type Type, types } from './type.ts';
import { dateNumber, isTimezone, unitOf } from './units.ts';

type Of<K extends Expression['kind']> = Extract<Expression, { kind: K }>;

/** A text without `{..}` can also be an id, an email address and so on, where one is wanted. */
export function literalText(c: Check, text: TextLiteral, env: Env, expected: Type | undefined): Type {
  let plain = true;
  for (const part of text.parts) {
    if (typeof part === 'string') continue;
    plain = false;
    inserted(c, part, partOf(c, part, env), env);
  }
  const wanted = expected === undefined ? types.text : present(expected);
  if (plain && wanted.kind === 'enumeration') return quotedValue(c, text, wanted);
  if (!plain || !isTextLike(wanted)) return types.text;
  return fitsPromise(c, text, wanted) ? wanted : types.error;
}

/** `"gold"` where `gold` is meant. */
function quotedValue(c: Check, text: TextLiteral, wanted: Extract<Type, { kind: 'enumeration' }>): Type {
  const values = c.signatures.values(wanted.id, c.scope.deps);
  const word = text.parts.join('');
  const meant = values.includes(word) ? word : nearest(word, values);
  const list = values.map((value) => `\`${value}\``).join(', ');
  const wording = say.wrongType({ text: sourceOf(c, text), found: show(types.text), expected: show(wanted) });
  report(c, text, wording, {
    hint: values.includes(word)
      ? `Write \`${word}\`, without quotes.`
      : `${wanted.name} is one of ${list}, without quotes.`,
    ...(meant === undefined
      ? {}
      : { fixes: [{ title: `Change to \`${meant}\``, edits: [{ span: text, text: meant }] }] }),
  });
  return values.includes(word) ? wanted : types.error;
}

function partOf(c: Check, part: Expression, env: Env): Type {
  if (part.kind !== 'Binary' || part.operator !== 'or' || part.right.kind !== 'Text') return c.infer(part, env);
  const type = orText(c, part, env);
  c.facts.typeOf.set(part, type);
  return type;
}

/** A value inside a text must be something that people can read. */
function inserted(c: Check, part: Expression, type: Type, env: Env): void {
  if (isError(type)) return;
  const text = sourceOf(c, part);
  if (!isReadable(present(type))) report(c, part, say.notReadable({ text, found: show(type) }));
  else if (type.kind !== 'optional') return;
  // No question can stand before a message's text.
  else if (env.place === 'message')
    report(c, part, say.mayBeAbsent({ text }), { hint: `Say what stands in for it: \`${text} or ""\`.` });
  else mayBeAbsent(c, part, present(type).kind === 'text' ? types.text : type);
}

/** A language of two or three letters, and what narrows it. */
export function isLocale(text: string): boolean {
  return /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(text);
}

function fitsPromise(c: Check, text: TextLiteral, wanted: Type): boolean {
  const value = text.parts.join('');
  const rule = promises[wanted.kind];
  if (rule === undefined || rule.test(value)) return true;
  report(c, text, say.textIsNot({ text: `"${value}"`, expected: show(wanted) }), { hint: rule.hint });
  return false;
}

const promises: Readonly<Record<string, { readonly test: (value: string) => boolean; readonly hint: string }>> = {
  timezone: { test: isTimezone, hint: 'Write a zone such as "Europe/London".' },
  email: { test: (value) => /^[^\s@]+@[^\s@]+$/.test(value), hint: 'Write an address such as "ada@example.com".' },
  url: {
    test: (value) => /^[a-z][a-z0-9+.-]*:\S+$/i.test(value),
    hint: 'Write an address such as "https://example.com".',
  },
  country: { test: (value) => /^[A-Z]{2}$/.test(value), hint: 'Write two capital letters, such as "GB".' },
  locale: { test: isLocale, hint: 'Write a locale such as "en" or "de-AT".' },
  phone: {
    test: (value) => /^\+?[0-9][0-9 ().-]{2,}$/.test(value),
    hint: 'Write a number such as "+44 20 7946 0000".',
  },
};

export function quantity(c: Check, literal: Of<'Quantity'>): Type {
  const unit = unitOf(literal.unit.text);
  switch (unit?.kind) {
    case undefined:
      // Other words have been reported as no unit at all.
      if (/^[A-Z]{3}$/.test(literal.unit.text)) {
        report(c, literal.unit, say.unknownCurrency({ name: literal.unit.text }));
      }
      return types.error;
    case 'duration':
      return types.duration;
    case 'period':
      return types.period;
    case 'percent':
      return types.percent;
    case 'money':
      sayDigits(c, literal);
      return money(unit.currency);
  }
}

/** A day that does not exist has been reported. */
export function dateLiteral(literal: Of<'Date'>): Type {
  return dateNumber(literal.text) === undefined ? types.error : types.date;
}

/** `2026-03-01 09:00` */
export function momentLiteral(literal: Of<'Moment'>): Type {
  return dateNumber(literal.date) === undefined ? types.error : types.time;
}

/** All items have one type; what is expected of the list is expected of each. */
export function list(c: Check, literal: Of<'List'>, env: Env, expected: Type | undefined): Type {
  const wanted = expected === undefined ? undefined : present(expected);
  const wantedItem = wanted?.kind === 'list' ? wanted.of : undefined;
  let item: Type | undefined;
  for (const each of literal.items) {
    const type = c.infer(each, env, wantedItem ?? item);
    if (isError(type)) {
      item ??= types.error;
      continue;
    }
    const both = item === undefined || isError(item) ? type : join(item, type);
    if (both === undefined) {
      report(c, each, say.mixedList({ found: show(type), expected: show(item ?? type) }));
      return types.error;
    }
    item = both;
  }
  return listOf(item ?? types.nothing);
}
