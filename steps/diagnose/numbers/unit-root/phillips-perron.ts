/** Phillips & Perron's Z_t of one unit. */

import { power } from '../../../../src/base/number/power.ts';
import { dot } from '../../../../src/base/number/sum.ts';
import { residualsOn, type Undefined } from './adf.ts';
import { type Deterministic, deterministicColumns, type Series } from './series.ts';

/**
 * Z_t = √(γ₀/λ²) t − ½(λ² − γ₀) n σ_ρ/(λ s) of y_t on y_{t−1} and deterministic terms, with γ_j = Σ u_t u_{t−j}/n, λ² = γ₀ + 2 Σ_{j ≤ q} (1 − j/(q + 1)) γ_j,
 * s² = Σ u²/(n − k) (Phillips & Perron 1988, Biometrika 75:335; Hamilton 1994, 17.6; `pperron`). q: ⌊4 (n/100)^(2/9)⌋ where none is said.
 */
export function phillipsPerron(
  { times, values, isWhole }: Series,
  which: Deterministic,
  lags: number | undefined,
): { readonly t: number } | Undefined {
  if (!isWhole) return { invalid: 'a unit has gaps' };
  const n = values.length - 1;
  const others = deterministicColumns(which, times.slice(1));
  const free = n - others.length - 1;
  if (free <= 0) return { invalid: 'a unit has too few periods for its lags' };
  const level = residualsOn(others, values.slice(0, n));
  const now = residualsOn(others, values.slice(1));
  const size = dot(level, level);
  if (!(size > 1e-20 * dot(values, values))) return { invalid: 'a unit does not vary besides its lags and trend' };
  const rho = dot(level, now) / size;
  const u = now.map((y, i) => y - rho * level[i]!);
  const rss = dot(u, u);
  if (!(rss > 1e-24 * dot(now, now))) return { invalid: 'a unit’s lags say its values exactly' };
  const q = Math.min(lags ?? Math.floor(4 * power(n / 100, 2 / 9)), n - 1);
  const autocovariance = (j: number): number => dot(u, u, j, 0, n - j) / n;
  const gamma = rss / n;
  let lambda2 = gamma;
  for (let j = 1; j <= q; j++) lambda2 += 2 * (1 - j / (q + 1)) * autocovariance(j);
  const s = Math.sqrt(rss / free);
  const error = s / Math.sqrt(size);
  const t = (rho - 1) / error;
  return { t: Math.sqrt(gamma / lambda2) * t - ((lambda2 - gamma) * n * error) / (2 * Math.sqrt(lambda2) * s) };
}
