/** Nodes that wait, in order. Taking one out costs nothing for those before and behind it: where it stood is passed over. */
export class Waiting<T> {
  #items: (T | undefined)[];
  #start = 0;
  #left: number;

  constructor(items: readonly T[]) {
    this.#items = [...items];
    this.#left = items.length;
  }

  get size(): number {
    return this.#left;
  }

  /** The first that `judge` takes, which no longer waits. What it drops does not wait either. */
  take(judge: (item: T) => 'take' | 'drop' | 'leave'): T | undefined {
    this.#close();
    for (let at = this.#start; at < this.#items.length; at++) {
      const item = this.#items[at];
      const judged = item === undefined ? 'leave' : judge(item);
      if (judged === 'leave') continue;
      this.#items[at] = undefined;
      this.#left -= 1;
      if (judged === 'take') return item;
    }
    return undefined;
  }

  *[Symbol.iterator](): Generator<T> {
    for (const item of this.#items) if (item !== undefined) yield item;
  }

  /** Up, where most places are empty. */
  #close(): void {
    while (this.#start < this.#items.length && this.#items[this.#start] === undefined) this.#start += 1;
    if (this.#items.length - this.#start <= 2 * this.#left + 16) return;
    this.#items = this.#items.slice(this.#start).filter((item) => item !== undefined);
    this.#start = 0;
  }
}
