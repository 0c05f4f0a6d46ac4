/**
 * Completion of the outcomes without treatment by a matrix L of low rank beside effects of units and periods, fitted to all rows without treatment: with a given number of
 * factors (Bai 2009; Liu, Wang & Xu 2024, AJPS 68:160), or penalised by its nuclear norm (Athey, Bayati, Doudchenko, Imbens & Khosravi 2021, JASA 116:1716).
 */
import { dot, mean } from '../../../../src/base/number/sum.ts';
import { Refusal } from '../../../../src/base/problem.ts';
import type { Stat } from '../../../../src/econ/fit.ts';
import { scaledCholesky, solveCholesky } from '../../../../src/econ/linalg/matrix.ts';
import { gridOf, slopesWithin, twoWayWithin } from '../projected.ts';
import type { Paths } from '../sample.ts';
import { generalised } from './generalised.ts';
import { type Choice, type FactorPanel, type Imputed, requirePeriods } from './imputed.ts';
import { freedomOf, tooManyFactors } from './interactive.ts';
import { along, type Basis, type Singular, singularOf } from './singular.ts';

/** Either L has so many factors, or each singular value is made smaller by the penalty. */
export type Shrinkage =
  | { readonly is: 'factors'; readonly count: number }
  | { readonly is: 'penalty'; readonly lambda: number };

/** A step that moves the fit by less than this part of the outcome's variation is the last; fits that are tried or drawn end sooner. */
const SETTLED = { settled: 1e-12, steps: 20_000 };
const TRIED = { settled: 1e-9, steps: 1000 };
const DRAWN = { settled: 1e-9, steps: 5000 };
/** Singular values of what is left may miss the penalty by this part of it. */
const MOST_VIOLATED = 1e-6;
const FOLDS = 5;
const PENALTIES = 8;

interface Completed {
  readonly slopes: Float64Array;
  /** x'β + α_i + ξ_t + L over all rows, unit by unit. */
  readonly expected: Float64Array;
  /** The singular values and vectors of L. */
  readonly singular: Singular;
  /** The outcome less what is expected; 0 where it is not fitted. */
  readonly residuals: Float64Array;
}

/**
 * Fills the rows that are not fitted by what the fit expects of them and fits all rows again, until nothing moves (Mazumder, Hastie & Tibshirani 2010, JMLR
 * 11:2287): each fit of a whole matrix is exact but for β, which takes its turn. O(NT·min(N, T)) and O(min(N, T)³) a step.
 */
function completed(
  { paths, covariates }: Pick<FactorPanel, 'paths' | 'covariates'>,
  isFitted: readonly Uint8Array[],
  shrinkage: Shrinkage,
  { settled, steps }: typeof SETTLED = SETTLED,
  start?: Float64Array,
): Completed {
  const periods = paths[0]!.length;
  const outcome = flat(paths);
  const seen = Uint8Array.from(isFitted.flatMap((row) => [...row]));
  const slopesOf = slopesFor(paths, covariates);
  const size = Math.sqrt(dot(twoWayWithin(paths), twoWayWithin(paths))) || 1;
  let expected: Float64Array = start ?? new Float64Array(outcome.length);
  const basis: Basis = {};
  let ahead = expected;
  let pace = 1;
  let matrix: Float64Array = new Float64Array(outcome.length);
  for (let step = 0; step < steps; step++) {
    const filled = outcome.map((y, at) => (seen[at] === 1 ? y : ahead[at]!));
    const { slopes, explained } = slopesOf(filled.map((y, at) => y - matrix[at]!));
    const plain = filled.map((y, at) => y - explained[at]!);
    const within = twoWayWithin(gridOf(plain, periods));
    const singular = shrunk(singularOf(gridOf(within, periods), basis), shrinkage);
    matrix = along(singular, paths.length, periods);
    const next = explained.map((value, at) => value + plain[at]! - within[at]! + matrix[at]!);
    const [moved, turned] = movesOf(ahead, expected, next);
    // goes on beyond the step as long as steps agree (Beck & Teboulle 2009; O'Donoghue & Candès 2015)
    const faster = turned > 0 ? 1 : (1 + Math.sqrt(1 + 4 * pace * pace)) / 2;
    const reach = (pace - 1) / faster;
    ahead = turned > 0 ? next : next.map((value, at) => value + reach * (value - expected[at]!));
    [expected, pace] = [next, faster];
    if (moved > settled * size) continue;
    const residuals = outcome.map((y, at) => (seen[at] === 1 ? y - expected[at]! : 0));
    if (shrinkage.is === 'penalty' && settled === SETTLED.settled)
      requireOptimum(gridOf(residuals, periods), shrinkage.lambda, singular);
    return { slopes, expected, singular, residuals };
  }
  throw new Refusal('not-converged', `the completion of the outcomes did not settle in ${steps} steps`, {
    param: 'method',
    hint: 'ask for fewer factors or a larger `lambda`, or leave a covariate out',
  });
}

/** How far a step went, and whether it went against the one before: their product is then above 0. */
function movesOf(from: Float64Array, before: Float64Array, to: Float64Array): readonly [moved: number, turned: number] {
  let [moved, turned] = [0, 0];
  for (let at = 0; at < to.length; at++) {
    const step = from[at]! - to[at]!;
    moved += step * step;
    turned += step * (to[at]! - before[at]!);
  }
  return [Math.sqrt(moved), turned];
}

const flat = (paths: Paths): Float64Array => Float64Array.from(paths.flatMap((path) => [...path]));

/** Slopes of a whole matrix on the covariates beside effects of units and periods, and what they explain. */
function slopesFor(paths: Paths, covariates: FactorPanel['covariates']) {
  // refuses what is collinear
  slopesWithin(paths, covariates);
  const k = covariates.length;
  const own = covariates.map((each) => flat(each.paths));
  const within = covariates.map((each) => twoWayWithin(each.paths));
  const products = Float64Array.from({ length: k * k }, (_, at) => dot(within[Math.floor(at / k)]!, within[at % k]!));
  const factor = k === 0 ? null : scaledCholesky(products, k)!;
  return (values: Float64Array) => {
    const slopes = factor
      ? solveCholesky(
          factor,
          Float64Array.from(within, (x) => dot(x, values)),
        )
      : new Float64Array(0);
    return { slopes, explained: values.map((_, at) => own.reduce((sum, x, j) => sum + slopes[j]! * x[at]!, 0)) };
  };
}

function shrunk({ values, units, periods }: Singular, shrinkage: Shrinkage): Singular {
  const kept =
    shrinkage.is === 'factors'
      ? values.slice(0, shrinkage.count)
      : values.map((value) => value - shrinkage.lambda).filter((value) => value > 0);
  return { values: kept, units: units.slice(0, kept.length), periods: periods.slice(0, kept.length) };
}

/** Refuses residuals without a singular value of λ for each of L, or with one above λ. */
function requireOptimum(residuals: Paths, lambda: number, { values: { length } }: Singular): void {
  const { values } = singularOf(residuals);
  const isOptimal = values.every((value, at) =>
    at < length ? Math.abs(value - lambda) <= MOST_VIOLATED * lambda : value <= (1 + MOST_VIOLATED) * lambda,
  );
  if (isOptimal) return;
  throw new Refusal('no-optimum', 'the completed matrix violates the conditions of an optimum', {
    param: 'lambda',
    hint: 'ask for a larger `lambda`',
  });
}

/** Rows before treatment, and those of the never treated; without those that `isLeft` names. */
const fittedRows = (
  { starts, periods }: FactorPanel,
  isLeft?: (unit: number, period: number) => boolean,
): Uint8Array[] =>
  Array.from(starts, (start, i) =>
    Uint8Array.from({ length: periods }, (_, t) => Number(t < start && !isLeft?.(i, t))),
  );

/** Outcomes of the treated without treatment. Refuses more factors than the periods before treatment or the panel can hold. */
export function completion(panel: FactorPanel, shrinkage: Shrinkage, isDrawn = false): Imputed {
  const { paths, starts, periods, covariates } = panel;
  const count = shrinkage.is === 'factors' ? shrinkage.count : 0;
  requirePeriods(panel, count + 1, `${count} factors`);
  const rows = fittedRows(panel);
  const free = freedomOf(paths.length, periods, covariates.length, count) - missing(rows);
  if (free < 1) throw tooManyFactors(count, paths.length, periods);
  const { slopes, expected, singular, residuals } = completed(
    panel,
    rows,
    shrinkage,
    isDrawn ? DRAWN : SETTLED,
    startOf(panel, count),
  );
  const treated = [...starts.keys()].filter((i) => starts[i]! < periods);
  const rss = dot(residuals, residuals);
  const root = Math.sqrt(periods);
  return {
    treated,
    expected: gridOf(expected, periods),
    slopes,
    factors: singular.periods.map((vector) => vector.map((value) => value * root)),
    loadings: singular.units.map((vector, l) => vector.map((value) => (value * singular.values[l]!) / root)),
    stats:
      shrinkage.is === 'factors'
        ? { factorCount: count, sigma2: rss / free, rss }
        : { lambda: shrinkage.lambda, matrixRank: singular.values.length, rss },
  };
}

/** A search for factors begins at those of the controls, where the treated have the periods that loadings on them need. */
function startOf(panel: FactorPanel, count: number): Float64Array | undefined {
  const shortest = Math.min(...panel.starts);
  return count === 0 || shortest < count + 2 ? undefined : flat(generalised(panel, count).expected);
}

const missing = (rows: readonly Uint8Array[]): number =>
  rows.reduce((sum, row) => sum + row.reduce((count, seen) => count + 1 - seen, 0), 0);

/**
 * Mean squared errors of the treated units before treatment in periods that are left out, a fifth of them at a time and every fifth of each unit (each by itself where there are
 * fewer than five), by each of `shrinkages`.
 */
function tried(panel: FactorPanel, shrinkages: readonly Shrinkage[]): readonly Stat[] {
  const { paths, starts, periods } = panel;
  const longest = Math.max(...starts.filter((start) => start < periods));
  const folds = Math.min(FOLDS, longest);
  const errors: (number[] | null)[] = shrinkages.map(() => []);
  for (let fold = 0; fold < folds; fold++) {
    const isLeft = (i: number, t: number): boolean => starts[i]! < periods && t < starts[i]! && t % folds === fold;
    const rows = fittedRows(panel, isLeft);
    let start: Float64Array | undefined;
    for (const [s, shrinkage] of shrinkages.entries()) {
      if (errors[s] === null) continue;
      const expected = settledOr(panel, rows, shrinkage, start);
      if (expected === null) {
        errors[s] = null;
        continue;
      }
      // a smaller penalty begins at the optimum of the one before
      if (shrinkage.is === 'penalty') start = expected;
      for (let i = 0; i < paths.length; i++)
        for (let t = fold; t < periods; t += folds) {
          if (!isLeft(i, t)) continue;
          const error = paths[i]![t]! - expected[i * periods + t]!;
          errors[s]!.push(error * error);
        }
    }
  }
  return errors.map((each) => (each === null ? { invalid: unsettled } : mean(Float64Array.from(each))));
}

const unsettled = `the fit did not settle in ${TRIED.steps} steps`;

/** Fitted outcomes of all rows; null where the fit does not settle. */
function settledOr(
  panel: FactorPanel,
  rows: readonly Uint8Array[],
  shrinkage: Shrinkage,
  start: Float64Array | undefined,
): Float64Array | null {
  try {
    return completed(panel, rows, shrinkage, TRIED, start).expected;
  } catch (problem) {
    if (problem instanceof Refusal && problem.code === 'not-converged') return null;
    throw problem;
  }
}

/** Numbers of factors from 0 to `most`. */
export function factorsTried(panel: FactorPanel, most: number): readonly Choice[] {
  requirePeriods(panel, most + 3, `${most} factors, of which some periods before treatment are left out in turn,`);
  const shrinkages = Array.from({ length: most + 1 }, (_, count): Shrinkage => ({ is: 'factors', count }));
  return tried(panel, shrinkages).map((mspe, value) => ({ value, mspe }));
}

/** Penalties of three digits from the smallest that leaves nothing of L, halved again and again. */
export function penaltiesTried(panel: FactorPanel): readonly Choice[] {
  const { residuals } = completed(panel, fittedRows(panel), { is: 'factors', count: 0 });
  const [largest = 0] = singularOf(gridOf(residuals, panel.periods)).values;
  const penalties = Array.from({ length: PENALTIES }, (_, j) => Number((largest / (1 << j)).toPrecision(3)));
  const found = tried(
    panel,
    penalties.map((lambda): Shrinkage => ({ is: 'penalty', lambda })),
  );
  return found.map((mspe, j) => ({ value: penalties[j]!, mspe }));
}
