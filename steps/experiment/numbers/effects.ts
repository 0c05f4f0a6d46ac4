/** Effects of arms on an outcome: the intention to treat. */
import { Refusal } from '../../../src/base/problem.ts';
import type { NamedColumn } from '../../../src/econ/design.ts';
import type { Stat } from '../../../src/econ/fit.ts';
import { completeRows, pick } from '../../../src/econ/sample/rows.ts';
import { type DoubleSelection, doubleSelection } from './chosen/double-selection.ts';
import { type ExperimentDesign, pickDesign, toldArm, treatmentColumns, wellFilled } from './design.ts';
import { type Difference, difference } from './difference.ts';
import { type Contrasted, type FittedEquation, fitBy, groundsOf } from './equation.ts';
import type { ArmsFTest } from './errors.ts';
import type { Experiment } from './sample.ts';
import type { ExperimentSpec } from './spec.ts';

/** One effect on one outcome, as tables and claims have it. */
export interface ExperimentEffect extends Contrasted {
  /** The outcome, and the effect where it has several, `outcome:arm`. */
  readonly variable: string;
  readonly outcome: string;
  readonly arm: string;
  readonly controlMean: Stat;
  readonly controlSd: Stat;
  readonly n: number;
  /** Clusters of the rows; absent where errors are not clustered. */
  readonly clusters?: number;
}

export interface JointEffect extends ArmsFTest {
  readonly variable: string;
}

export interface OutcomeEffects {
  readonly effects: readonly ExperimentEffect[];
  /** That all effects are zero; null where there is one alone, and where they cannot be tested together. */
  readonly joint: JointEffect | null;
  /** The regression; null of differences of means. */
  readonly fit: FittedEquation | null;
  /** Covariates that were chosen; null where none could be. */
  readonly selection: DoubleSelection | null;
  /** Strata that a difference of means leaves out. */
  readonly leftStrata: readonly string[];
}

type How = Pick<ExperimentSpec, 'estimator' | 'errors' | 'strataMin'>;

export const nameOfEffect = ({ terms }: ExperimentDesign, outcome: string, term: string): string =>
  terms.length === 1 ? outcome : `${outcome}:${term}`;

/** The rows that an outcome is compared on. */
interface Compared {
  readonly rows: Int32Array;
  readonly design: ExperimentDesign;
  readonly covariates: readonly NamedColumn[];
  readonly candidates: readonly NamedColumn[];
  /** The regression on the arms and all covariates, without candidates. */
  readonly regressed: () => (y: Float64Array) => FittedEquation;
}

/** Refuses an arm none of whose rows has a value. */
export const outcomeEffects = (how: How, experiment: Experiment, outcome: NamedColumn): OutcomeEffects =>
  effectsBy(how, experiment)(outcome);

/** Does the same for one outcome after another: those that the same rows have share what does not depend on the outcome. */
export function effectsBy(how: How, experiment: Experiment): (outcome: NamedColumn) => OutcomeEffects {
  const { design, columns } = experiment;
  const others = [...columns.covariates, ...columns.candidates].map(({ values }) => values);
  const isDifference = how.estimator === 'difference' && design.clusters === null;
  let last: Compared | null = null;
  return (outcome) => {
    const complete = completeRows([outcome.values, ...others]);
    const { rows, left } = wellFilled(design, complete, isDifference ? null : how.strataMin);
    if (last === null || !areAlike(last.rows, rows)) last = comparedOn(how, experiment, rows);
    const y = pick(outcome.values, rows);
    requireArms(last.design, outcome.name);
    return isDifference
      ? differences(how, last.design, outcome.name, y)
      : regressions(how, last, outcome.name, y, left);
  };
}

const areAlike = (a: Int32Array, b: Int32Array): boolean => a.length === b.length && a.every((row, i) => row === b[i]);

function comparedOn(how: How, { design, columns }: Experiment, rows: Int32Array): Compared {
  const used = pickDesign(design, rows);
  const pickedOf = (list: readonly NamedColumn[]): NamedColumn[] =>
    list.map((column) => ({ ...column, values: pick(column.values, rows) }));
  const covariates = pickedOf(columns.covariates);
  let fit: ReturnType<Compared['regressed']> | null = null;
  const regressed = () => (fit ??= regressionBy(how, used, covariates));
  return { rows, design: used, covariates, candidates: pickedOf(columns.candidates), regressed };
}

function regressions(
  how: How,
  { design: used, covariates, candidates, regressed }: Compared,
  outcome: string,
  y: Float64Array,
  left: readonly string[],
): OutcomeEffects {
  const selection =
    candidates.length === 0
      ? null
      : doubleSelection(y, treatmentColumns(used), covariates, candidates, groundsOf(used));
  const chosen = candidates.filter(
    ({ name }) => selection?.byOutcome.includes(name) === true || selection?.byArms.includes(name) === true,
  );
  const fit = (chosen.length === 0 ? regressed() : regressionBy(how, used, [...covariates, ...chosen]))(y);
  const control = controlOf(used, y);
  const effects = used.terms.map((term): ExperimentEffect => {
    return {
      ...{ variable: nameOfEffect(used, outcome, term), outcome, arm: term },
      ...control,
      ...fit.test({ [term]: 1 }),
      n: used.nobs,
      ...(used.clusters && { clusters: used.clusters.levels.length }),
    };
  });
  const joint = used.terms.length === 1 ? null : fit.joint(used.terms);
  return { effects, joint: joint && { variable: outcome, ...joint }, fit, selection, leftStrata: left };
}

/** Regresses outcomes on the arms, beside strata and covariates, with the products of both for `lin`. */
function regressionBy(
  { estimator, errors }: Pick<ExperimentSpec, 'estimator' | 'errors'>,
  design: ExperimentDesign,
  covariates: readonly NamedColumn[],
): (y: Float64Array) => FittedEquation {
  const columns = [...treatmentColumns(design), ...adjustment(estimator, design, covariates)];
  return fitBy(columns, groundsOf(design), errors, design.terms);
}

/** Gives the regressors beside the arms in the regression of an outcome. */
export const adjustment = (
  estimator: ExperimentSpec['estimator'],
  design: ExperimentDesign,
  covariates: readonly NamedColumn[],
): readonly NamedColumn[] =>
  estimator === 'lin' ? interacted(treatmentColumns(design), covariates, design.weights) : covariates;

/** Covariates less their means over all rows, and their products with every arm (Lin 2013, Annals of Applied Statistics 7:295). */
export function interacted(
  arms: readonly NamedColumn[],
  covariates: readonly NamedColumn[],
  weights: Float64Array | null,
): NamedColumn[] {
  const centred = covariates.map(({ name, values }) => {
    let [sum, total] = [0, 0];
    for (const [i, value] of values.entries()) {
      sum += value * (weights?.[i] ?? 1);
      total += weights?.[i] ?? 1;
    }
    return { name, values: values.map((value) => value - sum / total) };
  });
  const products = arms.flatMap((arm) =>
    centred.map(({ name, values }) => ({
      name: `${arm.name}:${name}`,
      values: values.map((value, i) => value * arm.values[i]!),
    })),
  );
  return [...centred, ...products];
}

function differences(how: How, design: ExperimentDesign, outcome: string, y: Float64Array): OutcomeEffects {
  const found = design.terms.map((_, j): Difference => difference(design, y, j + 1, how.strataMin));
  const effects = found.map(({ effect, nobs, control }, j): ExperimentEffect => {
    const term = design.terms[j]!;
    return {
      ...{ variable: nameOfEffect(design, outcome, term), outcome, arm: term },
      ...{ controlMean: control.mean, controlSd: Math.sqrt(control.variance) },
      ...effect,
      n: nobs,
    };
  });
  return {
    effects,
    joint: null,
    fit: null,
    selection: null,
    leftStrata: [...new Set(found.flatMap(({ left }) => left))],
  };
}

/** Mean and standard deviation of the control's rows, weighted as they are. */
export function controlOf(
  design: ExperimentDesign,
  y: Float64Array,
): Pick<ExperimentEffect, 'controlMean' | 'controlSd'> {
  const { weights, arm } = design;
  let [n, total, sum, squares] = [0, 0, 0, 0];
  for (let row = 0; row < arm.length; row++) {
    if (arm[row] !== 0) continue;
    const weight = weights === null ? 1 : weights[row]!;
    n++;
    total += weight;
    sum += weight * y[row]!;
  }
  const mean = sum / total;
  for (let row = 0; row < arm.length; row++) {
    if (arm[row] === 0) squares += (weights === null ? 1 : weights[row]!) * (y[row]! - mean) * (y[row]! - mean);
  }
  return {
    controlMean: mean,
    controlSd: n > 1 ? Math.sqrt((squares / total) * (n / (n - 1))) : { invalid: 'one value has no variance' },
  };
}

export function requireArms(design: ExperimentDesign, outcome: string): void {
  const lost = design.arms.findIndex((_, i) => !design.arm.includes(i));
  if (lost < 0) return;
  const message = `no row of the arm \`${toldArm(design, lost)}\` has a value of \`${outcome}\` and of the covariates`;
  throw new Refusal('one-arm', message, { param: 'outcomes' });
}
