/** Sums of a column times powers of |d| over the rows nearest to the cut-off, read off sums that are kept at every 256th row. */
import { memoByIdentity } from '../../../../src/base/memo.ts';

/** The powers are those from 0 on, below this. */
export const POWERS = 12;

const BLOCK = 256;

/** The sums of one side, whose rows all lie on it. */
export class PowerSums {
  readonly #distances: Float64Array;
  readonly #column: Float64Array;
  readonly #isLeft: boolean;
  /** The largest |d|. */
  readonly #range: number;
  /** Sums over the rows before each block, in units of the range. */
  readonly #before: Float64Array;

  /** `distances`: ascending. O(rows). */
  constructor(distances: Float64Array, column: Float64Array) {
    this.#distances = distances;
    this.#column = column;
    this.#isLeft = distances[0]! < 0;
    this.#range = Math.abs(this.#isLeft ? distances[0]! : distances.at(-1)!);
    const blocks = Math.floor(distances.length / BLOCK);
    this.#before = new Float64Array((blocks + 1) * POWERS);
    const lost = new Float64Array(POWERS);
    const sums = new Float64Array(POWERS);
    for (let block = 0; block < blocks; block++) {
      this.#add(block * BLOCK, (block + 1) * BLOCK, sums);
      for (let j = 0; j < POWERS; j++) {
        // what rounding takes off a sum is added to the next (Kahan 1965)
        const [sum, value] = [this.#before[block * POWERS + j]!, sums[j]! - lost[j]!];
        const next = sum + value;
        lost[j] = next - sum - value;
        this.#before[(block + 1) * POWERS + j] = next;
      }
    }
  }

  /** Σ column·(|d|/unit)ʲ over so many rows from the cut-off on. */
  nearest(rows: number, unit: number): Float64Array {
    const block = Math.floor(rows / BLOCK);
    const out = new Float64Array(POWERS);
    this.#add(block * BLOCK, rows, out);
    let scale = 1;
    for (let j = 0; j < POWERS; j++) {
      out[j] = (out[j]! + this.#before[block * POWERS + j]!) * scale;
      scale *= this.#range / unit;
    }
    return out;
  }

  /** Writes sums over rows, counted from the cut-off, in units of the range. Twelve variables are several times as fast as an array of them. */
  #add(from: number, to: number, out: Float64Array): void {
    const [distances, column, range] = [this.#distances, this.#column, this.#range];
    const step = this.#isLeft ? -1 : 1;
    let at = this.#isLeft ? distances.length - 1 - from : from;
    let [s0, s1, s2, s3, s4, s5, s6, s7, s8, s9, s10, s11] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    for (let k = from; k < to; k++) {
      const u = Math.abs(distances[at]!) / range;
      let value = column[at]!;
      s0 += value;
      s1 += value *= u;
      s2 += value *= u;
      s3 += value *= u;
      s4 += value *= u;
      s5 += value *= u;
      s6 += value *= u;
      s7 += value *= u;
      s8 += value *= u;
      s9 += value *= u;
      s10 += value *= u;
      s11 += value * u;
      at += step;
    }
    out.set([s0, s1, s2, s3, s4, s5, s6, s7, s8, s9, s10, s11]);
  }
}

const ofOnes = memoByIdentity(
  (distances: Float64Array) => new PowerSums(distances, new Float64Array(distances.length).fill(1)),
);
const ofColumn = memoByIdentity((column: Float64Array) =>
  memoByIdentity((distances: Float64Array) => new PowerSums(distances, column)),
);

/** Remembered for as long as the arrays live, since every bandwidth that is tried asks for them. `column`: null for ones. */
export const powerSumsOf = (distances: Float64Array, column: Float64Array | null): PowerSums =>
  column === null ? ofOnes(distances) : ofColumn(column)(distances);
