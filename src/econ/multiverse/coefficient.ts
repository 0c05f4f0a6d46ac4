/** One coefficient of a linear regression and its variance, from sums of products that specifications share. */
import { dot } from '../../base/number/sum.ts';
import type { SmallStyle, VcovSpec } from '../design.ts';
import type { Warning } from '../fit.ts';
import type { Workspace } from '../linalg/workspace.ts';
import type { Effect } from '../panel/effects.ts';
import { saysFewClusters } from '../vcov/few-clusters.ts';
import {
  countParameters,
  groupFactor,
  type ParameterCounts,
  requireResidualDf,
  resolveStyle,
} from '../vcov/finite-sample.ts';
import { saysTooFewGroups } from '../vcov/inference.ts';
import type { SharedColumn, SharedColumns } from './columns.ts';

/**
 * A column's share that the columns before it leave, of the outcome that they all leave, and of within variation in a column's size: with less
 * the regression is solved by its rows.
 */
const least = { pivot: 1e-5, unexplained: 1e-4, within: 1e-8 };

export interface CoefficientRequest {
  readonly shared: SharedColumns;
  readonly outcome: SharedColumn;
  /** The term in question, and the others. */
  readonly x: SharedColumn;
  readonly controls: readonly SharedColumn[];
  readonly nobs: number;
  readonly constant: boolean;
  readonly effects: readonly Effect[];
  readonly vcov: VcovSpec;
  readonly small: SmallStyle;
  readonly clusters: readonly Effect[];
  readonly workspace: Workspace;
}

export interface Coefficient {
  readonly estimate: number;
  readonly variance: number;
  /** null: the normal distribution. */
  readonly df: number | null;
  readonly nclusters: number | null;
  /** The warnings of the regression, without those of the variances of other terms. */
  readonly warnings: readonly Pick<Warning, 'code' | 'message'>[];
}

/** True where sums serve errors of this kind: any other is estimated as a column of models is. */
export const servesVcov = (vcov: VcovSpec): boolean =>
  vcov.is === 'iid' ||
  (vcov.is === 'hc' && (vcov.type === 'HC0' || vcov.type === 'HC1')) ||
  (vcov.is === 'cluster' && vcov.by.length === 1 && vcov.wild === undefined);

/**
 * By Frisch, Waugh and Lovell: with the columns in the order controls, x, outcome, and L the Cholesky factor of their products,
 * b = L[y,x]/L[x,x] and RSS = L[y,y]², r (what the controls leave of x) has r'r = L[x,x]², and V(b) = factor · Σ s²/(r'r)², where s are the sums
 * of r·e by row or cluster. null where the columns are too nearly collinear or the outcome too nearly explained for products: that depends on
 * the specification alone. O(K³), O(GK²) with G clusters, O(NK) with HC errors.
 */
export function coefficientOf(asked: CoefficientRequest): Coefficient | null {
  const { vcov, clusters, nobs, effects, workspace } = asked;
  const columns = [...asked.controls, asked.x, asked.outcome];
  const factor = factorOf(columns, asked.shared);
  if (factor === null) return null;
  const p = columns.length;
  const x = p - 2;
  const [pivot, slope, left] = [factor[x * p + x]!, factor[(p - 1) * p + x]!, factor[(p - 1) * p + p - 1]!];
  const estimate = slope / pivot;
  const { style, warnings } = workspace.recall(
    `style ${asked.small} ${vcov.is}`,
    [everyone, ...effects, everyone, ...clusters],
    () => resolveStyle(asked.small, effects, vcov, clusters),
  );
  const rank = p - 1 + (asked.constant ? 1 : 0);
  const counts = workspace.recall(
    `counts ${style} ${rank} ${asked.constant}`,
    [everyone, ...effects, everyone, ...clusters],
    () => countParameters(style, rank, asked.constant, effects, clusters),
  );
  requireResidualDf(counts, nobs);
  const scale = factorFor(vcov, { style, counts, nobs, clusters, rss: left * left });
  if (!(scale > 0)) return null;
  const df = style === 'asymptotic' ? null : dfOf(counts, nobs, clusters);
  if (df !== null && df <= 0) return null;
  const squares = vcov.is === 'iid' ? pivot * pivot : squaresOfScores(asked, columns, factor);
  const variance = (scale * squares) / (pivot * pivot * pivot * pivot);
  // what is rounding alone has words of its own
  const rounding = 1e-20 * (left * left) * pivot * pivot;
  if (!(squares > rounding)) return null;
  return {
    estimate,
    variance,
    df,
    nclusters: clusters[0]?.levels ?? null,
    warnings: [...warnings, ...fewClusters(clusters, p - 1)],
  };
}

function fewClusters([cluster]: readonly Effect[], terms: number): Coefficient['warnings'] {
  if (cluster === undefined) return [];
  const { name, levels } = cluster;
  const said =
    levels - 1 < terms
      ? saysTooFewGroups(levels, 'clusters', terms)
      : saysFewClusters({ clusters: [{ name, count: levels }] });
  return said === undefined ? [] : [{ code: 'few-clusters', message: said }];
}

/** Stands between the lists of a memory's inputs. */
const everyone = {};

/** The Cholesky factor of the columns' products, P×P row-major; null where a pivot is too small. O(P³). */
export function factorOf(columns: readonly SharedColumn[], shared: SharedColumns): Float64Array | null {
  const p = columns.length;
  const l = new Float64Array(p * p);
  for (let i = 0; i < p; i++) {
    const own = columns[i]!;
    if (!(own.left > least.within * own.size && own.size < 1e200 && own.left > 1e-200)) return null;
    const row = i * p;
    for (let j = 0; j <= i; j++) {
      let value = shared.product(own, columns[j]!);
      const other = j * p;
      for (let k = 0; k < j; k++) value -= l[row + k]! * l[other + k]!;
      if (j < i) l[row + j] = value / l[other + j]!;
      else {
        if (!(value > (i === p - 1 ? least.unexplained : least.pivot) * own.left)) return null;
        l[row + i] = Math.sqrt(value);
      }
    }
  }
  return l;
}

interface Scaling {
  readonly style: SmallStyle;
  readonly counts: ParameterCounts;
  readonly nobs: number;
  readonly clusters: readonly Effect[];
  readonly rss: number;
}

/** The factor of the sandwich's middle (vcov/covariance.ts); NaN where no degrees of freedom are left. */
function factorFor(vcov: VcovSpec, { style, counts, nobs, clusters, rss }: Scaling): number {
  const asymptotic = style === 'asymptotic';
  if (vcov.is === 'iid') return rss / (nobs - (asymptotic ? counts.absorbed : counts.full));
  if (vcov.is === 'hc') {
    const df = nobs - counts.full;
    if (df <= 0) return Number.NaN;
    return vcov.type === 'HC0' ? 1 : nobs / (asymptotic ? nobs - counts.absorbed : df);
  }
  const groups = clusters[0]!.levels;
  if (groups < 2) return Number.NaN;
  return asymptotic ? 1 : groupFactor(groups, nobs, counts.counted);
}

/** Groups less one, or N − K; in `reghdfe`'s style the smaller of both. */
function dfOf({ full, reghdfe }: ParameterCounts, nobs: number, clusters: readonly Effect[]): number {
  const groups = clusters[0];
  if (groups === undefined) return nobs - full;
  return reghdfe === null ? groups.levels - 1 : Math.min(groups.levels - 1, nobs - reghdfe.tested);
}

/** Σ s² of the scores r·e. */
function squaresOfScores(
  { shared, clusters, vcov }: CoefficientRequest,
  columns: readonly SharedColumn[],
  l: Float64Array,
): number {
  const { r, e } = weightsOf(l, columns.length);
  if (vcov.is === 'hc') return squaresByRow(columns, r, e);
  const { levels } = clusters[0]!;
  const pairs = pairsOf(columns, r, e, shared);
  if (columns.length <= mostCrossed && pairs.weights.length <= levels) {
    const squares = squaresByForm(pairs, shared);
    if (squares !== null) return squares;
  }
  const s = scoresByCluster(pairs, shared, levels);
  return dot(s, s);
}

/** More columns have too many products of products. */
const mostCrossed = 20;

/** The pairs of columns of whose products, summed by cluster, a score is the weighted sum. */
interface Pairs {
  readonly numbers: readonly number[];
  readonly weights: readonly number[];
}

function pairsOf(columns: readonly SharedColumn[], r: Float64Array, e: Float64Array, shared: SharedColumns): Pairs {
  const [numbers, weights]: [number[], number[]] = [[], []];
  for (let a = 0; a < columns.length; a++) {
    for (let b = 0; b <= a; b++) {
      const weight = a === b ? r[a]! * e[a]! : r[a]! * e[b]! + r[b]! * e[a]!;
      if (weight === 0) continue;
      numbers.push(shared.pair(columns[a]!, columns[b]!));
      weights.push(weight);
    }
  }
  return { numbers, weights };
}

/** The least part of what the weighted products would sum to if all had one sign: with less left, the scores themselves are summed. */
const leastSum = 1e-4;

/**
 * Σ s² as w'Qw, with w the weights of pairs of columns and Q what their sums by cluster have in common, which specifications share: O(P⁴) whatever
 * the clusters. null where the terms cancel each other, so that rounding would show.
 */
function squaresByForm({ numbers, weights }: Pairs, shared: SharedColumns): number | null {
  let [total, size] = [0, 0];
  for (let i = 0; i < numbers.length; i++) {
    const pair = numbers[i]!;
    let others = 0;
    for (let j = 0; j < i; j++) others += weights[j]! * shared.crossed(pair, numbers[j]!);
    const square = shared.crossed(pair, pair);
    total += weights[i]! * (2 * others + weights[i]! * square);
    size += Math.abs(weights[i]!) * Math.sqrt(square);
  }
  return total > leastSum * size * size ? total : null;
}

/** The multipliers of each column in r (x less its part in the controls) and in e (the residuals): back substitution in L. O(P²). */
export function weightsOf(l: Float64Array, p: number): { readonly r: Float64Array; readonly e: Float64Array } {
  return { r: residualWeights(l, p, p - 2), e: residualWeights(l, p, p - 1) };
}

/** The residual of column `of` on those before it, in terms of them all. */
function residualWeights(l: Float64Array, p: number, of: number): Float64Array {
  const out = new Float64Array(p);
  out[of] = 1;
  for (let j = of - 1; j >= 0; j--) {
    let value = l[of * p + j]!;
    for (let k = j + 1; k < of; k++) value += out[k]! * l[k * p + j]!;
    out[j] = -value / l[j * p + j]!;
  }
  return out;
}

/** The sums of r·e by cluster, from those of the columns' products: O(GP²) whatever the rows. */
function scoresByCluster({ numbers, weights }: Pairs, shared: SharedColumns, groups: number): Float64Array {
  const s = new Float64Array(groups);
  for (let i = 0; i < numbers.length; i++) {
    const weight = weights[i]!;
    const products = shared.byCluster(numbers[i]!);
    for (let g = 0; g < groups; g++) s[g] = s[g]! + weight * products[g]!;
  }
  return s;
}

function squaresByRow(columns: readonly SharedColumn[], r: Float64Array, e: Float64Array): number {
  const nobs = columns[0]!.values.length;
  const [x, u] = [new Float64Array(nobs), new Float64Array(nobs)];
  for (let j = 0; j < columns.length; j++) {
    const { values } = columns[j]!;
    const [own, other] = [r[j]!, e[j]!];
    for (let i = 0; i < nobs; i++) {
      x[i] = x[i]! + own * values[i]!;
      u[i] = u[i]! + other * values[i]!;
    }
  }
  for (let i = 0; i < nobs; i++) x[i] = x[i]! * u[i]!;
  return dot(x, x);
}
