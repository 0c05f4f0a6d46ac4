/** Covariates by two lassos, of the outcome and of the arms, whose choices are taken together (Belloni, Chernozhukov & Hansen 2014, Review of Economic Studies 81:608). */
import { dot } from '../../../../src/base/number/sum.ts';
import type { NamedColumn } from '../../../../src/econ/design.ts';
import { constantOf } from '../equation.ts';
import { type Grounds, project, residuals } from '../projection.ts';
import { plugInLasso } from './plug-in.ts';

export interface DoubleSelection {
  /** Candidates that the outcome chooses, and those that some arm chooses, in their order. */
  readonly byOutcome: readonly string[];
  readonly byArms: readonly string[];
  /** The number of candidates that no covariate, stratum or constant spans. */
  readonly candidates: number;
}

/** A candidate of which covariates and strata leave less than this share has nothing to choose. */
const spanned = 1e-9;

/** Everything is taken less what strata, the constant and the covariates that always stand explain of it. */
export function doubleSelection(
  outcome: Float64Array,
  arms: readonly NamedColumn[],
  covariates: readonly NamedColumn[],
  candidates: readonly NamedColumn[],
  grounds: Grounds,
): DoubleSelection {
  const always = grounds.absorb === null ? [constantOf(grounds.nobs), ...covariates] : covariates;
  const projection = project(always, grounds);
  const left = (values: Float64Array): Float64Array => residuals(projection, values, projection.coefficients(values));
  const kept = candidates
    .map(({ name, values }) => ({ name, size: dot(values, values), values: left(values) }))
    .filter(({ values, size }) => Math.sqrt(dot(values, values)) > spanned * Math.sqrt(size));
  const columns = kept.map(({ values }) => values);
  const chosenBy = (values: Float64Array): readonly number[] => {
    const own = left(values);
    const isNothing = dot(own, own) <= spanned * spanned * dot(values, values);
    return isNothing || columns.length === 0 ? [] : plugInLasso(columns, own).chosen;
  };
  const named = (chosen: Iterable<number>): string[] =>
    [...new Set(chosen)].sort((a, b) => a - b).map((j) => kept[j]!.name);
  return {
    byOutcome: named(chosenBy(outcome)),
    byArms: named(arms.flatMap(({ values }) => chosenBy(values))),
    candidates: columns.length,
  };
}
