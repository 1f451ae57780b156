/** When each customer is to be woken: 16 bytes a timer, 8 a customer. An entry counts only while it is the customer's newest. */

export interface TimerHeap {
  /** Sets (or with null removes) the customer's time. */
  set(customer: number, due: number | null): void;
  /** The earliest time that counts, or null. */
  next(): number | null;
  /** Takes the customer of `next()`; equal times by customer number. */
  pop(): number;
  /** All whose time has come, by number. */
  due(time: number): number[];
}

const NONE = Number.POSITIVE_INFINITY;

export function createTimerHeap(): TimerHeap {
  let dues = new Float64Array(1024);
  let customers = new Float64Array(1024);
  let size = 0;
  let current = new Float64Array(1024).fill(NONE);

  const before = (a: number, b: number): boolean => {
    const dueA = dues[a] ?? NONE;
    const dueB = dues[b] ?? NONE;
    return dueA < dueB || (dueA === dueB && (customers[a] ?? 0) < (customers[b] ?? 0));
  };
  const swap = (a: number, b: number): void => {
    const due = dues[a] ?? NONE;
    const customer = customers[a] ?? 0;
    dues[a] = dues[b] ?? NONE;
    customers[a] = customers[b] ?? 0;
    dues[b] = due;
    customers[b] = customer;
  };
  const push = (customer: number, due: number): void => {
    if (size === dues.length) {
      dues = grown(dues, size * 2);
      customers = grown(customers, size * 2);
    }
    dues[size] = due;
    customers[size] = customer;
    let at = size++;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!before(at, parent)) break;
      swap(at, parent);
      at = parent;
    }
  };
  const removeTop = (): void => {
    size--;
    swap(0, size);
    for (let at = 0; ; ) {
      const left = at * 2 + 1;
      if (left >= size) return;
      const child = left + 1 < size && before(left + 1, left) ? left + 1 : left;
      if (!before(child, at)) return;
      swap(at, child);
      at = child;
    }
  };
  const dropStale = (): void => {
    while (size > 0 && current[customers[0] ?? 0] !== dues[0]) removeTop();
  };

  return {
    set(customer, due) {
      if (customer >= current.length) current = grown(current, Math.max(customer + 1, current.length * 2), NONE);
      const time = due ?? NONE;
      if (current[customer] === time) return;
      current[customer] = time;
      if (due !== null) push(customer, due);
    },
    next() {
      dropStale();
      return size === 0 ? null : (dues[0] ?? null);
    },
    pop() {
      dropStale();
      const customer = customers[0] ?? 0;
      current[customer] = NONE;
      removeTop();
      return customer;
    },
    due(time) {
      const found: number[] = [];
      current.forEach((due, customer) => {
        if (due <= time) found.push(customer);
      });
      return found;
    },
  };
}

function grown(array: Float64Array<ArrayBuffer>, length: number, fill = 0): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(length);
  if (fill !== 0) larger.fill(fill);
  larger.set(array);
  return larger;
}
