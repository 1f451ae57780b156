/** What follows from one thing alone, or from two together: worked out when first asked for, kept as long as they stay the same. */

export function perObject<K extends object, T>(work: (of: K) => T): (of: K) => T {
  const known = new WeakMap<K, { readonly result: T }>();
  return (of) => {
    const before = known.get(of);
    if (before !== undefined) return before.result;
    const result = work(of);
    known.set(of, { result });
    return result;
  };
}

export function perPair<A extends object, B extends object, T>(work: (a: A, b: B) => T): (a: A, b: B) => T {
  const under = perObject((a: A) => perObject((b: B) => work(a, b)));
  return (a, b) => under(a)(b);
}
