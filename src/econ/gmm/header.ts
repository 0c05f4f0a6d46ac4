/** Tests in a fit's header whether all slopes are zero. */
import { norm } from '../../base/number/sum.ts';
import type { Stat } from '../fit.ts';
import { quadraticForm } from '../linalg/matrix.ts';
import { householder } from '../linalg/qr.ts';
import { SPANNED_PART } from './collinear.ts';
import type { GmmEstimate } from './estimated.ts';
import { constantName, type Stack } from './stack.ts';

export interface Overall {
  /** Degrees of freedom of the reference distribution; null for the normal. */
  readonly dfResid: number | null;
  readonly df: number;
  /** Wald's χ², or F under `small`, that the slopes are zero, and with the constant among them, as `xtabond2` prints it. */
  readonly slopes: Stat;
  readonly all: Stat;
}

export function overallTest({ b, vcov, stack, clusters }: GmmEstimate): Overall {
  const { small } = stack.options;
  const constant = stack.x.at(-1)?.name === constantName ? 1 : 0;
  const k = b.length;
  const slopes = k - constant;
  const df = slopes - (constant === 0 && spansConstant(stack) ? 1 : 0);
  const dfResid = small ? clusters - constant : null;
  const test = (size: number): Stat => {
    if (df === 0) return { invalid: 'no regressors' };
    const block = new Float64Array(size * size);
    for (let p = 0; p < size; p++) for (let q = 0; q < size; q++) block[p * size + q] = vcov[p * k + q]!;
    const value = quadraticForm(block, b.slice(0, size));
    return value === null ? { invalid: 'the covariance is singular' } : small ? value / df : value;
  };
  return { dfResid, df, slopes: test(slopes), all: test(k) };
}

/** Tells whether regressors without a constant add up to one over the rows, as differenced year dummies do. */
function spansConstant({ x, within, isSystem, grid: { periods } }: Stack): boolean {
  const rows = Array.from(within.keys()).filter((r) => within[r]! >= periods === isSystem);
  const columns = x.map(({ values }) => Float64Array.from(rows, (r) => values[r]!));
  const ones = new Float64Array(rows.length).fill(1);
  const sizes = [...columns, ones].map(norm);
  const qr = householder([...columns, ones], rows.length, (j) => SPANNED_PART * sizes[j]!);
  return qr.dropped.includes(columns.length);
}
