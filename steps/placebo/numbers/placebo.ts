/** Placebo tests: the coefficient of a treatment among those of treatments that other units, or other dates, might have had. */
import { Refusal } from '../../../src/base/problem.ts';
import type { Data } from '../../../src/econ/data.ts';
import { type PermutationSummary, summarise } from '../../../src/econ/draws/permutation.ts';
import { estimate, prepared } from '../../../src/econ/estimate.ts';
import type { Fit, Stat } from '../../../src/econ/fit.ts';
import { Workspace } from '../../../src/econ/linalg/workspace.ts';
import { fit as fitLinear } from '../../../src/econ/linear/fit.ts';
import { levelMarks, numberedByValues } from '../../../src/econ/panel/drawing-order.ts';
import { compact } from '../../../src/econ/panel/effects.ts';
import { pick } from '../../../src/econ/sample/rows.ts';
import { termName } from '../../../src/econ/sample/terms.ts';
import { termOf } from '../../../src/econ/spec.ts';
import { balancedPlacebos } from './balanced.ts';
import { designPlacebos } from './design.ts';
import { type PseudoEstimate, pseudoRegression, residualised } from './regression.ts';
import type { PlaceboDraws, PlaceboFound, PlaceboSpec } from './spec.ts';
import { assignmentsOf, type Permute, treatedOf, treatmentOf } from './treatment.ts';

/** Refuses what has no placebos: a treatment that is dropped, is not 0 or 1, or ends; and data without a panel. O(NK²), then O(NK) a draw. */
export function placebosOf(spec: PlaceboSpec, data: Data, workspace: Workspace = new Workspace()): PlaceboFound {
  const { model, permute, unit: unitText } = spec;
  const treatment = termName(termOf(spec.treatment));
  const fit = estimate(model, data, fitLinear, workspace);
  const row = fit.terms.find(({ term }) => term === treatment);
  if (row === undefined) {
    const message = `\`${treatment}\` was dropped from the regression, so that it has no placebo`;
    throw new Refusal('placebo-dropped', message, { param: 'treatment' });
  }
  if (permute === 'design') return designPlacebos(spec, spec.design!, fit, data, workspace);
  const { sample, levels, variables, rows } = prepared(model, data, workspace);
  const codes = levels(unitText);
  const { design, clusters } = sample;
  const time = pick(variables.time(), rows);
  const told = [design.outcome, ...design.terms, { name: 'time', values: time }];
  const unit = numberedByValues(compact(codes), levelMarks(told, [...design.absorb, ...clusters].map(compact)));
  const names = namesOf(codes.codes, unit.codes, codes.levels, unit.levels);
  const actual = design.terms.find(({ name }) => name === treatment)!.values;
  const treated = treatedOf(actual, treatment, { unit, names, time });
  if (permute !== 'units' && treated.periods.length < 2) {
    throw new Refusal('one-period', 'placebo dates need at least two periods in the rows used', { param: 'permute' });
  }
  const assignments = assignmentsOf(treated, permute);
  let placeboOf: ((starts: Float64Array) => PseudoEstimate | null) | undefined;
  const prepare = (): ((starts: Float64Array) => PseudoEstimate | null) => {
    const left = residualised(design, treatment, clusters, model.vcov, fit);
    const balanced = balancedPlacebos(left, treated, clusters);
    if (balanced !== null) return balanced;
    const regression = pseudoRegression(left, clusters, model.vcov, fit);
    const d = new Float64Array(actual.length);
    return (starts) => regression(treatmentOf(treated, starts, d));
  };
  return {
    treatment,
    fit,
    observed: row.estimate,
    assignments: assignments.count,
    hasActual: assignments.hasActual,
    treatedUnits: treated.starts.filter((start) => start < treated.periods.length).length,
    units: unit.levels,
    of: (chunk, stream) => {
      const estimates: (number | null)[] = [];
      const pValues: (number | null)[] = [];
      placeboOf ??= prepare();
      for (const starts of assignments.of(chunk, stream)) {
        const found = placeboOf(starts);
        estimates.push(found?.estimate ?? null);
        pValues.push(found?.pValue ?? null);
      }
      return { estimates, pValues };
    },
  };
}

function namesOf(all: Int32Array, codes: Int32Array, levels: readonly string[], count: number): string[] {
  const names = new Array<string>(count);
  for (let row = 0; row < codes.length; row++) names[codes[row]!] = levels[all[row]!]!;
  return names;
}

export type PConvention = 'corrected' | 'simple';

export interface Placebo extends PermutationSummary {
  readonly treatment: string;
  readonly outcome: string;
  readonly permute: Permute | 'design';
  /** The statistic that is drawn: `estimate` where nothing else was asked for. */
  readonly statistic: string;
  readonly observed: number;
  readonly fit: Fit;
  /** The number of assignments. */
  readonly assignments: Stat;
  /** Is true where all assignments were taken. */
  readonly exact: boolean;
  /** Is true where the actual assignment is one of them. */
  readonly hasActual: boolean;
  readonly convention: PConvention;
  /** Two-sided. */
  readonly pValue: Stat;
  /** Share of placebos at least as large, and at most as large. */
  readonly pUpper: Stat;
  readonly pLower: Stat;
  readonly treatedUnits: number;
  readonly units: number;
  readonly estimates: readonly number[];
  readonly pValues: readonly (number | null)[];
}

/**
 * p = #{|b*| ≥ |b|}/M over all M assignments, of which the actual one is one; of B random draws, or where it is none of them, (1 + #)/(1 + B), or #/B by the `simple` convention.
 */
export function placeboTest(
  found: Omit<PlaceboFound, 'of'>,
  { estimates, pValues }: PlaceboDraws,
  {
    permute,
    design,
    draws: asked,
    convention,
  }: Pick<PlaceboSpec, 'permute' | 'design'> & { draws: number; convention: PConvention },
): Placebo {
  const { treatment, fit, observed, assignments, hasActual, treatedUnits, units } = found;
  const summary = summarise(observed, estimates);
  const exact = assignments <= asked;
  const { draws, countAbsGe, countGe, countLe } = summary;
  const share = (count: number): Stat => {
    if (draws === 0) return { invalid: 'no assignment identifies the statistic' };
    return (exact && hasActual) || convention === 'simple' ? count / draws : (1 + count) / (1 + draws);
  };
  return {
    ...summary,
    treatment,
    outcome: fit.outcome,
    permute,
    statistic: design?.statistic ?? 'estimate',
    observed,
    fit,
    assignments: Number.isFinite(assignments) ? assignments : { invalid: 'more than 10^308' },
    exact,
    hasActual,
    convention,
    pValue: share(countAbsGe),
    pUpper: share(countGe),
    pLower: share(countLe),
    treatedUnits,
    units,
    estimates: estimates.filter((value) => value !== null),
    pValues: pValues.filter((_, i) => estimates[i] !== null),
  };
}
