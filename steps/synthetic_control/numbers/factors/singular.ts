/** Singular values of a matrix with its vectors, from the products of its shorter side. */
import { dot } from '../../../../src/base/number/sum.ts';
import { type Eigen, symmetricEigen } from '../../../../src/econ/linalg/symmetric-eigen.ts';
import type { Paths } from '../sample.ts';

export interface Singular {
  /** Descending, all above 0. */
  readonly values: readonly number[];
  /** Vectors of length one over the units, and over the periods. */
  readonly units: readonly Float64Array[];
  readonly periods: readonly Float64Array[];
}

/** A singular value below this part of the largest is rounding of the products. */
const ROUNDING = 1e-8;

/** Vectors in which the products of a matrix much like the last one are almost diagonal, so that few rotations are left. */
export interface Basis {
  vectors?: readonly Float64Array[];
}

/** O(NT·min(N, T) + min(N, T)³) of N paths over T periods. */
export function singularOf(paths: Paths, basis: Basis = {}): Singular {
  const isTall = paths.length >= paths[0]!.length;
  const lines = isTall ? transposed(paths) : paths;
  const size = lines.length;
  const products = new Float64Array(size * size);
  for (let s = 0; s < size; s++)
    for (let t = s; t < size; t++) {
      products[s * size + t] = dot(lines[s]!, lines[t]!);
      products[t * size + s] = products[s * size + t]!;
    }
  const { values, vectors } = eigenIn(basis, products, size);
  const roots = values.map((value) => Math.sqrt(Math.max(0, value)));
  const count = roots.filter((root) => root > ROUNDING * roots[0]!).length;
  const short = vectors.slice(0, count);
  const long = short.map((vector, l) => combined(lines, vector).map((value) => value / roots[l]!));
  const kept = roots.slice(0, count);
  return isTall ? { values: kept, units: long, periods: short } : { values: kept, units: short, periods: long };
}

/** Eigenvalues and vectors, by way of the basis, which the vectors then are. */
export function eigenIn(basis: Basis, products: Float64Array, size: number): Eigen {
  const { vectors: known } = basis;
  const found = known === undefined ? symmetricEigen(products, size) : turnedBy(known, products, size);
  basis.vectors = found.vectors;
  return found;
}

function turnedBy(known: readonly Float64Array[], products: Float64Array, size: number): Eigen {
  const rows = Array.from({ length: size }, (_, s) => products.subarray(s * size, (s + 1) * size));
  const turned = new Float64Array(size * size);
  for (let q = 0; q < size; q++) {
    const image = combined(rows, known[q]!);
    for (let p = 0; p <= q; p++) {
      turned[p * size + q] = dot(known[p]!, image);
      turned[q * size + p] = turned[p * size + q]!;
    }
  }
  const { values, vectors } = symmetricEigen(turned, size);
  return { values, vectors: vectors.map((vector) => combined(known, vector)) };
}

/** Σ of the lines, weighed. */
function combined(lines: Paths, weights: Float64Array): Float64Array {
  const out = new Float64Array(lines[0]!.length);
  for (const [s, line] of lines.entries())
    for (let i = 0; i < out.length; i++) out[i] = out[i]! + weights[s]! * line[i]!;
  return out;
}

/** The matrix with these singular values, unit by unit. */
export function along({ values, units, periods }: Singular, nunits: number, nperiods: number): Float64Array {
  const out = new Float64Array(nunits * nperiods);
  for (const [l, value] of values.entries())
    for (let i = 0; i < nunits; i++) {
      const weight = value * units[l]![i]!;
      for (let t = 0; t < nperiods; t++) out[i * nperiods + t] = out[i * nperiods + t]! + weight * periods[l]![t]!;
    }
  return out;
}

export const transposed = (paths: Paths): Paths =>
  Array.from(paths[0]!, (_, t) => Float64Array.from(paths, (path) => path[t]!));
