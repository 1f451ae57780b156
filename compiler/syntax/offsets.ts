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
