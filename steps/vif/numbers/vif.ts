/** Variance inflation factors of a pooled regression with a constant (Stata [R] regress postestimation, `estat vif`). */

import { dot, sum } from '../../../src/base/number/sum.ts';
import { Refusal } from '../../../src/base/problem.ts';
import { termsInShort } from '../../../src/base/text/term-names.ts';
import { standardise } from '../../../src/econ/describe/standardise.ts';
import type { NamedColumn } from '../../../src/econ/design.ts';
import type { Stat } from '../../../src/econ/fit.ts';
import { leastSquares } from '../../../src/econ/linalg/least-squares.ts';
import { householder, type QR, solveRTransposed } from '../../../src/econ/linalg/qr.ts';

export interface VifRow {
  readonly variable: string;
  /** 1 / (1 − R²) of the variable on the others */
  readonly vif: Stat;
  /** 1 − R² */
  readonly tolerance: Stat;
}

export interface Vif {
  /** In the order listed; Stata prints them by descending VIF. */
  readonly rows: readonly VifRow[];
  readonly mean: Stat;
  readonly nobs: number;
}

/** The share of a standardised column below which it counts as spanned by the others. */
const COLLINEAR = 1e-9;

/**
 * `columns`: the regressors, complete, without the constant. With columns centred and of length one, VIF_j is the
 * j-th diagonal element of (X'X)⁻¹. Perfect collinearity is an invalid row that names the others. O(NK²).
 */
export function vif(columns: readonly NamedColumn[]): Vif {
  const nobs = columns[0]?.values.length ?? 0;
  if (columns.length > 0 && nobs <= columns.length) {
    throw new Refusal(
      'too-few-rows',
      `expected more rows than variables, got ${nobs} rows and ${columns.length} variables`,
    );
  }
  const standard = columns.map((column) => standardise(column.values));
  const varying = [...columns.keys()].filter((j) => standard[j] !== null);
  const qr = householder(
    varying.map((j) => standard[j]!),
    nobs,
    () => COLLINEAR,
  );
  const why = reasons(columns, standard, varying, qr);
  const rows = columns.map((column, j): VifRow => {
    const reason = why.get(j);
    const value: Stat = reason === undefined ? diagonal(qr, qr.kept.indexOf(varying.indexOf(j))) : { invalid: reason };
    const tolerance: Stat = typeof value === 'number' ? 1 / value : value;
    return { variable: column.name, vif: value, tolerance };
  });
  return { rows, mean: meanVif(rows), nobs };
}

function meanVif(rows: readonly VifRow[]): Stat {
  const invalid = rows.find((row) => typeof row.vif !== 'number');
  if (invalid !== undefined) return { invalid: `\`${invalid.variable}\` has none` };
  if (rows.length === 0) return { invalid: 'no variables' };
  return sum(rows.map((row) => row.vif as number)) / rows.length;
}

/** Squared length of R⁻ᵀe, in the column's unit length. */
function diagonal(qr: QR, k: number): number {
  const unit = new Float64Array(qr.kept.length);
  unit[k] = 1;
  const z = solveRTransposed(qr, unit);
  // The QR divided the column by a power of two; VIF is of the column of length one.
  return dot(z, z) / (qr.scale[k]! * qr.scale[k]!);
}

/** Why a column has no VIF, by position. */
function reasons(
  columns: readonly NamedColumn[],
  standard: readonly (Float64Array | null)[],
  varying: readonly number[],
  qr: QR,
): Map<number, string> {
  const why = new Map<number, string>();
  for (const [j, column] of standard.entries()) if (column === null) why.set(j, 'no variation');
  const kept = qr.kept.map((k) => varying[k]!);
  for (const k of qr.dropped) {
    const j = varying[k]!;
    const { coefficients } = leastSquares(
      kept.map((i) => standard[i]!),
      standard[j]!,
      () => 0,
    );
    const partners = kept.filter((_, i) => Math.abs(coefficients[i]!) > Math.sqrt(COLLINEAR));
    const circle = [j, ...partners];
    for (const i of circle) {
      const others = circle.filter((o) => o !== i).map((o) => columns[o]!.name);
      if (!why.has(i)) why.set(i, `collinear with ${termsInShort(others)}`);
    }
  }
  return why;
}
