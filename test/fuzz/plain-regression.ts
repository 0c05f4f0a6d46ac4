/** Least squares written out for tests: dummies for effects, Gram–Schmidt for everything. Shares nothing with what it is held against. */

export interface PlainRegression {
  /** Of every column; null where earlier ones span it. */
  readonly coefficients: readonly (number | null)[];
  readonly rss: number;
  readonly rank: number;
  /** (X'X)⁻¹xₑ of each row for a column that was kept. */
  influence(column: number): number[];
  /** Entry of (X'X)⁻¹ of two columns that were kept. */
  bread(a: number, b: number): number;
}

const product = (x: readonly number[], y: readonly number[]): number =>
  x.reduce((sum, value, i) => sum + value * y[i]!, 0);

export function plainRegression(columns: readonly (readonly number[])[], y: readonly number[]): PlainRegression {
  const kept: number[] = [];
  const basis: number[][] = [];
  const triangle: number[][] = [];
  for (const [j, column] of columns.entries()) {
    let x = [...column];
    const along = basis.map(() => 0);
    for (let pass = 0; pass < 3; pass++)
      for (const [k, q] of basis.entries()) {
        const size = product(q, x);
        along[k] = along[k]! + size;
        x = x.map((value, i) => value - size * q[i]!);
      }
    const left = Math.sqrt(product(x, x));
    if (left <= 1e-8 * Math.sqrt(product(column, column))) continue;
    kept.push(j);
    basis.push(x.map((value) => value / left));
    triangle.push([...along, left]);
  }
  const k = kept.length;
  /** R⁻¹ of a vector. */
  const solved = (right: readonly number[]): number[] => {
    const out = [...right];
    for (let j = k - 1; j >= 0; j--) {
      out[j] = out[j]! / triangle[j]![j]!;
      for (let i = 0; i < j; i++) out[i] = out[i]! - triangle[j]![i]! * out[j]!;
    }
    return out;
  };
  const scores = basis.map((q) => product(q, y));
  const b = solved(scores);
  const residuals = y.map((value, i) => basis.reduce((rest, q, j) => rest - q[i]! * scores[j]!, value));
  const inverse = basis.map((_, j) => solved(basis.map((__, i) => (i === j ? 1 : 0))));
  const at = (column: number): number => kept.indexOf(column);
  return {
    coefficients: columns.map((_, j) => (at(j) < 0 ? null : b[at(j)]!)),
    rss: product(residuals, residuals),
    rank: k,
    influence: (column) =>
      residuals.map((e, i) => e * basis.reduce((sum, q, j) => sum + inverse[j]![at(column)]! * q[i]!, 0)),
    bread: (a, c) => inverse.reduce((sum, row) => sum + row[at(a)]! * row[at(c)]!, 0),
  };
}

/** A column of 0 and 1 for each value. */
export const dummies = (values: readonly (number | string)[]): number[][] =>
  [...new Set(values)].map((level) => values.map((value) => (value === level ? 1 : 0)));

/** Positions of rows that are alone in no level of any effect, found again until none is. */
export function withoutSingletons(
  effects: readonly (readonly (number | string)[])[],
  rows: readonly number[],
): number[] {
  for (let kept = [...rows]; ; ) {
    const next = kept.filter((i) => effects.every((values) => kept.some((j) => j !== i && values[j] === values[i])));
    if (next.length === kept.length) return next;
    kept = next;
  }
}

/** Sums of what stands in the rows of each level; of rows one by one where there are none. */
export const sumsBy = (x: readonly number[], levels: readonly (number | string)[] | null): number[] =>
  levels === null
    ? [...x]
    : [...new Set(levels)].map((level) => x.reduce((sum, value, i) => (levels[i] === level ? sum + value : sum), 0));
