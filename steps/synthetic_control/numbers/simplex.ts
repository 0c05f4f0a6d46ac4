/**
 * Least squares with weights that are not negative and add up to 1: the point of a convex hull that is nearest to the origin, by the active set of
 * Wolfe (1976, Mathematical Programming 11:128). Affine minima are solved by products with corrections (Björck 1987, Linear Algebra and its Applications
 * 88/89:31), and by QR where those are rough. The optimum is exact up to rounding, and its conditions are checked.
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
/** A first correction of weights by more than this tells that products are too rough, and QR solves. */
const MOST_CORRECTED = 1e-9;

/** Columns less the target, and the penalty of each weight. */
interface Programme {
  readonly points: readonly Float64Array[];
  readonly ridge: number;
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
 * found by products of columns, and its weights by residuals of the columns themselves. Refuses a solution that violates the conditions of an optimum.
 * O(J² N + iterations · S³) with S columns at work.
 */
export function simplexWeights(columns: readonly Float64Array[], target: Float64Array, ridge = 0): SimplexWeights {
  const points = columns.map((column) => {
    const point = new Float64Array(column.length);
    for (let i = 0; i < point.length; i++) point[i] = column[i]! - target[i]!;
    return point;
  });
  const squares = points.map((point) => dot(point, point) + ridge);
  const scale = Math.max(...squares, Number.MIN_VALUE);
  const programme = { points, ridge };
  const nearest = { active: [squares.indexOf(Math.min(...squares))], weights: Float64Array.of(1) };
  const products = productsOf(programme);
  const rough = descended(nearest, byProducts(products), (state) => costsByProducts(products, state), scale);
  const atPoints = (state: State): Costs => costsAtPoints(programme, state);
  const { active, weights } = descended(rough, byCorrections(programme, products), atPoints, scale);
  const { costs, own } = atPoints({ active, weights });
  const violation = violationOf(costs, active, own) / scale;
  if (violation > MOST_VIOLATED) throw noOptimum();
  const all = new Float64Array(columns.length);
  active.forEach((j, k) => {
    all[j] = weights[k]!;
  });
  return { weights: all, violation };
}

/** The half gradient of each column at the weights, and that of the weights' own point: no column costs less at an optimum. */
interface Costs {
  readonly costs: Float64Array;
  readonly own: number;
}

/** Adds the column that costs least until none costs less than the weights' own point. Ends early where a minimum is not told safely. */
function descended(start: State, solve: Solve, costsAt: (state: State) => Costs, scale: number): State {
  let state = settled(start, solve);
  for (let turn = 0; state !== null; turn++) {
    const { costs, own } = costsAt(state);
    if (turn === 20 * costs.length + 100) return state;
    const entering = leastOf(costs);
    if (costs[entering]! >= own - ROUNDING * scale || state.active.includes(entering)) return state;
    const weights = new Float64Array(state.weights.length + 1);
    weights.set(state.weights);
    const wider = settled({ active: [...state.active, entering], weights }, solve);
    if (wider === null) return state;
    state = wider;
  }
  return start;
}

function costsAtPoints({ points, ridge }: Programme, { active, weights }: State): Costs {
  const at = combined(points, active, weights);
  const costs = new Float64Array(points.length);
  for (let j = 0; j < costs.length; j++) costs[j] = dot(points[j]!, at);
  for (let k = 0; k < active.length; k++) costs[active[k]!]! += ridge * weights[k]!;
  return { costs, own: ownOf(costs, active, weights) };
}

function costsByProducts({ products, n }: Products, { active, weights }: State): Costs {
  const costs = new Float64Array(n);
  for (let k = 0; k < active.length; k++) {
    const [row, weight] = [active[k]! * n, weights[k]!];
    for (let j = 0; j < n; j++) costs[j]! += weight * products[row + j]!;
  }
  return { costs, own: ownOf(costs, active, weights) };
}

/** Σ w p over the active columns. */
function combined(points: readonly Float64Array[], active: readonly number[], weights: Float64Array): Float64Array {
  const at = new Float64Array(points[0]!.length);
  for (let k = 0; k < active.length; k++) {
    const point = points[active[k]!]!;
    const weight = weights[k]!;
    for (let i = 0; i < at.length; i++) at[i]! += weight * point[i]!;
  }
  return at;
}

function ownOf(costs: Float64Array, active: readonly number[], weights: Float64Array): number {
  let own = 0;
  for (let k = 0; k < active.length; k++) own += weights[k]! * costs[active[k]!]!;
  return own;
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

/** Products of the columns, with the ridge on the diagonal, and a Cholesky factor of those of the active ones. */
interface Products {
  readonly n: number;
  readonly products: Float64Array;
  /** Factors the products of these columns, whose rows stay for columns that stay in their places; false where that is not safe. */
  readonly factored: (active: readonly number[]) => boolean;
  /** G⁻¹ b of the columns factored last. */
  readonly solve: (b: Float64Array) => Float64Array;
}

function productsOf({ points, ridge }: Programme): Products {
  const n = points.length;
  const products = new Float64Array(n * n);
  for (let a = 0; a < n; a++) {
    for (let b = 0; b <= a; b++) products[a * n + b] = products[b * n + a] = dot(points[a]!, points[b]!);
    products[a * n + a]! += ridge;
  }
  const own = new Float64Array(n * n);
  const factor = { lower: new Float64Array(n * n), scale: new Float64Array(n) };
  let known: readonly number[] = [];
  const factored = (active: readonly number[]): boolean => {
    const k = active.length;
    let from = 0;
    while (from < k && known[from] === active[from]) from++;
    for (let a = from; a < k; a++) for (let b = 0; b <= a; b++) own[a * n + b] = products[active[a]! * n + active[b]!]!;
    const isSafe = factorize(own, k, factor, from, n);
    known = isSafe ? active : active.slice(0, from);
    return isSafe;
  };
  return { n, products, factored, solve: (b) => solveCholesky(factor, b, n) };
}

/** G u = 1 and w = u / Σu. */
const byProducts =
  ({ factored, solve }: Products): Solve =>
  (active) => {
    if (!factored(active)) return null;
    const u = solve(new Float64Array(active.length).fill(1));
    const total = totalOf(u);
    return total > 0 ? u.map((value) => value / total) : null;
  };

/** Corrects the weights by products until no active column costs more than the first at the combined point itself; by QR where products are too rough for that. */
function byCorrections(programme: Programme, products: Products): Solve {
  const first = byProducts(products);
  return (active) => {
    const start = first(active);
    return (start && corrected(programme, products, active, start)) ?? affineMinimum(programme, active);
  };
}

function corrected(
  { points, ridge }: Programme,
  { solve }: Products,
  active: readonly number[],
  start: Float64Array,
): Float64Array | null {
  const weights = start.slice();
  const first = points[active[0]!]!;
  for (let last = MOST_CORRECTED; ; ) {
    const at = combined(points, active, weights);
    const excess = weights.map((weight, k) => {
      const point = points[active[k]!]!;
      let cost = ridge * (weight - weights[0]!);
      for (let i = 0; i < at.length; i++) cost += (point[i]! - first[i]!) * at[i]!;
      return cost;
    });
    const change = solve(excess);
    // The change adds up to 0, as the weights stay at 1.
    const total = totalOf(change);
    const size = change.reduce((most, value, k) => Math.max(most, Math.abs(value - total * start[k]!)), 0);
    if (!(size <= last)) return last < MOST_CORRECTED ? weights : null;
    for (let k = 0; k < weights.length; k++) weights[k]! -= change[k]! - total * start[k]!;
    if (size <= Number.EPSILON) return weights;
    last = size / 2;
  }
}

const totalOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);

/** Solves by least squares of the first point on its differences from the others. */
function affineMinimum({ points: all, ridge }: Programme, active: readonly number[]): Float64Array<ArrayBuffer> {
  const points = active.map((j) => all[j]!);
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
