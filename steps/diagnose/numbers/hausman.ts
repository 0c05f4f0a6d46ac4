/** Hausman's test of random against fixed effects, as Stata's `hausman`. */
import { hausmanTest } from '../../../src/econ/difference/hausman.ts';
import type { Warning } from '../../../src/econ/fit.ts';
import { fit as linear } from '../../../src/econ/linear/fit.ts';
import { fit as random } from '../../../src/econ/re/fit.ts';
import type { Diagnosis } from './diagnosis.ts';
import type { PanelSample } from './panel.ts';

/** The σ of both covariances: each its own, the efficient estimator's (`sigmamore`), the consistent one's (`sigmaless`). */
export type Sigma = 'own' | 'more' | 'less';

/** Over the terms of both, no constant, with both covariances conventional. */
export function hausman({ sample, design }: PanelSample, sigma: Sigma): Diagnosis {
  const absorb = [sample.levels('unit')[0]!];
  const spec = { ...sample.spec, vcov: { is: 'iid' } as const, small: null };
  const own = { ...sample, clusters: [], time: null, design: { ...design, absorb } };
  const fixed = linear({ ...own, spec });
  const free = random({ ...own, spec: { ...spec, estimator: { is: 'random effects' } } });
  const isFree = (name: string): boolean => free.terms.some(({ term }) => term === name);
  const names = fixed.terms.map(({ term }) => term).filter((term) => term !== '_cons' && isFree(term));
  const variable = 'Hausman';
  if (names.length === 0)
    return { variable, statistic: { invalid: 'no regressors' }, pValue: { invalid: 'no regressors' } };
  const ratio = (free.stats.rmse as number) / (fixed.stats.sigmaE as number);
  const factors = [sigma === 'more' ? ratio * ratio : 1, sigma === 'less' ? 1 / (ratio * ratio) : 1] as const;
  const { chi2, df, pValue, isDefinite, differences } = hausmanTest(names, fixed, free, factors);
  const stats = {
    hausmanChi2: chi2,
    hausmanDf: df,
    hausmanP: pValue,
    ...Object.fromEntries(differences.map(({ term, difference }) => [`difference.${term}`, difference])),
    ...Object.fromEntries(differences.map(({ term, stdError }) => [`seDifference.${term}`, stdError])),
  };
  return { variable, statistic: chi2, df, pValue, warnings: isDefinite ? [] : [indefinite], stats };
}

const indefinite: Warning = {
  code: 'hausman-indefinite',
  message: 'Hausman’s test: V_fe − V_re is not positive definite',
};
