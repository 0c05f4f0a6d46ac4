/** Normal scores of columns, and draws that have their correlations: a Gaussian copula (Nelsen 2006, An Introduction to Copulas, ch. 2). */
import type { RandomStream } from '../../../base/number/rng.ts';
import { normal } from '../../../econ/distributions/distributions.ts';

/** Normal quantiles of mid-ranks (van der Waerden scores), of mean 0; missing values are lowest and share a rank. */
export function normalScores(values: ArrayLike<number>): Float64Array {
  const n = values.length;
  const of = (i: number): number => (Number.isNaN(values[i]!) ? Number.NEGATIVE_INFINITY : values[i]!);
  const order = Array.from({ length: n }, (_, i) => i).sort((a, b) =>
    of(a) === of(b) ? a - b : of(a) < of(b) ? -1 : 1,
  );
  const scores = new Float64Array(n);
  for (let from = 0; from < n; ) {
    let to = from + 1;
    while (to < n && of(order[to]!) === of(order[from]!)) to++;
    const score = normal.quantile((from + to) / 2 / n);
    for (let i = from; i < to; i++) scores[order[i]!] = score;
    from = to;
  }
  return centred(scores);
}

export function centred(values: Float64Array): Float64Array {
  const mean = values.reduce((sum, each) => sum + each, 0) / Math.max(1, values.length);
  return values.map((each) => each - mean);
}

/**
 * Scores of columns whose missing values are drawn as what goes with the column that each is most correlated with, so that they thin no
 * correlation. A missing value is NaN in `columns`.
 */
export function filledScores(columns: readonly Float64Array[], stream: RandomStream): readonly Float64Array[] {
  const scores = columns.map((values) => {
    const rows = Array.from(values.keys()).filter((row) => !Number.isNaN(values[row]!));
    const own = normalScores(rows.map((row) => values[row]!));
    const all = new Float64Array(values.length).fill(Number.NaN);
    rows.forEach((row, i) => {
      all[row] = own[i]!;
    });
    return all;
  });
  return scores.map((own, j) => {
    if (!own.some(Number.isNaN)) return own;
    const others = scores.map((other, k) => ({ other, r: k === j ? 0 : correlation(own, other) }));
    const { other, r } = others.reduce((best, each) => (Math.abs(each.r) > Math.abs(best.r) ? each : best));
    return centred(
      own.map((score, row) => {
        if (!Number.isNaN(score)) return score;
        const [base, noise] = [other[row]!, stream.normal()];
        return Number.isNaN(base) ? noise : r * base + Math.sqrt(Math.max(0, 1 - r * r)) * noise;
      }),
    );
  });
}

/** Pearson's correlation over rows that have both; 0 where one of them does not vary. */
function correlation(a: Float64Array, b: Float64Array): number {
  const rows = Array.from(a.keys()).filter((row) => !Number.isNaN(a[row]! + b[row]!));
  const [x, y] = [a, b].map((values) => centred(Float64Array.from(rows, (row) => values[row]!))) as [
    Float64Array,
    Float64Array,
  ];
  const product = (left: Float64Array, right: Float64Array): number =>
    left.reduce((sum, each, i) => sum + each * right[i]!, 0);
  const size = Math.sqrt(product(x, x) * product(y, y));
  return size > 0 ? product(x, y) / size : 0;
}

/** The number of rows that are mixed into one. */
const MIXED = 32;

/**
 * Draws `count` rows which have the covariances of the given ones in expectation: each is a sum of rows drawn at random with normal weights.
 * Whatever is linear in all given rows is so in the drawn ones. Of independent columns each is mixed from rows of its own.
 */
export function mixed(
  columns: readonly Float64Array[],
  count: number,
  stream: RandomStream,
  independent: boolean,
): readonly Float64Array[] {
  const n = columns[0]?.length ?? 0;
  if (n === 0) return columns.map(() => new Float64Array(count));
  if (independent && columns.length > 1) return columns.map((column) => mixed([column], count, stream, false)[0]!);
  const drawn = columns.map(() => new Float64Array(count));
  for (let row = 0; row < count; row++)
    for (let part = 0; part < MIXED; part++) {
      const [from, weight] = [stream.int(n), stream.normal() / Math.sqrt(MIXED)];
      columns.forEach((column, j) => {
        drawn[j]![row] = drawn[j]![row]! + weight * column[from]!;
      });
    }
  return drawn;
}

/** Quantiles from 0 to 1 by rank, in steps of equal size; equal values are one after the other in an order drawn at random. */
export function quantiles(values: Float64Array, stream: RandomStream): Float64Array {
  const place = stream.shuffle(Float64Array.from(values.keys()));
  const order = Array.from(place).sort((a, b) => values[a]! - values[b]!);
  const at = new Float64Array(values.length);
  order.forEach((entry, rank) => {
    at[entry] = (rank + 0.5) / values.length;
  });
  return at;
}
