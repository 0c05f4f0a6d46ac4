/** Standard errors that are zero but for rounding: where scores cancel in every cluster, nothing can be tested. */
import { dot, mean } from '../../base/number/sum.ts';
import type { Fit } from '../fit.ts';
import { solveRTransposedInPlace } from '../linalg/qr.ts';
import { type Effect, isNested } from '../panel/effects.ts';
import type { Regression } from './regression.ts';

/** Scores smaller than this part of the outcome are the rounding of residuals, a variance smaller than this part of its terms is theirs. */
const NOISE = 1e-14;

/**
 * Sets variances to zero of which rounding alone is left, with their covariances, and tells their columns. `matrix`: K×K, changed in place, is
 * factor · R^−1 M R'^−1 with M the `meat`. O(K³).
 */
export function clearRounding(
  matrix: Float64Array,
  regression: Regression,
  { meat, factor }: { readonly meat: Float64Array; readonly factor: number },
): readonly number[] {
  const { qr } = regression.fit;
  const k = qr.kept.length;
  const scale = factor * regression.outcomeSquares('effects');
  const row = new Float64Array(k);
  const cleared: number[] = [];
  // residuals add up to zero in every level of an absorbed effect: the constant's own score is no score
  for (let j = regression.effects.length > 0 ? regression.constants : 0; j < k; j++) {
    row.fill(0);
    row[j] = 1 / qr.scale[j]!;
    solveRTransposedInPlace(qr, row, j);
    const rounding = Math.max(NOISE * NOISE * scale * dot(row, row), NOISE * factor * sizeOfTerms(row, meat, j));
    if (Math.abs(matrix[j * k + j]!) > rounding) continue;
    cleared.push(j);
    clear(matrix, j);
  }
  return cleared;
}

/** Σ |x_a M_ab x_b| over what follows `from`: x'Mx has their rounding however small it is. */
function sizeOfTerms(x: Float64Array, meat: Float64Array, from: number): number {
  const k = x.length;
  let total = 0;
  for (let a = from; a < k; a++) {
    for (let b = from; b < k; b++) total += Math.abs(x[a]! * meat[a * k + b]! * x[b]!);
  }
  return total;
}

/** Sets row and column `at` of a square matrix to zero. */
export function clear(matrix: Float64Array, at: number): void {
  const k = Math.sqrt(matrix.length);
  for (let i = 0; i < k; i++) {
    matrix[i * k + at] = 0;
    matrix[at * k + i] = 0;
  }
}

/** This is said of a standard error, in place of a number, where the fit is not perfect and yet its variance is zero. */
export const onlyRounding = 'only rounding is left of its variance';

/**
 * Tells whether the variance of the constant at the grand means, ȳ − x̄'b, vanishes. It does where the covariance sums scores by `groups`
 * that hold the levels of an absorbed effect whole. Then its own scores cancel, and its variance is x̄'Vx̄ (grand-mean.ts): rounding alone
 * where every term was centred. `vcov`: K×K, terms first.
 */
export function constantCancels(
  { terms, effects, workspace }: Regression,
  groups: readonly Effect[],
  vcov: Float64Array,
): boolean {
  const k = terms.length + 1;
  return (
    groups.length > 0 &&
    terms.every(
      ({ values }, j) => vcov[j * k + j] === 0 || workspace.recall('is centred', [values], () => isCentred(values)),
    ) &&
    effects.some((effect) => groups.every((group) => isNested(effect, group)))
  );
}

/** The mean that centring leaves, as a part of the variable's size: in doubles, and in single precision, Stata's default. */
const leftOfMean = { double: 1e-12, single: 6e-8 };

function isCentred(values: Float64Array): boolean {
  const precision = values.every((value) => Math.fround(value) === value) ? leftOfMean.single : leftOfMean.double;
  return Math.abs(mean(values)) <= precision * Math.sqrt(dot(values, values) / values.length);
}

/** Warns of terms whose variances are zero though the fit is not perfect. */
export function zeroWarnings(
  { names, vcov }: { readonly names: readonly string[]; readonly vcov: Float64Array | null },
  { effects }: Regression,
  vcovText: string,
): Fit['warnings'] {
  if (vcov === null) return [];
  const zero = names.filter((_, j) => vcov[j * (names.length + 1)] === 0);
  const isCentre = (name: string): boolean => effects.length > 0 && name === '_cons';
  const terms = zero.filter((name) => !isCentre(name)).map((name) => `\`${name}\``);
  const warnings: { code: string; message: string }[] = [];
  if (terms.length > 0) {
    const message = `under \`${vcovText}\` nothing can be tested of ${terms.join(', ')}: scores cancel`;
    warnings.push({ code: 'zero-standard-error', message });
  }
  if (zero.some(isCentre)) {
    const message = `under \`${vcovText}\` nothing can be tested of \`_cons\`: every term has mean zero, and the outcome’s mean has no scores`;
    warnings.push({ code: 'zero-standard-error', message });
  }
  return warnings;
}
