/** Statistics that hang on others by definition, so that a run that compares those holds them too. */

/** Names in the same record of the result that a statistic is made of; all of one list are enough. */
const RULES: readonly (readonly [is: RegExp, ...of: readonly (readonly string[])[]])[] = [
  [/^n$/, ['nobs']],
  [/^fDf2$/, ['dfResid']],
  [/^statistic$/, ['estimate', 'stdError']],
  [/^conf(?:Low|High)$/, ['estimate', 'stdError']],
  [/^pValue$/, ['statistic'], ['f'], ['chi2']],
  [/^(?:aic|bic)$/, ['ll']],
  [/^ll$/, ['rss', 'nobs']],
  [/^mss$/, ['rss', 'r2']],
  [/^(?:rmse|sigmaE)$/, ['rss', 'dfResid'], ['rmse'], ['sigmaE']],
  [/^rho$/, ['sigmaU', 'sigmaE']],
  [/^groupAvg$/, ['nobs', 'ngroups']],
  [/^kCounted$/, ['dfResid', 'nobs'], ['ll', 'chi2Df']],
  [/^tolerance$/, ['vif']],
  [/^turningPoint$/, ['estimate']],
];

/** Tails of the distribution of a statistic are called after it: `f`, `fP`. */
const TAIL = /^(\w+)P$/;

/** Statistics that hang on the covariance, whatever else a model is. */
const OF_COVARIANCE =
  /(?:^|\.)(?:stdError\w*|statistic|pValue|conf(?:Low|High)|f|f[A-Z]\w*|dfResid|nclusters|kCounted|chi2\w*|kp\w+|hansen\w*|sargan\w*|dfAbsorbedNested|tests(?:\..*)?|pretrend\w+)$/;

/** Tells whether a statistic of a model depends on its covariance. */
export const isOfCovariance = (statistic: string): boolean => OF_COVARIANCE.test(statistic);

/**
 * Tells whether a statistic follows from others that satisfy `isHeld`; `through` lists the statistics on whose behalf it is asked, so that
 * none stands for itself.
 */
export function follows(
  statistic: string,
  isHeld: (statistic: string) => boolean,
  through: readonly string[] = [],
): boolean {
  const at = statistic.lastIndexOf('.') + 1;
  const [record, name] = [statistic.slice(0, at), statistic.slice(at)];
  const tail = TAIL.exec(name)?.[1];
  if (tail !== undefined && isHeld(record + tail)) return true;
  const asked = [...through, statistic];
  const holds = (each: string): boolean =>
    isHeld(record + each) || (!asked.includes(record + each) && follows(record + each, isHeld, asked));
  return RULES.some(([is, ...of]) => is.test(name) && of.some((list) => list.every(holds)));
}
