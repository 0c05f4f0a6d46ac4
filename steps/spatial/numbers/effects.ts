/** Direct, indirect and total effects of models with a lag of the outcome (LeSage & Pace 2009), with errors by the delta method. */

import { lagged } from '../../../src/econ/spatial/weights.ts';
import type { Solver } from './covariance.ts';
import type { Spectrum } from './spectrum.ts';

/** An effect of one regressor; its gradient is by (b, θ, ρ). */
export interface RegressorEffect {
  readonly value: number;
  readonly gradient: readonly [b: number, theta: number, rho: number];
}

export interface EffectsOf {
  readonly direct: RegressorEffect;
  readonly indirect: RegressorEffect;
  readonly total: RegressorEffect;
}

/**
 * S = (I − ρW)⁻¹(bI + θW): direct tr(S)/n, total 1'S1/n, indirect their difference. The traces come from eigenvalues, the sums from two
 * solutions. `theta` is 0 where the regressor has no spatial lag.
 */
export function effectsBy(spectrum: Spectrum, solver: Solver, rho: number): (b: number, theta: number) => EffectsOf {
  const { n } = solver.links;
  const { s, g, sws, swsw } = spectrum.traces(rho);
  const ones = new Float64Array(n).fill(1);
  const wOnes = lagged(solver.links, ones);
  const [forward, forwardW] = [solver.solve(ones), solver.solve(wOnes)];
  const back = solver.solveTransposed(ones);
  const total = (v: Float64Array): number => v.reduce((sum, value) => sum + value, 0);
  const along = (v: Float64Array): number => v.reduce((sum, value, i) => sum + value * back[i]!, 0);
  const [sums, sumsW] = [total(forward) / n, total(forwardW) / n];
  const [slope, slopeW] = [along(lagged(solver.links, forward)) / n, along(lagged(solver.links, forwardW)) / n];
  return (b, theta) => {
    const direct: RegressorEffect = {
      value: (b * s + theta * g) / n,
      gradient: [s / n, g / n, (b * sws + theta * swsw) / n],
    };
    const all: RegressorEffect = {
      value: b * sums + theta * sumsW,
      gradient: [sums, sumsW, b * slope + theta * slopeW],
    };
    const difference = (i: 0 | 1 | 2): number => all.gradient[i] - direct.gradient[i];
    const indirect: RegressorEffect = {
      value: all.value - direct.value,
      gradient: [difference(0), difference(1), difference(2)],
    };
    return { direct, indirect, total: all };
  };
}
