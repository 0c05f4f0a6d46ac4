/** Local projections: how an outcome responds to an impulse in each period after it, one regression a horizon. */

import { printName } from '../../../src/base/expression/print.ts';
import type { Rng } from '../../../src/base/number/rng.ts';
import { Refusal } from '../../../src/base/problem.ts';
import { datum } from '../../../src/base/value.ts';
import type { Data } from '../../../src/econ/data.ts';
import type { VcovSpec } from '../../../src/econ/design.ts';
import { estimateOn, type Prepared, prepared } from '../../../src/econ/estimate.ts';
import type { Estimate, Fit, Stat, Warning } from '../../../src/econ/fit.ts';
import { fit as fitInstrumented } from '../../../src/econ/iv/fit.ts';
import { fit as fitLinear } from '../../../src/econ/linear/fit.ts';
import { predictLinear } from '../../../src/econ/predict/linear.ts';
import { RowsSeen } from '../../../src/econ/predict/place.ts';
import { combinationRow } from '../../../src/econ/regression/restrictions.ts';
import { composed } from '../../../src/econ/sample/rows.ts';
import { termColumns, termName } from '../../../src/econ/sample/terms.ts';
import { columnsOfTerms, type ModelSpec, termOf, withCommonSample } from '../../../src/econ/spec.ts';
import { estimateRow, referenceDistribution } from '../../../src/econ/vcov/inference.ts';
import { correlations, type Influences } from './influences.ts';
import { outcomeName, withOutcomes } from './outcomes.ts';
import { type LocalProjectionsSpec, type Path, pathsOf, rowName } from './spec.ts';
import { supT } from './sup-t.ts';

export interface ResponseRow extends Omit<Estimate, 'term' | 'bias'> {
  readonly variable: string;
  readonly horizon: number;
  readonly path: Path;
  /** Ends of the simultaneous band; absent where none was asked for. */
  readonly bandLow?: Stat;
  readonly bandHigh?: Stat;
  readonly n: number;
}

/** The kind of errors, the variables of their clusters, and their lags: `2`, `h`, or nothing where there are none. */
export interface Errors {
  readonly type: string;
  readonly clusters: readonly string[];
  readonly lags: string;
}

export interface LocalProjections {
  readonly rows: readonly ResponseRow[];
  /** Critical values of the simultaneous bands, by response; absent without them. */
  readonly supT?: readonly { readonly path: Path; readonly value: Stat }[];
  /** Rows that the regression of the first horizon does not use. */
  readonly rowsLost: Fit['rowsLost'];
  /** The text of the pipeline: `cluster(province)`; `nw(h)` where lags grow with the horizon. */
  readonly covariance: string;
  readonly errors: Errors;
  readonly warnings: readonly Warning[];
}

interface Projection {
  readonly horizon: number;
  readonly fit: Fit;
  /** Weights of coefficients that make each response. */
  readonly influence: (path: Path) => Influences;
}

/**
 * y_{i,t+h} = θ_h x_it + controls + effects + e, by least squares or two-stage least squares for each h (Jordà 2005; panels: Jordà, Schularick & Taylor 2015, JME 76:S1;
 * instruments: Stock & Watson 2018, EJ 128:917). θ_h is in units of the outcome for one of the shock. In states s it is θ_h + γ_h s, with γ_h the coefficient of s·x.
 * Throws Refusal, with `param` naming the field it is about.
 */
export function localProjections(spec: LocalProjectionsSpec, data: Data, rng: Rng): LocalProjections {
  const wide = withOutcomes(spec, data);
  const projections = modelsOf(spec).map((model, i) => project(spec, model, spec.horizons[i]!, wide));
  const paths = pathsOf(spec);
  const critical = paths.map((path, i) => criticalOf(spec, projections, path, wide, () => rng.stream('sup-t', i)));
  const rows = projections.flatMap(({ fit, horizon }) =>
    paths.map((path, i): ResponseRow => {
      const row = rowOf(spec, fit, horizon, path);
      return {
        variable: rowName(horizon, path),
        horizon,
        path,
        ...row,
        ...(critical[i] === null ? {} : bandOf(row, critical[i]!)),
        n: fit.nobs,
      };
    }),
  );
  const first = projections[0]!.fit;
  const found = {
    rows,
    rowsLost: first.rowsLost,
    covariance: spec.errorLags === 'horizon' ? `${spec.model.vcov.is}(h)` : first.vcovInfo.text,
    errors: errorsOf(spec, first),
    warnings: distinct(projections.flatMap(({ fit }) => fit.warnings)),
  };
  if (spec.draws === null) return found;
  return { ...found, supT: paths.map((path, i) => ({ path, value: critical[i]! })) };
}

function errorsOf({ errorLags }: LocalProjectionsSpec, { vcovInfo }: Fit): Errors {
  const { type, clusters, lag } = vcovInfo;
  return { type, clusters: clusters.map(({ name }) => name), lags: errorLags === 'horizon' ? 'h' : String(lag ?? '') };
}

/** The regression of each horizon. */
function modelsOf(spec: LocalProjectionsSpec): readonly ModelSpec[] {
  const models = spec.horizons.map(
    (horizon): ModelSpec => ({
      ...spec.model,
      outcome: printName(outcomeName(spec, horizon)),
      vcov: vcovAt(spec, horizon),
    }),
  );
  return spec.commonSample ? withCommonSample(models) : models;
}

function vcovAt({ model: { vcov }, errorLags }: LocalProjectionsSpec, horizon: number): VcovSpec {
  return errorLags === 'horizon' && (vcov.is === 'nw' || vcov.is === 'dk') ? { ...vcov, lag: horizon } : vcov;
}

function project(spec: LocalProjectionsSpec, model: ModelSpec, horizon: number, data: Data): Projection {
  const fitModel = model.iv === null ? fitLinear : fitInstrumented;
  const ready = prepared(model, data);
  if (spec.state !== null) requireState(spec.state.of, ready);
  const fit = estimateOn(ready, model, fitModel);
  const lags = fit.vcovInfo.lag ?? 0;
  return { horizon, fit, influence: (path) => ({ values: influenceOf(spec, ready, path, data), lags }) };
}

/** Refuses a state of which a row holds less than 0 or more than 1: the response in a state is that at 0 or at 1. */
function requireState(state: string, { source }: Prepared): void {
  const term = termOf(state);
  const read = columnsOfTerms([state], []);
  for (const { values } of termColumns(term, source)) {
    const beyond = values.find((x) => x < 0 || x > 1);
    if (beyond === undefined) continue;
    const message = `expected a state from 0 to 1, got ${datum(read, beyond)} in \`${state}\``;
    const hint = 'derive a column that is 0 in one state and 1 in the other, or a weight between them';
    throw new Refusal('outside-unit', message, { param: 'state', hint });
  }
}

/** The influence of each row of the data on a response: of conventional errors, those of the fit are sums of their products. */
function influenceOf(spec: LocalProjectionsSpec, ready: Prepared, path: Path, data: Data): Float64Array {
  const { sample } = ready;
  const model: ModelSpec = { ...sample.spec, vcov: { is: 'iid' } };
  const plain: Prepared = {
    ...ready,
    sample: { ...sample, spec: model, clusters: [], time: null, unit: null, neighbours: null },
  };
  const fit = estimateOn(plain, model, model.iv === null ? fitLinear : fitInstrumented);
  const place = (rows: Int32Array | null): RowsSeen => {
    const kept = rows === null ? ready.rows : composed(ready.rows, rows);
    return new RowsSeen(ready.variables, ready.source.over(kept), kept, true);
  };
  const predicting = predictLinear({ sample: plain.sample, fit, place });
  const known = new Map(predicting.influence!().map(({ name, values }) => [name, values]));
  const out = new Float64Array(data.nrows);
  for (const [name, weight] of weightsOf(spec, path)) {
    const own = known.get(name)!;
    predicting.own.rows.forEach((row, i) => {
      out[row] = out[row]! + weight * own[i]!;
    });
  }
  return out;
}

/** The coefficients whose sum a response is, by the names of their terms. */
function weightsOf({ shock, state }: LocalProjectionsSpec, path: Path): readonly (readonly [string, number])[] {
  const own = [termName(termOf(shock)), 1] as const;
  if (state === null || path === 0) return [own];
  const more = [termName(termOf(state.product)), 1] as const;
  return path === 'gap' ? [more] : [own, more];
}

function rowOf(spec: LocalProjectionsSpec, fit: Fit, horizon: number, path: Path): Omit<Estimate, 'term' | 'bias'> {
  const weights = weightsOf(spec, path);
  const lost = weights.find(([name]) => !fit.terms.some(({ term }) => term === name));
  if (lost !== undefined) {
    const why = fit.dropped.find(({ term }) => term === lost[0]);
    const message = `the response at horizon ${horizon} cannot be told: \`${lost[0]}\` was dropped${why === undefined ? '' : ` (${why.why})`}`;
    const hint = 'leave out effects and controls that the impulse is a sum of';
    throw new Refusal('dropped-term', message, { param: 'shock', hint });
  }
  const { estimate, stdError } = combinationRow(fit, { name: 'response', of: '', weights, constant: 0 });
  const variance = typeof stdError === 'number' ? stdError * stdError : null;
  const why = typeof stdError === 'number' ? '' : stdError.invalid;
  const distribution = referenceDistribution(fit.dfResid);
  const { term: _, ...row } = estimateRow(
    '',
    estimate,
    variance,
    why,
    distribution,
    distribution.upperQuantile((1 - spec.level) / 2),
  );
  return row;
}

function criticalOf(
  spec: LocalProjectionsSpec,
  projections: readonly Projection[],
  path: Path,
  data: Data,
  stream: () => Parameters<typeof supT>[4],
): Stat | null {
  if (spec.draws === null) return null;
  const all = projections.map(({ influence }) => influence(path));
  const matrix = correlations(all, spec.model.vcov, data);
  if (matrix === null) return { invalid: 'a response has no sampling variance' };
  const df = projections.map(({ fit }) => fit.dfResid).filter((each) => each !== null);
  const value = supT(matrix, df.length === 0 ? null : Math.min(...df), spec.level, spec.draws, stream());
  return value ?? { invalid: 'the covariance of the responses is singular' };
}

function bandOf({ estimate, stdError }: Pick<Estimate, 'estimate' | 'stdError'>, critical: Stat) {
  const wrong = [critical, stdError].find((each) => typeof each !== 'number');
  if (wrong !== undefined) return { bandLow: wrong, bandHigh: wrong };
  const half = (critical as number) * (stdError as number);
  return { bandLow: estimate - half, bandHigh: estimate + half };
}

const distinct = (warnings: readonly Warning[]): readonly Warning[] => [
  ...new Map(warnings.map((each) => [`${each.code} ${each.message}`, each])).values(),
];
