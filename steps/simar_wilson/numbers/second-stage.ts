/** The regression of efficiency scores on variables of their environment (Simar & Wilson 2007, Journal of Econometrics 136:31). */
import type { RandomStream, Rng } from '../../../src/base/number/rng.ts';
import { mean } from '../../../src/base/number/sum.ts';
import { Refusal } from '../../../src/base/problem.ts';
import type { Data } from '../../../src/econ/data.ts';
import type { Design } from '../../../src/econ/design.ts';
import { normal, twoSided } from '../../../src/econ/distributions/distributions.ts';
import { bootstrapInterval } from '../../../src/econ/draws/interval.ts';
import { efficiency, type Rows } from '../../../src/econ/efficiency/efficiency.ts';
import { rowsOf } from '../../../src/econ/efficiency/rows.ts';
import { prepared } from '../../../src/econ/estimate.ts';
import type { Estimate, Fit, Stat, Warning } from '../../../src/econ/fit.ts';
import { pickDesign } from '../../../src/econ/likelihood/rows.ts';
import { requireOwnNames } from '../../../src/econ/regression/reported.ts';
import { insideOf } from '../../../src/econ/truncreg/limits.ts';
import { type Truncation, truncatedMaximum } from '../../../src/econ/truncreg/maximum.ts';
import { fewReplications } from '../../../src/econ/vcov/inference.ts';
import { regress } from '../../../src/econ/vcov/regression-by-rows.ts';
import { truncatedDraw } from './draw.ts';
import { limitsOf, streams, turned, withoutBias } from './scores.ts';
import type { SimarWilsonSpec } from './spec.ts';

/** The level of all intervals of fits. */
const LEVEL = 0.95;

type Report = (share: number, text: string) => void;

/**
 * Truncated regression of scores on terms, by Simar and Wilson's algorithm 1 (of scores as they are) or 2 (of scores without their bias). Errors are the standard
 * deviations of estimates in samples that are drawn from the regression, p is normal, and intervals are percentiles of the samples. Units on the frontier are no
 * part of a regression of scores as they are; they are counted as truncated.
 */
export function secondStage(spec: SimarWilsonSpec, data: Data, rng: Rng, report: Report): Fit {
  const { measure, algorithm, draws, biasDraws } = spec;
  const limits = limitsOf(spec);
  const rows = rowsOf(measure, data);
  const scores = scoresOf(spec, data, rows, report);
  const sample = prepared(spec.model, withScores(data, measure.name, scores));
  const { design } = sample.sample;
  const { ofBias, ofErrors } = streams(rng);
  const first = regressed(design, design.outcome.values, limits);
  let own = first;
  let told: { readonly meanCorrected?: number } = {};
  if (algorithm === 2) {
    requireAll(rows, sample.rows);
    const drawn = (draw: number): Float64Array => {
      const all = new Float64Array(data.nrows).fill(Number.NaN);
      const found = sampled(first, limits, ofBias(draw));
      for (const [i, row] of sample.rows.entries()) all[row] = found[i]!;
      return all;
    };
    const corrected = withoutBias(spec, rows, scores, biasDraws!, drawn, (done) =>
      report((0.5 * done) / biasDraws!, 'bias of scores'),
    );
    const ofSample = Float64Array.from(sample.rows, (row) => corrected[row]!);
    own = regressed(design, ofSample, limits);
    told = { meanCorrected: mean(ofSample) };
  }
  const used = algorithm === 2 ? null : first.inside;
  const found = estimatesDrawn(own, used, limits, draws, ofErrors, (done) =>
    report(0.5 + (0.5 * done) / draws, 'samples of the regression'),
  );
  const counted = found.filter((each) => each !== null);
  return {
    ...recordOf(own, counted),
    outcome: measure.name,
    stats: {
      n: own.n,
      sigma: own.estimates.at(-1)!,
      nTruncated: own.lost.reduce((total, { count }) => total + count, 0),
      meanScore: mean(design.outcome.values),
      ...told,
      draws: counted.length,
      ll: own.ll,
    },
    rowsLost: [...sample.lost, ...own.lost],
    warnings: [
      ...sample.warnings,
      ...lostDraws(found.length, counted.length),
      ...fewReplications(counted.length, '`draws: 2000` is usual'),
    ],
  };
}

function scoresOf(spec: SimarWilsonSpec, data: Data, rows: Rows, report: Report): Float64Array {
  const { scores } = efficiency(spec.measure, rows, data.nrows, (done) =>
    report(0, `unit ${done + 1} of ${rows.complete.length}`),
  );
  return Float64Array.from(scores, (score) => (score === undefined ? Number.NaN : turned(spec, score.score)));
}

/** The data with a column more. */
const withScores = (data: Data, name: string, values: Float64Array): Data => ({
  nrows: data.nrows,
  panel: data.panel,
  has: (column) => column === name || data.has(column),
  type: (column) => (column === name ? 'number' : data.type(column)),
  numbers: (column) => (column === name ? values : data.numbers(column)),
  codes: (column) => data.codes(column),
});

/** Algorithm 2 draws a score of each unit that spans the technology. */
function requireAll({ complete }: Rows, rows: Int32Array): void {
  const lacking = complete.length - rows.length;
  if (lacking === 0) return;
  const message = `${lacking === 1 ? '1 unit has' : `${lacking} units have`} quantities and no value of some term, and algorithm 2 draws scores of all units`;
  const hint = 'leave such rows out before efficiency is measured, or write `algorithm: 1`';
  throw new Refusal('missing-terms', message, { param: 'model', hint });
}

interface Regression {
  readonly names: readonly string[];
  /** Columns of all rows, the constant first. */
  readonly columns: readonly Float64Array[];
  /** Coefficients and σ. */
  readonly estimates: readonly number[];
  /** x'b of all rows. */
  readonly index: Float64Array;
  /** Rows between the limits; null for all. */
  readonly inside: Int32Array | null;
  readonly n: number;
  readonly ll: number;
  readonly dropped: Fit['dropped'];
  readonly lost: Fit['rowsLost'];
}

/** Regresses the values of the outcome that lie between the limits. */
function regressed(design: Design, values: Float64Array, limits: Truncation): Regression {
  const all: Design = { ...design, outcome: { name: design.outcome.name, values } };
  const { rows, lost } = insideOf(all, limits);
  const inside = rows === null ? all : pickDesign(all, rows);
  const { terms, columns, dropped } = regress(inside, [], true);
  requireOwnNames(terms);
  const n = inside.nobs;
  if (n <= columns.length) {
    const message = `expected more units off the frontier than terms, got N = ${n} and K = ${columns.length}`;
    throw new Refusal('too-few-rows', message, { param: 'model' });
  }
  const solved = truncatedMaximum({ columns, hasConstant: true, y: inside.outcome.values, limits, weights: null });
  const known = new Map(design.terms.map(({ name, values: own }) => [name, own]));
  const whole = [new Float64Array(design.nobs).fill(1), ...terms.map(({ name }) => known.get(name)!)];
  return {
    names: ['_cons', ...terms.map(({ name }) => name), '/sigma'],
    columns: whole,
    estimates: [...solved.coefficients, solved.further[0]!],
    index: indexOf(whole, solved.coefficients),
    inside: rows,
    n,
    ll: solved.ll,
    dropped,
    lost,
  };
}

function indexOf(columns: readonly Float64Array[], b: ArrayLike<number>): Float64Array {
  const index = new Float64Array(columns[0]!.length);
  for (const [j, column] of columns.entries())
    for (let i = 0; i < index.length; i++) index[i] = index[i]! + b[j]! * column[i]!;
  return index;
}

/** Draws a score of each row from the regression. */
function sampled({ index, estimates }: Regression, { lower, upper }: Truncation, stream: RandomStream): Float64Array {
  const sigma = estimates.at(-1)!;
  return index.map((mu) => mu + sigma * truncatedDraw((lower - mu) / sigma, (upper - mu) / sigma, stream));
}

/** Estimates of samples of these rows, all where null; null for a sample whose likelihood has no maximum. */
function estimatesDrawn(
  regression: Regression,
  rows: Int32Array | null,
  limits: Truncation,
  draws: number,
  streamOf: (draw: number) => RandomStream,
  told: (done: number) => void,
): readonly (readonly number[] | null)[] {
  const at = (values: Float64Array): Float64Array =>
    rows === null ? values : Float64Array.from(rows, (row) => values[row]!);
  const columns = regression.columns.map(at);
  const own = { ...regression, index: at(regression.index) };
  return Array.from({ length: draws }, (_, draw) => {
    told(draw);
    const y = sampled(own, limits, streamOf(draw));
    try {
      const { coefficients, further } = truncatedMaximum({ columns, hasConstant: true, y, limits, weights: null });
      return [...coefficients, further[0]!];
    } catch (error) {
      if (error instanceof Refusal) return null;
      throw error;
    }
  });
}

function lostDraws(all: number, counted: number): Warning[] {
  const lost = all - counted;
  if (2 * lost > all) {
    const message = `the likelihood has no maximum in ${lost} of ${all} samples`;
    const hint = 'the scores may be too close to the frontier, or too few, for their spread to be told';
    throw new Refusal('failed-draws', message, { param: 'draws', hint });
  }
  if (lost === 0) return [];
  return [
    { code: 'failed-draws', message: `${lost} of ${all} samples have no maximum of the likelihood, and were left out` },
  ];
}

/** Rows of estimates: terms as listed, the constant, σ. */
function recordOf({ names, estimates, n, dropped }: Regression, draws: readonly (readonly number[])[]) {
  const order = [...names.keys()].slice(1, -1).concat(0, names.length - 1);
  const columns = order.map((j) => draws.map((draw) => draw[j]!));
  const centred = columns.map((column) => {
    const centre = mean(Float64Array.from(column));
    return column.map((value) => value - centre);
  });
  const by = draws.length - 1;
  const vcov = centred.map((x) => centred.map((y) => x.reduce((sum, value, i) => sum + value * y[i]!, 0) / by));
  const none: Stat = { invalid: 'the standard error is zero' };
  const terms = order.map((j, k): Estimate => {
    const stdError = Math.sqrt(vcov[k]![k]!);
    const [confLow, confHigh] = bootstrapInterval(estimates[j]!, columns[k]!, LEVEL).percentile;
    const statistic = stdError > 0 ? estimates[j]! / stdError : none;
    const pValue = typeof statistic === 'number' ? twoSided(normal, statistic) : none;
    return { confHigh, confLow, estimate: estimates[j]!, pValue, statistic, stdError, term: names[j]! };
  });
  return {
    estimator: 'simar_wilson',
    terms,
    vcov,
    vcovInfo: { type: 'ParametricBootstrap', text: 'bootstrap', clusters: [], small: '', draws: draws.length },
    nobs: n,
    ngroups: null,
    nclusters: null,
    dfResid: null,
    inference: 'z' as const,
    absorbed: [],
    tests: [],
    dropped,
  };
}
