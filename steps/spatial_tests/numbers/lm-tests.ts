/** Lagrange-multiplier tests for a spatial lag and spatial errors, after least squares. */
import { dot } from '../../../src/base/number/sum.ts';
import { chiSquared, normal, twoSided } from '../../../src/econ/distributions/distributions.ts';
import type { Stat } from '../../../src/econ/fit.ts';
import { leastSquares } from '../../../src/econ/linalg/least-squares.ts';
import { noVariance } from '../../../src/econ/spatial/moran.ts';
import { type Links, lagged, requireLinks, type WeightsSummary } from '../../../src/econ/spatial/weights.ts';

export interface SpatialTest {
  readonly name: 'LM-lag' | 'LM-error' | 'Robust LM-lag' | 'Robust LM-error' | 'SARMA' | 'Moran’s I of residuals';
  readonly statistic: Stat;
  readonly df: number | null;
  readonly pValue: Stat;
  /** Moran's I alone has them: its value, expectation and variance, of which `statistic` is z. */
  readonly i?: number;
  readonly expected?: number;
  readonly variance?: number;
}

/**
 * LM tests of Anselin (1988) and Anselin, Bera, Florax & Yoon (1996), and Moran's I of the residuals (Cliff & Ord 1981), with W in each of the T
 * blocks of n rows. `columns`: K of length nT, the constant among them. O(links T K).
 */
export function spatialTests(
  y: Float64Array,
  columns: readonly Float64Array[],
  links: Links,
  { s0 }: WeightsSummary,
): SpatialTest[] {
  requireLinks(links);
  const rows = y.length;
  const periods = rows / links.n;
  const k = columns.length;
  const fit = leastSquares(columns, y, () => 0);
  const e = fit.residuals;
  const s2 = dot(e, e) / rows;
  const fitted = y.map((value, r) => value - e[r]!);
  const wfitted = lagged(links, fitted);
  const outside = leastSquares(columns, wfitted, () => 0).residuals;
  const trace = periods * traces(links);
  const dLag = dot(e, lagged(links, y)) / s2;
  const dError = dot(e, lagged(links, e)) / s2;
  const j = (dot(outside, outside) + trace * s2) / s2;
  const squared = (value: number): number => value * value;
  const lmError = squared(dError) / trace;
  const lmLag = squared(dLag) / j;
  // without it the two scores are one, and neither is robust to the other
  const isApart = dot(outside, outside) > 1e-20 * dot(wfitted, wfitted);
  const robust = (value: number): Stat => (isApart ? value : { invalid: lagIsSpanned });
  const robustLag = squared(dLag - dError) / (j - trace);
  const robustError = squared(dError - (trace / j) * dLag) / (trace * (1 - trace / j));
  const test = (name: SpatialTest['name'], statistic: Stat, df: number): SpatialTest => ({
    name,
    statistic,
    df,
    pValue: typeof statistic === 'number' ? chiSquared(df).sf(statistic) : statistic,
  });
  return [
    test('LM-lag', lmLag, 1),
    test('Robust LM-lag', robust(robustLag), 1),
    test('LM-error', lmError, 1),
    test('Robust LM-error', robust(robustError), 1),
    test('SARMA', robust(lmError + robustLag), 2),
    residualMoran(e, columns, links, periods * s0, k),
  ];
}

const lagIsSpanned = 'the spatial lag of the fitted values is a combination of the regressors';

/** tr(W'W + WW). */
function traces({ n, starts, columns, values }: Links): number {
  const dense = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let at = starts[i]!; at < starts[i + 1]!; at++) dense[i * n + columns[at]!] = values[at]!;
  }
  let total = 0;
  for (let i = 0; i < n; i++) {
    for (let at = starts[i]!; at < starts[i + 1]!; at++) {
      total += values[at]! * (values[at]! + dense[columns[at]! * n + i]!);
    }
  }
  return total;
}

/**
 * Traces of MW, MWMW and MWMW' by an orthonormal basis Q of the regressors: tr(MW) = −tr(Q'WQ), since tr W = 0, and so on. O(rows K links).
 */
function residualMoran(
  e: Float64Array,
  columns: readonly Float64Array[],
  links: Links,
  s0: number,
  k: number,
): SpatialTest {
  const rows = e.length;
  const basis = orthonormal(columns);
  const forward = basis.map((q) => lagged(links, q));
  const turned = transposedLinks(links);
  const backward = basis.map((q) => lagged(turned, q));
  const periods = rows / links.n;
  const product = (a: readonly Float64Array[], b: readonly Float64Array[]): number[][] =>
    a.map((left) => b.map((right) => dot(left, right)));
  const qwq = product(basis, forward);
  const trace = (m: number[][]): number => m.reduce((total, row, p) => total + row[p]!, 0);
  const paired = (a: number[][], b: number[][]): number =>
    a.reduce((total, row, p) => total + row.reduce((part, value, q) => part + value * b[q]![p]!, 0), 0);
  const norm = (a: number[][]): number => a.reduce((total, row) => total + row.reduce((part, v) => part + v * v, 0), 0);
  const [ww, wtw] = crossTraces(links);
  // tr(MWMW) = tr WW − 2 tr(Q'WWQ) + tr(Q'WQQ'WQ); tr(MWMW') = tr WW' − |W'Q|² − |WQ|² + |Q'WQ|²
  const qwwq = trace(product(backward, forward));
  const mw = -trace(qwq);
  const mwmw = periods * ww - 2 * qwwq + paired(qwq, qwq);
  const size = (vectors: readonly Float64Array[]): number => vectors.reduce((total, v) => total + dot(v, v), 0);
  const mwmwt = periods * wtw - size(backward) - size(forward) + norm(qwq);
  const df = rows - k;
  const scale = rows / s0;
  const i = (scale * dot(e, lagged(links, e))) / dot(e, e);
  const expected = (scale * mw) / df;
  const variance = (scale * scale * (mwmwt + mwmw + mw * mw)) / (df * (df + 2)) - expected * expected;
  const named = { name: 'Moran’s I of residuals', df: null, i, expected, variance } as const;
  if (!(variance > 1e-12 * expected * expected)) {
    const none: Stat = { invalid: noVariance };
    return { ...named, statistic: none, pValue: none };
  }
  const z = (i - expected) / Math.sqrt(variance);
  return { ...named, statistic: z, pValue: twoSided(normal, z) };
}

/** tr WW and tr WW'. */
function crossTraces(links: Links): [ww: number, wtw: number] {
  const wtw = links.values.reduce((total, value) => total + value * value, 0);
  return [traces(links) - wtw, wtw];
}

function transposedLinks({ n, starts, columns, values }: Links): Links {
  const lists: [number, number][][] = Array.from({ length: n }, () => []);
  for (let i = 0; i < n; i++) {
    for (let at = starts[i]!; at < starts[i + 1]!; at++) lists[columns[at]!]!.push([i, values[at]!]);
  }
  const turned = new Int32Array(n + 1);
  for (let i = 0; i < n; i++) turned[i + 1] = turned[i]! + lists[i]!.length;
  const flat = lists.flat();
  return {
    n,
    starts: turned,
    columns: Int32Array.from(flat, ([at]) => at),
    values: Float64Array.from(flat, ([, value]) => value),
  };
}

/** Gram and Schmidt, twice. */
function orthonormal(columns: readonly Float64Array[]): Float64Array[] {
  const basis: Float64Array[] = [];
  for (const column of columns) {
    const v = column.slice();
    for (let pass = 0; pass < 2; pass++) {
      for (const q of basis) {
        const along = dot(v, q);
        for (let r = 0; r < v.length; r++) v[r] = v[r]! - along * q[r]!;
      }
    }
    const length = Math.sqrt(dot(v, v));
    basis.push(v.map((value) => value / length));
  }
  return basis;
}
