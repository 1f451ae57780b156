/** What follows from one journey, or from one graph, alone: worked out when first asked for, kept as long as it stays the same. */

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
