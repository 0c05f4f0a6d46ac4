/** Correlations of responses at several horizons, by the influence of rows on each. */
import { dot } from '../../../src/base/number/sum.ts';
import type { Data } from '../../../src/econ/data.ts';
import type { VcovSpec } from '../../../src/econ/design.ts';
import { lagged, panelIndex } from '../../../src/econ/sample/lag.ts';
import { Variables } from '../../../src/econ/sample/variables.ts';

/** Influences of one response: a value for each row of the data, 0 for rows that are not used. */
export interface Influences {
  readonly values: Float64Array;
  /** Lags of the covariance of its own horizon. */
  readonly lags: number;
}

/**
 * The correlations of K responses, K×K: of Σ ψ_a ψ_b over rows, over sums by cluster, and with Bartlett's weights 1 − l/(L + 1) over neighbours in time,
 * within units (Newey & West 1987) or of sums by period (Driscoll & Kraay 1998). L is the largest number of lags of all horizons, so that the matrix
 * cannot be indefinite. null where a variance is 0.
 */
export function correlations(all: readonly Influences[], vcov: VcovSpec, data: Data): Float64Array | null {
  const lags = Math.max(...all.map((each) => each.lags));
  const columns = all.map(({ values }) => values);
  const product = productOf(columns, vcov, data, lags);
  const k = all.length;
  const v = new Float64Array(k * k);
  for (let a = 0; a < k; a++) for (let b = 0; b <= a; b++) v[a * k + b] = v[b * k + a] = product(a, b);
  const sd = columns.map((_, a) => Math.sqrt(v[a * k + a]!));
  if (sd.some((each) => !(each > 0))) return null;
  return v.map((value, i) => value / (sd[Math.floor(i / k)]! * sd[i % k]!));
}

type Product = (a: number, b: number) => number;

function productOf(columns: readonly Float64Array[], vcov: VcovSpec, data: Data, lags: number): Product {
  if (vcov.is === 'cluster') {
    const { codes, levels } = new Variables(data).levels(vcov.by[0]!);
    return productsOf(columns.map((values) => sumsOf(values, codes, levels.length)));
  }
  if (vcov.is === 'dk') {
    const index = panelIndex(data);
    const times = [...new Set(index.time)].filter((time) => !Number.isNaN(time)).sort((a, b) => a - b);
    const place = new Map(times.map((time, at) => [time, at]));
    const codes = Int32Array.from(index.time, (time) => place.get(time) ?? -1);
    const one = { unit: new Int32Array(times.length), time: Float64Array.from(times) };
    const sums = columns.map((values) => sumsOf(values, codes, times.length));
    return weighted(sums, lags, (values, by) => lagged(values, one, by));
  }
  if (vcov.is !== 'nw') return productsOf(columns);
  const index = panelIndex(data);
  return weighted(columns, lags, (values, by) => lagged(values, index, by));
}

const productsOf =
  (columns: readonly Float64Array[]): Product =>
  (a, b) =>
    dot(columns[a]!, columns[b]!);

function weighted(
  columns: readonly Float64Array[],
  lags: number,
  before: (values: Float64Array, by: number) => Float64Array,
): Product {
  const own = productsOf(columns);
  const earlier = columns.map((values) =>
    Array.from({ length: lags }, (_, l) => before(values, l + 1).map((x) => (Number.isNaN(x) ? 0 : x))),
  );
  return (a, b) => {
    let total = own(a, b);
    for (let l = 1; l <= lags; l++) {
      const both = dot(columns[a]!, earlier[b]![l - 1]!) + dot(columns[b]!, earlier[a]![l - 1]!);
      total += (1 - l / (lags + 1)) * both;
    }
    return total;
  };
}

function sumsOf(values: Float64Array, codes: Int32Array, levels: number): Float64Array {
  const sums = new Float64Array(levels);
  for (let i = 0; i < values.length; i++) if (codes[i]! >= 0) sums[codes[i]!] = sums[codes[i]!]! + values[i]!;
  return sums;
}
