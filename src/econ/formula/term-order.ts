/** The order in which a fit lists its terms. */
import type { Fit } from '../fit.ts';

/** The same fit with the named terms first; the others keep their order. */
export function leadingTerms(fit: Fit, names: readonly string[]): Fit {
  const positions = [...fit.terms.keys()];
  const leads = (at: number): boolean => names.includes(fit.terms[at]!.term);
  const order = [...positions.filter(leads), ...positions.filter((at) => !leads(at))];
  return {
    ...fit,
    terms: order.map((at) => fit.terms[at]!),
    vcov: fit.vcov.length === 0 ? [] : order.map((i) => order.map((j) => fit.vcov[i]![j]!)),
  };
}
