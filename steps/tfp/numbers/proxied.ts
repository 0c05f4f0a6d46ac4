/**
 * Olley & Pakes (1996, Econometrica 64:1263) and Levinsohn & Petrin (2003, Review of Economic Studies 70:317) for value added: free inputs in a first stage, state
 * inputs by the motion of productivity.
 */
import { Refusal } from '../../../src/base/problem.ts';
import { orthonormal, takeOffAll } from '../../../src/econ/linalg/orthogonal.ts';
import type { Estimated } from './estimated.ts';
import { firstStage } from './first-stage.ts';
import { standardised } from './polynomial.ts';
import { at, type Firms, pairsOf } from './sample.ts';
import { type Found, minimised } from './search.ts';
import type { TfpSpec } from './spec.ts';

/** Powers of lagged productivity, orthonormal with the constant. */
export function powersOf(lagged: Float64Array, order: number): Float64Array[] {
  const scaled = standardised(lagged);
  const powers = [new Float64Array(lagged.length).fill(1)];
  for (let power = 1; power <= order; power++) powers.push(powers.at(-1)!.map((value, row) => value * scaled[row]!));
  return orthonormal(powers, () => 1e-9 * Math.sqrt(lagged.length));
}

/** x less Σ bⱼ·columnⱼ. */
export function less(x: Float64Array, columns: readonly Float64Array[], b: ArrayLike<number>): Float64Array {
  const out = x.slice();
  for (const [j, column] of columns.entries())
    for (let i = 0; i < out.length; i++) out[i] = out[i]! - b[j]! * column[i]!;
  return out;
}

/** Refuses panels in which no or too few rows follow on one of the period before. */
export function requireMotion(pairs: number, parameters: number): void {
  if (pairs > parameters) return;
  const message = `${pairs === 1 ? '1 row has' : `${pairs} rows have`} a row of the period before, and more than ${parameters} are needed`;
  const hint =
    'the motion of productivity is told by neighbouring periods: `kind: fill` or another `step` of the panel may mend gaps';
  throw new Refusal('no-neighbours', message, { param: 'panel', hint });
}

/** The best of searches from several starts. */
export function bestOf(found: readonly Found[]): Found {
  const settled = found.filter(({ isSettled }) => isSettled);
  if (settled.length === 0)
    throw new Refusal('no-convergence', 'the search for elasticities of state inputs does not settle', {
      param: 'model',
      hint: 'another `order`, or inputs in other units, may help',
    });
  return settled.reduce((best, each) => (each.criterion < best.criterion ? each : best));
}

export function proxied(firms: Firms, spec: TfpSpec, start?: Float64Array): Estimated {
  const { output, free, state, proxy } = firms;
  const { fitted, elasticities } = firstStage(output, [...state, proxy!], spec.order!, free, spec.free);
  const { now, earlier } = pairsOf(firms);
  requireMotion(now.length, state.length + spec.transition! + 1);
  const phi = less(fitted, free, elasticities);
  const own = at(less(output, free, elasticities), now);
  const [phiNow, phiThen] = [at(phi, now), at(phi, earlier)];
  const [stateNow, stateThen] = [now, earlier].map((rows) => state.map((column) => at(column, rows))) as [
    Float64Array[],
    Float64Array[],
  ];
  const residuals = (b: Float64Array): Float64Array => {
    const powers = powersOf(less(phiThen, stateThen, b), spec.transition!);
    const unexplained = less(own, stateNow, b);
    if (spec.process === 'joint') {
      takeOffAll(unexplained, powers);
      return unexplained;
    }
    const omega = less(phiNow, stateNow, b);
    const rest = omega.slice();
    takeOffAll(rest, powers);
    return unexplained.map((value, row) => value - (omega[row]! - rest[row]!));
  };
  const starts = start === undefined ? startsOf(state.length) : [start.slice(free.length)];
  const { values } = bestOf(nearest(residuals, starts).map((each) => minimised(residuals, each)));
  return {
    estimates: Float64Array.of(...elasticities, ...values),
    dynamic: now.length,
    linear: null,
  };
}

/** Elasticities alike for all state inputs, from 0 to 1. */
const startsOf = (count: number): Float64Array[] =>
  Array.from({ length: 21 }, (_, i) => new Float64Array(count).fill(i / 20 / count));

/** The three starts at which residuals are smallest. */
function nearest(residuals: (b: Float64Array) => Float64Array, starts: readonly Float64Array[]): Float64Array[] {
  const sized = starts.map((b) => ({ b, size: residuals(b).reduce((sum, value) => sum + value * value, 0) }));
  return sized
    .sort((x, y) => x.size - y.size)
    .slice(0, 3)
    .map(({ b }) => b);
}
