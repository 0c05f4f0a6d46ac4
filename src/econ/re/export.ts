/** Says how the model of random effects is written in other languages. */
import type { Counterpart, PythonModel, RModel } from '../counterpart.ts';
import type { FitForm } from '../form.ts';
import { likelihoodInStata } from '../likelihood/in-stata.ts';

export const counterpart: Counterpart = {
  r: (_, fit) => randomEffectsInR(fit),
  python: (_, fit) => randomEffectsInPython(fit),
  stata: (spec, fit) =>
    spec.estimator?.mundlak === undefined
      ? { set: 'effect', ...likelihoodInStata('xtreg', fit, () => ['re']), statistics: stored }
      : { none: 'means of units beside random effects are no option of xtreg' },
};

/** Source: "Stored results" of `help xtreg`. */
const stored = {
  r2Within: 'e(r2_w)',
  r2Between: 'e(r2_b)',
  r2Overall: 'e(r2_o)',
  sigmaU: 'e(sigma_u)',
  sigmaE: 'e(sigma_e)',
  rho: 'e(rho)',
  chi2: 'e(chi2)',
};

const MEAN = 'mean_';

/** Means of units beside the terms, by Mundlak. */
const meansOf = ({ terms }: FitForm): string[] => terms.flatMap(({ term }) => (term.startsWith(MEAN) ? [term] : []));

const withoutMean = (names: readonly string[]): string[] => names.map((name) => name.slice(MEAN.length));

/** `plm` has these variances in panels without gaps alone, and no errors that are clustered with a finite-sample factor. */
function randomEffectsInR(fit: FitForm): RModel {
  const {
    positive,
    vcovInfo: { type },
  } = fit;
  const means = meansOf(fit);
  const isIid = type === 'iid';
  const isPlm = isIid && means.length === 0 && positive.theta;
  return {
    packages: isPlm ? ['plm'] : [],
    call({ outcome, slopes, regressors, unit, textsOf }) {
      if (isPlm) return `plm(${outcome} ~ ${slopes}, data = d, index = ${unit!.text}, model = "random")`;
      const mundlak = means.length === 0 ? '' : `, mundlak = ${textsOf(withoutMean(means))}`;
      return `random_effects(${outcome} ~ ${regressors}, d, ${unit!.text}${mundlak})`;
    },
    errors: isIid ? 'likelihood' : 'linear',
    effects: 'call',
    parameters: means,
    nobs: 'nrow(d)',
  };
}

function randomEffectsInPython(fit: FitForm): PythonModel {
  const means = meansOf(fit);
  const isIid = fit.vcovInfo.type === 'iid';
  return {
    packages: [],
    call({ outcome, regressors, unit, textsOf }) {
      const mundlak = means.length === 0 ? '' : `, mundlak=${textsOf(withoutMean(means))}`;
      return `random_effects(${outcome}, ${regressors}, ${unit}${mundlak})`;
    },
    errors: isIid ? 'likelihood' : 'linear',
    effects: 'call',
    parameters: means,
    nobs: 'len(d)',
    ...(isIid ? { bread: 'm.cov_params()' } : {}),
  };
}
