/** The fit of a method that imputes by factors: its choice among factors or penalties, its effect with errors, and the records beside it. */
import type { Rng } from '../../../../src/base/number/rng.ts';
import type { Stat } from '../../../../src/econ/fit.ts';
import { startsIn } from '../cohorts.ts';
import { fitOf, requirePanel } from '../report.ts';
import type { PathRecord, SyntheticResult } from '../result.ts';
import { neverTreated, type SyntheticSample } from '../sample.ts';
import { factorNames, type ImputedMethod, type SyntheticSpec } from '../spec.ts';
import { completion, factorsTried, penaltiesTried } from './completion.ts';
import { type Impute, imputedErrors } from './errors.ts';
import { countsTried, generalised } from './generalised.ts';
import { best, type Choice, effectOf, type FactorPanel, type Imputed, type ImputedEffect } from './imputed.ts';

interface Form {
  /** The choices that are tried; none where the spec says one. */
  tried(spec: SyntheticSpec, panel: FactorPanel): readonly Choice[];
  /** Fits of draws may end sooner. */
  impute(spec: SyntheticSpec, chosen: number | undefined, isDrawn?: boolean): Impute;
}

const countOf = ({ factors }: SyntheticSpec, chosen: number | undefined): number => chosen ?? (factors as number);
const most = ({ factors }: SyntheticSpec): number | undefined =>
  typeof factors === 'object' ? factors.most : undefined;

const forms: Readonly<Record<ImputedMethod, Form>> = {
  gsc: {
    tried: (spec, panel) => (most(spec) === undefined ? [] : countsTried(panel, most(spec)!)),
    impute: (spec, chosen) => (panel) => generalised(panel, countOf(spec, chosen)),
  },
  ife: {
    tried: (spec, panel) => (most(spec) === undefined ? [] : factorsTried(panel, most(spec)!)),
    impute: (spec, chosen, isDrawn) => (panel) =>
      completion(panel, { is: 'factors', count: countOf(spec, chosen) }, isDrawn),
  },
  mc: {
    tried: ({ lambda }, panel) => (lambda === 'cv' ? penaltiesTried(panel) : []),
    impute:
      ({ lambda }, chosen) =>
      (panel) =>
        completion(panel, { is: 'penalty', lambda: chosen ?? (lambda as number) }),
  },
};

export function imputedFit(spec: SyntheticSpec, sample: SyntheticSample, rng: Rng): SyntheticResult {
  const never = neverTreated(sample);
  requirePanel(spec, sample, never);
  const { units, periods, starts, outcome: paths, covariates } = sample;
  const panel: FactorPanel = { paths, starts, periods: periods.length, covariates };
  const form = forms[spec.method as ImputedMethod];
  const choices = form.tried(spec, panel);
  const chosen = choices.length === 0 ? undefined : best(choices);
  const impute = form.impute(spec, chosen?.value);
  const imputed = impute(panel);
  const found = effectOf(panel, imputed);
  const errors = imputedErrors[spec.errors]?.(panel, form.impute(spec, chosen?.value, true), spec.draws, rng);
  const cohorts = startsIn(panel);
  const isOne = cohorts.length === 1;
  const stats: Record<string, Stat> = {
    ...{ treatedUnits: imputed.treated.length, controlUnits: never.length, cohortCount: cohorts.length },
    ...(isOne && { periodsFitted: cohorts[0]!, periodsTreated: periods.length - cohorts[0]! }),
    ...imputed.stats,
    ...(chosen && { mspe: chosen.mspe }),
  };
  const effect = { estimate: found.effect, stdError: errors?.effect ?? { invalid: 'no errors were asked for' } };
  const slopes = covariates.map(({ name }, k) => ({
    ...{ term: name, estimate: imputed.slopes[k]! },
    ...(errors && { stdError: errors.slopes[k]! }),
  }));
  return {
    fit: fitOf(spec, sample, effect, stats, slopes, []),
    unitsOf: sample.unit,
    ...{ unitWeights: [], timeWeights: [], predictors: [], placebos: [], placeboGaps: [], leaveOneOut: [] },
    paths: cohorts.flatMap((start) => pathsFrom(panel, periods, imputed, start, isOne ? errors : undefined, isOne)),
    cohorts: cohorts.map((start) => cohortFrom(panel, periods, imputed, start)),
    factors: Array.from(periods, (period, t) => ({ period, ...byFactor(imputed.factors, t) })),
    loadings: units.map((name, i) => ({
      name,
      ...byFactor(imputed.loadings, i),
      isTreated: starts[i]! < periods.length,
    })),
    choices: choices.map((choice) => ({ ...choice, isChosen: choice === chosen })),
  };
}

/** The values at one place, by `f1`, `f2`, …; of many factors the first ones. */
const byFactor = (values: readonly Float64Array[], at: number): Readonly<Record<string, number>> =>
  Object.fromEntries(values.slice(0, factorNames.length).map((each, l) => [factorNames[l]!, each[at]!]));

const treatedFrom = ({ starts }: FactorPanel, { treated }: Imputed, start: number): readonly number[] =>
  treated.filter((i) => starts[i] === start);

function pathsFrom(
  panel: FactorPanel,
  periods: Float64Array,
  imputed: Imputed,
  start: number,
  errors: ImputedEffect | undefined,
  isOne: boolean,
): PathRecord[] {
  const own = { ...imputed, treated: treatedFrom(panel, imputed, start) };
  const { gaps } = effectOf(panel, own);
  return Array.from(gaps, (gap, t) => {
    const treated = own.treated.reduce((sum, i) => sum + panel.paths[i]![t]!, 0) / own.treated.length;
    return {
      ...{ period: periods[t]!, treated, synthetic: treated - gap, gap, isTreated: t >= start },
      ...(errors && { stdError: errors.gaps[t]! }),
      ...(isOne ? {} : { cohort: periods[start]! }),
    };
  });
}

function cohortFrom(panel: FactorPanel, periods: Float64Array, imputed: Imputed, start: number) {
  const treated = treatedFrom(panel, imputed, start);
  const { effect } = effectOf(panel, { ...imputed, treated });
  const rows = (count: number, from: number): number => count * (periods.length - from);
  const all = imputed.treated.reduce((sum, i) => sum + rows(1, panel.starts[i]!), 0);
  return {
    ...{ cohort: periods[start]!, estimate: effect, treated: treated.length, periods: periods.length - start },
    share: rows(treated.length, start) / all,
  };
}
