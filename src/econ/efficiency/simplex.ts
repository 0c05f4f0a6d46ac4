/**
 * Linear programmes with few constraints and many columns, in standard form: the least c'x of Ax = b and x ≥ 0. Two phases of the revised simplex method with an explicit
 * inverse of the basis (Dantzig 1963; Chvátal 1983, chapters 7 and 8), and the rule of Bland (1977) where pivots stop to gain.
 */

import { Refusal } from '../../base/problem.ts';

export interface Standard {
  /** Columns of A, one behind the other. */
  readonly columns: Float64Array;
  readonly count: number;
  readonly costs: Float64Array;
  readonly rhs: Float64Array;
  /** The position of a column that has to stay zero; -1 where there is none. */
  readonly barred: number;
  /** The number of columns at the beginning that the programme before had too. Those of them that were in a basis are priced first. */
  readonly kept: number;
}

export interface Optimum {
  readonly objective: number;
  /** Values by column; those that are not here are zero. */
  readonly values: ReadonlyMap<number, number>;
  /** The largest of what the constraints miss, of what a value or reduced cost lies below zero, and of the gap between primal and dual objective. */
  readonly gap: number;
}

const REDUCED = 1e-11;
const PIVOT = 1e-9;
const FEASIBLE = 1e-9;
const TIE = 1e-13;
const FRESH_AFTER = 50;

/** Solves programmes with the same number of constraints, in work arrays of its own. */
export class Simplex {
  readonly #height: number;
  readonly #basis: Int32Array;
  readonly #values: Float64Array;
  readonly #inverse: Float64Array;
  readonly #square: Float64Array;
  readonly #duals: Float64Array;
  readonly #direction: Float64Array;
  readonly #signs: Float64Array;
  #standard: Standard = {
    columns: new Float64Array(),
    count: 0,
    costs: new Float64Array(),
    rhs: new Float64Array(),
    barred: -1,
    kept: 0,
  };
  /** Kept columns that have been in a basis. */
  readonly #likely: number[] = [];
  readonly #isLikely = new Set<number>();
  #isFirstPhase = true;

  constructor(height: number) {
    this.#height = height;
    this.#basis = new Int32Array(height);
    this.#inverse = new Float64Array(height * height);
    this.#square = new Float64Array(height * height);
    [this.#values, this.#duals, this.#direction, this.#signs] = Array.from(
      { length: 4 },
      () => new Float64Array(height),
    ) as [Float64Array, Float64Array, Float64Array, Float64Array];
  }

  /** Returns the optimum, or why there is none. */
  solve(standard: Standard): Optimum | 'infeasible' | 'unbounded' {
    const height = this.#height;
    this.#standard = standard;
    this.#inverse.fill(0);
    for (let i = 0; i < height; i++) {
      this.#signs[i] = standard.rhs[i]! < 0 ? -1 : 1;
      this.#basis[i] = standard.count + i;
      this.#inverse[i * height + i] = this.#signs[i]!;
      this.#values[i] = Math.abs(standard.rhs[i]!);
    }
    this.#isFirstPhase = true;
    this.#iterate();
    let missing = 0;
    for (let i = 0; i < height; i++) if (this.#basis[i]! >= standard.count) missing += Math.abs(this.#values[i]!);
    if (missing > FEASIBLE * (1 + largest(standard.rhs))) return 'infeasible';
    this.#isFirstPhase = false;
    return this.#iterate() ? this.#optimum() : 'unbounded';
  }

  #cost(column: number): number {
    const { count, costs } = this.#standard;
    if (column >= count) return this.#isFirstPhase ? 1 : 0;
    return this.#isFirstPhase ? 0 : costs[column]!;
  }

  /** Pivots until no column gains; false where one gains without end. */
  #iterate(): boolean {
    const scale = this.#isFirstPhase ? 1 : Math.max(1, largest(this.#standard.costs));
    const patience = 4 * this.#height + 20;
    let [pivots, idle, sinceFresh] = [0, 0, 0];
    for (;;) {
      const isBland = idle > patience;
      let entering = this.#entering(REDUCED * scale, isBland);
      if (entering < 0 && sinceFresh > 0) {
        this.#refresh();
        sinceFresh = 0;
        entering = this.#entering(REDUCED * scale, isBland);
      }
      if (entering < 0) return true;
      const leaving = this.#leaving(entering, isBland);
      if (leaving < 0) return false;
      const step = this.#pivot(entering, leaving);
      idle = step > TIE ? 0 : idle + 1;
      if (++sinceFresh >= FRESH_AFTER) {
        this.#refresh();
        sinceFresh = 0;
      }
      if (++pivots > 1000 * (this.#height + 10)) throw endless();
    }
  }

  #setDuals(): void {
    const height = this.#height;
    this.#duals.fill(0);
    for (let i = 0; i < height; i++) {
      const cost = this.#cost(this.#basis[i]!);
      if (cost !== 0) for (let k = 0; k < height; k++) this.#duals[k]! += cost * this.#inverse[i * height + k]!;
    }
  }

  /** The column of the lowest reduced cost among those that are likely, or else among all; by Bland's rule the first below zero. -1 where none gains. */
  #entering(tolerance: number, isBland: boolean): number {
    this.#setDuals();
    const { count, kept } = this.#standard;
    if (isBland) {
      for (let j = 0; j < count; j++) if (this.#reduced(j) < -tolerance) return j;
      return -1;
    }
    let best = -tolerance;
    let at = -1;
    const look = (j: number): void => {
      const reduced = this.#reduced(j);
      if (reduced >= best) return;
      best = reduced;
      at = j;
    };
    for (const j of this.#likely) look(j);
    for (let j = kept; j < count; j++) look(j);
    if (at < 0) for (let j = 0; j < kept; j++) look(j);
    if (at >= 0 && at < kept && !this.#isLikely.has(at)) {
      this.#isLikely.add(at);
      this.#likely.push(at);
    }
    return at;
  }

  #reduced(column: number): number {
    const { columns, costs, barred } = this.#standard;
    if (column === barred) return 0;
    const [height, duals] = [this.#height, this.#duals];
    let reduced = this.#isFirstPhase ? 0 : costs[column]!;
    for (let i = 0, at = column * height; i < height; i++, at++) reduced -= duals[i]! * columns[at]!;
    return reduced;
  }

  /** The row whose column leaves the basis; -1 where nothing bounds the entering one. Columns of the first phase leave first. */
  #leaving(entering: number, isBland: boolean): number {
    const { columns, count } = this.#standard;
    const [height, direction] = [this.#height, this.#direction];
    for (let i = 0; i < height; i++) {
      let sum = 0;
      for (let k = 0; k < height; k++) sum += this.#inverse[i * height + k]! * columns[entering * height + k]!;
      direction[i] = sum;
    }
    const least = PIVOT * Math.max(1, largest(direction));
    let [ratio, at] = [Number.POSITIVE_INFINITY, -1];
    for (let i = 0; i < height; i++) {
      if (!this.#isFirstPhase && this.#basis[i]! >= count && Math.abs(direction[i]!) > least) return i;
      if (direction[i]! <= least) continue;
      const own = Math.max(0, this.#values[i]!) / direction[i]!;
      const isTie = at >= 0 && Math.abs(own - ratio) <= TIE * (1 + ratio);
      const isBetter = isBland ? this.#basis[i]! < this.#basis[at]! : direction[i]! > direction[at]!;
      if (isTie ? isBetter : own < ratio) [ratio, at] = [own, i];
    }
    return at;
  }

  /** Puts a column in the place of another, and returns the step. */
  #pivot(entering: number, leaving: number): number {
    const [height, inverse, direction, values] = [this.#height, this.#inverse, this.#direction, this.#values];
    const by = direction[leaving]!;
    const step = Math.max(0, values[leaving]! / by);
    for (let i = 0; i < height; i++) if (i !== leaving) values[i]! -= step * direction[i]!;
    values[leaving] = step;
    for (let k = 0; k < height; k++) inverse[leaving * height + k]! /= by;
    for (let i = 0; i < height; i++) {
      const times = direction[i]!;
      if (i === leaving || times === 0) continue;
      for (let k = 0; k < height; k++) inverse[i * height + k]! -= times * inverse[leaving * height + k]!;
    }
    this.#basis[leaving] = entering;
    return step;
  }

  /** Inverts the basis anew, by elimination with the largest pivots. */
  #refresh(): void {
    const [height, square, inverse] = [this.#height, this.#square, this.#inverse];
    const { columns, count, rhs } = this.#standard;
    inverse.fill(0);
    for (let i = 0; i < height; i++) {
      const column = this.#basis[i]!;
      for (let k = 0; k < height; k++)
        square[k * height + i] =
          column < count ? columns[column * height + k]! : column - count === k ? this.#signs[k]! : 0;
      inverse[i * height + i] = 1;
    }
    for (let p = 0; p < height; p++) {
      let pivot = p;
      for (let i = p + 1; i < height; i++)
        if (Math.abs(square[i * height + p]!) > Math.abs(square[pivot * height + p]!)) pivot = i;
      for (let k = 0; k < height; k++) {
        [square[p * height + k], square[pivot * height + k]] = [square[pivot * height + k]!, square[p * height + k]!];
        [inverse[p * height + k], inverse[pivot * height + k]] = [
          inverse[pivot * height + k]!,
          inverse[p * height + k]!,
        ];
      }
      const by = square[p * height + p]!;
      for (let k = 0; k < height; k++) {
        square[p * height + k]! /= by;
        inverse[p * height + k]! /= by;
      }
      for (let i = 0; i < height; i++) {
        const times = square[i * height + p]!;
        if (i === p || times === 0) continue;
        for (let k = 0; k < height; k++) {
          square[i * height + k]! -= times * square[p * height + k]!;
          inverse[i * height + k]! -= times * inverse[p * height + k]!;
        }
      }
    }
    for (let i = 0; i < height; i++) {
      let sum = 0;
      for (let k = 0; k < height; k++) sum += inverse[i * height + k]! * rhs[k]!;
      this.#values[i] = sum;
    }
  }

  #optimum(): Optimum {
    const [height, basis] = [this.#height, this.#basis];
    const { columns, count, costs, rhs } = this.#standard;
    this.#refresh();
    this.#setDuals();
    const missed = Float64Array.from(rhs);
    const values = new Map<number, number>();
    let [objective, dual, gap] = [0, 0, 0];
    for (let i = 0; i < height; i++) {
      const [column, value] = [basis[i]!, this.#values[i]!];
      gap = Math.max(gap, column < count ? -value : Math.abs(value));
      dual += this.#duals[i]! * rhs[i]!;
      if (column >= count) continue;
      objective += costs[column]! * value;
      if (value > 0) values.set(column, value);
      for (let k = 0; k < height; k++) missed[k]! -= columns[column * height + k]! * value;
    }
    const scale = Math.max(1, largest(costs));
    for (let j = 0; j < count; j++) {
      gap = Math.max(gap, -this.#reduced(j) / scale);
    }
    gap = Math.max(
      gap,
      largest(missed) / Math.max(1, largest(rhs)),
      Math.abs(objective - dual) / Math.max(1, Math.abs(objective)),
    );
    return { objective, values, gap };
  }
}

function largest(values: Float64Array): number {
  let most = 0;
  for (const value of values) if (Math.abs(value) > most) most = Math.abs(value);
  return most;
}

const endless = (): Refusal =>
  new Refusal('no-optimum', 'a linear programme of the technology could not be solved to nine digits', {
    hint: 'are some quantities smaller than others of their kind by many powers of ten? Leave such units out',
  });
