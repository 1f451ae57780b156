/** Facts about places in a text, looked up where they are needed instead of being kept with every token. */

const lineFeed = 10;
const space = 32;
const tab = 9;
const carriageReturn = 13;
const grave = 96;
/** no token begins or ends beyond ASCII, but for the quotes and currencies that are mistakes themselves */
const firstStranger = 128;

/** Whether only blanks stand before `offset` in its line, or signs that begin nothing: `•`, a space from a web page. */
export function lineStart(text: string, offset: number): boolean {
  for (let at = offset - 1; at >= 0; at--) {
    const code = text.charCodeAt(at);
    if (code === lineFeed) return true;
    if (code !== space && code !== tab && code !== carriageReturn && code < firstStranger && code !== grave)
      return false;
  }
  return true;
}
