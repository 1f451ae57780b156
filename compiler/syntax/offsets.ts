/** Facts about places in a text, looked up where they are needed instead of being kept with every token. */

const lineFeed = 10;
const space = 32;
const tab = 9;
const carriageReturn = 13;

/** Whether only blanks stand before `offset` in its line. */
export function lineStart(text: string, offset: number): boolean {
  for (let at = offset - 1; at >= 0; at--) {
    const code = text.charCodeAt(at);
    if (code === lineFeed) return true;
    if (code !== space && code !== tab && code !== carriageReturn && code !== 0xfeff) return false;
  }
  return true;
}

/** How many characters of blank the line of `offset` begins with. */
export function indentOf(text: string, offset: number): number {
  let at = text.lastIndexOf('\n', offset - 1) + 1;
  const start = at;
  while (text.charCodeAt(at) === space || text.charCodeAt(at) === tab) at++;
  return at - start;
}
