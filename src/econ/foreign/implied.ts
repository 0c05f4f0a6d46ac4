/** Names of commands whose model the formula says alone, so that the key `estimator` has none for them. */
import { words } from './absent.ts';

export const leastSquares = 'ols reg regress lm lm_robust feols felm newey';
export const withEffects = 'fe xtreg reghdfe areg plm within panel lsdv fixed_effects fixed-effects twfe xtscc';
export const withInstruments = '2sls tsls iv2sls ivregress ivreg ivreg2 ivreghdfe xtivreg xtivreg2';

const without = 'leave `estimator` out, since the formula says it';

/** Name → how the formula says it. */
export const impliedHints: Readonly<Record<string, string>> = {
  ...words(leastSquares, `${without}: \`fit: y ~ x\` is least squares, and \`y ~ x | id\` absorbs effects`),
  ...words(withEffects, `${without}: \`fit: y ~ x | id + year\` absorbs effects`),
  ...words(withInstruments, `${without}: \`fit: y ~ w | x ~ z\` has instruments as its last part`),
};
