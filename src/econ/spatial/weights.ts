/** Spatial weights: who is whose neighbour, and how much it counts. Matrices are n×n, row-major, with a zero diagonal. */
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { asin, cos, sin } from '../../base/number/trig.ts';
import { Refusal } from '../../base/problem.ts';
import { datum, SOME_VARIABLE } from '../../base/value.ts';
import { symmetricValues } from '../linalg/symmetric-values.ts';

export interface SpatialWeights {
  /** n names, in the order of rows and columns. */
  readonly units: readonly string[];
  readonly matrix: Float64Array;
  readonly standardize: Standardize;
  /** Real and imaginary parts of the eigenvalues, n each. */
  readonly eigen: { readonly real: Float64Array; readonly imaginary: Float64Array };
}

export type Standardize = 'row' | 'spectral' | 'none';

const RADIUS = 6371;
const RADIANS = 0.017453292519943295;

/** Great-circle distances in kilometres, haversine on a sphere of 6371 km. Refuses latitudes and longitudes that are none. O(n²). */
export function distances(units: readonly string[], lat: Float64Array, lon: Float64Array): Float64Array {
  const n = units.length;
  for (const [i, unit] of units.entries()) {
    if (Math.abs(lat[i]!) <= 90 && Math.abs(lon[i]!) <= 360) continue;
    const message = `expected degrees of latitude and longitude, got ${datum(SOME_VARIABLE, lat[i]!)} and ${datum(SOME_VARIABLE, lon[i]!)} for \`${datum(SOME_VARIABLE, unit)}\``;
    throw new Refusal('bad-coordinates', message, { param: 'at', hint: '`at: [lat, lon]` names latitude first' });
  }
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      const a = sin(((lat[i]! - lat[j]!) * RADIANS) / 2);
      const b = sin(((lon[i]! - lon[j]!) * RADIANS) / 2);
      const h = a * a + cos(lat[i]! * RADIANS) * cos(lat[j]! * RADIANS) * b * b;
      out[i * n + j] = 2 * RADIUS * asin(Math.min(1, Math.sqrt(h)));
      out[j * n + i] = out[i * n + j]!;
    }
  }
  return out;
}

/** 1 for each pair of the list, as given: symmetric or not. */
export function contiguity(n: number, pairs: Iterable<readonly [unit: number, neighbour: number]>): Float64Array {
  const out = new Float64Array(n * n);
  for (const [i, j] of pairs) out[i * n + j] = 1;
  return out;
}

/** 1 for the k nearest others; of equal distances the earlier unit is nearer. O(n² log n). */
export function nearest(distance: Float64Array, n: number, k: number): Float64Array {
  if (k >= n)
    throw new Refusal('too-many-neighbours', `expected k below ${n}, the number of units, got ${k}`, { param: 'k' });
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    const others = Array.from({ length: n }, (_, j) => j).filter((j) => j !== i);
    others.sort((a, b) => distance[i * n + a]! - distance[i * n + b]! || a - b);
    for (const j of others.slice(0, k)) out[i * n + j] = 1;
  }
  return out;
}

/** d^−power up to `cutoff` kilometres. Refuses two units at one place. */
export function inverseDistance(
  distance: Float64Array,
  units: readonly string[],
  power: 1 | 2,
  cutoff: number,
): Float64Array {
  const n = units.length;
  return pairwise(n, (i, j) => {
    const d = distance[i * n + j]!;
    if (d === 0) throw apart(units[i]!, units[j]!, 'stand at one place', 'at');
    return d > cutoff ? 0 : 1 / (power === 1 ? d : d * d);
  });
}

/** 1/|x_i − x_j| of means over time. Refuses two units with the same mean. */
export function economic(x: Float64Array, units: readonly string[]): Float64Array {
  return pairwise(units.length, (i, j) => {
    const gap = Math.abs(x[i]! - x[j]!);
    if (gap === 0) throw apart(units[i]!, units[j]!, 'have the same mean', 'of');
    return 1 / gap;
  });
}

/** x_i x_j/d² of positive means. */
export function gravity(x: Float64Array, distance: Float64Array, units: readonly string[]): Float64Array {
  const n = units.length;
  const wrong = x.findIndex((value) => !(value > 0));
  if (wrong >= 0) {
    const message = `gravity is of positive means, got ${datum(SOME_VARIABLE, x[wrong]!)} of \`${datum(SOME_VARIABLE, units[wrong]!)}\``;
    throw new Refusal('not-positive', message, { param: 'of', hint: 'weigh by a size: output, population' });
  }
  return pairwise(n, (i, j) => {
    const d = distance[i * n + j]!;
    if (d === 0) throw apart(units[i]!, units[j]!, 'stand at one place', 'at');
    return (x[i]! * x[j]!) / (d * d);
  });
}

function apart(a: string, b: string, what: string, param: string): Refusal {
  const [first, second] = [a, b].map((unit) => datum(SOME_VARIABLE, unit));
  const message = `\`${first}\` and \`${second}\` ${what}, so that their weight is not defined`;
  return new Refusal('equal-units', message, { param, hint: 'move one, or use contiguity or `knn`' });
}

function pairwise(n: number, weight: (i: number, j: number) => number): Float64Array {
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) if (i !== j) out[i * n + j] = weight(i, j);
  return out;
}

/** share·A + (1 − share)·B of two row-standardised matrices, which stays row-standardised where neither has islands. */
export const nested = (a: Float64Array, b: Float64Array, share: number): Float64Array =>
  a.map((value, i) => share * value + (1 - share) * b[i]!);

/** Rows divided by their sums, a row of zeros staying so; or all by the largest eigenvalue. */
export function standardized(matrix: Float64Array, n: number, how: Standardize): Float64Array {
  if (how === 'none') return matrix;
  if (how === 'spectral') {
    const { real } = eigenvalues(matrix, n);
    const largest = real.reduce((most, value) => Math.max(most, value), 0);
    return largest > 0 ? matrix.map((value) => value / largest) : matrix;
  }
  const out = matrix.slice();
  for (let i = 0; i < n; i++) {
    const row = out.subarray(i * n, i * n + n);
    const total = row.reduce((sum, value) => sum + value, 0);
    if (total > 0) for (let j = 0; j < n; j++) row[j] = row[j]! / total;
  }
  return out;
}

/**
 * Eigenvalues, complex ones in pairs. A matrix that rows scaled by positive numbers make symmetric, such as a row-standardised contiguity, is
 * brought to the symmetric one with the same eigenvalues. O(n³).
 */
export function eigenvalues(matrix: Float64Array, n: number): SpatialWeights['eigen'] {
  const symmetric = symmetrized(matrix, n);
  if (symmetric !== undefined) return { real: symmetricValues(symmetric, n), imaginary: new Float64Array(n) };
  const { realEigenvalues, imaginaryEigenvalues } = new EigenvalueDecomposition(Matrix.from1DArray(n, n, matrix));
  return { real: Float64Array.from(realEigenvalues), imaginary: Float64Array.from(imaginaryEigenvalues) };
}

/** D^½ W D^−½ where D W is symmetric for some positive diagonal D, found along the links. */
function symmetrized(w: Float64Array, n: number): Float64Array | undefined {
  const d = new Float64Array(n);
  for (let start = 0; start < n; start++) {
    if (d[start] !== 0) continue;
    d[start] = 1;
    const queue = [start];
    for (let i = queue.pop(); i !== undefined; i = queue.pop()) {
      for (let j = 0; j < n; j++) {
        const [to, back] = [w[i * n + j]!, w[j * n + i]!];
        if (to === 0 && back === 0) continue;
        if (to === 0 || back === 0) return undefined;
        const wanted = (d[i]! * to) / back;
        if (d[j] === 0) {
          d[j] = wanted;
          queue.push(j);
        } else if (Math.abs(d[j]! - wanted) > 1e-9 * wanted) return undefined;
      }
    }
  }
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      const value = w[i * n + j]! * Math.sqrt(d[i]! / d[j]!);
      out[i * n + j] = value;
      out[j * n + i] = value;
    }
  }
  return out;
}

export interface WeightsSummary {
  readonly n: number;
  readonly links: number;
  readonly meanLinks: number;
  readonly islands: readonly string[];
  readonly s0: number;
  readonly s1: number;
  readonly s2: number;
  readonly eigMin: number;
  readonly eigMax: number;
  readonly isSymmetric: boolean;
}

/** Counts and sums of weights: S₀ = Σ w, S₁ = Σ (w_ij + w_ji)²/2, S₂ = Σ (w_i. + w_.i)². O(n²). */
export function summary({ units, matrix, eigen }: Omit<SpatialWeights, 'standardize'>): WeightsSummary {
  const n = units.length;
  const [rows, columns] = [new Float64Array(n), new Float64Array(n)];
  let [links, s1, s0] = [0, 0, 0];
  let isSymmetric = true;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const [to, back] = [matrix[i * n + j]!, matrix[j * n + i]!];
      rows[i] = rows[i]! + to;
      columns[j] = columns[j]! + to;
      s0 += to;
      s1 += ((to + back) * (to + back)) / 2;
      if (to !== 0) links++;
      // whether links go both ways; standardised weights of them differ
      if ((to === 0) !== (back === 0)) isSymmetric = false;
    }
  }
  const s2 = rows.reduce((total, row, i) => total + (row + columns[i]!) * (row + columns[i]!), 0);
  const islands = units.filter((_, i) => rows[i] === 0);
  const [eigMin, eigMax] = [Math.min(...eigen.real), Math.max(...eigen.real)];
  return { n, links, meanLinks: links / n, islands, s0, s1, s2, eigMin, eigMax, isSymmetric };
}

/** Refuses weights of islands alone. */
export function requireLinks({ columns }: Links): void {
  if (columns.length > 0) return;
  const message = 'the weights have no links: every unit is an island';
  throw new Refusal('no-links', message, {
    param: 'weights',
    hint: 'is `cutoff` too short, or is a list of pairs empty?',
  });
}

/** W as rows of its links. */
export interface Links {
  readonly n: number;
  readonly starts: Int32Array;
  readonly columns: Int32Array;
  readonly values: Float64Array;
}

export function linksOf(matrix: Float64Array, n: number): Links {
  const starts = new Int32Array(n + 1);
  const columns: number[] = [];
  const values: number[] = [];
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      if (matrix[i * n + j] === 0) continue;
      columns.push(j);
      values.push(matrix[i * n + j]!);
    }
    starts[i + 1] = columns.length;
  }
  return { n, starts, columns: Int32Array.from(columns), values: Float64Array.from(values) };
}

/** W v in each block of n of v: I_T ⊗ W. O(links × T). */
export function lagged({ n, starts, columns, values }: Links, v: Float64Array): Float64Array {
  const out = new Float64Array(v.length);
  for (let from = 0; from < v.length; from += n) {
    for (let i = 0; i < n; i++) {
      let total = 0;
      for (let at = starts[i]!; at < starts[i + 1]!; at++) total += values[at]! * v[from + columns[at]!]!;
      out[from + i] = total;
    }
  }
  return out;
}
