/** Critical values of simultaneous bands. */
import type { RandomStream } from '../../../src/base/number/rng.ts';
import { chiSquared } from '../../../src/econ/distributions/distributions.ts';
import { percentile } from '../../../src/econ/distributions/percentile.ts';
import { scaledCholesky } from '../../../src/econ/linalg/matrix.ts';

/**
 * The `level` quantile of max |t_h| over `draws` draws of K statistics with these correlations, K×K (Montiel Olea & Plagborg-Møller 2019, Journal of Applied
 * Econometrics 34:1, algorithm 1). Statistics are normal where `df` is null, else multivariate t with one common χ² of `df` degrees of freedom. null where the
 * correlations are not positive definite. O(draws K²).
 */
export function supT(
  correlations: Float64Array,
  df: number | null,
  level: number,
  draws: number,
  stream: RandomStream,
): number | null {
  const k = Math.round(Math.sqrt(correlations.length));
  const factor = scaledCholesky(correlations, k);
  if (factor === null) return null;
  const largest = new Float64Array(draws);
  const z = new Float64Array(k);
  const spread = df === null ? null : chiSquared(df);
  for (let draw = 0; draw < draws; draw++) {
    for (let i = 0; i < k; i++) z[i] = stream.normal();
    const shrunk = spread === null ? 1 : Math.sqrt(spread.quantile(stream.uniform()) / df!);
    let most = 0;
    for (let i = 0; i < k; i++) {
      let value = 0;
      for (let j = 0; j <= i; j++) value += factor.lower[i * k + j]! * z[j]!;
      most = Math.max(most, Math.abs(value) / shrunk);
    }
    largest[draw] = most;
  }
  return percentile(largest.sort(), 100 * level, 'type7');
}
