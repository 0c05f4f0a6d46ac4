/** Removes two absorbed effects from columns. It walks a forest of rows that join their levels, so that only sums along paths are rounded. */
import { listsByCode } from '../../panel/lists-by-code.ts';
import { pickCodes } from '../../sample/rows.ts';

interface Levels {
  readonly codes: Int32Array;
  readonly levels: number;
}

/** A remainder of a value below this part of all that was added up for it is rounding. */
const ROUNDING = 1e-12;

/** Levels of two effects as vertices, and some rows as edges between them. */
export class LevelForest {
  readonly #sides: readonly [Levels, Levels];
  /** Vertices, those of the second effect behind the first's, each after the one that it hangs on. */
  readonly #order: Int32Array;
  /** The row that each hangs on; −1 for a root. */
  readonly #rows: Int32Array;
  readonly #components: Int32Array;
  /** The number of components. */
  readonly count: number;

  /** `edges`: rows that may be edges. O(N + levels). */
  constructor(first: Levels, second: Levels, edges: Int32Array) {
    this.#sides = [first, second];
    const size = first.levels + second.levels;
    this.#order = new Int32Array(size);
    this.#rows = new Int32Array(size).fill(-1);
    this.#components = new Int32Array(size).fill(-1);
    const rowsOf = this.#sides.map(({ codes, levels }) => listsByCode(pickCodes(codes, edges), levels, edges));
    let [placed, next, count] = [0, 0, 0];
    const place = (vertex: number, row: number): void => {
      this.#components[vertex] = count;
      this.#rows[vertex] = row;
      this.#order[placed++] = vertex;
    };
    for (let root = 0; root < size; root++) {
      if (this.#components[root] !== -1) continue;
      place(root, -1);
      for (; next < placed; next++) {
        const vertex = this.#order[next]!;
        const side = vertex < first.levels ? 0 : 1;
        const { values: rows, starts } = rowsOf[side]!;
        const level = vertex - side * first.levels;
        for (let at = starts[level]!; at < starts[level + 1]!; at++) {
          const other = this.#vertex(rows[at]!, 1 - side);
          if (this.#components[other] === -1) place(other, rows[at]!);
        }
      }
      count++;
    }
    this.count = count;
  }

  /** The vertex of a row's level of the first effect, side 0, or of the second. */
  #vertex(row: number, side: number): number {
    return this.#sides[side]!.codes[row]! + side * this.#sides[0].levels;
  }

  /** The component of a row's level of the first effect, side 0, or of the second; one and the same for an edge. */
  componentOf(row: number, side: number): number {
    return this.#components[this.#vertex(row, side)]!;
  }

  /** Says whether both levels of a row are of one component. */
  isInside(row: number): boolean {
    return this.componentOf(row, 0) === this.componentOf(row, 1);
  }

  /** x less the levels of both effects that fit it in the rows of the forest and are 0 at roots. O(N + levels). */
  solvedOut(x: Float64Array): Float64Array {
    const values = new Float64Array(this.#order.length);
    const sizes = new Float64Array(values.length);
    for (const vertex of this.#order) {
      const row = this.#rows[vertex]!;
      if (row === -1) continue;
      const other = this.#vertex(row, vertex < this.#sides[0].levels ? 1 : 0);
      values[vertex] = x[row]! - values[other]!;
      sizes[vertex] = Math.abs(x[row]!) + sizes[other]!;
    }
    return x.map((value, row) => {
      const a = this.#vertex(row, 0);
      const b = this.#vertex(row, 1);
      const left = value - values[a]! - values[b]!;
      return Math.abs(left) <= ROUNDING * (Math.abs(value) + sizes[a]! + sizes[b]!) ? 0 : left;
    });
  }
}
