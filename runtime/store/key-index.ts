/**
 * Every key in memory, by its hash: 8 bytes a place, at most two thirds of them taken. It gives candidates, for different
 * keys can share a hash; who asks looks whether the customer has the key.
 */

export interface KeyIndex {
  /** The customer with this hash that fits and was added first, or undefined. */
  find(hash: number, fits: (customer: number) => boolean): number | undefined;
  add(hash: number, customer: number): void;
}

const FIRST_CAPACITY = 1 << 16;

export function createKeyIndex(): KeyIndex {
  let hashes = new Uint32Array(FIRST_CAPACITY);
  /** 0: the place is free */
  let customers = new Uint32Array(FIRST_CAPACITY);
  let mask = FIRST_CAPACITY - 1;
  let count = 0;

  const put = (hash: number, customer: number): void => {
    let at = hash & mask;
    while (customers[at] !== 0) at = (at + 1) & mask;
    hashes[at] = hash;
    customers[at] = customer;
  };
  const grow = (): void => {
    const [oldHashes, oldCustomers] = [hashes, customers];
    hashes = new Uint32Array(oldHashes.length * 2);
    customers = new Uint32Array(oldHashes.length * 2);
    mask = hashes.length - 1;
    for (let at = 0; at < oldHashes.length; at++) {
      const customer = oldCustomers[at] ?? 0;
      if (customer !== 0) put(oldHashes[at] ?? 0, customer);
    }
  };
  return {
    find(hash, fits) {
      const wanted = hash >>> 0;
      for (let at = wanted & mask; ; at = (at + 1) & mask) {
        const customer = customers[at] ?? 0;
        if (customer === 0) return undefined;
        if (hashes[at] === wanted && fits(customer)) return customer;
      }
    },
    add(hash, customer) {
      if (count * 3 >= hashes.length * 2) grow();
      count++;
      put(hash >>> 0, customer);
    },
  };
}
