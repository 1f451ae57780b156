/** J4022: the day on which somebody was born does not come again. */
import * as say from '../diagnostics/catalogue.gen.ts';
import type { Expression } from '../syntax/tree.ts';
import type { Rule } from './rule.ts';

const birthday = /^(birth_?(day|date)?|date_of_birth|day_of_birth|born(_on|_at)?|dob)$/;

export const onceInALife: Rule = ({ tree, text }, found) => {
  for (const journey of tree.declarations) {
    if (journey.kind !== 'Journey' || journey.entry?.cause.kind !== 'Anchored') continue;
    // Eighteen years after it is a day to come.
    const { cause } = journey.entry;
    if (cause.side === 'after' || !isBirthday(cause.date)) continue;
    const date = text.slice(cause.date.start, cause.date.end);
    const span = { start: cause.start, end: cause.start };
    const fixes = [{ title: 'Write `every year`', edits: [{ span, text: 'every year ' }] }];
    const ends = cause.side === 'on' && cause.at !== undefined;
    found({ wording: say.birthdayHasPassed({ date }), span: cause.date, ...(ends ? { fixes } : {}) });
  }
};

function isBirthday(date: Expression): boolean {
  if (date.kind !== 'Member' || date.of.kind !== 'Reference' || date.of.name.text !== 'profile') return false;
  return birthday.test(date.name.text);
}
