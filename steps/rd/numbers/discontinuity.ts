/**
 * The jump of a polynomial at the cut-off, with the bias taken off and errors that know it (Calonico, Cattaneo & Titiunik 2014, Econometrica 82:2295;
 * covariates and clusters: Calonico, Cattaneo, Farrell & Titiunik 2019).
 */
import { power } from '../../../src/base/number/power.ts';
import { normal, twoSided } from '../../../src/econ/distributions/distributions.ts';
import { adjustment } from './adjust.ts';
import { type Bandwidths, bandwidths, type Sides } from './bandwidths.ts';
import { Linear, type Share } from './linear.ts';
import { LocalFit } from './local-fit.ts';
import { beyondNumbers, fewClusters, withoutJump, withoutVariance } from './refusals.ts';
import type { Side } from './side.ts';
import type { Pair, RdDesign, RowName } from './spec.ts';
import { variance } from './variance/variance.ts';
import { type RowWindow, spanOf } from './window.ts';

export interface DiscontinuityEffect {
  readonly estimate: number;
  readonly stdError: number;
  readonly statistic: number;
  readonly pValue: number;
  readonly low: number;
  readonly high: number;
}

export interface Discontinuity extends Bandwidths {
  readonly effects: Readonly<Record<RowName, DiscontinuityEffect>>;
  /** Rows of each side: all, within h, within b, and how many of all differ. */
  readonly nobs: Pair;
  readonly nobsH: Pair;
  readonly nobsB: Pair;
  readonly unique: Pair;
  /** Coefficients of d^0, d^1, … of the outcome on each side. */
  readonly coefficients: readonly [left: Float64Array, right: Float64Array];
  /** The jump of take-up in a fuzzy design. */
  readonly firstStage: number | null;
  readonly firstStageError: number | null;
  /** Clusters of the rows used on each side, and of all of them; null where errors are not clustered. */
  readonly clusters: readonly [left: number, right: number, all: number] | null;
  readonly droppedCovariates: readonly number[];
}

/** Refuses too little mass near the cut-off, and a take-up that does not jump. */
export function discontinuity(sides: Sides, design: RdDesign): Discontinuity {
  const chosen = chosenBandwidths(sides, design);
  const { p, q, kernel } = design;
  const fits = sides.map(
    (side, i): SideFits => ({
      side,
      narrow: new LocalFit(side, p, chosen.h[i]!, kernel),
      wide: new LocalFit(side, q, chosen.b[i]!, kernel),
    }),
  );
  const without = adjustment(fits.map(({ side, narrow }) => ({ side, fit: narrow })));
  const parts = fits.map(({ narrow, wide }) => partsOf(narrow, wide, design));
  const jump = (which: keyof Parts, column: (side: Side) => Float64Array): number => {
    const [left, right] = parts.map((part, i) => part[which].of(column(sides[i]!)));
    return right! - left!;
  };
  const y = (side: Side): Float64Array => without.outcome(side);
  const t = (side: Side): Float64Array => without.takeUp(side);
  const isFuzzy = sides[0].takeUp !== null;
  const [raw, corrected] = [jump('plain', y), jump('corrected', y)];
  const takeUp = isFuzzy ? { raw: jump('plain', t), corrected: jump('corrected', t) } : null;
  if (takeUp !== null && !(Math.abs(takeUp.raw) > noJump)) throw withoutJump();
  const effect = takeUp === null ? raw : raw / takeUp.raw;
  const shifted =
    takeUp === null
      ? corrected
      : effect - ((raw - corrected) / takeUp.raw - (raw * (takeUp.raw - takeUp.corrected)) / (takeUp.raw * takeUp.raw));
  /** The column whose jump is, to first order, the effect. */
  const linearised = (side: Side): Float64Array => {
    if (takeUp === null) return y(side);
    const taken = t(side);
    return y(side).map((value, i) => (value - effect * taken[i]!) / takeUp.raw);
  };
  const errorOf = (which: keyof Parts, column: (side: Side) => Float64Array): number =>
    Math.sqrt(
      parts.reduce((sum, part, i) => {
        const { side, narrow, wide } = fits[i]!;
        const vce = { name: design.vce, matches: design.matches };
        return sum + variance(part[which], which === 'plain' ? narrow : wide, side, column(side), vce);
      }, 0),
    );
  const clusters = clustersOf(sides, parts);
  if (clusters !== null) requireClusters(clusters, fits);
  const [plainError, robustError] = [errorOf('plain', linearised), errorOf('corrected', linearised)];
  // in units of the outcome
  const inOutcome = Math.abs(takeUp?.raw ?? 1) * power(Math.min(...chosen.h), design.deriv);
  requireVariance(plainError * inOutcome, sides, fits);
  const critical = normal.upperQuantile(0.025);
  const of = (estimate: number, stdError: number): DiscontinuityEffect => ({
    estimate,
    stdError,
    statistic: estimate / stdError,
    pValue: twoSided(normal, estimate / stdError),
    low: estimate - critical * stdError,
    high: estimate + critical * stdError,
  });
  const pair = (count: (i: 0 | 1) => number): Pair => [count(0), count(1)];
  const factor = factorial(design.deriv);
  return {
    ...chosen,
    effects: {
      conventional: of(effect, plainError),
      bias_corrected: of(shifted, plainError),
      robust: of(shifted, robustError),
    },
    nobs: pair((i) => sides[i].distances.length),
    nobsH: pair((i) => sizeOf(fits[i]!.narrow.window)),
    nobsB: pair((i) => sizeOf(fits[i]!.wide.window)),
    unique: pair((i) => sides[i].unique),
    coefficients: [0, 1].map((i) =>
      fits[i]!.narrow.coefficients(y(sides[i]!)).map((b, j) => (j === design.deriv ? b * factor : b)),
    ) as unknown as [Float64Array, Float64Array],
    firstStage: takeUp === null ? null : takeUp.raw,
    firstStageError: takeUp === null ? null : errorOf('plain', t),
    clusters,
    droppedCovariates: without.dropped,
  };
}

/** A jump of a treatment that is no larger than this is rounding. */
const noJump = 1e-10;

/** Errors that are no larger than this share of the outcome are rounding. */
const rounding = 1e-13;

interface SideFits {
  readonly side: Side;
  readonly narrow: LocalFit;
  readonly wide: LocalFit;
}

/** Refuses an outcome that its polynomials give but for rounding. `stdError`: of its jump. */
function requireVariance(stdError: number, sides: Sides, fits: readonly SideFits[]): void {
  if (!Number.isFinite(stdError)) throw beyondNumbers();
  const largest = Math.max(...sides.map(({ outcome }) => largestOf(outcome)));
  const rows = fits.reduce((sum, { narrow }) => sum + sizeOf(narrow.window), 0);
  if (!(stdError * Math.sqrt(rows) > rounding * largest)) throw withoutVariance('no standard error');
}

function largestOf(values: Float64Array): number {
  let largest = 0;
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, Math.abs(values[i]!));
  return largest;
}

/** Refuses clusters that are fewer on a side than coefficients, whose errors would be too small. */
function requireClusters([left, right]: readonly [number, number, number], fits: readonly SideFits[]): void {
  for (const [i, count] of [left, right].entries()) {
    const { side, wide } = fits[i]!;
    if (count > 1 && count < wide.order + 1) throw fewClusters(side.name, count, wide.order + 1);
  }
}

/** Bandwidths that the user gives, else chosen ones. */
function chosenBandwidths(sides: Sides, design: RdDesign): Bandwidths {
  const { h, b, rho, bandwidth } = design;
  if (h !== null) return { h, b: b ?? (rho === null ? h : [h[0] / rho, h[1] / rho]) };
  const found = bandwidths(sides, design, [bandwidth])[bandwidth];
  return rho === null ? found : { h: found.h, b: [found.h[0] / rho, found.h[1] / rho] };
}

/** The jump’s coefficient on one side, and the one without its bias, over rows within h or b. */
interface Parts {
  readonly plain: Linear;
  readonly corrected: Linear;
}

function partsOf(narrow: LocalFit, wide: LocalFit, { p, deriv }: RdDesign): Parts {
  const plain: Share = { fit: narrow, nu: deriv, factor: factorial(deriv) };
  const bias = narrow.coefficientOfPower(deriv, p + 1) * factorial(deriv);
  const corrected: Share = { fit: wide, nu: p + 1, factor: -bias };
  const window = spanOf(narrow.window, wide.window);
  return { plain: new Linear([plain], window), corrected: new Linear([plain, corrected], window) };
}

function clustersOf(sides: Sides, parts: readonly Parts[]): Discontinuity['clusters'] {
  if (sides[0].clusters === null) return null;
  const [left, right] = sides.map(({ clusters }, i) => {
    const { from, to } = parts[i]!.corrected.window;
    return new Set(clusters!.subarray(from, to));
  }) as [Set<number>, Set<number>];
  return [left.size, right.size, new Set([...left, ...right]).size];
}

const sizeOf = ({ from, to }: RowWindow): number => to - from;

function factorial(n: number): number {
  let out = 1;
  for (let i = 2; i <= n; i++) out *= i;
  return out;
}
