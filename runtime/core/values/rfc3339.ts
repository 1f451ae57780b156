/** Times as they are written on the wire. */

const RFC3339 = /^(\d{4})-(\d\d)-(\d\d)[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/;

let knownDate = '';
let knownMidnight = 0;

/** Milliseconds since 1970 of an RFC 3339 time, or null. */
export function parseTime(text: string): number | null {
  // What nearly every sender writes, `2026-03-01T09:00:00.000Z`, is arithmetic on its day.
  if (text.length === 24 && text.startsWith(knownDate) && text[23] === 'Z' && knownDate !== '') {
    const time = timeOfDay(text);
    if (time !== null) return knownMidnight + time;
  }
  const time = parseAnyTime(text);
  if (time !== null && text.length === 24 && text[23] === 'Z') {
    knownDate = text.slice(0, 10);
    knownMidnight = Math.floor(time / 86_400_000) * 86_400_000;
  }
  return time;
}

/** Milliseconds since midnight of `..T09:00:00.000Z`, or null. */
function timeOfDay(text: string): number | null {
  const hours = digits(text, 11, 2);
  const minutes = digits(text, 14, 2);
  const seconds = digits(text, 17, 2);
  const millis = digits(text, 20, 3);
  const marks = text[10] === 'T' && text[13] === ':' && text[16] === ':' && text[19] === '.';
  const fits = marks && hours >= 0 && hours < 24 && minutes >= 0 && minutes < 60 && seconds >= 0 && seconds < 60;
  return fits && millis >= 0 ? ((hours * 60 + minutes) * 60 + seconds) * 1000 + millis : null;
}

/** The number that so many digits make, or -1. */
function digits(text: string, at: number, count: number): number {
  let value = 0;
  for (let i = at; i < at + count; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

function parseAnyTime(text: string): number | null {
  const match = RFC3339.exec(text);
  if (match === null) return null;
  const time = Date.parse(text);
  if (Number.isNaN(time)) return null;
  // Date.parse takes the 31st of February for the 3rd of March.
  const last = new Date(Date.UTC(Number(match[1]), Number(match[2]), 0)).getUTCDate();
  return Number(match[3]) <= last ? time : null;
}
