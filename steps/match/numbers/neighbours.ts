/** Nearest rows by the distance of covariates, from a k-d tree (Bentley 1975, Communications of the ACM 18:509). */

/** Distances of covariates are equal within it, as those of Stata's `teffects nnmatch`. */
const TIE = Math.sqrt(Number.EPSILON);

/** The number of rows that a leaf of the tree holds at most. */
const LEAF = 12;

interface Leaf {
  readonly from: number;
  readonly to: number;
}

interface Branch {
  readonly axis: number;
  readonly cut: number;
  readonly below: Tree;
  readonly above: Tree;
}

type Tree = Leaf | Branch;

/** Rows of a matrix of `width` columns, in which the nearest ones to a row are found. O(n log n) to build. */
export class Neighbours {
  readonly #points: Float64Array;
  readonly #width: number;
  readonly #rows: Int32Array;
  readonly #tree: Tree;
  readonly #tie: number;

  /** `points` holds all rows one after the other, `rows` those that may be found; distances are equal within `tie`. */
  constructor(points: Float64Array, width: number, rows: readonly number[], tie = TIE) {
    this.#points = points;
    this.#width = width;
    this.#tie = tie;
    this.#rows = Int32Array.from(rows);
    this.#tree = this.#split(0, rows.length);
  }

  /** The k nearest rows to a row other than itself, all of those at the last distance among them, rising; none where a distance must be below `most` and none is. */
  nearest(row: number, k: number, most: number): number[] {
    const best: number[] = [];
    this.#visit(
      this.#tree,
      row,
      () => best[k - 1] ?? Number.POSITIVE_INFINITY,
      (_, distance) => {
        if (!(distance < most)) return;
        let at = best.length < k ? best.length : k - 1;
        if (best.length === k && distance >= best[at]!) return;
        for (; at > 0 && best[at - 1]! > distance; at--) best[at] = best[at - 1]!;
        best[at] = distance;
      },
    );
    if (best.length === 0) return [];
    const reach = best.at(-1)! + this.#tie;
    const found: number[] = [];
    this.#visit(
      this.#tree,
      row,
      () => reach,
      (each, distance) => {
        if (distance <= reach && distance < most) found.push(each);
      },
    );
    return found.sort((a, b) => a - b);
  }

  #split(from: number, to: number): Tree {
    const axis = to - from <= LEAF ? -1 : this.#widest(from, to);
    if (axis < 0) return { from, to };
    const part = this.#rows.subarray(from, to);
    const at = (row: number): number => this.#points[row * this.#width + axis]!;
    part.sort((a, b) => at(a) - at(b));
    let middle = (to - from) >> 1;
    const cut = at(part[middle]!);
    while (middle > 0 && at(part[middle - 1]!) === cut) middle--;
    // The lowest value is the median: the rows that have it stand below.
    if (middle === 0) while (at(part[middle]!) === cut) middle++;
    return {
      axis,
      cut: at(part[middle]!),
      below: this.#split(from, from + middle),
      above: this.#split(from + middle, to),
    };
  }

  /** The column of the largest range; −1 where all rows are alike. */
  #widest(from: number, to: number): number {
    let [axis, range] = [-1, 0];
    for (let j = 0; j < this.#width; j++) {
      let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
      for (let i = from; i < to; i++) {
        const value = this.#points[this.#rows[i]! * this.#width + j]!;
        if (value < low) low = value;
        if (value > high) high = value;
      }
      if (high - low > range) [axis, range] = [j, high - low];
    }
    return axis;
  }

  /** Calls `see` with the rows of all leaves that may hold one within `reach`, which may shrink on the way. */
  #visit(tree: Tree, row: number, reach: () => number, see: (row: number, distance: number) => void): void {
    if ('axis' in tree) {
      const offset = this.#points[row * this.#width + tree.axis]! - tree.cut;
      const [near, far] = offset < 0 ? [tree.below, tree.above] : [tree.above, tree.below];
      this.#visit(near, row, reach, see);
      if (Math.abs(offset) <= reach() + this.#tie) this.#visit(far, row, reach, see);
      return;
    }
    for (let i = tree.from; i < tree.to; i++) {
      const each = this.#rows[i]!;
      if (each !== row) see(each, this.#distance(row, each));
    }
  }

  #distance(a: number, b: number): number {
    let sum = 0;
    for (let j = 0; j < this.#width; j++) {
      const gap = this.#points[a * this.#width + j]! - this.#points[b * this.#width + j]!;
      sum += gap * gap;
    }
    return Math.sqrt(sum);
  }
}
