/** Effects without covariates in one draw after another, from sums by stratum and arm of what each unit adds up to. */
import { code, type Passes } from '../../../../src/base/kernels/compiled/cells.ts';
import { bytesOf, KernelMemory } from '../../../../src/base/kernels/memory.ts';
import { groupSums, mean } from '../../../../src/base/number/sum.ts';
import { scaledCholesky, solveCholesky } from '../../../../src/econ/linalg/matrix.ts';
import { completeRows, pick, pickCodes } from '../../../../src/econ/sample/rows.ts';
import type { RedrawnDesign } from './redrawn-design.ts';
import { type DrawnEffects, type Redraw, samplesAtOnce } from './statistics.ts';

/** Rows that the kernel lists at once. */
const listed = 64;

/** The rule by which effects follow from the means of cells. */
export type CellEstimator = 'regression' | 'difference';

/** Sums of a cell: of units with rows, weights, their squares, and of outcome k the sums of y, of weight times y, and of y². Those of plain rows have no weights. */
interface Layout {
  /** Outcomes, and one more where they are odd. */
  readonly columns: number;
  readonly width: number;
  readonly y: number;
  readonly ny: number;
  readonly yy: number;
}

/**
 * Outcomes that the same rows have, each of length N, and NaN in the others. Every unit has the weight n and the sum s of its rows; a score z(s − nμ) is linear
 * in both, so that squares of scores follow from the sums of n², ns and s² by cell. Errors are HC2 of rows that count alike, else HC0, and CR0 of clusters, without
 * factors that no draw changes. O(N K) a draw.
 */
export function cellEffects(
  outcomes: readonly Float64Array[],
  design: RedrawnDesign,
  by: CellEstimator,
  strataMin = 2,
): Redraw {
  const { units, strata, arms, weights } = design;
  const k = outcomes.length;
  const { n, sums } = unitSums(outcomes, design);
  const isPlain = !design.clustered && weights === null && design.factors === null;
  const layout = layoutOf(k, isPlain);
  const { columns, width } = layout;
  const cells = strata * arms;
  const count = units.levels;
  const bytes = [8 * (columns + 2) * count, 16 * listed, count * samplesAtOnce, 4 * count, 4 * (cells + 1)];
  const room = new KernelMemory(bytesOf(...bytes, 8 * width * cells * samplesAtOnce));
  const rows = room.float64((columns + 2) * count);
  fill(rows, columns, n, sums);
  const list = room.float64(2 * listed);
  const times = room.bytes(count * samplesAtOnce);
  const totals = room.float64(width * cells * samplesAtOnce);
  const order = room.int32(count);
  const starts = room.int32(cells + 1);
  const kernel = room.passes<Passes>(code);
  const effects = Array.from({ length: samplesAtOnce }, () =>
    by === 'regression' ? regression(design, layout, k, isPlain) : difference(design, layout, k, isPlain, strataMin),
  );
  let sorted: Float64Array | null = null;
  return (arm, samples) => {
    // samples have the arms of those before
    if (arm !== sorted) sortByCell(n, design, arm, starts, order);
    sorted = arm;
    for (const [d, sample] of samples.entries()) times.set(sample, d * count);
    totals.fill(0);
    kernel.cellSums(
      ...([rows.byteOffset, count, columns, order.byteOffset, starts.byteOffset, cells] as const),
      ...([times.byteOffset, samples.length, list.byteOffset, totals.byteOffset, width, Number(isPlain)] as const),
    );
    return samples.map((_, d) => {
      const own = totals.subarray(d * width * cells, (d + 1) * width * cells);
      if (design.factors !== null) weighCells(own, layout, design.factors, k);
      return effects[d]!(own);
    });
  };
}

/** Puts the places of the units that have rows, those in one cell after those in another, and where each cell begins. */
function sortByCell(
  n: Float64Array,
  { stratum, arms, places }: RedrawnDesign,
  arm: Float64Array,
  starts: Int32Array,
  order: Int32Array,
): void {
  starts.fill(0);
  for (let u = 0; u < arm.length; u++) {
    if (n[places[u]!] === 0) continue;
    const next = stratum[u]! * arms + arm[u]! + 1;
    starts[next] = starts[next]! + 1;
  }
  for (let cell = 1; cell < starts.length; cell++) starts[cell] = starts[cell]! + starts[cell - 1]!;
  const at = starts.slice();
  for (let u = 0; u < arm.length; u++) {
    if (n[places[u]!] === 0) continue;
    const cell = stratum[u]! * arms + arm[u]!;
    order[at[cell]!] = places[u]!;
    at[cell] = at[cell]! + 1;
  }
}

function layoutOf(k: number, isPlain: boolean): Layout {
  const columns = 2 * Math.ceil(k / 2);
  const y = isPlain ? 1 : 3;
  const ny = isPlain ? y : y + columns;
  return { columns, width: ny + 2 * columns, y, ny, yy: ny + columns };
}

/** The weight of the unit at each place, and the sums of its outcomes, which are about their means. */
function unitSums(
  outcomes: readonly Float64Array[],
  { units, places, weights }: RedrawnDesign,
): { readonly n: Float64Array; readonly sums: readonly Float64Array[] } {
  const rows = completeRows(outcomes.slice(0, 1));
  const placeOf = pickCodes(units.codes, rows).map((unit) => places[unit]!);
  const weightOf = weights === null ? new Float64Array(rows.length).fill(1) : pick(weights, rows);
  const isEachOnce = units.levels === units.codes.length;
  const sums = outcomes.map((outcome) => {
    const seen = pick(outcome, rows);
    const centre = mean(seen);
    for (let i = 0; i < seen.length; i++) seen[i] = weightOf[i]! * (seen[i]! - centre);
    return isEachOnce ? placed(seen, placeOf, units.levels) : groupSums(seen, placeOf, units.levels);
  });
  return { n: groupSums(weightOf, placeOf, units.levels), sums };
}

/** The value of each unit that has one row, 0 of those that have none here. */
function placed(values: Float64Array, placeOf: Int32Array, count: number): Float64Array {
  const out = new Float64Array(count);
  for (let i = 0; i < values.length; i++) out[placeOf[i]!] = values[i]!;
  return out;
}

/** Rows of the kernel: the size of a unit, and from the third place on its sums. */
function fill(rows: Float64Array, columns: number, n: Float64Array, sums: readonly Float64Array[]): void {
  for (let u = 0; u < n.length; u++) {
    const at = u * (columns + 2);
    rows[at] = n[u]!;
    for (let k = 0; k < sums.length; k++) rows[at + 2 + k] = sums[k]![u]!;
  }
}

/** Weighs the sums of every cell as its rows do: those of squares by the square. */
function weighCells(totals: Float64Array, { width, y, ny, yy }: Layout, factors: Float64Array, k: number): void {
  for (const [cell, factor] of factors.entries()) {
    const at = cell * width;
    if (Number.isNaN(factor)) continue;
    const times = (from: number, to: number, by: number): void => {
      for (let i = at + from; i < at + to; i++) totals[i] = totals[i]! * by;
    };
    times(1, 2, factor);
    times(2, 3, factor * factor);
    times(y, y + k, factor);
    times(ny, ny + k, factor * factor);
    times(yy, yy + k, factor * factor);
  }
}

type FromTotals = (totals: Float64Array) => DrawnEffects;

/** Σ(s − nμ)² of a cell's units. */
function squaresAbout(
  totals: Float64Array,
  at: number,
  k: number,
  mu: number,
  layout: Layout,
  isPlain: boolean,
): number {
  const nn = totals[isPlain ? at : at + 2]!;
  return totals[at + layout.yy + k]! - 2 * mu * totals[at + layout.ny + k]! + mu * mu * nn;
}

/** Means of the cells regressed on the arms' coding within strata. */
function regression({ strata, arms, coding }: RedrawnDesign, layout: Layout, k: number, isPlain: boolean): FromTotals {
  const j = coding.length;
  const { width, y } = layout;
  const out = { estimates: new Float64Array(k * j), errors: new Float64Array(k * j) };
  const x = new Float64Array(strata * arms * j);
  const z = new Float64Array(strata * arms * j);
  const leverage = new Float64Array(strata * arms);
  const cross = new Float64Array(j * j);
  const own = new Float64Array(j);
  const weightAt = (cell: number, totals: Float64Array): number => totals[cell * width + (isPlain ? 0 : 1)]!;
  return (totals) => {
    cross.fill(0);
    for (let s = 0; s < strata; s++) {
      let total = 0;
      for (let a = 0; a < arms; a++) total += weightAt(s * arms + a, totals);
      for (let i = 0; i < j; i++) {
        let mean = 0;
        for (let a = 0; a < arms; a++) mean += weightAt(s * arms + a, totals) * coding[i]![a]!;
        mean = total > 0 ? mean / total : 0;
        for (let a = 0; a < arms; a++) x[(s * arms + a) * j + i] = coding[i]![a]! - mean;
      }
      for (let a = 0; a < arms; a++) {
        const cell = s * arms + a;
        leverage[cell] = total > 0 ? 1 / total : 0;
        for (let i = 0; i < j; i++)
          for (let m = 0; m < j; m++) cross[i * j + m]! += weightAt(cell, totals) * x[cell * j + i]! * x[cell * j + m]!;
      }
    }
    const factor = scaledCholesky(cross, j);
    if (factor === null) {
      out.estimates.fill(Number.NaN);
      out.errors.fill(Number.NaN);
      return out;
    }
    for (let cell = 0; cell < strata * arms; cell++) {
      for (let i = 0; i < j; i++) own[i] = x[cell * j + i]!;
      const solved = solveCholesky(factor, own);
      for (let i = 0; i < j; i++) {
        z[cell * j + i] = solved[i]!;
        leverage[cell]! += solved[i]! * own[i]!;
      }
    }
    for (let outcome = 0; outcome < k; outcome++) {
      const at = outcome * j;
      for (let i = 0; i < j; i++) {
        let estimate = 0;
        for (let cell = 0; cell < strata * arms; cell++)
          estimate += z[cell * j + i]! * totals[cell * width + y + outcome]!;
        out.estimates[at + i] = estimate;
        out.errors[at + i] = 0;
      }
      for (let s = 0; s < strata; s++) {
        let [total, sum] = [0, 0];
        for (let a = 0; a < arms; a++) {
          total += weightAt(s * arms + a, totals);
          sum += totals[(s * arms + a) * width + y + outcome]!;
        }
        if (total === 0) continue;
        for (let a = 0; a < arms; a++) {
          const cell = s * arms + a;
          if (weightAt(cell, totals) === 0) continue;
          let mu = sum / total;
          for (let i = 0; i < j; i++) mu += x[cell * j + i]! * out.estimates[at + i]!;
          const squares = squaresAbout(totals, cell * width, outcome, mu, layout, isPlain);
          const scale = isPlain ? 1 / (1 - leverage[cell]!) : 1;
          for (let i = 0; i < j; i++) out.errors[at + i]! += scale * z[cell * j + i]! * z[cell * j + i]! * squares;
        }
      }
    }
    rooted(out.errors);
    return out;
  };
}

/** Differences of the means of each arm and the control in every stratum that has enough units of both, weighted by its size in both. */
function difference(
  { strata, arms, coding }: RedrawnDesign,
  layout: Layout,
  k: number,
  isPlain: boolean,
  strataMin: number,
): FromTotals {
  const j = coding.length;
  const { width, y } = layout;
  const out = { estimates: new Float64Array(k * j), errors: new Float64Array(k * j) };
  return (totals) => {
    const { estimates, errors } = out;
    estimates.fill(0);
    errors.fill(0);
    const size = (cell: number): number => totals[cell * width + (isPlain ? 0 : 1)]!;
    for (let i = 0; i < j; i++) {
      const kept: number[] = [];
      let all = 0;
      for (let base = 0; base < strata * arms; base += arms) {
        const arm = base + i + 1;
        if (totals[base * width]! < strataMin || totals[arm * width]! < strataMin) continue;
        kept.push(base);
        all += size(base) + size(arm);
      }
      for (let outcome = 0; outcome < k; outcome++) {
        const to = outcome * j + i;
        if (kept.length === 0) estimates[to] = Number.NaN;
        for (const base of kept) {
          const share = (size(base) + size(base + i + 1)) / all;
          for (const [cell, sign] of [
            [base + i + 1, 1],
            [base, -1],
          ] as const) {
            const at = cell * width;
            const [units, n] = [totals[at]!, size(cell)];
            const mu = totals[at + y + outcome]! / n;
            const squares = squaresAbout(totals, at, outcome, mu, layout, isPlain);
            estimates[to] = estimates[to]! + sign * share * mu;
            errors[to] = errors[to]! + share * share * (squares / n / n) * (units / (units - 1));
          }
        }
      }
    }
    rooted(errors);
    return out;
  };
}

function rooted(squares: Float64Array): void {
  for (let i = 0; i < squares.length; i++) squares[i] = squares[i]! >= 0 ? Math.sqrt(squares[i]!) : Number.NaN;
}
