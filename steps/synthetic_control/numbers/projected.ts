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
}

/** `never`: places of the never treated. Gives the outcome less what the covariates explain, over all units. Refuses covariates without variation of their own. */
export function projected(
  outcome: Paths,
  covariates: readonly { readonly name: string; readonly paths: Paths }[],
  never: readonly number[],
): { readonly outcome: Paths; readonly slopes: readonly Slope[] } {
  if (covariates.length === 0) return { outcome, slopes: [] };
  const within = (paths: Paths): Float64Array => twoWayWithin(never.map((i) => paths[i]!));
  const columns = covariates.map(({ paths }) => within(paths));
  const { coefficients, qr } = leastSquares(
    columns,
    within(outcome),
    (k) => COLLINEAR * sizeOf(covariates[k]!.paths, never),
  );
  const [lost] = qr.dropped;
  if (lost !== undefined) {
    const message = `\`${covariates[lost]!.name}\` is collinear with the effects of units and periods and the covariates before it`;
    throw new Refusal('collinear', message, { param: 'covariates', hint: 'leave it out' });
  }
  return {
    outcome: outcome.map((path, i) =>
      path.map((y, t) => covariates.reduce((rest, { paths }, k) => rest - coefficients[k]! * paths[i]![t]!, y)),
    ),
    slopes: covariates.map(({ name }, k) => ({ term: name, estimate: coefficients[k]! })),
  };
}

function sizeOf(paths: Paths, units: readonly number[]): number {
  return Math.sqrt(units.reduce((sum, i) => sum + dot(paths[i]!, paths[i]!), 0));
}

/** A balanced panel less the means of units and of periods, all units one behind the other. */
function twoWayWithin(paths: Paths): Float64Array {
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
