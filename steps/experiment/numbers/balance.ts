/** Whether covariates are alike in the arms: their differences one by one, and all of them together. */
import type { NamedColumn } from '../../../src/econ/design.ts';
import type { Stat } from '../../../src/econ/fit.ts';
import { completeRows, pick } from '../../../src/econ/sample/rows.ts';
import { accompanied, type ExperimentDesign, pickDesign, treatmentColumns } from './design.ts';
import { controlOf } from './effects.ts';
import { type Contrasted, fitted, groundsOf } from './equation.ts';
import type { ArmsFTest } from './errors.ts';
import { momentsOf } from './moments.ts';
import { nameOfPair, pairings } from './pairwise.ts';
import type { ErrorName } from './spec.ts';

export interface Balance extends Contrasted {
  readonly variable: string;
  readonly covariate: string;
  readonly arm: string;
  readonly meanControl: Stat;
  readonly sdControl: Stat;
  readonly meanTreated: Stat;
  readonly sdTreated: Stat;
  /** The difference in root mean squares of both standard deviations (Imbens & Rubin 2015, section 14.2). */
  readonly normalised: Stat;
  readonly n: number;
}

/** Tests that no covariate tells the arm: with equal variances, and robustly. */
export interface BalanceTest {
  /** The arm. */
  readonly variable: string;
  readonly n: number;
  readonly iid: ArmsFTest | { readonly invalid: string };
  readonly robust: ArmsFTest | { readonly invalid: string };
}

/** A record for each covariate and arm, over the rows that have a value. */
export function balanceOf(design: ExperimentDesign, covariates: readonly NamedColumn[], errors: ErrorName): Balance[] {
  return covariates.flatMap((column) =>
    pairings(design).map((pair): Balance => {
      const own = pick(column.values, pair.rows);
      const rows = accompanied(completeRows([own]), pair.design.strata);
      const used = pickDesign(pair.design, rows);
      const values = pick(own, rows);
      const fit = fitted(treatmentColumns(used), values, groundsOf(used), errors, used.terms);
      const control = controlOf(used, values);
      const treated = controlOf({ ...used, arm: used.arm.map((which) => 1 - which) }, values);
      return {
        ...{ variable: nameOfPair(design, column.name, pair.arm), covariate: column.name, arm: pair.arm },
        ...{ meanControl: control.controlMean, sdControl: control.controlSd },
        ...{ meanTreated: treated.controlMean, sdTreated: treated.controlSd },
        ...fit.test({ [pair.arm]: 1 }),
        normalised: normalisedOf(used, values),
        n: rows.length,
      };
    }),
  );
}

function normalisedOf({ arm }: ExperimentDesign, values: Float64Array): Stat {
  const [control, treated] = [0, 1].map((which) => momentsOf([...values].filter((_, i) => arm[i] === which)));
  const size = Math.sqrt((control!.variance + treated!.variance) / 2);
  return size > 0 ? (treated!.mean - control!.mean) / size : { invalid: 'both variances are zero' };
}

/** A test for each arm, over the rows that have all covariates. */
export function balanceTests(design: ExperimentDesign, covariates: readonly NamedColumn[]): BalanceTest[] {
  return pairings(design).map((pair) => {
    const own = covariates.map(({ name, values }) => ({ name, values: pick(values, pair.rows) }));
    const rows = completeRows(own.map(({ values }) => values));
    const used = pickDesign(pair.design, rows);
    const columns = own.map(({ name, values }) => ({ name, values: pick(values, rows) }));
    const isTreated = Float64Array.from(used.arm);
    const test = (errors: ErrorName | 'iid') => {
      const clusters = used.clusters?.levels.length ?? Number.POSITIVE_INFINITY;
      if (errors === 'CR2' && clusters <= columns.length + 1) return { invalid: 'fewer clusters than terms' };
      const fit = fitted(columns, isTreated, groundsOf(used), errors, []);
      const names = columns.map(({ name }) => name).filter((name) => !fit.dropped.includes(name));
      return fit.joint(names) ?? { invalid: 'their covariance is singular' };
    };
    return {
      ...{ variable: pair.arm, n: rows.length, iid: test('iid') },
      robust: test(used.clusters === null ? 'HC1' : 'CR2'),
    };
  });
}
