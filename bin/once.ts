import { CliFailure } from './output.ts';

/** For an option that takes one value: of two, the second would take the place of the first, and nobody would miss what that one meant. */
export function once(flag: string, hint: string): (text: string) => string {
  let before: string | undefined;
  return (text) => {
    if (before !== undefined) throw new CliFailure(2, `${flag} is given twice: ${before} and ${text}.`, hint);
    before = text;
    return text;
  };
}
