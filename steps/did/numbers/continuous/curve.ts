/**
 * The effect of a continuous treatment by dose (Callaway, Goodman-Bacon & Sant'Anna 2024, NBER WP 32117): ATT(d), the change of units of dose d less that
 * of the untreated, and ACRT(d), its slope.
 */
import type { Rng } from '../../../../src/base/number/rng.ts';
import { Refusal } from '../../../../src/base/problem.ts';
import { datum } from '../../../../src/base/value.ts';
import { percentile, sortedValues } from '../../../../src/econ/distributions/percentile.ts';
import type { Warning } from '../../../../src/econ/fit.ts';
import {
  type Aggregate,
  aggregated,
  combined,
  criticalOf,
  eventsOf,
  type GroupTime,
  meanOfCohorts,
  standardErrorOf,
} from '../aggregate.ts';
import { cellsOf, chooseUnits, type Lost, lostWarnings } from '../callaway.ts';
import { type EffectAt, type EffectEstimate, effect, fitOf } from '../result.ts';
import { cohortIn, cohortsIn, type DidSample, type Grid, gridOf } from '../sample.ts';
import type { DidSpec } from '../spec.ts';
import { type SplineBasis, splineBasis } from './basis.ts';
import { doseCells } from './cells.ts';

/** Percentiles of the doses at which effects are told where the step names none, and the ends of the curve. */
const PERCENTILES = [10, 25, 50, 75, 90];
const ENDS = [5, 95] as const;
const POINTS = 49;

/** Cells of cohort and period are averaged over the periods of each cohort, and over cohorts by their shares. O(cells · nK²). */
export function continuous(spec: DidSpec, sample: DidSample, rng: Rng) {
  requireUntreated(spec, sample);
  const chosen = chooseUnits(spec, sample);
  const grid = gridOf(chosen.sample);
  const groups = cohortsIn(grid.cohorts).filter((g) => !chosen.onlyControls.includes(g));
  if (groups.length === 0) {
    const hint = chosen.told.join('; ') || 'has anybody a dose after the first period?';
    throw new Refusal('no-cohort', 'no cohort is left to estimate effects of', { param: 'treatment', hint });
  }
  const doses = dosesOf(chosen.sample, grid);
  const isTreated = (unit: number): boolean => groups.includes(grid.cohorts[unit]!);
  const sorted = sortedValues(doses.filter((_, unit) => isTreated(unit)));
  const basis = basisOf(spec, sorted);
  const found = groups.flatMap((g) => cellsOf(g, { ...spec, estimate: 'reg' }, chosen.sample, grid));
  const lost = found.filter((cell): cell is Lost => 'invalid' in cell);
  const level = found.filter((cell): cell is GroupTime => !('invalid' in cell));
  const data = { spec, sample: chosen.sample, grid, basis, doses };
  const cells = groups.flatMap((g) =>
    doseCells(g, data, (time) => level.some((cell) => cell.group === g && cell.time === time)),
  );
  const inputs = (of: readonly GroupTime[]) => ({ spec, cells: of, groups, grid, rng });
  const slopes = inputs(cells.map(({ slope }) => slope));
  const { dynamic, eventStudy } = aggregated(inputs(level));
  const { overall: _, ...byEvent } = dynamic!;
  const spline = Array.from({ length: basis.terms }, (_, k) =>
    meanOfCohorts(inputs(cells.map(({ coefficients }) => coefficients[k]!))),
  );
  const told = toldDoses(spec, sorted);
  const all = [...told.map(({ dose }) => dose), ...curveDoses(sorted)];
  const curves = curvesOf(spline, basis, all, { spec, grid, rng });
  const shown = (each: Aggregate): EffectEstimate => effect(each.estimate, standardErrorOf(each.influence, grid), null);
  const simple = shown(meanOfCohorts(inputs(level)));
  const at = (of: 'att' | 'acrt'): EffectAt[] => told.map((each) => ({ ...each, ...curves.at(of, each.dose) }));
  const result = {
    simple,
    dynamic: byEvent,
    att: { by: at('att') },
    acrt: { overall: shown(meanOfCohorts(slopes)), by: at('acrt') },
  };
  const warnings: Warning[] = [
    ...chosen.sample.warnings,
    ...chosen.warnings,
    ...lostWarnings(lost, chosen.sample),
    ...beyondDoses(groups, doses, sorted, grid, chosen.sample),
  ];
  const treatedUnits = sorted.length;
  return {
    method: 'continuous',
    treatment: spec.treatment,
    control: chosen.control,
    base: spec.base,
    ...result,
    acrtEvents: eventsOf(slopes).map(({ event, groups: count, ...each }) => ({ event, groups: count, ...shown(each) })),
    curve: curveDoses(sorted).map((dose) => ({ dose, att: curves.at('att', dose), acrt: curves.at('acrt', dose) })),
    critical: curves.critical,
    spline: { degree: spec.spline!.degree, knots: basis.inner, terms: basis.terms },
    eventStudy,
    nUnits: grid.units.levels,
    nPeriods: grid.periods.length,
    treatedUnits,
    leftOut: chosen.leftOut,
    warnings,
    fit: fitOf(result, {
      method: 'continuous',
      outcome: chosen.sample.outcome.name,
      nobs: chosen.sample.nobs,
      units: grid.units.levels,
      cluster: { name: chosen.sample.cluster.name, count: grid.clusterCount },
      df: null,
      small: '',
      rowsLost: chosen.sample.rowsLost,
      warnings,
      stats: { treatedUnits },
    }),
  };
}

/** One cohort alone has nobody to be compared with. */
function requireUntreated({ treatment }: DidSpec, { cohort }: DidSample): void {
  if (cohort.includes(0) || cohortsIn(cohort).length > 1) return;
  const message = `no unit has the dose 0 in \`${treatment}\` throughout: effects are changes less those of the untreated`;
  throw new Refusal('no-cohort', message, { param: 'treatment', hint: 'keep units without treatment in the data' });
}

/** The dose of every unit; 0 of controls. */
function dosesOf({ doses, cohort, period, nobs }: DidSample, { units, cohorts }: Grid): Float64Array {
  const found = new Float64Array(units.levels);
  for (let row = 0; row < nobs; row++) {
    const unit = units.codes[row]!;
    if (cohorts[unit] !== 0 && period[row]! >= cohort[row]!) found[unit] = doses![row]!;
  }
  return found;
}

function basisOf({ spline, treatment }: DidSpec, sorted: Float64Array): SplineBasis {
  const { degree, knots } = spline!;
  const [low, high] = [sorted[0]!, sorted.at(-1)!];
  const inner =
    typeof knots === 'number'
      ? Array.from({ length: knots }, (_, k) => percentile(sorted, (100 * (k + 1)) / (knots + 1), 'type7'))
      : knots;
  const isApart = inner.every((knot, k) => knot > (inner[k - 1] ?? low) && knot < high);
  if (!(high > low) || !isApart) {
    const message = `expected ascending knots between the least and the largest dose of the treated in \`${treatment}\`, got ${inner.length === 0 ? 'one dose for all' : inner.map((knot) => datum(treatment!, knot)).join(', ')}`;
    const hint = 'doses of few values have no room for many knots; one dose for all is a case of `method: callaway`';
    throw new Refusal('few-doses', message, { param: 'spline', hint });
  }
  return splineBasis(degree, inner, low, high);
}

/** Doses at which tables tell the effects: those that the step names, or percentiles, which go by what they are and not by their values. */
function toldDoses({ doses, treatment }: DidSpec, sorted: Float64Array): { name: string; dose: number }[] {
  if (doses === undefined) return PERCENTILES.map((p) => ({ name: `p${p}`, dose: percentile(sorted, p) }));
  const outside = doses.find((dose) => dose < sorted[0]! || dose > sorted.at(-1)!);
  if (outside === undefined) return doses.map((dose) => ({ name: String(dose), dose }));
  const range = `${datum(treatment!, sorted[0]!)} to ${datum(treatment!, sorted.at(-1)!)}`;
  const message = `nobody has a dose as ${outside < sorted[0]! ? 'small' : 'large'} as ${outside}: those of the treated are from ${range}`;
  throw new Refusal('bad-dose', message, { param: 'doses', hint: 'name doses within these' });
}

/** Evenly from the 5th to the 95th percentile of the doses. */
function curveDoses(sorted: Float64Array): number[] {
  const [low, high] = ENDS.map((p) => percentile(sorted, p)) as [number, number];
  const all = Array.from({ length: POINTS }, (_, i) => low + ((high - low) * i) / (POINTS - 1));
  return [...new Set([...all.slice(0, -1), high])];
}

/** Both curves at all doses; with `bands`, intervals hold for all doses of a curve at once. */
function curvesOf(
  spline: readonly Aggregate[],
  basis: SplineBasis,
  all: readonly number[],
  { spec, grid, rng }: { readonly spec: DidSpec; readonly grid: Grid; readonly rng: Rng },
) {
  const doses = [...new Set(all)].sort((a, b) => a - b);
  const curve = (terms: (dose: number) => Float64Array) => {
    const points = doses.map((dose): Aggregate => {
      const weights = [...terms(dose)];
      const estimate = spline.reduce((sum, each, k) => sum + weights[k]! * each.estimate, 0);
      return { estimate, influence: combined(spline, weights) };
    });
    const critical = spec.bands > 0 ? criticalOf(points, { grid, spec, rng }) : undefined;
    const effects = points.map(({ estimate, influence }) =>
      effect(estimate, standardErrorOf(influence, grid), null, critical),
    );
    return { critical, effects: new Map(doses.map((dose, i) => [dose, effects[i]!])) };
  };
  const curves = { att: curve(basis.at), acrt: curve(basis.slopesAt) };
  const { att, acrt } = curves;
  return {
    critical: att.critical === undefined ? undefined : { att: att.critical, acrt: acrt.critical },
    at: (of: 'att' | 'acrt', dose: number): EffectEstimate => curves[of].effects.get(dose)!,
  };
}

/** Cohorts whose doses do not span the curve have effects at other doses by their spline alone. */
function beyondDoses(
  groups: readonly number[],
  doses: Float64Array,
  sorted: Float64Array,
  { cohorts }: Grid,
  sample: DidSample,
): Warning[] {
  const [low, high] = ENDS.map((p) => percentile(sorted, p)) as [number, number];
  const narrow = groups.filter((g) => {
    const own = doses.filter((_, unit) => cohorts[unit] === g);
    return own.every((dose) => dose > low) || own.every((dose) => dose < high);
  });
  if (narrow.length === 0) return [];
  const named = narrow.map((g) => cohortIn(sample, g)).join(', ');
  const message = `doses of the cohorts ${named} do not span those of all: at other doses their effects are what their spline says`;
  return [{ code: 'narrow-doses', message }];
}
