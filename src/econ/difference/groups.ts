/** The regressions of two groups, as far as a test across them needs them: coefficients, bread and scores. */
import { dot, mean, norm, sumSquaresAbout } from '../../base/number/sum.ts';
import { Refusal } from '../../base/problem.ts';
import type { NamedCodes } from '../design.ts';
import type { Prepared } from '../estimate.ts';
import { leastSquares } from '../linalg/least-squares.ts';
import { orthonormalColumns, solveR } from '../linalg/qr.ts';
import { compact, type Effect } from '../panel/effects.ts';
import { withinTransform } from '../panel/within.ts';
import type { DifferenceSpec } from './spec.ts';

export interface ComparedGroup {
  readonly level: string;
  readonly nobs: number;
  /** Names of the terms kept; `_cons` first where there is a constant and no effect. */
  readonly names: readonly string[];
  readonly coefficients: Float64Array;
  readonly rss: number;
  /** Influence of each row on each coefficient, (X'X)⁻¹xₑ: a column a coefficient, length N. */
  readonly influence: readonly Float64Array[];
  /** (X'X)⁻¹, K×K. */
  readonly bread: Float64Array;
  /** Cluster variables, whose levels are numbered alike in both groups. */
  readonly clusters: readonly NamedCodes[];
  readonly effects: readonly Effect[];
}

/** A term is dropped where what is left of it beside earlier ones is this small, as in every regression. */
const SPANNED = 1e-9;
/** The share of a constant's size that rounding leaves after the within transform. */
const ROUNDING = 1e-13;

/** Refuses a group without more rows than parameters. O(NK²), plus the within transform. */
export function groupOf(
  spec: DifferenceSpec,
  level: string,
  { sample: { design, clusters } }: Prepared,
): ComparedGroup {
  const effects = design.absorb.map(compact);
  const within = (x: Float64Array): Float64Array => (effects.length === 0 ? x : withinTransform(x, effects));
  const { nobs } = design;
  const constant = { name: '_cons', values: new Float64Array(nobs).fill(1) };
  const terms = [...(effects.length === 0 && design.constant ? [constant] : []), ...design.terms];
  const tolerance = (j: number): number => {
    const { name, values } = terms[j]!;
    if (name === '_cons') return SPANNED * Math.sqrt(nobs);
    return Math.max(SPANNED * Math.sqrt(sumSquaresAbout(values, mean(values))), ROUNDING * norm(values));
  };
  const columns = terms.map(({ values }) => within(values));
  const { qr, coefficients, residuals } = leastSquares(columns, within(design.outcome.values), tolerance);
  const names = qr.kept.map((j) => terms[j]!.name);
  const k = names.length;
  if (nobs <= k) {
    const message = `expected more rows than parameters where \`${spec.group}\` is \`${level}\`, got N = ${nobs} and K = ${k}`;
    throw new Refusal('too-few-rows', message, { param: 'between' });
  }
  const q = orthonormalColumns(qr);
  // columns of R⁻¹: coefficients in scaled units are R⁻¹Q'y
  const inverse = names.map((_, j) => {
    const unit = new Float64Array(k);
    unit[j] = 1;
    return solveR(qr, unit);
  });
  const influence = names.map((_, i) => {
    const out = new Float64Array(nobs);
    for (let j = i; j < k; j++) {
      const weight = inverse[j]![i]! / qr.scale[i]!;
      for (let row = 0; row < nobs; row++) out[row] = out[row]! + weight * q[j]![row]! * residuals[row]!;
    }
    return out;
  });
  const bread = new Float64Array(k * k);
  for (let a = 0; a < k; a++) {
    for (let b = 0; b < k; b++) {
      let total = 0;
      for (let j = Math.max(a, b); j < k; j++) total += inverse[j]![a]! * inverse[j]![b]!;
      bread[a * k + b] = total / qr.scale[a]! / qr.scale[b]!;
    }
  }
  return { level, nobs, names, coefficients, rss: dot(residuals, residuals), influence, bread, clusters, effects };
}
