/** Tests whether covariates are alike in the arms: their differences one by one, and all of them together. */
import type { NamedColumn } from '../../../src/econ/design.ts';
import type { Stat } from '../../../src/econ/fit.ts';
import { completeRows, pick } from '../../../src/econ/sample/rows.ts';
import { accompanied, comparedArms, type ExperimentDesign, pickDesign, treatmentColumns } from './design.ts';
import { controlOf } from './effects.ts';
import { type Contrasted, fitted, groundsOf } from './equation.ts';
import type { ArmsFTest } from './errors.ts';
import { momentsOf } from './moments.ts';
import { comparisons, nameOfPair } from './pairwise.ts';
import type { ErrorName } from './spec.ts';

export interface Balance extends Contrasted {
  readonly variable: string;
  readonly covariate: string;
  readonly arm: string;
  readonly meanControl: Stat;
  readonly sdControl: Stat;
  readonly meanTreated: Stat;
  readonly sdTreated: Stat;
  /** The difference in root mean squares of the standard deviations (Imbens & Rubin 2015, section 14.2). */
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

/** A record for each covariate and arm, or term of several factors, over the rows that have a value. */
export function balanceOf(design: ExperimentDesign, covariates: readonly NamedColumn[], errors: ErrorName): Balance[] {
  return covariates.flatMap((column) =>
    comparisons(design).flatMap((part) => {
      const own = pick(column.values, part.rows);
      const rows = accompanied(completeRows([own]), part.design.strata);
      const used = pickDesign(part.design, rows);
      const values = pick(own, rows);
      const fit = fitted(treatmentColumns(used), values, groundsOf(used), errors, used.terms);
      const control = momentsIn(used, values, 0);
      return used.terms.map((term, j): Balance => {
        const treated = momentsIn(used, values, used.coding[j]!.indexOf(1));
        return {
          ...{ variable: nameOfPair(design, column.name, term), covariate: column.name, arm: term },
          ...{ meanControl: control.controlMean, sdControl: control.controlSd },
          ...{ meanTreated: treated.controlMean, sdTreated: treated.controlSd },
          ...fit.test({ [term]: 1 }),
          normalised: normalisedOf(used, j, values),
          n: rows.length,
        };
      });
    }),
  );
}

/** Mean and standard deviation of the rows of an arm. */
const momentsIn = (design: ExperimentDesign, values: Float64Array, arm: number) =>
  controlOf({ ...design, arm: design.arm.map((own) => (own === arm ? 0 : 1)) }, values);

/** The difference of means that a term tells, over the root of the mean variance of the arms in it. */
function normalisedOf(design: ExperimentDesign, term: number, values: Float64Array): Stat {
  const compared = comparedArms(design, term).map(({ arm, sign }) => {
    return { sign, ...momentsOf([...values].filter((_, i) => design.arm[i] === arm)) };
  });
  const size = Math.sqrt(compared.reduce((sum, { variance }) => sum + variance, 0) / compared.length);
  const difference = compared.reduce((sum, { sign, mean }) => sum + sign * mean, 0);
  return size > 0 ? difference / size : { invalid: 'all variances are zero' };
}

/** A test for each arm, or term of several factors beside the others, over the rows that have all covariates. */
export function balanceTests(design: ExperimentDesign, covariates: readonly NamedColumn[]): BalanceTest[] {
  return comparisons(design).flatMap((part) => {
    const own = covariates.map(({ name, values }) => ({ name, values: pick(values, part.rows) }));
    const rows = completeRows(own.map(({ values }) => values));
    const used = pickDesign(part.design, rows);
    const columns = own.map(({ name, values }) => ({ name, values: pick(values, rows) }));
    const arms = treatmentColumns(used);
    return arms.map(({ name: term, values }): BalanceTest => {
      const others = arms.filter(({ name }) => name !== term);
      const test = (errors: ErrorName | 'iid') => {
        const clusters = used.clusters?.levels.length ?? Number.POSITIVE_INFINITY;
        if (errors === 'CR2' && clusters <= others.length + columns.length + 1)
          return { invalid: 'fewer clusters than terms' };
        const fit = fitted([...others, ...columns], values, groundsOf(used), errors, []);
        const names = columns.map(({ name }) => name).filter((name) => !fit.dropped.includes(name));
        return fit.joint(names) ?? { invalid: 'their covariance is singular' };
      };
      return {
        ...{ variable: term, n: rows.length, iid: test('iid') },
        robust: test(used.clusters === null ? 'HC1' : 'CR2'),
      };
    });
  });
}
