/** The effects of a cohort in a period as a spline of the dose (Callaway, Goodman-Bacon & Sant'Anna 2024, section 5). */
import { mean } from '../../../../src/base/number/sum.ts';
import { Refusal } from '../../../../src/base/problem.ts';
import { leastSquaresBy } from '../../../../src/econ/linalg/least-squares.ts';
import { householder } from '../../../../src/econ/linalg/qr.ts';
import type { GroupTime } from '../aggregate.ts';
import { comparisonsOf, isControlOf } from '../callaway.ts';
import { solveProducts } from '../cells/two-by-two.ts';
import { cohortIn, type DidSample, type Grid } from '../sample.ts';
import type { DidSpec } from '../spec.ts';
import type { SplineBasis } from './basis.ts';

/** One cell: coefficients of the spline that is ATT(d), and the mean of its slope over the doses of the cohort. */
export interface DoseCell {
  readonly coefficients: readonly GroupTime[];
  readonly slope: GroupTime;
}

/**
 * Changes of the cohort less the mean change of controls, regressed on the spline. Since the terms sum to 1, taking that mean from every coefficient
 * is the same. `doses`: of every unit; `has`: whether a period has controls. Every unit is seen in every period.
 */
export function doseCells(
  cohort: number,
  { spec, sample, grid, basis, doses }: DoseData,
  has: (time: number) => boolean,
): DoseCell[] {
  const { periods, rowAt, cohorts, units } = grid;
  const n = units.levels;
  const own = [...cohorts.keys()].filter((unit) => cohorts[unit] === cohort);
  const model = modelOf(own, doses, basis, () => cohortIn(sample, cohort));
  const change = (unit: number, t: number, p: number): number =>
    sample.outcome.values[rowAt[unit * periods.length + t]!]! -
    sample.outcome.values[rowAt[unit * periods.length + p]!]!;
  return comparisonsOf(cohort, spec, periods)
    .filter(({ t }) => has(periods[t]!))
    .map(({ t, p }): DoseCell => {
      const place = { group: cohort, time: periods[t]! };
      const base: GroupTime = { ...place, estimate: 0, influence: null };
      if (p === t) return { coefficients: Array.from({ length: basis.terms }, () => base), slope: base };
      const isControl = isControlOf(cohort, t, p, spec, periods);
      const controls = [...cohorts.keys()].filter((unit) => isControl(cohorts[unit]!));
      const changes = controls.map((unit) => change(unit, t, p));
      const trend = mean(changes);
      const { estimates, scores } = model.fit(Float64Array.from(own, (unit) => change(unit, t, p)));
      const ofTrend = new Float64Array(n);
      for (const [i, unit] of controls.entries()) ofTrend[unit] = (-n / controls.length) * (changes[i]! - trend);
      const coefficients = Array.from(estimates, (estimate, k): GroupTime => {
        const influence = ofTrend.slice();
        for (const [i, unit] of own.entries()) influence[unit] = n * scores[k]![i]!;
        return { ...place, estimate: estimate - trend, influence };
      });
      return { coefficients, slope: { ...place, ...meanSlope(estimates, scores, own, model.slopes, n) } };
    });
}

export interface DoseData {
  readonly spec: DidSpec;
  readonly sample: DidSample;
  readonly grid: Grid;
  readonly basis: SplineBasis;
  readonly doses: Float64Array;
}

/** The regression on the terms at the doses of a cohort, whose scores are (X'X)⁻¹ x u by coefficient and unit. */
function modelOf(own: readonly number[], doses: Float64Array, basis: SplineBasis, named: () => string) {
  const rows = own.map((unit) => basis.at(doses[unit]!));
  const columns = Array.from({ length: basis.terms }, (_, k) => Float64Array.from(rows, (row) => row[k]!));
  const norm = (x: Float64Array): number => Math.sqrt(x.reduce((sum, value) => sum + value * value, 0));
  const qr = householder(columns, own.length, (j) => 1e-9 * norm(columns[j]!));
  if (qr.dropped.length > 0 || own.length <= basis.terms) {
    const different = new Set(own.map((unit) => doses[unit]!)).size;
    const message = `the cohort ${named()} has ${own.length} units of ${different} different doses, too few for the ${basis.terms} terms of the spline`;
    const hint = 'choose a lower `degree` or fewer `knots` in `spline`, or leave the cohort out with `exclude`';
    throw new Refusal('few-doses', message, { param: 'spline', hint });
  }
  const solve = leastSquaresBy(qr, columns);
  const inverse = columns.map((_, k) =>
    solveProducts(
      qr,
      Float64Array.from(columns, (_, j) => (j === k ? 1 : 0)),
    ),
  );
  const slopes = own.map((unit) => basis.slopesAt(doses[unit]!));
  return {
    slopes,
    fit(changes: Float64Array) {
      const { coefficients, residuals } = solve(changes);
      const scores = inverse.map((line) =>
        Float64Array.from(rows, (row, i) => residuals[i]! * row.reduce((sum, value, j) => sum + value * line[j]!, 0)),
      );
      return { estimates: coefficients, scores };
    },
  };
}

/** The mean of the derivative over the cohort's doses, which are drawn too. */
function meanSlope(
  estimates: Float64Array,
  scores: readonly Float64Array[],
  own: readonly number[],
  slopes: readonly Float64Array[],
  n: number,
): Pick<GroupTime, 'estimate' | 'influence'> {
  const at = slopes.map((row) => row.reduce((sum, value, k) => sum + value * estimates[k]!, 0));
  const estimate = mean(at);
  const centre = Float64Array.from(estimates, (_, k) => mean(slopes.map((row) => row[k]!)));
  const influence = new Float64Array(n);
  for (const [i, unit] of own.entries()) {
    const ofModel = centre.reduce((sum, value, k) => sum + value * scores[k]![i]!, 0);
    influence[unit] = n * (ofModel + (at[i]! - estimate) / own.length);
  }
  return { estimate, influence };
}
