/** Ridge augmentation of a synthetic control (Ben-Michael, Feller & Rothstein 2021, JASA 116:1789, eq. 5): w + (x₁ − X₀w)'(X₀X₀' + λI)⁻¹X₀, outcomes less the donors' mean of each period. */
import { dot, mean } from '../../../src/base/number/sum.ts';
import { leastSquares } from '../../../src/econ/linalg/least-squares.ts';

/**
 * `columns`: the J donors' outcomes of the fitted periods, `target` those of the treated unit; `lambda` > 0 in squared units of the outcome. The added
 * weights are Zᵀb with b the ridge regression's dual: solved as least squares of the stacked (Z; √λ I), which squares no condition number. O(J T²).
 */
export function withRidge(
  weights: Float64Array,
  columns: readonly Float64Array[],
  target: Float64Array,
  lambda: number,
): Float64Array {
  const [donors, periods] = [columns.length, target.length];
  const centres = target.map((_, t) => mean(Float64Array.from(columns, (column) => column[t]!)));
  const centred = columns.map((column) => column.map((value, t) => value - centres[t]!));
  const rest = target.map(
    (value, t) =>
      value -
      centres[t]! -
      dot(
        weights,
        Float64Array.from(centred, (x) => x[t]!),
      ),
  );
  // Over donors d, |Σ d_j z_j − rest|² + λ|d|² has the same solution as the formula of periods.
  const root = Math.sqrt(lambda);
  const stacked = centred.map((z, j) => {
    const out = new Float64Array(periods + donors);
    out.set(z);
    out[periods + j] = root;
    return out;
  });
  const aim = new Float64Array(periods + donors);
  aim.set(rest);
  const { coefficients } = leastSquares(stacked, aim, () => 0);
  return weights.map((weight, j) => weight + coefficients[j]!);
}
