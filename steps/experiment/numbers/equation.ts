/** The regression by which an outcome is compared between arms, and tests of its contrasts. */
import { Refusal } from '../../../src/base/problem.ts';
import type { NamedColumn } from '../../../src/econ/design.ts';
import { studentT } from '../../../src/econ/distributions/distributions.ts';
import type { Estimate } from '../../../src/econ/fit.ts';
import { estimateRow } from '../../../src/econ/vcov/inference.ts';
import type { ExperimentDesign } from './design.ts';
import { type ArmsFTest, covarianceOf, type Errors, errorsBy } from './errors.ts';
import { type Grounds, type Projection, project, residuals } from './projection.ts';
import type { ErrorName } from './spec.ts';

export type Contrasted = Omit<Estimate, 'term'> & { readonly df: number };

export interface FittedEquation {
  readonly projection: Projection;
  readonly coefficients: Float64Array;
  readonly errors: Errors;
  /** Names of regressors that others span. */
  readonly dropped: readonly string[];
  /** Tests a combination of kept coefficients, by their names. */
  test(weights: Readonly<Record<string, number>>): Contrasted;
  /** Tests that all of these coefficients are zero; null where they cannot be tested together. */
  joint(names: readonly string[]): ArmsFTest | null;
}

/** Rows, strata, weights and clusters of a design, as a regression takes them. */
export const groundsOf = ({ nobs, strata, weights, clusters }: ExperimentDesign): Grounds => ({
  nobs,
  absorb: strata,
  weights,
  clusters,
});

export const constantOf = (nobs: number): NamedColumn => ({ name: '_cons', values: new Float64Array(nobs).fill(1) });

/** Regressors behind a constant, where no strata are absorbed that have one each. */
export const withConstant = (
  columns: readonly NamedColumn[],
  { nobs, absorb }: Pick<Grounds, 'nobs' | 'absorb'>,
): readonly NamedColumn[] => (absorb === null ? [constantOf(nobs), ...columns] : columns);

/** Regresses any y; a constant stands first where nothing is absorbed. `needed`: names of regressors that must not be spanned by others. */
export function fitBy(
  columns: readonly NamedColumn[],
  grounds: Grounds,
  errors: ErrorName | 'iid',
  needed: readonly string[],
): (y: Float64Array) => FittedEquation {
  const all = withConstant(columns, grounds);
  const projection = project(all, grounds);
  const dropped = projection.dropped.map((j) => all[j]!.name);
  requireNeeded(dropped, needed);
  const errorsOf = errorsBy(projection, errors);
  return (y) => {
    const b = projection.coefficients(y);
    return testsOf(projection, b, errorsOf(residuals(projection, y, b)), dropped);
  };
}

/** Regresses y. */
export const fitted = (
  columns: readonly NamedColumn[],
  y: Float64Array,
  grounds: Grounds,
  errors: ErrorName | 'iid',
  needed: readonly string[],
): FittedEquation => fitBy(columns, grounds, errors, needed)(y);

export function requireNeeded(dropped: readonly string[], needed: readonly string[]): void {
  const lost = needed.find((name) => dropped.includes(name));
  if (lost === undefined) return;
  const message = `the effect of \`${lost}\` is not identified: strata and covariates span it`;
  throw new Refusal('not-identified', message, {
    param: 'treatment',
    hint: 'look whether every stratum has one arm alone, or a covariate is the treatment',
  });
}

export function testsOf(
  projection: Projection,
  coefficients: Float64Array,
  errors: Errors,
  dropped: readonly string[],
): FittedEquation {
  const { names } = projection;
  const contrastOf = (weights: Readonly<Record<string, number>>): Float64Array =>
    Float64Array.from(names, (name) => (Object.hasOwn(weights, name) ? weights[name]! : 0));
  return {
    ...{ projection, coefficients, errors, dropped },
    test: (weights) => {
      const contrast = contrastOf(weights);
      const estimate = contrast.reduce((sum, value, j) => sum + value * coefficients[j]!, 0);
      return tested(estimate, covarianceOf(contrast, contrast, errors.vcov), errors.df(contrast));
    },
    joint: (tested) => {
      const known = tested.filter((name) => names.includes(name));
      return known.length === 0
        ? null
        : errors.joint(
            known.map((name) => contrastOf({ [name]: 1 })),
            coefficients,
          );
    },
  };
}

/** An estimate with its t test and 95 % interval. */
export function tested(estimate: number, variance: number, df: number): Contrasted {
  const t = studentT(df);
  const { term: _, ...rest } = estimateRow('', estimate, variance, '', t, t.upperQuantile(0.025));
  return { ...rest, df };
}
