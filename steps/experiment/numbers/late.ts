/** The effect of take-up on those whom the assignment moves: two-stage least squares (Imbens & Angrist 1994, Econometrica 62:467). */
import { Refusal } from '../../../src/base/problem.ts';
import type { NamedColumn } from '../../../src/econ/design.ts';
import type { Stat } from '../../../src/econ/fit.ts';
import { completeRows, pick } from '../../../src/econ/sample/rows.ts';
import { type ExperimentDesign, pickDesign, treatmentColumns, wellFilled } from './design.ts';
import { controlOf, type ExperimentEffect, requireArms } from './effects.ts';
import { constantOf, type FittedEquation, fitted, groundsOf, testsOf } from './equation.ts';
import { errorsBy } from './errors.ts';
import { lessMeans, project, residuals } from './projection.ts';
import type { Experiment } from './sample.ts';
import type { ErrorName, ExperimentSpec } from './spec.ts';

export interface Late extends Omit<ExperimentEffect, 'arm'> {
  readonly takeUp: string;
  /** The effect of the arm on take-up; undefined of several arms. */
  readonly firstStage: Stat;
  readonly firstStageF: Stat;
}

export interface LateResult {
  readonly late: Late;
  readonly fit: FittedEquation;
}

/** Refuses a take-up that does not differ between the arms. `takeUp`: a column over the rows of the design. */
export function lateOf(
  { design, columns }: Experiment,
  outcome: NamedColumn,
  takeUp: NamedColumn,
  { errors, strataMin }: Pick<ExperimentSpec, 'errors' | 'strataMin'>,
): LateResult {
  const all = [outcome, takeUp, ...columns.covariates];
  const { rows } = wellFilled(design, completeRows(all.map(({ values }) => values)), strataMin);
  const used = pickDesign(design, rows);
  requireArms(used, outcome.name);
  const [y, taken, ...covariates] = all.map((column) => ({ ...column, values: pick(column.values, rows) })) as [
    NamedColumn,
    NamedColumn,
    ...NamedColumn[],
  ];
  const first = fitted([...treatmentColumns(used), ...covariates], taken.values, groundsOf(used), errors, used.terms);
  const fit = secondStage(used, y.values, taken, covariates, first, errors);
  return {
    fit,
    late: {
      ...{ variable: outcome.name, outcome: outcome.name, takeUp: takeUp.name },
      ...controlOf(used, y.values),
      ...fit.test({ [takeUp.name]: 1 }),
      n: rows.length,
      ...(used.clusters && { clusters: used.clusters.levels.length }),
      ...strengthOf(first, used.terms),
    },
  };
}

function secondStage(
  design: ExperimentDesign,
  y: Float64Array,
  taken: NamedColumn,
  covariates: readonly NamedColumn[],
  { projection: { coefficients, ...first } }: FittedEquation,
  errors: ErrorName,
): FittedEquation {
  const grounds = groundsOf(design);
  const e = residuals({ coefficients, ...first }, taken.values, coefficients(taken.values));
  const moved = { ...taken, values: taken.values.map((value, i) => value - e[i]!) };
  const constant = grounds.absorb === null ? [constantOf(design.nobs)] : [];
  const columns = [...constant, moved, ...covariates];
  const projection = project(columns, grounds);
  const dropped = projection.dropped.map((j) => columns[j]!.name);
  if (dropped.includes(taken.name) || !differs(design, taken.values)) throw withoutFirstStage(taken.name);
  const b = projection.coefficients(y);
  const actual = projection.names.map((name) => {
    const values = name === taken.name ? taken.values : columns.find((column) => column.name === name)!.values;
    return lessMeans(values, grounds, projection.levelWeights);
  });
  return testsOf(projection, b, errorsBy(projection, errors)(residuals(projection, y, b, actual)), dropped);
}

const differs = ({ nobs }: ExperimentDesign, taken: Float64Array): boolean =>
  nobs > 0 && taken.some((value) => value !== taken[0]);

function withoutFirstStage(name: string): Refusal {
  const message = `\`${name}\` does not differ between the arms, so that nothing divides by its difference`;
  return new Refusal('no-first-stage', message, {
    param: 'takeUp',
    hint: 'leave `take_up` out for the intention to treat alone',
  });
}

function strengthOf(first: FittedEquation, terms: readonly string[]): Pick<Late, 'firstStage' | 'firstStageF'> {
  if (terms.length === 1) {
    const { estimate, statistic } = first.test({ [terms[0]!]: 1 });
    return { firstStage: estimate, firstStageF: typeof statistic === 'number' ? statistic * statistic : statistic };
  }
  return {
    firstStage: { invalid: 'several arms have first stages of their own' },
    firstStageF: first.joint(terms)?.f ?? { invalid: 'their covariance is singular' },
  };
}
