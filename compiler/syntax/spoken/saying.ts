/** How a sentence is said that is said otherwise in a file. */
export interface Saying {
  /** at the beginning of an item; what stands behind the match stays as it is */
  readonly written: RegExp;
  /** `$1` and so on stand for parts of what was written */
  readonly meant: string | ((...parts: string[]) => string);
  /** why, where the words that are meant do not tell it */
  readonly hint?: string;
  /** though a smaller mend was found: read so, the sentence has consequences elsewhere */
  readonly always?: boolean;
  /** only at the very left of the file, where declarations stand */
  readonly left?: boolean;
  /** what the line above must look like */
  readonly below?: RegExp;
  /** what the line underneath must look like */
  readonly above?: RegExp;
}

/** `written` is a pattern from the beginning of an item, blind to capitals only in words of ours. */
export const said = (
  written: string,
  meant: Saying['meant'],
  more: Omit<Saying, 'written' | 'meant'> = {},
): Saying => ({ written: new RegExp(`^(?:${written})`), meant, ...more });

/** the end of an item */
export const end = '(?= *(?:[,}]|$))';
/** a length of time: `2 days` */
export const length = '\\d+ \\w+(?: \\+ \\d+ \\w+)*';
/** a name with what is given to it: `Reminder(bill)` */
export const called = '[A-Z]\\w*(?:\\([^()\\n]*\\))?';
/** a signal, with its name and its condition: `BillPaid as paid where it.bill == bill.bill` */
export const heard = '[A-Z]\\w*(?: as \\w+)?(?: where [^{},\\n]+?)?';
export const text = '"[^"\\n]*"';
export const clock = '\\d\\d?:\\d\\d';
