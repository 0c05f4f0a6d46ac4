/** The likelihoods of counts by rows: negative binomial with ln α as a further parameter, and Poisson, its limit. */
import { sum } from '../../base/number/sum.ts';
import { logGamma } from '../distributions/special-functions.ts';
import { type RowLikelihood, withFurther } from '../likelihood/index-model.ts';

/** Terms of the likelihood for counts 0, 1, …, max, such as ln y!, computed once for all iterations. */
export interface CountTables {
  readonly most: number;
  readonly logFactorials: Float64Array;
}

export function tablesOf(y: Float64Array): CountTables {
  const most = y.reduce((a, b) => Math.max(a, b), 0);
  return { most, logFactorials: y.map((value) => logGamma(value + 1)) };
}

/**
 * l = ln Γ(y + m) − ln Γ(m) − ln y! + m ln(m/(m + μ)) + y ln(μ/(m + μ)) with m = 1/α; the differences of Γ and of its derivatives are sums over
 * 0 … y − 1 of ln(m + j), 1/(m + j) and −1/(m + j)², which lose no digits where m is large. O(N + max y).
 */
export function negativeBinomial(y: Float64Array, w: Float64Array | null, tables: CountTables): RowLikelihood {
  const n = y.length;
  return (index, [lnAlpha]) => {
    const m = Math.exp(-lnAlpha!);
    if (!(m > 0) || !Number.isFinite(m)) return null;
    const logs = new Float64Array(tables.most + 1);
    const inverses = new Float64Array(tables.most + 1);
    const squares = new Float64Array(tables.most + 1);
    for (let j = 0; j < tables.most; j++) {
      const at = m + j;
      // ln(m + j) less ln m, so that what is common cancels exactly
      logs[j + 1] = logs[j]! + Math.log1p(j / m);
      inverses[j + 1] = inverses[j]! + 1 / at;
      squares[j + 1] = squares[j]! - 1 / (at * at);
    }
    const rows = withFurther(n);
    const { values, slope, curvature, own, cross, ownCurvature } = rows;
    for (let i = 0; i < n; i++) {
      const weight = w === null ? 1 : w[i]!;
      const count = y[i]!;
      const mu = Math.exp(index[i]!);
      const total = m + mu;
      const share = m / total;
      const logShare = -Math.log1p(mu / m);
      values[i] = weight * (logs[count]! - tables.logFactorials[i]! + m * logShare + count * (index[i]! + logShare));
      slope[i] = weight * (count - mu) * share;
      curvature[i] = (weight * share * mu * (m + count)) / total;
      const byM = inverses[count]! + logShare + (mu - count) / total;
      const byM2 = squares[count]! + mu / (m * total) - (mu - count) / (total * total);
      own[i] = -weight * m * byM;
      cross[i] = (weight * share * mu * (count - mu)) / total;
      ownCurvature[i] = -weight * (m * m * byM2 + m * byM);
    }
    return rows.derivatives();
  };
}

export function poisson(y: Float64Array, w: Float64Array | null): RowLikelihood {
  const logFactorials = y.map((value) => logGamma(value + 1));
  return (index) => {
    const means = index.map((value, i) => (w === null ? 1 : w[i]!) * Math.exp(value));
    const values = y.map((count, i) => (w === null ? 1 : w[i]!) * (count * index[i]! - logFactorials[i]!) - means[i]!);
    const slope = y.map((count, i) => (w === null ? 1 : w[i]!) * count - means[i]!);
    return { ll: sum(values), slope, curvature: means, further: [], furtherCurvature: [] };
  };
}
