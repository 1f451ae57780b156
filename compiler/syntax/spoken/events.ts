/** Whether something has happened, as people ask it: `OrderPlaced has not happened in the last 2 days`. */

/** Words that a question begins with behind the name of a signal. */
export const happeningWords: ReadonlySet<string> = new Set([
  ...['has', 'have', 'had', 'did', 'was', 'never'],
  ...['happened', 'happens', 'occurred', 'occurs', 'came', 'arrived'],
]);

const question =
  /^(?:(?:has|have|had|did|was) +)?(not +|never +)?(?:yet +)?(?:happened|happens?|occurred|occurs?|came|come|arrived?|(?:been +)?received|(?:been +)?seen)\b(?: +(?:yet|before)\b)?(?: +(?:in|within|during|for) +(?:the +)?(?:last +|past +)?(\d+ +\w+))?/;

/** What is asked at the beginning of a text about the signal before it, and how a file asks it; undefined: nothing is. */
export function happeningAt(
  text: string,
  signal: string,
): { readonly written: string; readonly meant: string } | undefined {
  const [written, not, length] = question.exec(text) ?? [];
  if (written === undefined) return undefined;
  const asked = `${not === undefined ? 'any' : 'no'} ${signal}`;
  return { written, meant: length === undefined ? asked : `${asked} in last ${length}` };
}
