/** Intervals of shares, at 95 %. Wilson's score for one, Newcombe's (method 10) for the difference of two: right also for few. */

/** 97.5 % of a normal distribution lie below. */
const Z = 1.959963984540054;

export interface Interval {
  readonly from: number;
  readonly to: number;
}

/** `of` above 0; shares from 0 to 1. */
export function wilson(count: number, of: number): Interval {
  const share = count / of;
  const square = Z * Z;
  const middle = share + square / (2 * of);
  const width = Z * Math.sqrt((share * (1 - share)) / of + square / (4 * of * of));
  const scale = 1 + square / of;
  return { from: Math.max(0, (middle - width) / scale), to: Math.min(1, (middle + width) / scale) };
}

/** Of `a` less `b`. */
export function newcombe(
  a: { readonly count: number; readonly of: number },
  b: { readonly count: number; readonly of: number },
): Interval & { readonly difference: number } {
  const [shareA, shareB] = [a.count / a.of, b.count / b.of];
  const [ofA, ofB] = [wilson(a.count, a.of), wilson(b.count, b.of)];
  const difference = shareA - shareB;
  return {
    difference,
    from: difference - Math.hypot(shareA - ofA.from, ofB.to - shareB),
    to: difference + Math.hypot(ofA.to - shareA, shareB - ofB.from),
  };
}
