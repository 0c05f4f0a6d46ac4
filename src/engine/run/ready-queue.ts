/** Queues nodes until those that they read are settled; the first in graph order is taken first, in time logarithmic in those that are ready. */

interface Waiter<Id> {
  readonly id: Id;
  readonly dependencies: readonly Id[];
}

export class ReadyQueue<Id, T extends Waiter<Id>> {
  readonly #items: readonly T[];
  /** For each place in the order, how many nodes it still waits for; −1 once it was taken. */
  readonly #open: Int32Array;
  readonly #readers = new Map<Id, number[]>();
  readonly #ready = new NumberHeap();
  #left: number;

  /** `items` stand in graph order, none of them settled. */
  constructor(items: readonly T[], isSettled: (id: Id) => boolean) {
    this.#items = items;
    this.#left = items.length;
    this.#open = new Int32Array(items.length);
    items.forEach(({ dependencies }, place) => {
      for (const id of dependencies) {
        if (isSettled(id)) continue;
        this.#open[place]! += 1;
        const readers = this.#readers.get(id);
        if (readers) readers.push(place);
        else this.#readers.set(id, [place]);
      }
      if (this.#open[place] === 0) this.#ready.add(place);
    });
  }

  /** Returns the number of nodes that have not been taken. */
  get size(): number {
    return this.#left;
  }

  /** Notes that a node has ended. Where its output did not change (`isCut`), the nodes that read it wait for nothing else of it. */
  settled(id: Id, isCut: boolean): void {
    for (const place of this.#readers.get(id) ?? []) {
      const open = this.#open[place]!;
      if (open <= 0) continue;
      this.#open[place] = isCut ? 0 : open - 1;
      if (this.#open[place] === 0) this.#ready.add(place);
    }
    this.#readers.delete(id);
  }

  /** Takes the first node in graph order that waits for nothing. */
  take(): T | undefined {
    const place = this.#ready.take();
    if (place === undefined) return undefined;
    this.#open[place] = -1;
    this.#left -= 1;
    return this.#items[place];
  }

  /** Iterates over the nodes that have not been taken. */
  *[Symbol.iterator](): Generator<T> {
    for (const [place, item] of this.#items.entries()) if (this.#open[place]! >= 0) yield item;
  }
}

/** A binary heap of numbers: the smallest is taken first. */
class NumberHeap {
  readonly #heap: number[] = [];

  add(place: number): void {
    const heap = this.#heap;
    let at = heap.length;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (heap[above]! <= place) break;
      heap[at] = heap[above]!;
      at = above;
    }
    heap[at] = place;
  }

  take(): number | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return first;
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      if (below >= heap.length) break;
      if (below + 1 < heap.length && heap[below + 1]! < heap[below]!) below += 1;
      if (heap[below]! >= last) break;
      heap[at] = heap[below]!;
      at = below;
    }
    heap[at] = last;
    return first;
  }
}
