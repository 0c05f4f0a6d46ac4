/** Tests whether outcomes are missing more often in some arms than in others, and for other kinds of rows. */
import type { NamedColumn } from '../../../../src/econ/design.ts';
import { completeRows, pick } from '../../../../src/econ/sample/rows.ts';
import { type ExperimentDesign, pickDesign, treatmentColumns } from '../design.ts';
import { controlOf, interacted } from '../effects.ts';
import { type Contrasted, fitted, groundsOf } from '../equation.ts';
import type { ArmsFTest } from '../errors.ts';
import { nameOfPair } from '../pairwise.ts';
import type { ErrorName } from '../spec.ts';

export interface Attrition extends Contrasted {
  readonly variable: string;
  readonly outcome: string;
  readonly arm: string;
  /** Shares of rows whose outcome is missing, in the control and in the arm. */
  readonly rateControl: number;
  readonly rate: number;
  readonly n: number;
}

/** Tests that covariates do not tell whose outcome is missing in one arm rather than in another. */
export interface AttritionTest {
  readonly variable: string;
  readonly n: number;
  /** Products of arms and covariates. */
  readonly interactions: ArmsFTest | { readonly invalid: string };
}

export interface AttritionTable {
  readonly attrition: readonly Attrition[];
  /** Absent where no covariates are asked for. */
  readonly test: AttritionTest | null;
}

/** Records of one outcome; none where no value is missing. */
export function attritionOf(
  design: ExperimentDesign,
  outcome: NamedColumn,
  covariates: readonly NamedColumn[],
  errors: ErrorName,
): AttritionTable {
  const missing = outcome.values.map((value) => (Number.isNaN(value) ? 1 : 0));
  if (!missing.includes(1)) return { attrition: [], test: null };
  const fit = fitted(treatmentColumns(design), missing, groundsOf(design), errors, design.terms);
  const rateOf = (arm: number): number =>
    controlOf({ ...design, arm: design.arm.map((own) => (own === arm ? 0 : 1)) }, missing).controlMean as number;
  const attrition = design.terms.map((term, j): Attrition => {
    const arm = design.coding[j]!.indexOf(1);
    return {
      ...{ variable: nameOfPair(design, outcome.name, term), outcome: outcome.name, arm: term },
      ...{ rateControl: rateOf(0), rate: rateOf(arm) },
      ...fit.test({ [term]: 1 }),
      n: design.nobs,
    };
  });
  return { attrition, test: covariates.length === 0 ? null : testOf(design, outcome.name, missing, covariates) };
}

function testOf(
  design: ExperimentDesign,
  variable: string,
  missing: Float64Array,
  covariates: readonly NamedColumn[],
): AttritionTest {
  const rows = completeRows(covariates.map(({ values }) => values));
  const used = pickDesign(design, rows);
  const arms = treatmentColumns(used);
  const picked = covariates.map((column) => ({ ...column, values: pick(column.values, rows) }));
  const all = interacted(arms, picked, used.weights);
  const interactions = all.slice(picked.length).map(({ name }) => name);
  const terms = arms.length + all.length + 1;
  const clusters = used.clusters?.levels.length;
  const test = (): AttritionTest['interactions'] => {
    if (clusters !== undefined && clusters <= terms) return { invalid: 'fewer clusters than terms' };
    const errors: ErrorName = clusters === undefined ? 'HC1' : 'CR2';
    const fit = fitted([...arms, ...all], pick(missing, rows), groundsOf(used), errors, []);
    const kept = interactions.filter((name) => !fit.dropped.includes(name));
    return fit.joint(kept) ?? { invalid: 'their covariance is singular' };
  };
  return { variable, n: rows.length, interactions: test() };
}
