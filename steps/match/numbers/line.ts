/** Controls in a line by their scores, in which the nearest ones are found by halving and those that are taken are passed over. */

export class ScoreLine {
  /** Rising. */
  readonly scores: Float64Array;
  /** The position of the control that stands at each place. */
  readonly positions: Int32Array;
  /** Points from each place, and from the end, towards the first free one at or after it. */
  readonly #after: Int32Array;
  /** Points from each place, and from one before the first, towards the last free one at or before it; shifted by one. */
  readonly #before: Int32Array;

  /** Equal scores stand by their positions. O(n log n). */
  constructor(scores: Float64Array) {
    this.positions = ordered(scores);
    this.scores = Float64Array.from(this.positions, (j) => scores[j]!);
    this.#after = Int32Array.from({ length: scores.length + 1 }, (_, place) => place);
    this.#before = Int32Array.from({ length: scores.length + 1 }, (_, place) => place);
  }

  /** The first free place from `place` on; the number of places where there is none. */
  after(place: number): number {
    return rootOf(this.#after, place);
  }

  /** The last free place down from `place`; −1 where there is none. */
  before(place: number): number {
    return rootOf(this.#before, place + 1) - 1;
  }

  take(place: number): void {
    this.#after[place] = place + 1;
    this.#before[place + 1] = place;
  }

  /** The first place whose score is not below this one. */
  split(score: number): number {
    return first(0, this.scores.length, (place) => this.scores[place]! >= score);
  }

  distance(score: number, place: number): number {
    return Math.abs(this.scores[place]! - score);
  }

  /** From and up to the places at a distance that is near; `isNear` holds of all distances below one of which it holds. O(log n). */
  around(score: number, isNear: (distance: number) => boolean): readonly [from: number, to: number] {
    const split = this.split(score);
    const from = first(0, split, (place) => isNear(this.distance(score, place)));
    const to = first(split, this.scores.length, (place) => !isNear(this.distance(score, place)));
    return [from, to];
  }

  /** The distance of the k-th nearest free place, or of the last one that is near; null where none is. O(k). */
  reach(score: number, k: number, isNear: (distance: number) => boolean): number | null {
    const split = this.split(score);
    let [below, above] = [this.before(split - 1), this.after(split)];
    let last: number | null = null;
    for (let count = 0; count < k; count++) {
      const down = below < 0 ? Number.POSITIVE_INFINITY : this.distance(score, below);
      const up = above === this.scores.length ? Number.POSITIVE_INFINITY : this.distance(score, above);
      const nearest = Math.min(down, up);
      if (nearest === Number.POSITIVE_INFINITY || !isNear(nearest)) break;
      last = nearest;
      if (down <= up) below = this.before(below - 1);
      else above = this.after(above + 1);
    }
    return last;
  }

  /** Calls `visit` with free places of a range, at most so many, and says how many they were. */
  each(from: number, to: number, most: number, visit: (place: number) => void): number {
    let count = 0;
    for (let place = this.after(from); place < to && count < most; place = this.after(place + 1), count++) visit(place);
    return count;
  }
}

/** Positions by rising score, equal ones as they stand. */
export function ordered(scores: Float64Array): Int32Array {
  return Int32Array.from(scores.keys()).sort((a, b) => scores[a]! - scores[b]! || a - b);
}

/** The first number of a range of which something holds, as it does of all that follow; `to` where it holds of none. */
function first(from: number, to: number, holds: (at: number) => boolean): number {
  let [low, high] = [from, to];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Follows links to one that points at itself, and lets all on the way point there. */
function rootOf(links: Int32Array, at: number): number {
  let root = at;
  while (links[root] !== root) root = links[root]!;
  for (let each = at; links[each] !== root; ) {
    const next = links[each]!;
    links[each] = root;
    each = next;
  }
  return root;
}
