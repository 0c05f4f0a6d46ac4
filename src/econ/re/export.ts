/** Says how the model of random effects is written in other languages. */
import type { Counterpart, RModel } from '../counterpart.ts';
import type { Fit } from '../fit.ts';
import { likelihoodInStata } from '../likelihood/in-stata.ts';

export const counterpart: Counterpart = {
  r: (_, fit) => randomEffectsInR(fit),
  python: () => ({ none: 'random effects by Swamy and Arora are not in statsmodels' }),
  stata: (spec, fit) =>
    spec.estimator?.mundlak === undefined
      ? { set: 'effect', ...likelihoodInStata('xtreg', fit, () => ['re']) }
      : { none: 'means of units beside random effects are no option of xtreg' },
};

/** `plm` has these variances in panels without gaps alone, and no errors that are clustered with a finite-sample factor. */
function randomEffectsInR({ terms, stats, vcovInfo: { type } }: Fit): RModel {
  const means = terms.flatMap(({ term }) => (term.startsWith('mean_') ? [term] : []));
  const isIid = type === 'iid';
  const isPlm = isIid && means.length === 0 && typeof stats.theta === 'number' && stats.theta > 0;
  return {
    packages: isPlm ? ['plm'] : [],
    call({ outcome, slopes, regressors, unit, textsOf }) {
      if (isPlm) return `plm(${outcome} ~ ${slopes}, data = d, index = ${unit!.text}, model = "random")`;
      const mundlak = means.length === 0 ? '' : `, mundlak = ${textsOf(means.map((name) => name.slice(5)))}`;
      return `random_effects(${outcome} ~ ${regressors}, d, ${unit!.text}${mundlak})`;
    },
    errors: isIid ? 'likelihood' : 'linear',
    effects: 'call',
    parameters: means,
    nobs: 'nrow(d)',
  };
}
