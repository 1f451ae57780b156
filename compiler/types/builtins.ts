/** Functions of the language. */

type Parameter = 'text' | 'number' | 'integer' | 'time' | 'date' | 'clock' | 'timezone' | 'quantity' | 'list';

export interface Signature {
  readonly parameters: readonly Parameter[];
  /** `same`: the type of the first argument */
  readonly result: 'text' | 'integer' | 'boolean' | 'date' | 'time' | 'same';
  /** as shown on hover */
  readonly shape: string;
  readonly doc: string;
}

export const functions: ReadonlyMap<string, Signature> = new Map<string, Signature>(
  Object.entries({
    lower: { parameters: ['text'], result: 'text', shape: 'lower(text)', doc: 'The text in small letters.' },
    upper: { parameters: ['text'], result: 'text', shape: 'upper(text)', doc: 'The text in capital letters.' },
    trim: { parameters: ['text'], result: 'text', shape: 'trim(text)', doc: 'The text without white space around it.' },
    length: {
      parameters: ['text'],
      result: 'integer',
      shape: 'length(text)',
      doc: 'How many characters the text has.',
    },
    contains: {
      parameters: ['text', 'text'],
      result: 'boolean',
      shape: 'contains(text, part)',
      doc: 'Does the text contain the part?',
    },
    starts_with: {
      parameters: ['text', 'text'],
      result: 'boolean',
      shape: 'starts_with(text, part)',
      doc: 'Does the text begin with the part?',
    },
    ends_with: {
      parameters: ['text', 'text'],
      result: 'boolean',
      shape: 'ends_with(text, part)',
      doc: 'Does the text end with the part?',
    },
    round: { parameters: ['number'], result: 'integer', shape: 'round(number)', doc: 'The nearest whole number.' },
    floor: { parameters: ['number'], result: 'integer', shape: 'floor(number)', doc: 'The whole number below.' },
    ceil: { parameters: ['number'], result: 'integer', shape: 'ceil(number)', doc: 'The whole number above.' },
    abs: { parameters: ['quantity'], result: 'same', shape: 'abs(quantity)', doc: 'The size without its sign.' },
    size: { parameters: ['list'], result: 'integer', shape: 'size(list)', doc: 'How many items the list has.' },
    date_of: {
      parameters: ['time', 'timezone'],
      result: 'date',
      shape: 'date_of(time, zone)',
      doc: 'The day that the time falls on in the zone; without one: of the customer.',
    },
    weekday_of: {
      parameters: ['time', 'timezone'],
      result: 'integer',
      shape: 'weekday_of(time, zone)',
      doc: 'The day of the week in the zone; without one: of the customer. 1 is monday, 7 is sunday.',
    },
    time_of: {
      parameters: ['date', 'clock', 'timezone'],
      result: 'time',
      shape: 'time_of(date, clock, zone)',
      doc: 'The instant of that clock on that day in the zone; without one: of the customer.',
    },
    add_months: {
      parameters: ['time', 'integer', 'timezone'],
      result: 'time',
      shape: 'add_months(time, months, zone)',
      doc: 'The same day and clock in the zone, without one of the customer, so many months later; the last day of the month where there is no such day.',
    },
  } satisfies Record<string, Signature>),
);

/** The zone stands last, and can be left out. */
export function takesZone({ parameters }: Signature): boolean {
  return parameters.at(-1) === 'timezone';
}

/** Whether the zone is left out. */
export function leavesZoneOut(name: string, values: number): boolean {
  const signature = functions.get(name);
  return signature !== undefined && takesZone(signature) && values < signature.parameters.length;
}
