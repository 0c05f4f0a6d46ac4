/** Covariates of synthetic difference in differences, projected out (Kranz 2022): slopes of the outcome on them among the never treated, with effects of units and periods. */
import { dot, mean } from '../../../src/base/number/sum.ts';
import { Refusal } from '../../../src/base/problem.ts';
import { leastSquares } from '../../../src/econ/linalg/least-squares.ts';
import type { Paths } from './sample.ts';

/** A covariate of which effects leave less than this part of its size has no variation of its own. */
const COLLINEAR = 1e-9;

export interface Slope {
  readonly term: string;
  readonly estimate: number;
  readonly stdError?: number;
}

/** `never`: places of the never treated. Gives the outcome less what the covariates explain, over all units. Refuses covariates without variation of their own. */
export function projected(
  outcome: Paths,
  covariates: readonly { readonly name: string; readonly paths: Paths }[],
  never: readonly number[],
): { readonly outcome: Paths; readonly slopes: readonly Slope[] } {
  if (covariates.length === 0) return { outcome, slopes: [] };
  const among = (paths: Paths): Paths => never.map((i) => paths[i]!);
  const coefficients = slopesWithin(
    among(outcome),
    covariates.map(({ name, paths }) => ({ name, paths: among(paths) })),
  );
  return {
    outcome: outcome.map((path, i) =>
      path.map((y, t) => covariates.reduce((rest, { paths }, k) => rest - coefficients[k]! * paths[i]![t]!, y)),
    ),
    slopes: covariates.map(({ name }, k) => ({ term: name, estimate: coefficients[k]! })),
  };
}

/** Slopes of the outcome on covariates with effects of units and periods, over all units of a balanced panel. Refuses covariates without variation of their own. */
export function slopesWithin(
  outcome: Paths,
  covariates: readonly { readonly name: string; readonly paths: Paths }[],
): Float64Array {
  if (covariates.length === 0) return new Float64Array(0);
  const { coefficients, qr } = leastSquares(
    covariates.map(({ paths }) => twoWayWithin(paths)),
    twoWayWithin(outcome),
    (k) => COLLINEAR * sizeOf(covariates[k]!.paths),
  );
  const [lost] = qr.dropped;
  if (lost === undefined) return coefficients;
  const message = `\`${covariates[lost]!.name}\` is collinear with the effects of units and periods and the covariates before it`;
  throw new Refusal('collinear', message, { param: 'covariates', hint: 'leave it out' });
}

const sizeOf = (paths: Paths): number => Math.sqrt(paths.reduce((sum, path) => sum + dot(path, path), 0));

/** A balanced panel less the means of units and of periods, all units one behind the other. */
export function twoWayWithin(paths: Paths): Float64Array {
  const periods = paths[0]!.length;
  const byPeriod = Float64Array.from({ length: periods }, (_, t) => mean(Float64Array.from(paths, (path) => path[t]!)));
  const all = mean(byPeriod);
  const out = new Float64Array(paths.length * periods);
  for (const [i, path] of paths.entries()) {
    const own = mean(path);
    for (let t = 0; t < periods; t++) out[i * periods + t] = path[t]! - own - byPeriod[t]! + all;
  }
  return out;
}

/** Paths that stand one behind the other. */
export const gridOf = (values: Float64Array, periods: number): Paths =>
  Array.from({ length: values.length / periods }, (_, i) => values.slice(i * periods, (i + 1) * periods));
