/** The columns of the extended two-way regression: cohorts, periods, covariates with both, and cells of cohort and period (Wooldridge 2021, equation 6.33). */
import { Refusal } from '../../../src/base/problem.ts';
import type { NamedColumn } from '../../../src/econ/design.ts';
import { cohortIn, cohortsIn, type DidSample, periodIn } from './sample.ts';

export interface CellColumns {
  readonly group: number;
  readonly time: number;
  readonly rows: Int32Array;
  /** The cell, then its products with covariates less their means of the cohort. */
  readonly columns: readonly NamedColumn[];
}

export interface ExtendedColumns {
  readonly others: readonly NamedColumn[];
  readonly cells: readonly CellColumns[];
  /** Periods since treatment, the last before it of each cohort, ascending. */
  readonly bases: readonly number[];
}

/** `allPeriods`: cells of every period but the last before treatment; else of those from treatment on. O(N K). */
export function extendedColumns(sample: DidSample, allPeriods: boolean): ExtendedColumns {
  const { period, cohort, covariates, nobs } = sample;
  const indicator = (name: string, is: (i: number) => boolean): NamedColumn => ({
    name,
    values: Float64Array.from({ length: nobs }, (_, i) => (is(i) ? 1 : 0)),
  });
  const times = (a: NamedColumn, b: NamedColumn): NamedColumn => ({
    name: `${a.name} × ${b.name}`,
    values: a.values.map((value, i) => value * b.values[i]!),
  });
  const groups = cohortsIn(cohort);
  const periods = [...new Set(period)].sort((a, b) => a - b);
  const cohorts = groups.map((g) => indicator(`cohort ${cohortIn(sample, g)}`, (i) => cohort[i] === g));
  const years = periods.slice(1).map((t) => indicator(`period ${periodIn(sample, t)}`, (i) => period[i] === t));
  const centred = groups.map((g) => covariates.map((x) => lessMean(x, cohort, g)));
  const bases = new Set<number>();
  const cells = groups.flatMap((group, k): CellColumns[] => {
    const own = periods.filter((t) => cohort.some((g, i) => g === group && period[i] === t));
    const base = own.findLast((t) => t < group);
    if (base === undefined) {
      const message = `the cohort ${cohortIn(sample, group)} has no row before treatment`;
      throw new Refusal('no-reference', message, { param: 'cohort', hint: 'leave it out with `exclude`' });
    }
    bases.add(base - group);
    return own
      .filter((t) => (allPeriods ? t !== base : t >= group))
      .map((time) => {
        const cell = indicator(
          `${cohortIn(sample, group)}:${periodIn(sample, time)}`,
          (i) => cohort[i] === group && period[i] === time,
        );
        const rows = Int32Array.from([...cell.values.keys()].filter((i) => cell.values[i] === 1));
        return { group, time, rows, columns: [cell, ...centred[k]!.map((x) => times(cell, x))] };
      });
  });
  if (cells.length === 0)
    throw new Refusal('no-cohort', 'no cohort is treated within the periods that are left', { param: 'cohort' });
  return {
    others: [
      ...cohorts,
      ...years,
      ...covariates.flatMap((x) => [x, ...[...cohorts, ...years].map((each) => times(each, x))]),
    ],
    cells,
    bases: [...bases].sort((a, b) => a - b),
  };
}

/** A covariate less its mean over the rows of a cohort. */
function lessMean(x: NamedColumn, cohort: Float64Array, group: number): NamedColumn {
  let [sum, count] = [0, 0];
  for (const [i, g] of cohort.entries()) if (g === group) [sum, count] = [sum + x.values[i]!, count + 1];
  return { name: x.name, values: x.values.map((value) => value - sum / count) };
}
