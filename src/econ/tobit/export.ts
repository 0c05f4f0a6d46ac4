/** Says how tobit is written in other languages. */
import type { Counterpart, PythonModel, RModel } from '../counterpart.ts';
import { likelihoodInStata } from '../likelihood/in-stata.ts';

export const counterpart: Counterpart = {
  r: ({ estimator }) => tobitInR(limit(estimator?.lower, '-Inf'), limit(estimator?.upper, 'Inf')),
  python: ({ estimator }) => tobitInPython(estimator?.lower, estimator?.upper),
  stata: ({ estimator }, fit) => ({
    ...likelihoodInStata('tobit', fit, () => [
      ...(estimator?.lower === undefined ? [] : [`ll(${estimator.lower})`]),
      ...(estimator?.upper === undefined ? [] : [`ul(${estimator.upper})`]),
    ]),
    unchecked: { '/lnsigma': 'tobit reports the variance, and papermake the logarithm of the standard deviation' },
  }),
};

const limit = (value: unknown, none: string): string => (value === undefined ? none : String(value));

/** `AER::tobit` is `survival::survreg`, whose covariance is the inverse of the observed information, with the logarithm of σ in the last row. */
const tobitInR = (left: string, right: string): RModel => ({
  packages: ['AER'],
  call: ({ outcome, regressors, weights }) =>
    `tobit(${outcome} ~ ${regressors}, left = ${left}, right = ${right}, data = d${weights}, control = survreg.control(rel.tolerance = 1e-14, maxiter = 200))`,
  errors: 'likelihood',
  effects: 'call',
  bread: 'vcov(m)',
  coefficients: 'c(coef(m), "/lnsigma" = log(m$scale))',
});

const tobitInPython = (lower: unknown, upper: unknown): PythonModel => ({
  packages: [],
  call: ({ outcome, regressors, weights }) => {
    const limits = [
      ...(lower === undefined ? [] : [`lower=${lower}`]),
      ...(upper === undefined ? [] : [`upper=${upper}`]),
    ];
    return `tobit(${[outcome, regressors, ...limits].join(', ')}${weights})`;
  },
  errors: 'likelihood',
  effects: 'call',
  statistics: { ll: 'm.llf' },
});
