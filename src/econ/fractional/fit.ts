/** Fractions from 0 to 1: what is asked of them, and the fit of their mean by the quasi-likelihood of binary outcomes. */
import { Refusal } from '../../base/problem.ts';
import { aside } from '../../base/value.ts';
import type { NamedColumn } from '../design.ts';
import type { Sample } from '../estimator.ts';
import type { Fit } from '../fit.ts';
import { fitBinary, type Latent, type OutcomeKind } from '../likelihood/binary.ts';

/**
 * Estimates E(y|x) = F(x'b + offset) of N fractions by the maximum of Σ w (y ln F + (1 − y) ln(1 − F)), K columns. It needs the mean alone to be right, so that errors are robust by default, and the test of
 * all slopes is Wald's under `iid` too. No row is left out: a combination of regressors that tells rows at 0 or 1 from all others without error is refused (`separation`).
 * z throughout. O(NK²) a step. Source: Papke & Wooldridge (1996, Journal of Applied Econometrics 11:619), section 3; Stata [R] fracreg.
 */
export const fitFractions = (sample: Sample, latent: Latent): Fit => fitBinary(sample, latent, fractions);

const countOf = (y: Float64Array, wanted: number): number =>
  y.reduce((count, value) => count + (value === wanted ? 1 : 0), 0);

const fractions: OutcomeKind = {
  require: requireFractions,
  perfect: (design) => ({ design, rows: null, dropped: [], rowsLost: [] }),
  ratio: false,
  stats: (y) => ({ nZeros: countOf(y, 0), nOnes: countOf(y, 1) }),
};

function requireFractions({ name, values }: NamedColumn): void {
  const others = values.filter((value) => !(value >= 0 && value <= 1));
  if (others.length === 0) return;
  const rows = others.length === 1 ? '1 row' : `${others.length} rows`;
  const message = `expected an outcome from 0 to 1, got \`${name}\` at other values in ${rows}${aside(name, `, as ${others[0]}`)}`;
  const hint = `is it in per cent? Divide it in the data: \`derive: {share: ${name} / 100}\``;
  throw new Refusal('not-fraction', message, { param: 'outcome', hint });
}
