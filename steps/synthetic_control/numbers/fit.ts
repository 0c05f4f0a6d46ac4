/** Synthetic controls and synthetic difference in differences as fits of one effect, with the records beside it. */
import type { Rng } from '../../../src/base/number/rng.ts';
import { mean, sumSquaresAbout } from '../../../src/base/number/sum.ts';
import type { Stat, Warning } from '../../../src/econ/fit.ts';
import { gapsOf, meanPath } from './block.ts';
import { type Cohort, cohortsOf, controlsOf, overall } from './cohorts.ts';
import { comparisonOf, LEAST_WEIGHT, leftOut, type Placebo, placebosOf, rankOf } from './comparison.ts';
import { type Comparison, type Control, controlOf } from './control.ts';
import { errorsOf } from './errors.ts';
import { imputedFit } from './factors/fit.ts';
import { meansOf } from './predictors.ts';
import { projected } from './projected.ts';
import { fitOf, pathsOf, requirePanel } from './report.ts';
import type { GapRecord, PlaceboRecord, PredictorRecord, SyntheticResult } from './result.ts';
import { neverTreated, type SyntheticSample } from './sample.ts';
import { type BlockMethod, isImputed, predictorName, type SyntheticSpec, windowOf } from './spec.ts';

export function syntheticFit(spec: SyntheticSpec, sample: SyntheticSample, rng: Rng): SyntheticResult {
  // A synthetic control has a window, predictors and placebos of its own; factors impute; the others are blocks.
  if (spec.method === 'sc') return controlFit(spec, sample);
  return isImputed(spec.method) ? imputedFit(spec, sample, rng) : blockFit(spec, sample, rng);
}

function controlFit(spec: SyntheticSpec, sample: SyntheticSample): SyntheticResult {
  const comparison = comparisonOf(sample, spec);
  const control = controlOf(sample, spec, comparison);
  const placebos = spec.placebos ? placebosOf(sample, spec, comparison) : [];
  const ranked = placebos.length > 0 ? rankOf(control, placebos) : undefined;
  const none = { invalid: 'placebos tell how rare such a gap is, and no standard error' };
  const { units } = sample;
  const { donors, fit, start, end } = comparison;
  const stats = {
    ...{ msePre: control.msePre, msePost: control.msePost, ratio: ratioOf(control) },
    ...(ranked && { rank: ranked.rank, placeboCount: placebos.length }),
    ...{ donors: donors.length, periodsFitted: fit[1] - fit[0], periodsTreated: end - start },
  };
  const effect = {
    estimate: control.att,
    stdError: none,
    pValue: ranked?.p ?? { invalid: 'no placebos were asked for' },
  };
  const recordOf = ({ unit, control }: Placebo): PlaceboRecord => ({
    name: units[unit]!,
    estimate: control.att,
    ...{ msePre: control.msePre, msePost: control.msePost, ratio: ratioOf(control) },
  });
  return {
    fit: fitOf(spec, sample, effect, stats, [], poorFit(sample, comparison, control)),
    unitsOf: sample.unit,
    unitWeights: donors.flatMap((i, j) =>
      Math.abs(control.weights[j]!) > LEAST_WEIGHT ? [{ name: units[i]!, weight: control.weights[j]! }] : [],
    ),
    timeWeights: [],
    paths: pathsOf(sample, sample.outcome[comparison.treated]!, control.gaps, start),
    predictors: predictorsOf(spec, sample, comparison, control),
    placebos: placebos.map(recordOf),
    placeboGaps: placebos.flatMap(({ unit, control }) => gapRecords(sample, units[unit]!, control.gaps)),
    leaveOneOut: spec.leaveOneOut ? leftOut(sample, spec, comparison, control).map(recordOf) : [],
    cohorts: [],
  };
}

const gapRecords = ({ periods }: SyntheticSample, name: string, gaps: Float64Array): GapRecord[] =>
  Array.from(gaps, (gap, t) => ({ name, period: periods[t]!, gap }));

function predictorsOf(
  { predictors }: SyntheticSpec,
  sample: SyntheticSample,
  { treated, donors }: Comparison,
  { weights, v }: Control,
): PredictorRecord[] {
  const listed = predictors ?? [];
  return listed.map((predictor, k) => {
    const means = meansOf(sample, predictor);
    return {
      predictor: predictorName(predictor, listed),
      window: windowOf(predictor),
      treated: means[treated]!,
      synthetic: donors.reduce((sum, i, j) => sum + weights[j]! * means[i]!, 0),
      donors: mean(Float64Array.from(donors, (i) => means[i]!)),
      weight: v![k]!,
    };
  });
}

function ratioOf({ ratio }: Control): Stat {
  return Number.isFinite(ratio) ? ratio : { invalid: 'the outcome before treatment is fitted exactly' };
}

/** The fit before treatment misses the outcome by more than it varies. */
function poorFit({ outcome }: SyntheticSample, { treated, fit }: Comparison, { msePre }: Control): Warning[] {
  const path = outcome[treated]!.slice(...fit);
  const deviation = Math.sqrt(sumSquaresAbout(path, mean(path)) / (path.length - 1));
  if (!(Math.sqrt(msePre) > deviation)) return [];
  return [
    {
      code: 'poor-fit',
      message: 'before treatment the synthetic control misses the outcome by more than its own standard deviation',
      hint: 'no weights of these donors come near the treated unit: add donors, or read its gaps with care',
    },
  ];
}

/** Effects of blocks, one for each period in which units begin to be treated. */
export function blockFit(spec: SyntheticSpec, sample: SyntheticSample, rng: Rng): SyntheticResult {
  const { units, periods, starts } = sample;
  const never = neverTreated(sample);
  requirePanel(spec, sample, never);
  const { outcome, slopes } = projected(sample.outcome, sample.covariates, never);
  const panel = { paths: outcome, starts, periods: periods.length };
  const method = spec.method as BlockMethod;
  const cohorts = cohortsOf(method, panel);
  const estimate = overall(cohorts);
  const errors = spec.errors === 'none' ? undefined : errorsOf(spec, method, panel, cohorts, rng);
  const [first] = cohorts as [Cohort, ...Cohort[]];
  const isOne = cohorts.length === 1;
  const treated = cohorts.reduce((sum, cohort) => sum + cohort.treated.length, 0);
  const stats = {
    ...{ treatedUnits: treated, controlUnits: never.length, cohortCount: cohorts.length },
    ...(isOne && { periodsFitted: first.start, periodsTreated: periods.length - first.start }),
    ...(isOne && {
      noise: first.penalties.noise,
      zetaOmega: first.penalties.omega,
      zetaLambda: first.penalties.lambda,
    }),
    ...(errors?.placebos && { placeboCount: errors.placebos.length }),
  };
  const effect = {
    estimate,
    stdError: errors?.stdError ?? { invalid: 'no errors were asked for' },
    ...(errors?.pValue !== undefined && { pValue: errors.pValue }),
  };
  const controls = controlsOf(panel);
  const nameAt = (unit: string, start: number): string => (isOne ? unit : `${unit}:${periods[start]}`);
  const cohortAt = (start: number) => (isOne ? {} : { cohort: periods[start]! });
  return {
    fit: fitOf(spec, sample, effect, stats, slopes, []),
    unitsOf: sample.unit,
    unitWeights: cohorts.flatMap(({ start, weights }) =>
      controls.flatMap((i, j) =>
        weights.omega[j]! > LEAST_WEIGHT
          ? [{ name: nameAt(units[i]!, start), weight: weights.omega[j]!, ...cohortAt(start) }]
          : [],
      ),
    ),
    timeWeights: cohorts.flatMap(({ start, weights }) =>
      Array.from(weights.lambda, (weight, t) => ({ period: periods[t]!, weight, ...cohortAt(start) })).filter(
        ({ weight }) => weight > LEAST_WEIGHT,
      ),
    ),
    paths: cohorts.flatMap(({ start, block, weights }) =>
      pathsOf(sample, meanPath(block.treated), gapsOf(block, weights.omega), start).map((record) => ({
        ...record,
        ...cohortAt(start),
      })),
    ),
    predictors: [],
    placebos: (errors?.placebos ?? []).flatMap(({ control, effect }) =>
      control === null ? [] : [{ name: units[control]!, estimate: effect }],
    ),
    placeboGaps: [],
    leaveOneOut: [],
    cohorts: cohorts.map(({ start, treated, effect, share, penalties }) => ({
      cohort: periods[start]!,
      estimate: effect,
      treated: treated.length,
      periods: periods.length - start,
      share,
      zetaOmega: penalties.omega,
      zetaLambda: penalties.lambda,
    })),
  };
}
