/** First differences and forward orthogonal deviations of variables on the grid, and their matrices. */
import type { UnitPeriodGrid } from './grid.ts';

/** x_t − x_{t−1}; NaN where either is missing. */
export function differences(x: Float64Array, { units, periods }: UnitPeriodGrid): Float64Array {
  const out = new Float64Array(x.length).fill(Number.NaN);
  for (let u = 0; u < units; u++) {
    for (let at = u * periods + 1; at < (u + 1) * periods; at++) out[at] = x[at]! - x[at - 1]!;
  }
  return out;
}

/** 0 where a value is missing. */
export function zeroed(values: Float64Array): Float64Array {
  const out = new Float64Array(values.length);
  for (let at = 0; at < out.length; at++) out[at] = Number.isNaN(values[at]!) ? 0 : values[at]!;
  return out;
}

/**
 * √(m/(m+1)) (x_t − the mean of the m later complete rows), stored in t + 1, so that lags are the same instruments as of differences
 * (Arellano & Bover 1995). `complete`: rows that count among the later ones. NaN where there is none.
 */
export function deviations(x: Float64Array, { units, periods }: UnitPeriodGrid, complete: Uint8Array): Float64Array {
  const out = new Float64Array(x.length).fill(Number.NaN);
  for (let u = 0; u < units; u++) {
    let count = 0;
    let total = 0;
    for (let at = (u + 1) * periods - 1; at >= u * periods; at--) {
      if (count > 0) out[at + 1] = Math.sqrt(count / (count + 1)) * (x[at]! - total / count);
      if (complete[at] === 1) {
        count++;
        total += x[at]!;
      }
    }
  }
  return out;
}

/** The T×T matrix of the transformation over a unit with all periods, row-major, its first row zero. */
export function transformation(of: 'fd' | 'fod', periods: number): Float64Array {
  const m = new Float64Array(periods * periods);
  for (let t = 1; t < periods; t++) {
    if (of === 'fd') {
      m[t * periods + t] = 1;
      m[t * periods + t - 1] = -1;
      continue;
    }
    const later = periods - t;
    const scale = Math.sqrt(later / (later + 1));
    m[t * periods + t - 1] = scale;
    for (let s = t; s < periods; s++) m[t * periods + s] = -scale / later;
  }
  return m;
}

/** A B', both T×T row-major; what only rounding leaves is 0. */
export function crossed(a: Float64Array, b: Float64Array, periods: number): Float64Array {
  const out = new Float64Array(periods * periods);
  for (let t = 0; t < periods; t++) {
    for (let s = 0; s < periods; s++) {
      let total = 0;
      for (let i = 0; i < periods; i++) total += a[t * periods + i]! * b[s * periods + i]!;
      out[t * periods + s] = Math.abs(total) < 1e-13 ? 0 : total;
    }
  }
  return out;
}

/**
 * H of the first step (Roodman 2009, 2.6): over T transformed rows and, of a system, T level rows below. `h` as in the options; identity
 * for 1, no blocks beside the diagonal ones for 2.
 */
export function firstStepH(of: 'fd' | 'fod', isSystem: boolean, h: 1 | 2 | 3, periods: number): Float64Array {
  const height = isSystem ? 2 * periods : periods;
  const out = new Float64Array(height * height);
  const m = transformation(of, periods);
  const block = crossed(m, m, periods);
  for (let t = 0; t < periods; t++) {
    for (let s = 0; s < periods; s++) {
      out[t * height + s] = h === 1 ? (t === s ? 1 : 0) : block[t * periods + s]!;
      if (!isSystem) continue;
      out[(periods + t) * height + periods + s] = t === s ? 1 : 0;
      if (h !== 3) continue;
      out[t * height + periods + s] = m[t * periods + s]!;
      out[(periods + s) * height + t] = m[t * periods + s]!;
    }
  }
  return out;
}
