/** Arellano and Bond's (1991) test for serial correlation of the differenced residuals. */

import { dot, sum } from '../../base/number/sum.ts';
import { normal, twoSided } from '../distributions/distributions.ts';
import type { Stat } from '../fit.ts';
import { byGroup, momentsOf } from './moments.ts';
import type { Stack } from './stack.ts';
import type { GmmStep } from './steps.ts';
import { crossed, differences, firstStepH, transformation, zeroed } from './transform.ts';

export interface SerialTest {
  readonly order: number;
  readonly z: Stat;
  readonly p: Stat;
}

export interface SerialInputs {
  readonly stack: Stack;
  readonly step: GmmStep;
  /** Residuals of the stacked rows. */
  readonly residuals: Float64Array;
  /** The covariance that is reported, before `small`. */
  readonly reported: Float64Array;
  readonly sig2: number;
  readonly isOneStepPlain: boolean;
}

/**
 * m_l = Σ w_t w_{t−l} / s by order l, standard normal; undefined where no two residuals are l periods apart (Roodman 2009, 3.5). Under
 * deviations, residuals are those of the differenced equation.
 */
export function serialTests(inputs: SerialInputs, orders: number): SerialTest[] {
  const sides = differencedSides(inputs);
  return Array.from({ length: orders }, (_, i) => serialTest(i + 1, sides, inputs));
}

interface Sides {
  /** On the grid, 0 where there is none. */
  readonly w: Float64Array;
  readonly x: readonly Float64Array[];
}

function differencedSides({ stack, step, residuals }: SerialInputs): Sides {
  const { grid, levels, x, options } = stack;
  const size = grid.used.length;
  if (options.transform === 'fod') {
    const u = levels.y.slice();
    for (const [k, values] of levels.x.entries()) {
      for (let at = 0; at < size; at++) u[at] = u[at]! - step.b[k]! * values[at]!;
    }
    const w = differences(u, grid);
    const columns = x.map((_, k) => (k < levels.x.length ? differences(levels.x[k]!, grid) : new Float64Array(size)));
    const isWhole = (at: number): boolean => columns.every((column) => !Number.isNaN(column[at]!));
    return { w: zeroed(w), x: columns.map((column) => column.map((value, at) => (isWhole(at) ? value : 0))) };
  }
  return { w: transformedRows(stack, residuals), x: x.map(({ values }) => transformedRows(stack, values)) };
}

/** A variable of the transformed rows at their places in the grid, 0 elsewhere. */
function transformedRows({ grid, places, within }: Stack, values: Float64Array): Float64Array {
  const { used, periods } = grid;
  const out = new Float64Array(used.length);
  for (let r = 0; r < values.length; r++) if (within[r]! < periods) out[places[r]!] = values[r]!;
  return out;
}

function serialTest(order: number, { w, x }: Sides, inputs: SerialInputs): SerialTest {
  const { stack, step, reported } = inputs;
  const { units, periods } = stack.grid;
  const lag = lagged(w, order, periods);
  const sums = unitProducts(w, lag, units, periods);
  if (sums.every((value) => value === 0)) {
    const none: Stat = { invalid: `no two differenced residuals are ${order} apart` };
    return { order, z: none, p: none };
  }
  const q = x.map((values) => dot(values, lag));
  const { size, moments } = inputs.isOneStepPlain ? plainParts(lag, inputs) : robustParts(sums, inputs);
  const k = q.length;
  const qs = Float64Array.from(q);
  // the estimate's own error: −2 q'V X'ZA m + q'V q
  const shift = step.vxza.map((row) => dot(row, moments));
  let variance = size;
  for (let p = 0; p < k; p++) variance += q[p]! * (dot(reported, qs, p * k, 0, k) - 2 * shift[p]!);
  if (!(variance > 0)) {
    const none: Stat = { invalid: 'the variance is negative' };
    return { order, z: none, p: none };
  }
  const z = sum(sums) / Math.sqrt(variance);
  return { order, z, p: twoSided(normal, z) };
}

/** w of `order` periods before, 0 where there is none. */
function lagged(w: Float64Array, order: number, periods: number): Float64Array {
  const out = new Float64Array(w.length);
  for (let at = 0; at < w.length; at++) if (at % periods >= order) out[at] = w[at - order]!;
  return out;
}

/** Sums of products over the periods of each unit. */
function unitProducts(a: Float64Array, b: Float64Array, units: number, periods: number): Float64Array {
  const out = new Float64Array(units);
  for (let u = 0; u < units; u++) out[u] = dot(a, b, u * periods, u * periods, periods);
  return out;
}

interface SerialMoments {
  readonly size: number;
  readonly moments: Float64Array;
}

/** Σ u_i², and Σ Z_i'e_i u_i. */
function robustParts(sums: Float64Array, { stack, residuals }: SerialInputs): SerialMoments {
  return { size: dot(sums, sums), moments: momentsOf(stack, byGroup(residuals, stack.units, sums)) };
}

/** Under homoskedasticity: Σ w'Hw, and Σ Z_i'Ψ w, with the matrices of the first step times σ². */
function plainParts(lag: Float64Array, { stack, sig2 }: SerialInputs): SerialMoments {
  const { grid, options, places, within, starts, height } = stack;
  const { periods } = grid;
  const h = firstStepH('fd', false, options.h, periods);
  const psi =
    options.h === 1 ? h : crossed(transformation(options.transform, periods), transformation('fd', periods), periods);
  const masked = new Float64Array(lag.length);
  for (let r = 0; r < height; r++) if (within[r]! < periods) masked[places[r]!] = lag[places[r]!]!;
  const spread = new Float64Array(height);
  let size = 0;
  for (let u = 0; u < grid.units; u++) {
    const from = u * periods;
    for (let t = 0; t < periods; t++) {
      if (masked[from + t] === 0) continue;
      for (let s = 0; s < periods; s++) {
        size += sig2 * masked[from + t]! * h[t * periods + s]! * masked[from + s]!;
      }
    }
    for (let r = starts[u]!; r < starts[u + 1]!; r++) {
      if (within[r]! >= periods) continue;
      for (let s = 0; s < periods; s++) {
        spread[r] = spread[r]! + sig2 * psi[within[r]! * periods + s]! * masked[from + s]!;
      }
    }
  }
  return { size, moments: momentsOf(stack, spread) };
}
