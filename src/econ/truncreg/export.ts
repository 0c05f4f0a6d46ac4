/** Says how truncated regression is written in other languages. */
import type { Counterpart } from '../counterpart.ts';
import type { FitForm } from '../form.ts';
import { likelihoodInStata } from '../likelihood/in-stata.ts';
import type { ModelSpec } from '../spec.ts';

export const counterpart: Counterpart = {
  r: (spec, fit) => ({
    packages: [],
    ...(isCut(fit) ? { rows: ({ outcome }) => [`d <- subset(d, ${within(spec, outcome).join(' & ')})`] } : {}),
    call: ({ outcome, regressors, weightValues }) =>
      `truncreg_ml(${[`${outcome} ~ ${regressors}`, 'd', ...limits(spec, ' = ')].join(', ')}${weightValues})`,
    errors: 'likelihood',
    effects: 'call',
    bread: 'vcov(m)',
  }),
  python: (spec, fit) => ({
    packages: [],
    ...(isCut(fit)
      ? {
          rows: ({ outcome }) => [
            `d = d[${within(spec, outcome)
              .map((condition) => `(${condition})`)
              .join(' & ')}]`,
          ],
        }
      : {}),
    call: ({ outcome, regressors, weights }) =>
      `truncreg_ml(${[outcome, regressors, ...limits(spec, '=')].join(', ')}${weights})`,
    errors: 'likelihood',
    effects: 'call',
    statistics: { ll: 'm.llf' },
  }),
  stata: ({ estimator }, fit) =>
    likelihoodInStata('truncreg', fit, () => [
      ...(estimator?.lower === undefined ? [] : [`ll(${estimator.lower})`]),
      ...(estimator?.upper === undefined ? [] : [`ul(${estimator.upper})`]),
    ]),
};

const isCut = ({ rowsLost }: FitForm): boolean => rowsLost.some(({ cause }) => cause === 'truncated');

function within({ estimator }: ModelSpec, outcome: string): string[] {
  const { lower, upper } = estimator!;
  return [
    ...(lower === undefined ? [] : [`${outcome} > ${lower}`]),
    ...(upper === undefined ? [] : [`${outcome} < ${upper}`]),
  ];
}

const limits = ({ estimator }: ModelSpec, is: string): string[] =>
  (['lower', 'upper'] as const).flatMap((key) =>
    estimator?.[key] === undefined ? [] : [`${key}${is}${estimator[key]}`],
  );
