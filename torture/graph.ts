/** The workspace that is tortured: journeys that wait, send, are capped, hand over and remember. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Graph } from '../compiler/graph/types.ts';
import { compileTexts } from '../tests/compile.ts';

export const WORKSPACE = join(import.meta.dirname, 'workspace');

const textOf = (name: string): string => readFileSync(join(WORKSPACE, name), 'utf8');

/** `change`: something else in the texts; `beside`: with the club. */
export function compiled(change: (text: string) => string = (text) => text, beside?: 'club'): Graph {
  const texts = { 'common.journey': change(textOf('common.journey')), 'shop.journey': change(textOf('shop.journey')) };
  const club = join(import.meta.dirname, 'simulator', 'club.journey');
  if (beside === undefined) return compileTexts(texts).graph;
  return compileTexts({ ...texts, 'club.journey': change(readFileSync(club, 'utf8')) }).graph;
}

const OWN =
  /\b(CartUpdated|CartLeft|CartCare|OrderPlaced|ComplaintRaised|CaseResolved|CartRescue|AfterPurchase|AfterComplaint|Complaint|Reminder|Thanks|Sorry)\b/g;

/** The shop with so many departments, each with signals, messages and three journeys of its own. */
export function departments(count: number): Graph {
  const shop = textOf('shop.journey');
  const texts = Array.from({ length: count }, (_, index): [string, string] => [
    `department-${index}.journey`,
    shop.replace(OWN, (name) => inDepartment(name, index)),
  ]);
  return compileTexts({ 'common.journey': textOf('common.journey'), ...Object.fromEntries(texts) }).graph;
}

/** The first department has the names of the shop itself. */
export function inDepartment(name: string, index: number): string {
  return index === 0 || !name.match(OWN) ? name : `${name}${index}`;
}

export function toGraph(text: string): Graph {
  return JSON.parse(text) as Graph;
}
