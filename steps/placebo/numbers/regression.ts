/** One regression with thousands of treatments: what does not change with the treatment is taken off outcome and treatment once. */
import { dot } from '../../../src/base/number/sum.ts';
import type { Design, NamedCodes, VcovSpec } from '../../../src/econ/design.ts';
import { twoSided } from '../../../src/econ/distributions/distributions.ts';
import type { Fit } from '../../../src/econ/fit.ts';
import { householder, orthonormalColumns } from '../../../src/econ/linalg/qr.ts';
import { compact, type Effect } from '../../../src/econ/panel/effects.ts';
import { withinTransform } from '../../../src/econ/panel/within.ts';
import { groupFactor } from '../../../src/econ/vcov/finite-sample.ts';
import { referenceDistribution } from '../../../src/econ/vcov/inference.ts';

export interface PseudoEstimate {
  readonly estimate: number;
  /** null where the errors of the model are not computed for placebos. */
  readonly pValue: number | null;
}

/** The largest number of dummies of further effects that are carried as columns. With more, each treatment is swept by iteration. */
const MOST_DUMMIES = 120;
/** A treatment of which so little is left beside the effects and controls is not identified. */
const SPANNED = 1e-10;
/** Scores whose squares sum to such a part of x'x y'y are rounding. */
const NO_SCORES = 1e-24;

/**
 * The coefficient of a treatment d in the regression that `design` stands for without it, d̃'ỹ/d̃'d̃ of what effects and controls leave (Frisch & Waugh
 * 1933; Lovell 1963), and its p value: iid, HC0, HC1 and one-way clusters, with the factor and the degrees of freedom of the actual fit. O(N(1 + K)) a
 * treatment; null where d is not identified.
 */
export function pseudoRegression(
  { sweep, basis, y, squares, pOf }: ResidualisedDesign,
  clusters: readonly NamedCodes[],
  vcov: VcovSpec,
  fit: Fit,
): (d: Float64Array) => PseudoEstimate | null {
  const errors = errorsOf({ pOf, squares }, clusters, vcov, fit);
  return (d) => {
    let size = 0;
    for (let i = 0; i < d.length; i++) size += d[i]! * d[i]!;
    const x = sweep(d);
    for (const q of basis) takeOff(x, q);
    let [xx, xy] = [0, 0];
    for (let i = 0; i < x.length; i++) {
      const value = x[i]!;
      xx += value * value;
      xy += value * y[i]!;
    }
    if (!(xx > SPANNED * size)) return null;
    const estimate = xy / xx;
    return { estimate, pValue: errors === null ? null : errors(x, y, xx, estimate) };
  };
}

/** A design without its treatment. */
export interface ResidualisedDesign {
  readonly effects: readonly Effect[];
  /** Subtracts the absorbed effects that are swept out of a column, in place where that is quick. */
  readonly sweep: (x: Float64Array) => Float64Array;
  /** Controls, and the dummies of effects that are not swept, orthonormal, each of length N. */
  readonly basis: readonly Float64Array[];
  /** The outcome less all of these, and its sum of squares. */
  readonly y: Float64Array;
  readonly squares: number;
  /** The p value of an estimate with x'x and, clustered, the sum of squared scores; null where errors are others. */
  readonly pOf: SummedErrors | null;
}

export function residualised(
  design: Design,
  treatment: string,
  clusters: readonly NamedCodes[],
  vcov: VcovSpec,
  fit: Fit,
): ResidualisedDesign {
  const effects = design.absorb.map(compact);
  const { sweep, columns: dummies } = sweeper(effects, design.nobs);
  const constant = effects.length === 0 && design.constant ? [new Float64Array(design.nobs).fill(1)] : [];
  const others = design.terms.filter(({ name }) => name !== treatment).map(({ values }) => values);
  const raw = [...constant, ...dummies, ...others];
  const sizes = raw.map((x) => Math.sqrt(dot(x, x)));
  const basis = orthonormalColumns(
    householder(
      raw.map((x) => sweep(x.slice())),
      design.nobs,
      (j) => 1e-9 * sizes[j]!,
    ),
  );
  const y = sweep(design.outcome.values.slice());
  for (let pass = 0; pass < 2; pass++) for (const q of basis) takeOff(y, q);
  const squares = dot(y, y);
  return { effects, sweep, basis, y, squares, pOf: summedErrors(vcov, clusters, fit, squares) };
}

type SummedErrors = (estimate: number, xx: number, meat: number) => number | null;

/** Errors that follow from sums. */
function summedErrors(vcov: VcovSpec, clusters: readonly NamedCodes[], fit: Fit, squares: number): SummedErrors | null {
  const k = fit.stats.kCounted;
  if (typeof k !== 'number') return null;
  const { nobs } = fit;
  const isAsymptotic = fit.inference === 'z';
  if (vcov.is === 'iid') {
    const pOf = pByVariance(fit);
    const df = isAsymptotic ? nobs : nobs - k;
    return (b, xx) => pOf((squares - b * b * xx) / df / xx, b);
  }
  if (vcov.is !== 'cluster' || clusters.length !== 1 || vcov.wild !== undefined) return null;
  return sandwich(fit, isAsymptotic ? 1 : groupFactor(compact(clusters[0]!).levels, nobs, k), squares);
}

/** HC0 and HC1, of scores by row. */
function robustErrors(vcov: VcovSpec, fit: Fit, squares: number): SummedErrors | null {
  const k = fit.stats.kCounted;
  if (typeof k !== 'number' || vcov.is !== 'hc' || (vcov.type !== 'HC0' && vcov.type !== 'HC1')) return null;
  const isPlain = vcov.type === 'HC0' || fit.inference === 'z';
  return sandwich(fit, isPlain ? 1 : fit.nobs / (fit.nobs - k), squares);
}

function pByVariance({ dfResid }: Fit): (variance: number, estimate: number) => number | null {
  const distribution = referenceDistribution(dfResid);
  return (variance, estimate) => (variance > 0 ? twoSided(distribution, estimate / Math.sqrt(variance)) : null);
}

/** Gives the sandwich; where a treatment meets no outcome, all scores are rounding, so that there is no error and no p value. */
function sandwich(fit: Fit, factor: number, squares: number): SummedErrors {
  const pOf = pByVariance(fit);
  return (b, xx, meat) => (meat > NO_SCORES * xx * squares ? pOf((factor * meat) / xx / xx, b) : null);
}

function takeOff(x: Float64Array, q: Float64Array): void {
  let along = 0;
  for (let i = 0; i < x.length; i++) along += x[i]! * q[i]!;
  for (let i = 0; i < x.length; i++) x[i] = x[i]! - along * q[i]!;
}

interface Sweeper {
  /** x less its means by the effects that are swept, in place where that is quick. */
  sweep(x: Float64Array): Float64Array;
  /** Dummies of the effects that are carried as columns. */
  readonly columns: readonly Float64Array[];
}

/** One effect, or two that cross once, are swept exactly; of others the largest is swept, and those with few levels become columns. */
function sweeper(effects: readonly Effect[], nobs: number): Sweeper {
  const [first, ...rest] = [...effects].sort((a, b) => b.levels - a.levels);
  if (first === undefined) return { sweep: (x) => x, columns: [] };
  if (rest.length === 0) return { sweep: byMeans([first]), columns: [] };
  if (rest.length === 1 && crossOnce(first, rest[0]!, nobs)) return { sweep: byMeans([first, rest[0]!]), columns: [] };
  if (rest.reduce((count, { levels }) => count + levels, 0) > MOST_DUMMIES)
    return { sweep: (x) => withinTransform(x, effects), columns: [] };
  const columns = rest.flatMap(({ codes, levels }) =>
    Array.from({ length: levels }, (_, level) => Float64Array.from(codes, (code) => (code === level ? 1 : 0))),
  );
  return { sweep: byMeans([first]), columns };
}

function crossOnce(a: Effect, b: Effect, nobs: number): boolean {
  if (a.levels * b.levels !== nobs) return false;
  const seen = new Uint8Array(nobs);
  for (let i = 0; i < nobs; i++) {
    const cell = a.codes[i]! * b.levels + b.codes[i]!;
    if (seen[cell] === 1) return false;
    seen[cell] = 1;
  }
  return true;
}

/** Takes means by one effect off, or by two that cross once, one after the other. */
function byMeans(effects: readonly Effect[]): (x: Float64Array) => Float64Array {
  const sums = effects.map(({ levels }) => new Float64Array(levels));
  return (x) => {
    for (const [h, { codes, counts }] of effects.entries()) {
      const means = sums[h]!.fill(0);
      for (let i = 0; i < x.length; i++) means[codes[i]!] = means[codes[i]!]! + x[i]!;
      for (let g = 0; g < means.length; g++) means[g] = means[g]! / counts[g]!;
      for (let i = 0; i < x.length; i++) x[i] = x[i]! - means[codes[i]!]!;
    }
    return x;
  };
}

type Errors = (x: Float64Array, y: Float64Array, xx: number, estimate: number) => number | null;

/** The p value of an estimate from the rows, whose scores are added up; null for errors that hang on more than one pass over them. */
function errorsOf(
  { pOf, squares }: Pick<ResidualisedDesign, 'pOf' | 'squares'>,
  clusters: readonly NamedCodes[],
  vcov: VcovSpec,
  fit: Fit,
): Errors | null {
  const robust = robustErrors(vcov, fit, squares);
  if (robust !== null) {
    return (x, y, xx, b) => {
      let meat = 0;
      for (let i = 0; i < x.length; i++) {
        const score = x[i]! * (y[i]! - b * x[i]!);
        meat += score * score;
      }
      return robust(b, xx, meat);
    };
  }
  if (pOf === null) return null;
  if (vcov.is === 'iid') return (_, __, xx, b) => pOf(b, xx, 0);
  const { codes, levels } = compact(clusters[0]!);
  const scores = new Float64Array(levels);
  return (x, y, xx, b) => {
    scores.fill(0);
    for (let i = 0; i < x.length; i++) scores[codes[i]!] = scores[codes[i]!]! + x[i]! * (y[i]! - b * x[i]!);
    let meat = 0;
    for (let g = 0; g < levels; g++) meat += scores[g]! * scores[g]!;
    return pOf(b, xx, meat);
  };
}
