/** How strongly an operator binds; a right side is read one level up. */
export const level = { or: 1, and: 2, not: 3, comparison: 4, sum: 5, product: 6, unary: 7 } as const;

/** A whole expression, and what stands where `in`, `and` or `on` already mean something else. */
export const whole = { ARGS: [level.or] as [number] };
export const comparison = { ARGS: [level.comparison] as [number] };
export const amount = { ARGS: [level.sum] as [number] };
export const negated = { ARGS: [level.not] as [number] };
