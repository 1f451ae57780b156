/**
 * Cuts what cart rescue needs out of the bytes of a line, ten times faster than `JSON.parse`.
 * A line of another layout, or with an escape or a letter beyond ASCII in its envelope, is parsed as JSON instead.
 */

/** One signal; reused from line to line. */
export interface Cut {
  order: boolean;
  /** milliseconds since 1970 */
  at: number;
  subject: string;
  consent: boolean;
}

const QUOTE = 34;
const BACKSLASH = 92;
const MOST_ASCII = 127;
const UPPER_O = 79;
/** `YYYY-MM-DDTHH:MM:SS.mmmZ` */
const TIME_LENGTH = 24;
const DATE_LENGTH = 10;

const opening = Buffer.from('{"id":"');
const beforeType = Buffer.from('","type":"');
const beforeTime = Buffer.from('","time":"');
const beforeSubject = Buffer.from('","subject":"');
const beforeData = Buffer.from('","data":{');
const consenting = Buffer.from('"consent":true');

let knownDate = '';
let knownMidnight = 0;

export function cut(buffer: Buffer, start: number, end: number, into: Cut): void {
  if (!cutByPosition(buffer, start, end, into)) cutByParsing(buffer, start, end, into);
}

function cutByPosition(buffer: Buffer, start: number, end: number, into: Cut): boolean {
  if (!startsWith(buffer, start, opening)) return false;
  const idEnd = closingQuote(buffer, start + opening.length, end);
  if (idEnd < 0 || !startsWith(buffer, idEnd, beforeType)) return false;
  const type = idEnd + beforeType.length;
  const typeEnd = closingQuote(buffer, type, end);
  if (typeEnd < 0 || !startsWith(buffer, typeEnd, beforeTime)) return false;
  const time = typeEnd + beforeTime.length;
  const timeEnd = time + TIME_LENGTH;
  if (!startsWith(buffer, timeEnd, beforeSubject)) return false;
  const subject = timeEnd + beforeSubject.length;
  const subjectEnd = closingQuote(buffer, subject, end);
  if (subjectEnd < 0 || !startsWith(buffer, subjectEnd, beforeData)) return false;

  into.order = buffer[type] === UPPER_O;
  into.at = instant(buffer, time);
  into.subject = buffer.toString('latin1', subject, subjectEnd);
  if (!into.order) {
    const found = buffer.indexOf(consenting, subjectEnd);
    into.consent = found !== -1 && found < end;
  }
  return true;
}

function cutByParsing(buffer: Buffer, start: number, end: number, into: Cut): void {
  const signal: { type: string; time: string; subject: string; data: { consent?: boolean } } = JSON.parse(
    buffer.toString('utf8', start, end),
  );
  into.order = signal.type === 'OrderPlaced';
  into.at = Date.parse(signal.time);
  into.subject = signal.subject;
  into.consent = signal.data.consent === true;
}

function startsWith(buffer: Buffer, at: number, expected: Buffer): boolean {
  for (let index = 0; index < expected.length; index++) if (buffer[at + index] !== expected[index]) return false;
  return true;
}

/** Where the text that begins at `from` is closed; -1 when it is not plain ASCII without escapes. */
function closingQuote(buffer: Buffer, from: number, end: number): number {
  for (let at = from; at < end; at++) {
    const byte = buffer[at] ?? BACKSLASH;
    if (byte === QUOTE) return at;
    if (byte === BACKSLASH || byte > MOST_ASCII) return -1;
  }
  return -1;
}

/** The date is looked up once a day, the rest is arithmetic. */
function instant(buffer: Buffer, at: number): number {
  const date = buffer.toString('latin1', at, at + DATE_LENGTH);
  if (date !== knownDate) {
    knownDate = date;
    knownMidnight = Date.parse(`${date}T00:00:00.000Z`);
  }
  const minutes = two(buffer, at + 11) * 60 + two(buffer, at + 14);
  const millis = digit(buffer, at + 20) * 100 + two(buffer, at + 21);
  return knownMidnight + (minutes * 60 + two(buffer, at + 17)) * 1000 + millis;
}

function two(buffer: Buffer, at: number): number {
  return digit(buffer, at) * 10 + digit(buffer, at + 1);
}

function digit(buffer: Buffer, at: number): number {
  return (buffer[at] ?? 48) - 48;
}
