/** The likelihood of ordered outcomes by rows, and whether it has a maximum. */
import { sum } from '../../base/number/sum.ts';
import type { RowLikelihood } from '../likelihood/index-model.ts';
import { type Separation, separation } from '../likelihood/separation.ts';
import { betweenCuts, endsOf, type OrderedLatent } from './latent.ts';

/**
 * Σ w ln(F(c_j − η) − F(c_{j−1} − η)) with the first cut point at 0, which is the constant of η, and the others as further parameters. `codes`: positions of the
 * outcomes, N of them. Null where cut points do not rise. It is concave in all parameters (Pratt 1981, JASA 76:103). O(NJ).
 */
export function orderedLikelihood(
  codes: Int32Array,
  outcomes: number,
  w: Float64Array | null,
  latent: OrderedLatent,
): RowLikelihood {
  const n = codes.length;
  const a = outcomes - 2;
  return (index, further) => {
    const cuts = [0, ...further];
    if (cuts.some((cut, j) => j > 0 && !(cut > cuts[j - 1]!))) return null;
    const array = (): Float64Array => new Float64Array(n);
    const [values, slope, curvature] = [array(), array(), array()];
    const ofCuts = further.map(() => ({ slope: array(), cross: array() }));
    const furtherCurvature = new Array<number>(a * a).fill(0);
    const bend = (i: number, j: number, by: number): void => {
      if (i < 1 || j < 1 || i > a || j > a) return;
      furtherCurvature[(i - 1) * a + j - 1]! -= by;
      if (i !== j) furtherCurvature[(j - 1) * a + i - 1]! -= by;
    };
    for (let i = 0; i < n; i++) {
      const code = codes[i]!;
      const weight = w === null ? 1 : w[i]!;
      const [lower, upper] = endsOf(cuts, code);
      const row = betweenCuts(latent, lower - index[i]!, upper - index[i]!);
      values[i] = weight * row.value;
      slope[i] = -weight * (row.byLower + row.byUpper);
      curvature[i] = -weight * (row.lowerLower + 2 * row.lowerUpper + row.upperUpper);
      const atUpper = ofCuts[code - 1];
      if (atUpper !== undefined) {
        atUpper.slope[i] = weight * row.byUpper;
        atUpper.cross[i] = weight * (row.upperUpper + row.lowerUpper);
      }
      const atLower = ofCuts[code - 2];
      if (atLower !== undefined) {
        atLower.slope[i] = weight * row.byLower;
        atLower.cross[i] = weight * (row.lowerLower + row.lowerUpper);
      }
      bend(code, code, weight * row.upperUpper);
      bend(code - 1, code - 1, weight * row.lowerLower);
      bend(code - 1, code, weight * row.lowerUpper);
    }
    return { ll: sum(values), slope, curvature, further: ofCuts, furtherCurvature };
  };
}

/**
 * A combination of regressors and cut points that keeps the order of all outcomes and moves some of them away from their cut points for ever (Haberman 1980, comment on McCullagh, JRSS B
 * 42:136); null where there is none. Rows of the result are those of the data, ascending. `slopes`: K arrays of length N.
 */
export function orderedSeparation(
  index: Float64Array,
  cuts: readonly number[],
  codes: Int32Array,
  slopes: readonly Float64Array[],
  certain: number,
): Separation | null {
  const sides = Array.from(codes, (code, row) => {
    const [lower, upper] = endsOf(cuts, code);
    return [
      { row, cut: code, sign: 1, gap: upper - index[row]! },
      { row, cut: code - 1, sign: -1, gap: index[row]! - lower },
    ];
  })
    .flat()
    .filter(({ gap }) => Number.isFinite(gap));
  if (!sides.some(({ gap }) => gap > certain)) return null;
  const columns = [
    ...slopes.map((x) => Float64Array.from(sides, ({ row, sign }) => -sign * x[row]!)),
    ...cuts.map((_, j) => Float64Array.from(sides, ({ cut, sign }) => (cut === j ? sign : 0))),
  ];
  const found = separation(
    columns,
    Float64Array.from(sides, ({ gap }) => (gap > certain ? 0 : 1)),
  );
  if (found === null) return null;
  const rows = [...new Set(found.rows.map((at) => sides[at]!.row))].sort((x, y) => x - y);
  return { rows, columns: found.columns.filter((j) => j < slopes.length) };
}
