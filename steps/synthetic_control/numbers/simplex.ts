/**
 * Least squares with weights that are not negative and add up to 1: the point of a convex hull that is nearest to the origin, by the active set of
 * Wolfe (1976, Mathematical Programming 11:128), whose affine minima are solved by QR. The optimum is exact up to rounding, and its conditions are checked.
 */
import { dot } from '../../../src/base/number/sum.ts';
import { Refusal } from '../../../src/base/problem.ts';
import { leastSquares } from '../../../src/econ/linalg/least-squares.ts';
import { factorize, solveCholesky } from '../../../src/econ/linalg/matrix.ts';

export interface SimplexWeights {
  /** One for each column, none below 0; they add up to 1. */
  readonly weights: Float64Array;
  /** The largest violation of the conditions of an optimum, relative to the largest squared distance of a column from the target. */
  readonly violation: number;
}

/** A reduced cost below this, relative to the largest squared distance, is rounding. */
const ROUNDING = 1e-13;
/** Conditions that are violated by more are no optimum. */
const MOST_VIOLATED = 1e-9;

/** Columns less the target, and the penalty of each weight. */
interface Programme {
  readonly points: readonly Float64Array[];
  readonly ridge: number;
  /** The largest squared distance of a column from the target. */
  readonly scale: number;
}

/** Columns that may have a weight, and the weights. */
interface State {
  readonly active: readonly number[];
  readonly weights: Float64Array;
}

/** Weights of the active columns that add up to 1, of any sign, at which their combination is shortest; null where it is not told safely. */
type Solve = (active: readonly number[]) => Float64Array | null;

/**
 * Minimises |Aw − b|² + ridge |w|² over the simplex. `columns`: the J columns of A, each as long as `target`, b; `ridge`: at least 0. The active set is
 * found by products of columns, and its weights by QR, which goes on where products were too rough. Refuses a solution that violates the conditions
 * of an optimum. O(J² N + iterations · S³) with S columns at work.
 */
export function simplexWeights(columns: readonly Float64Array[], target: Float64Array, ridge = 0): SimplexWeights {
  const points = columns.map((column) => {
    const point = new Float64Array(column.length);
    for (let i = 0; i < point.length; i++) point[i] = column[i]! - target[i]!;
    return point;
  });
  const squares = points.map((point) => dot(point, point) + ridge);
  const scale = Math.max(...squares, Number.MIN_VALUE);
  const programme = { points, ridge, scale };
  const nearest = { active: [squares.indexOf(Math.min(...squares))], weights: Float64Array.of(1) };
  const rough = descended(programme, nearest, byProducts(programme));
  const { active, weights } = descended(programme, rough, byQr(programme));
  const { costs, own } = reducedCosts(programme, { active, weights });
  const violation = violationOf(costs, active, own) / scale;
  if (violation > MOST_VIOLATED) throw noOptimum();
  const all = new Float64Array(columns.length);
  active.forEach((j, k) => {
    all[j] = weights[k]!;
  });
  return { weights: all, violation };
}

/** Adds the column that costs least until none costs less than the weights' own point. Ends early where a minimum is not told safely. */
function descended(programme: Programme, start: State, solve: Solve): State {
  let state = settled(start, solve);
  for (let turn = 0; state !== null && turn < 20 * programme.points.length + 100; turn++) {
    const { costs, own } = reducedCosts(programme, state);
    const entering = leastOf(costs);
    if (costs[entering]! >= own - ROUNDING * programme.scale || state.active.includes(entering)) return state;
    const weights = new Float64Array(state.weights.length + 1);
    weights.set(state.weights);
    const wider = settled({ active: [...state.active, entering], weights }, solve);
    if (wider === null) return state;
    state = wider;
  }
  return state ?? start;
}

/** The half gradient of each column at the weights, and that of the weights' own point: no column costs less at an optimum. */
function reducedCosts(
  { points, ridge }: Programme,
  { active, weights }: State,
): { readonly costs: Float64Array; readonly own: number } {
  const at = new Float64Array(points[0]!.length);
  for (let k = 0; k < active.length; k++) {
    const [point, weight] = [points[active[k]!]!, weights[k]!];
    for (let i = 0; i < at.length; i++) at[i]! += weight * point[i]!;
  }
  const costs = new Float64Array(points.length);
  for (const [j, point] of points.entries()) costs[j] = dot(point, at);
  for (const [k, j] of active.entries()) costs[j]! += ridge * weights[k]!;
  return { costs, own: active.reduce((sum, j, k) => sum + weights[k]! * costs[j]!, 0) };
}

function violationOf(costs: Float64Array, active: readonly number[], own: number): number {
  const below = Math.max(0, own - Math.min(...costs));
  return active.reduce((most, j) => Math.max(most, Math.abs(costs[j]! - own)), below);
}

/** Moves to the minimum over the active columns, leaving out those whose weight reaches 0 on the way; null where it is not told safely. */
function settled({ active, weights }: State, solve: Solve): State | null {
  let [kept, at] = [active, weights];
  for (;;) {
    const aim = solve(kept);
    if (aim === null) return null;
    if (aim.every((weight) => weight > 0)) return { active: kept, weights: aim };
    let step = 1;
    for (const [k, to] of aim.entries()) if (to <= 0) step = Math.min(step, at[k]! / (at[k]! - to));
    const moved = at.map((from, k) => from + step * (aim[k]! - from));
    // The column that stops the step leaves, also where rounding keeps its weight above 0.
    const leaving = leastOf(moved.map((weight, k) => (aim[k]! <= 0 ? weight : Number.POSITIVE_INFINITY)));
    const stays = (k: number): boolean => k !== leaving && moved[k]! > 0;
    kept = kept.filter((_, k) => stays(k));
    at = moved.filter((_, k) => stays(k));
  }
}

/** By a Cholesky factor of the products of the active columns, G u = 1 and w = u / Σu. Its rows stay for the columns that stay in their places. */
function byProducts({ points, ridge }: Programme): Solve {
  const n = points.length;
  const products = new Float64Array(n * n);
  for (let a = 0; a < n; a++)
    for (let b = 0; b <= a; b++) products[a * n + b] = products[b * n + a] = dot(points[a]!, points[b]!);
  const own = new Float64Array(n * n);
  const factor = { lower: new Float64Array(n * n), scale: new Float64Array(n) };
  let known: readonly number[] = [];
  return (active) => {
    const k = active.length;
    const changed = active.findIndex((j, a) => known[a] !== j);
    const from = changed < 0 ? k : changed;
    for (let a = from; a < k; a++) {
      for (let b = 0; b <= a; b++) own[a * n + b] = products[active[a]! * n + active[b]!]!;
      own[a * n + a]! += ridge;
    }
    const isSafe = factorize(own, k, factor, from, n);
    known = isSafe ? active : active.slice(0, from);
    if (!isSafe) return null;
    const u = solveCholesky(factor, new Float64Array(k).fill(1), n);
    const total = u.reduce((sum, value) => sum + value, 0);
    return total > 0 ? u.map((value) => value / total) : null;
  };
}

/** By least squares of the first point on its differences from the others. */
const byQr =
  ({ points, ridge }: Programme): Solve =>
  (active) =>
    affineMinimum(
      active.map((j) => points[j]!),
      ridge,
    );

function affineMinimum(points: readonly Float64Array[], ridge: number): Float64Array<ArrayBuffer> {
  const [first, ...others] = points as [Float64Array, ...Float64Array[]];
  const rows = first.length;
  const size = ridge > 0 ? rows + points.length : rows;
  const root = Math.sqrt(ridge);
  const spread = (point: Float64Array, at: number): Float64Array => {
    const out = new Float64Array(size);
    out.set(point);
    if (ridge > 0) out[rows + at] = root;
    return out;
  };
  const base = spread(first, 0);
  const differences = others.map((point, k) => {
    const out = spread(point, k + 1);
    for (let i = 0; i < size; i++) out[i] = base[i]! - out[i]!;
    return out;
  });
  const { coefficients, qr } = leastSquares(differences, base, () => 0);
  const weights = new Float64Array(points.length);
  qr.kept.forEach((j, k) => {
    weights[j + 1] = coefficients[k]!;
  });
  weights[0] = 1 - weights.reduce((sum, weight) => sum + weight, 0);
  return weights;
}

function leastOf(values: Float64Array): number {
  let at = 0;
  for (let i = 1; i < values.length; i++) if (values[i]! < values[at]!) at = i;
  return at;
}

const noOptimum = (): Refusal =>
  new Refusal(
    'no-optimum',
    'the weights of the donors could not be found: their conditions hold to fewer than nine digits',
    {
      param: 'outcome',
      hint: 'bring the variables to like sizes',
    },
  );
