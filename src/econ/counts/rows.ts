/** Outcomes that are counts: what is refused of others. */
import { Refusal } from '../../base/problem.ts';
import type { NamedColumn } from '../design.ts';

/** Refuses outcomes that are no counts, or 0 throughout. */
export function requireCounts({ name, values }: NamedColumn): void {
  const wrong = values.filter((value) => value < 0 || !Number.isInteger(value)).length;
  if (wrong > 0) {
    const rows = wrong === 1 ? '1 row' : `${wrong} rows`;
    const message = `expected counts, got \`${name}\` below 0 or with fractions in ${rows}`;
    const hint = 'a mean of other outcomes is estimated by `estimator: poisson` with `vcov: robust`';
    throw new Refusal('not-counts', message, { param: 'outcome', hint });
  }
  if (values.some((value) => value > 0)) return;
  throw new Refusal('zero-outcome', `\`${name}\` is 0 in all ${values.length} rows used`, { param: 'outcome' });
}
