/** Variances of coefficients of one side: Σ (a_i·e_i)², or of its sums by cluster, with residuals by neighbours or of the polynomial. */

import type { Linear } from '../linear.ts';
import type { LocalFit } from '../local-fit.ts';
import { oneCluster } from '../refusals.ts';
import type { Side } from '../side.ts';
import type { VceName } from '../spec.ts';
import type { RowWindow } from '../window.ts';
import { neighbourEdges, neighbourResiduals, neighbourSquares } from './neighbours.ts';

export interface Vce {
  readonly name: VceName;
  /** Neighbours of `nn`. */
  readonly matches: number;
}

/** The variance of a coefficient of `column`. `fit` gives residuals where no neighbours do; counts are of the coefficient's window. */
export function variance(linear: Linear, fit: LocalFit, side: Side, column: Float64Array, vce: Vce): number {
  const quick = vce.name === 'nn' ? byNeighbours(linear, side, column, vce.matches) : null;
  if (quick !== null) return quick;
  const { window } = linear;
  const influence = linear.influence();
  const residuals = residualsOf(window, fit, side, column, vce);
  if (vce.name !== 'cr1') return sumOfScores(residuals, influence);
  const scores = residuals.map((e, i) => e * influence[i]!);
  const sums = new Map<number, number>();
  for (let i = 0; i < scores.length; i++) {
    const cluster = side.clusters![window.from + i]!;
    sums.set(cluster, (sums.get(cluster) ?? 0) + scores[i]!);
  }
  const [n, g, k] = [scores.length, sums.size, fit.order + 1];
  if (g < 2) throw oneCluster(side.name);
  return (((n - 1) / (n - k)) * g * sumOfSquares(Float64Array.from(sums.values()))) / (g - 1);
}

/** From sums of powers over the rows whose neighbours lie in the window, and by a pass over the others; null where there are no such sums. */
function byNeighbours(linear: Linear, side: Side, column: Float64Array, matches: number): number | null {
  const { distances } = side;
  const { window } = linear;
  const squares = neighbourSquares(distances, column, matches);
  const edges = neighbourEdges(distances, column, window, matches);
  const atEdges = edges.reduce((sum, { residuals }) => sum + residuals.length, 0);
  const inner = linear.sumOfSquares(distances, squares, window.to - window.from - atEdges);
  if (inner === null) return null;
  return edges.reduce((sum, edge) => sum + sumOfScores(edge.residuals, linear.influence(edge.window)), inner);
}

function residualsOf(
  window: RowWindow,
  fit: LocalFit,
  { distances }: Side,
  column: Float64Array,
  { name, matches }: Vce,
): Float64Array {
  if (name === 'nn') return neighbourResiduals(distances, column, window, matches);
  const e = fit.residuals(column, window);
  if (name === 'hc0' || name === 'cr1') return e;
  const n = e.length;
  if (name === 'hc1') {
    const factor = Math.sqrt(n / (n - fit.order - 1));
    return e.map((value) => value * factor);
  }
  const leverages = fit.leverages(window);
  return e.map((value, i) => value / (name === 'hc2' ? Math.sqrt(1 - leverages[i]!) : 1 - leverages[i]!));
}

function sumOfScores(residuals: Float64Array, influence: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < residuals.length; i++) {
    const score = residuals[i]! * influence[i]!;
    sum += score * score;
  }
  return sum;
}

function sumOfSquares(x: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i]! * x[i]!;
  return sum;
}
