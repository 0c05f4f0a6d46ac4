/** Between which estimates that of the lagged outcome should lie: within units biased downwards, pooled biased upwards. */
import { norm } from '../../base/number/sum.ts';
import type { Sample } from '../estimator.ts';
import { applyQTransposed, householder, solveR } from '../linalg/qr.ts';
import { compact } from '../panel/effects.ts';
import { withinTransform } from '../panel/within.ts';
import { SPANNED_PART } from './collinear.ts';
import type { Stack } from './stack.ts';

export interface LagBounds {
  readonly term: string;
  /** The fixed-effects estimate (Nickell 1981). */
  readonly lower: number;
  /** The pooled estimate by least squares. */
  readonly upper: number;
}

/**
 * Estimates bounds of the lag's coefficient by least squares (Bond 2002): the upper one on the rows in levels, the lower one within units.
 * Undefined where the outcome's first lag is no regressor. O(NK²).
 */
export function lagBounds({ x }: Stack, { spec, design, whole }: Sample): LagBounds | undefined {
  const term = `L.${spec.outcome}`;
  if (!x.some(({ name }) => name === term)) return undefined;
  const terms = design.terms.filter(({ name }) => x.some((each) => each.name === name));
  const { unit, rows } = whole();
  const units = compact({ ...unit, codes: Int32Array.from(rows, (row) => unit.codes[row]!) });
  const ones = { name: '', values: new Float64Array(design.nobs).fill(1) };
  const slope = (columns: readonly { readonly name: string; readonly values: Float64Array }[], y: Float64Array) => {
    const sizes = columns.map(({ values }) => norm(values));
    const qr = householder(
      columns.map(({ values }) => values),
      y.length,
      (j) => SPANNED_PART * sizes[j]!,
    );
    const at = qr.kept.findIndex((j) => columns[j]!.name === term);
    const rotated = y.slice();
    applyQTransposed(qr, rotated);
    return at < 0 ? undefined : solveR(qr, rotated)[at]! / qr.scale[at]!;
  };
  const within = (values: Float64Array): Float64Array => withinTransform(values, [units]);
  const upper = slope([ones, ...terms], design.outcome.values);
  const lower = slope(
    terms.map(({ name, values }) => ({ name, values: within(values) })),
    within(design.outcome.values),
  );
  return upper === undefined || lower === undefined ? undefined : { term, lower, upper };
}
