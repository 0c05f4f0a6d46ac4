/** Predictions of negative binomial regression, with the α that was estimated. */
import type { Predict } from '../estimator.ts';
import { negativeBinomialFamily, predictGeneralised } from '../predict/generalised.ts';
import { valuesOf } from '../predict/linear.ts';
import { negativeBinomial, tablesOf } from './rows.ts';

export const predict: Predict = (estimated) => {
  const { sample, fit } = estimated;
  const lnAlpha = fit.terms.find(({ term }) => term === '/lnalpha')?.estimate;
  return predictGeneralised(estimated, {
    family: negativeBinomialFamily(fit.stats.alpha as number),
    rows: null,
    further: (own, index) => {
      if (lnAlpha === undefined) return [];
      const y = valuesOf(sample.spec.outcome, own);
      const rows = negativeBinomial(y, null, tablesOf(y))(index, [lnAlpha])!;
      return [{ name: '/lnalpha', values: rows.further[0]!.slope }];
    },
  });
};
