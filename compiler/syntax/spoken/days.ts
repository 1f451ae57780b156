/** Days as people say them: `monday to friday`, `weekdays and saturday`, `mon-fri`, `every day`. */

const week = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const day =
  '(?:weekdays?|weekends?|workdays?|working days?|mon(?:day)?s?|tue(?:s|sday|sdays)?|wed(?:nesday|nesdays)?|thu(?:r|rs|rsday|rsdays)?|fri(?:day)?s?|sat(?:urday|urdays)?|sun(?:day)?s?)';
const between = '(?: *(?:-|–|—|\\.\\.|,|&|\\+) *| +(?:and|or|to|through|thru|till|until) +|, *and +)';
const days = new RegExp(`^(?:${day}\\b(?:${between}${day}\\b)*)`, 'i');
const allDays = /^(?:on +)?(?:every ?day|each day|all days|all week|daily|7 days a week|seven days a week)\b/i;
const range = /^ *(?:-|–|—|\.\.|to|through|thru|till|until) *$/i;

/** The words at the beginning of a text that mean every day; undefined: there are none. */
export function everyDayAt(text: string): string | undefined {
  return allDays.exec(text)?.[0];
}

/** What is said at the beginning of a text, and the words of a file for it; undefined: no days are said. */
export function daysAt(text: string): { readonly written: string; readonly meant: readonly string[] } | undefined {
  const written = days.exec(text)?.[0];
  if (written === undefined) return undefined;
  const meant: string[] = [];
  let toNext = false;
  for (const part of written.split(new RegExp(`(${between})`, 'i'))) {
    if (new RegExp(`^${between}$`, 'i').test(part)) toNext = range.test(part);
    else {
      const name = wordFor(part);
      meant.push(...(toNext ? daysUntil(meant.pop() ?? name, name) : [name]));
    }
  }
  return { written, meant: [...new Set(meant)] };
}

function wordFor(part: string): string {
  const word = part.toLowerCase();
  if (/^we?e?k|^work/.test(word)) return word.startsWith('weeke') ? 'weekends' : 'weekdays';
  return week.find((name) => name.startsWith(word.slice(0, 3))) ?? word;
}

/** `monday` and `friday`: the days from the one to the other. */
function daysUntil(first: string, last: string): readonly string[] {
  const [from, to] = [week.indexOf(first), week.indexOf(last)];
  if (from < 0 || to < 0) return [first, last];
  if (from === 0 && to === 4) return ['weekdays'];
  if (from === 5 && to === 6) return ['weekends'];
  return from <= to ? week.slice(from, to + 1) : [...week.slice(from), ...week.slice(0, to + 1)];
}

const clock = '\\d\\d?[:.]\\d\\d';
const hours = new RegExp(
  `^\\s*[:,]?\\s*(?:from +|between +)?(${clock})\\s*(?:\\.\\.|-|–|—|to|until|and)\\s*(${clock})`,
  'i',
);

/** Days that stand before their hours, as often as they do: `monday to friday 09:00..17:00, saturday 09:00..12:00`; `meant`: as a team says it. */
export function daysBeforeHoursAt(text: string): { readonly written: string; readonly meant: string } | undefined {
  const spans: string[] = [];
  let end = 0;
  for (let rest = text; ; ) {
    const lead = spans.length === 0 ? /^(?:on +)?/ : /^\s*(?:,|;|and\b)\s*(?:and +)?(?:on +)?/;
    const before = lead.exec(rest)?.[0];
    if (before === undefined) break;
    const behind = rest.slice(before.length);
    const every = everyDayAt(behind);
    const said = every === undefined ? daysAt(behind) : { written: every, meant: [] };
    const [written, from = '', to = ''] = hours.exec(behind.slice(said?.written.length ?? 0)) ?? [];
    if (said === undefined || written === undefined) break;
    const days = said.meant.length === 0 ? '' : ` on ${said.meant.join(', ')}`;
    spans.push(`open ${clockOf(from)}..${clockOf(to)}${days}`);
    end += before.length + said.written.length + written.length;
    rest = text.slice(end);
  }
  return spans.length === 0
    ? undefined
    : { written: text.slice(0, end), meant: spans.join(', ').slice('open '.length) };
}

const clockOf = (written: string): string => written.replace('.', ':').padStart(5, '0');
