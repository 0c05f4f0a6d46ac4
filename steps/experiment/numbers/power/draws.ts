/** Estimates of a step's effects in one assignment after another, with what their tests ask for: only what power is told by. */
import { Refusal } from '../../../../src/base/problem.ts';
import type { NamedColumn } from '../../../../src/econ/design.ts';
import { studentT } from '../../../../src/econ/distributions/distributions.ts';
import { pick } from '../../../../src/econ/sample/rows.ts';
import { type ExperimentDesign, pickDesign, treatmentColumns, wellFilled } from '../design.ts';
import { difference } from '../difference.ts';
import { adjustment, outcomeEffects, requireArms } from '../effects.ts';
import { groundsOf, requireNeeded, withConstant } from '../equation.ts';
import { influencesOf, varianceBy } from '../influence.ts';
import { project, residuals } from '../projection.ts';
import { groupsOf, redrawnEffects } from '../redrawn/effects.ts';
import type { RedrawnDesign } from '../redrawn/redrawn-design.ts';
import { inAssignments } from '../redrawn/statistics.ts';
import { type Experiment, outcomesOf } from '../sample.ts';
import { type ExperimentSpec, isOfRows } from '../spec.ts';

/** An estimate in one assignment, and how far from 0 the test of the level rejects; NaN where there is none. */
export interface PowerDraw {
  readonly estimate: number;
  readonly reach: number;
}

type How = Pick<ExperimentSpec, 'estimator' | 'errors' | 'strataMin'>;

/** Effects of an assignment, which has an arm for every unit of the design, outcome by outcome. */
export type PowerDraws = (arm: Float64Array) => readonly PowerDraw[];

/**
 * Effects on outcomes that no arm changes, by the step's own estimator and errors. Since an effect of a known size in the treated moves the estimate by itself and leaves
 * the residuals as they are, one draw tells the power of all sizes. An assignment in which the step is refused tells nothing.
 */
export function powerDraws(how: How, experiment: Experiment, redrawn: RedrawnDesign, level: number): PowerDraws {
  const { estimator, errors, strataMin } = how;
  const reachOf = reaches(level);
  const isPlain = !redrawn.clustered && redrawn.weights === null && redrawn.factors === null;
  if (isPlain && estimator === 'regression' && errors === 'HC2' && strataMin === null)
    return byRedraws(how, experiment, redrawn, reachOf);
  const ofRows = byRegressions(how, experiment, reachOf);
  return (arm) => ofRows(redrawn.units.codes.map((unit) => arm[unit]!));
}

/** The errors of draws are those of the step, and degrees of freedom those of the actual assignment. */
function byRedraws(how: How, experiment: Experiment, redrawn: RedrawnDesign, reachOf: ReachOf): PowerDraws {
  const outcomes = outcomesOf(experiment);
  const dfs = outcomes.flatMap((outcome) => outcomeEffects(how, experiment, outcome).effects.map(({ df }) => df));
  const plain = { estimator: 'regression', strataMin: null } as const;
  const effects = inAssignments(redrawnEffects(outcomes, experiment.columns.covariates, redrawn, plain), redrawn);
  return (arm) => {
    const { estimates, errors } = effects(arm);
    return dfs.map((df, e) => ({ estimate: estimates[e]!, reach: reachOf(errors[e]! * errors[e]!, df) }));
  };
}

/** O(N k²) a draw for outcomes that the same rows have. */
function byRegressions(how: How, experiment: Experiment, reachOf: ReachOf) {
  const { design } = experiment;
  const outcomes = outcomesOf(experiment);
  const groups = groupsIn(how, experiment, outcomes);
  const none = design.terms.map((): PowerDraw => ({ estimate: Number.NaN, reach: Number.NaN }));
  return (arm: Int32Array): readonly PowerDraw[] => {
    const out: PowerDraw[][] = outcomes.map(() => none);
    for (const { places, of } of groups) {
      const found = orRefused(() => of(arm));
      for (const [at, place] of places.entries()) {
        const own = found?.[at];
        if (own !== undefined)
          out[place] = own.map(({ estimate, variance, df }) => ({ estimate, reach: reachOf(variance, df) }));
      }
    }
    return out.flat();
  };
}

interface Tested {
  readonly estimate: number;
  readonly variance: number;
  readonly df: number;
}

/** Outcomes that the same rows have, by their places. */
interface Group {
  readonly places: readonly number[];
  /** Effects of each outcome. */
  of(arm: Int32Array): readonly (readonly Tested[])[];
}

function groupsIn(how: How, { design, columns }: Experiment, outcomes: readonly NamedColumn[]): readonly Group[] {
  return groupsOf(outcomes, columns.covariates).map(({ rows, places }): Group => {
    const own = places.map((place) => outcomes[place]!);
    const fixed = how.strataMin === null ? groupIn(how, design, columns.covariates, own, rows) : null;
    return {
      places,
      // which strata have enough rows of every arm is another question in every assignment
      of: (arm) => (fixed ?? groupIn(how, { ...design, arm }, columns.covariates, own, rows))(arm),
    };
  });
}

function groupIn(
  how: How,
  design: ExperimentDesign,
  covariates: readonly NamedColumn[],
  outcomes: readonly NamedColumn[],
  complete: Int32Array,
): Group['of'] {
  const isDifference = how.estimator === 'difference' && design.clusters === null;
  const { rows } = wellFilled(design, complete, isDifference ? null : how.strataMin);
  const used = pickDesign(design, rows);
  const y = outcomes.map(({ name, values }) => ({ name, values: pick(values, rows) }));
  const picked = covariates.map(({ name, values }) => ({ name, values: pick(values, rows) }));
  return (arm) => {
    const drawn = { ...used, arm: Int32Array.from(rows, (row) => arm[row]!) };
    requireArms(drawn, outcomes[0]!.name);
    if (!isDifference) return regressed(how, drawn, picked, y);
    return y.map(({ values }) =>
      drawn.terms.map((_, j) => {
        const { effect } = difference(drawn, values, j + 1, how.strataMin);
        return { estimate: effect.estimate, variance: varianceOf(effect.stdError), df: effect.df };
      }),
    );
  };
}

const varianceOf = (stdError: unknown): number => (typeof stdError === 'number' ? stdError * stdError : Number.NaN);

/** One regression of all outcomes, whose residuals alone differ. */
function regressed(
  { estimator, errors }: How,
  design: ExperimentDesign,
  covariates: readonly NamedColumn[],
  outcomes: readonly NamedColumn[],
): readonly (readonly Tested[])[] {
  const grounds = groundsOf(design);
  const columns = withConstant([...treatmentColumns(design), ...adjustment(estimator, design, covariates)], grounds);
  const projection = project(columns, grounds);
  requireNeeded(
    projection.dropped.map((j) => columns[j]!.name),
    design.terms,
  );
  const places = design.terms.map((term) => projection.names.indexOf(term));
  const contrasts = places.map((place) => Float64Array.from(projection.names, (_, j) => Number(j === place)));
  const influences = influencesOf(projection, contrasts, errors);
  const clusters = isOfRows(errors) ? null : design.clusters;
  return outcomes.map(({ values }) => {
    const b = projection.coefficients(values);
    const e = residuals(projection, values, b);
    return places.map((place, j) => ({
      estimate: b[place]!,
      variance: varianceBy(influences[j]!, e, clusters),
      df: influences[j]!.df,
    }));
  });
}

type ReachOf = (variance: number, df: number) => number;

/** Gives the distance from 0 at which a t test of this level rejects, NaN where there is no error; quantiles are kept. */
function reaches(level: number): ReachOf {
  const quantiles = new Map<number, number>();
  return (variance, df) => {
    if (!(variance >= 0 && df > 0)) return Number.NaN;
    const quantile = quantiles.get(df) ?? studentT(df).upperQuantile(level / 2);
    quantiles.set(df, quantile);
    return Math.sqrt(variance) * quantile;
  };
}

/** undefined where the assignment is refused. */
function orRefused<T>(of: () => T): T | undefined {
  try {
    return of();
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}
