/** Covariances of spatial models: the inverse of the observed information, as Stata has it, or of the expected. */
import { LuDecomposition, Matrix } from 'ml-matrix';
import { dot } from '../../../src/base/number/sum.ts';
import { Refusal } from '../../../src/base/problem.ts';
import { luOf } from '../../../src/econ/linalg/lu.ts';
import { type Links, lagged } from '../../../src/econ/spatial/weights.ts';
import type { SpatialData, SpatialMaximum } from './likelihood.ts';
import type { Spectrum } from './spectrum.ts';

export type Information = 'observed' | 'expected';

/** Covariance of θ = (b, ρ or λ, σ²): K+2 square, row-major. */
export function covariance(
  model: 'lag' | 'error',
  data: SpatialData,
  at: SpatialMaximum,
  spectrum: Spectrum,
  solver: Solver,
  information: Information,
): Float64Array {
  const matrix = (model === 'lag' ? lagInformation : errorInformation)(data, at, spectrum, solver, information);
  return inverse(matrix, data.x.length + 2);
}

/** Solves with I − ρW and its transpose, and knows W. */
export interface Solver {
  readonly links: Links;
  /** (I − ρW)⁻¹ v in each block. */
  solve(v: Float64Array): Float64Array;
  /** |W (I − ρW)⁻¹|², the sum of its squared entries. */
  squaredNorm(): number;
  /** (I − ρW')⁻¹ v of n values. */
  solveTransposed(v: Float64Array): Float64Array;
}

export function solverOf(links: Links, rho: number): Solver {
  const { n, starts, columns, values } = links;
  const a = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    a[i * n + i] = 1;
    for (let at = starts[i]!; at < starts[i + 1]!; at++) {
      const place = i * n + columns[at]!;
      a[place] = a[place]! - rho * values[at]!;
    }
  }
  const lu = luOf(a, n);
  const solve = (v: Float64Array): Float64Array => {
    const out = new Float64Array(v.length);
    for (let from = 0; from < v.length; from += n) out.set(lu.solve(v.subarray(from, from + n)), from);
    return out;
  };
  return {
    links,
    solve,
    solveTransposed: (v) => lu.solveTransposed(v),
    squaredNorm() {
      const unit = new Float64Array(n * n);
      for (let i = 0; i < n; i++) unit[i * n + i] = 1;
      const g = lagged(links, solve(unit));
      return dot(g, g);
    },
  };
}

function lagInformation(
  { n, periods, x, wy }: SpatialData,
  { b, rho, s2, residuals }: SpatialMaximum,
  spectrum: Spectrum,
  solver: Solver,
  information: Information,
): Float64Array {
  const k = x.length;
  const { g, gg } = spectrum.traces(rho);
  const fitted = combination(x, b);
  const lag = information === 'observed' ? wy : lagged(solver.links, solver.solve(fitted));
  return assemble(k, {
    bb: (p, q) => dot(x[p]!, x[q]!) / s2,
    br: (p) => dot(x[p]!, lag) / s2,
    rr: periods * (information === 'observed' ? gg : gg + solver.squaredNorm()) + dot(lag, lag) / s2,
    rs: information === 'observed' ? dot(wy, residuals) / (s2 * s2) : (periods * g) / s2,
    ss: (n * periods) / (2 * s2 * s2),
  });
}

function errorInformation(
  { n, periods, x, wx, wy }: SpatialData,
  { b, rho, s2, residuals: e }: SpatialMaximum,
  spectrum: Spectrum,
  solver: Solver,
  information: Information,
): Float64Array {
  const k = x.length;
  const { g, gg } = spectrum.traces(rho);
  const isObserved = information === 'observed';
  const tilde = x.map((column, j) => column.map((value, r) => value - rho * wx[j]![r]!));
  const fitted = combination(wx, b);
  const u = wy.map((value, r) => value - fitted[r]!);
  return assemble(k, {
    bb: (p, q) => dot(tilde[p]!, tilde[q]!) / s2,
    br: (p) => (isObserved ? (dot(tilde[p]!, u) + dot(wx[p]!, e)) / s2 : 0),
    rr: isObserved ? periods * gg + dot(u, u) / s2 : periods * (gg + solver.squaredNorm()),
    rs: isObserved ? dot(u, e) / (s2 * s2) : (periods * g) / s2,
    ss: (n * periods) / (2 * s2 * s2),
  });
}

interface Blocks {
  readonly bb: (p: number, q: number) => number;
  readonly br: (p: number) => number;
  readonly rr: number;
  readonly rs: number;
  readonly ss: number;
}

function assemble(k: number, { bb, br, rr, rs, ss }: Blocks): Float64Array {
  const size = k + 2;
  const out = new Float64Array(size * size);
  const set = (p: number, q: number, value: number): void => {
    out[p * size + q] = value;
    out[q * size + p] = value;
  };
  for (let p = 0; p < k; p++) {
    for (let q = 0; q <= p; q++) set(p, q, bb(p, q));
    set(p, k, br(p));
  }
  set(k, k, rr);
  set(k, k + 1, rs);
  set(k + 1, k + 1, ss);
  return out;
}

/** Inverts a matrix scaled to a unit diagonal, so that units of regressors do no harm. */
function inverse(matrix: Float64Array, k: number): Float64Array {
  const scale = Float64Array.from({ length: k }, (_, i) => Math.sqrt(matrix[i * k + i]!));
  const scaled = Matrix.from1DArray(
    k,
    k,
    matrix.map((value, at) => value / scale[Math.floor(at / k)]! / scale[at % k]!),
  );
  const lu = new LuDecomposition(scaled);
  if (scale.some((value) => !(value > 0)) || lu.isSingular()) {
    const message = 'the information matrix is singular, so that standard errors are not defined';
    throw new Refusal('singular-information', message, { param: 'fit' });
  }
  const solved = lu.solve(Matrix.eye(k, k));
  const out = new Float64Array(k * k);
  for (let p = 0; p < k; p++) {
    for (let q = 0; q < k; q++) out[p * k + q] = (solved.get(p, q) + solved.get(q, p)) / 2 / scale[p]! / scale[q]!;
  }
  return out;
}

function combination(columns: readonly Float64Array[], b: Float64Array): Float64Array {
  const out = new Float64Array(columns[0]?.length ?? 0);
  for (const [k, column] of columns.entries())
    for (let r = 0; r < out.length; r++) out[r] = out[r]! + b[k]! * column[r]!;
  return out;
}
