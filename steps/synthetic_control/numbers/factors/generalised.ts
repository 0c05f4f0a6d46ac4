/** Generalised synthetic control (Xu 2017, Political Analysis 25:57): factors of the never treated, and loadings of each treated unit from its periods before treatment. */
import { mean } from '../../../../src/base/number/sum.ts';
import { Refusal } from '../../../../src/base/problem.ts';
import { leastSquares } from '../../../../src/econ/linalg/least-squares.ts';
import { controlsOf } from '../cohorts.ts';
import type { Paths } from '../sample.ts';
import { type Choice, type FactorPanel, type Imputed, requirePeriods } from './imputed.ts';
import { type Interactive, interactiveEffects, less } from './interactive.ts';

/** Least squares of a path on a level and the factors over its first `pre` periods, one of them left out where `without` says so. */
function loaded(path: Float64Array, factors: readonly Float64Array[], pre: number, without = -1): Float64Array {
  const kept = Array.from({ length: pre }, (_, t) => t).filter((t) => t !== without);
  const at = (values: Float64Array): Float64Array => Float64Array.from(kept, (t) => values[t]!);
  const columns = [new Float64Array(kept.length).fill(1), ...factors.map(at)];
  const { coefficients, qr } = leastSquares(columns, at(path), () => 1e-9 * Math.sqrt(kept.length));
  if (qr.dropped.length === 0) return coefficients;
  const message = `${factors.length} factors cannot be told apart in the periods before treatment`;
  throw new Refusal('too-many-factors', message, { param: 'factors', hint: 'ask for fewer factors' });
}

const expected = (coefficients: Float64Array, factors: readonly Float64Array[], t: number): number =>
  factors.reduce((sum, factor, l) => sum + coefficients[l + 1]! * factor[t]!, coefficients[0]!);

interface Fitted {
  readonly controls: readonly number[];
  readonly treated: readonly number[];
  readonly fit: Interactive;
  /** The outcome of each treated unit less x'β and the periods' levels. */
  readonly rest: readonly Float64Array[];
}

function fitted({ paths, covariates, starts, periods }: FactorPanel, count: number): Fitted {
  const controls = controlsOf({ paths, starts, periods });
  const treated = [...starts.keys()].filter((i) => starts[i]! < periods);
  const among = (all: Paths): Paths => controls.map((i) => all[i]!);
  const fit = interactiveEffects(
    among(paths),
    covariates.map(({ name, paths: own }) => ({ name, paths: among(own) })),
    count,
  );
  const others = covariates.map(({ paths: own }) => own);
  const rest = treated.map((i) => less(paths[i]!, fit.slopes, others, i).map((value, t) => value - fit.levels[t]!));
  return { controls, treated, fit, rest };
}

/** Outcomes of the treated without treatment. Refuses treated units with fewer than two periods before treatment more than factors. */
export function generalised(panel: FactorPanel, count: number): Imputed {
  requirePeriods(panel, count + 2, `${count} factors`);
  const { controls, treated, fit, rest } = fitted(panel, count);
  const coefficients = rest.map((path, k) => loaded(path, fit.factors, panel.starts[treated[k]!]!));
  const left = new Map<number, Float64Array>();
  for (const [k, i] of controls.entries()) left.set(i, fit.residuals[k]!);
  for (const [k, i] of treated.entries())
    left.set(
      i,
      rest[k]!.map((value, t) => value - expected(coefficients[k]!, fit.factors, t)),
    );
  const loadings = fit.factors.map((_, l) => {
    const own = new Float64Array(panel.paths.length);
    for (const [k, i] of controls.entries()) own[i] = fit.loadings[l]![k]!;
    for (const [k, i] of treated.entries()) own[i] = coefficients[k]![l + 1]!;
    return own;
  });
  const { slopes, factors, sigma2, rss } = fit;
  const outcomes = panel.paths.map((path, i) => path.map((y, t) => y - left.get(i)![t]!));
  return { treated, expected: outcomes, slopes, factors, loadings, stats: { factorCount: count, sigma2, rss } };
}

/**
 * Mean squared errors of periods before treatment, each predicted for all treated units from their others, by the number of factors from 0 to `most`
 * (Xu 2017, algorithm 1).
 */
export function countsTried(panel: FactorPanel, most: number): readonly Choice[] {
  requirePeriods(panel, most + 3, `${most} factors, of which each period before treatment is left out once,`);
  return Array.from({ length: most + 1 }, (_, count) => {
    const { treated, fit, rest } = fitted(panel, count);
    const errors = rest.flatMap((path, k) => {
      const pre = panel.starts[treated[k]!]!;
      return Array.from({ length: pre }, (_, t) => {
        const error = path[t]! - expected(loaded(path, fit.factors, pre, t), fit.factors, t);
        return error * error;
      });
    });
    return { value: count, mspe: mean(Float64Array.from(errors)), sigma2: fit.sigma2 };
  });
}
