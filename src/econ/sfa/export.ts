/** Says how stochastic frontiers are written in other languages. */
import type { Counterpart, NoCounterpart } from '../counterpart.ts';
import type { FitForm } from '../form.ts';
import { likelihoodInStata } from '../likelihood/in-stata.ts';
import type { ModelSpec } from '../spec.ts';

export const counterpart: Counterpart = {
  r: (spec, fit) =>
    unwritten(spec, fit) ?? {
      packages: [],
      call: (pieces) => {
        const mean = pieces.further('mean');
        const given = mean.length === 0 ? [] : [`mean = ~ ${mean.join(' + ')}`];
        return `frontier_ml(${[`${pieces.outcome} ~ ${pieces.regressors}`, 'd', ...formIn(spec), ...given].join(', ')})`;
      },
      ...sharedBy(fit),
      bread: 'vcov(m)',
    },
  python: (spec, fit) =>
    unwritten(spec, fit) ?? {
      packages: [],
      call: (pieces) => {
        const given = pieces.further('mean').length === 0 ? [] : [`mean=${pieces.designOf('mean')}`];
        return `frontier_ml(${[pieces.outcome, pieces.regressors, ...formIn(spec), ...given].join(', ')})`;
      },
      ...sharedBy(fit),
      statistics: { ll: 'm.llf' },
    },
  stata: (spec, fit) => inStata(spec, fit),
};

const sharedBy = ({ terms }: FitForm) =>
  ({
    errors: 'likelihood',
    effects: 'call',
    parameters: terms.map(({ term }) => term).filter(isOfMean),
  }) as const;

const isOfMean = (term: string): boolean => term.startsWith('u:');

/** Inefficiency of whole units, none at the maximum, and terms of its mean that are no columns. */
function unwritten({ estimator }: ModelSpec, fit: FitForm): NoCounterpart | undefined {
  if (estimator?.course !== undefined)
    return { none: 'inefficiency that rows of a unit share is not written for this language' };
  const known = new Set(fit.terms.map(({ term }) => term));
  const lacks = estimator?.terms?.mean?.find((text) => !known.has(`u:${text}`));
  if (lacks !== undefined) return { none: `the mean of inefficiency has a term that is no column, \`${lacks}\`` };
  return isAtLimit(fit) ? { none: 'the maximum has no inefficiency, which no search for it finds' } : undefined;
}

const isAtLimit = ({ terms }: FitForm): boolean => !terms.some(({ term }) => term === '/lnsigma_u');

/** The distribution and the sign of inefficiency, as both functions take them. */
function formIn({ estimator }: ModelSpec): string[] {
  const { distribution = 'half-normal', cost, terms } = estimator!;
  return [`"${terms?.mean === undefined ? distribution : 'truncated-normal'}"`, cost === true ? '-1' : '1'];
}

const inVariances =
  '`frontier` reports logarithms of variances, or of their ratio, and papermake of standard deviations';

function inStata({ estimator }: ModelSpec, fit: FitForm) {
  const { distribution = 'half-normal', cost, course, terms } = estimator!;
  const isTruncated = distribution === 'truncated-normal' || terms?.mean !== undefined;
  const ofCost = cost === true ? ['cost'] : [];
  const unchecked = Object.fromEntries(
    fit.terms.flatMap(({ term }) =>
      isOfMean(term)
        ? [[term, '`frontier` calls the mean of inefficiency another name']]
        : /^\/lnsigma_/.test(term)
          ? [[term, inVariances]]
          : [],
    ),
  );
  if (course === undefined) {
    const names = { exponential: 'exponential', 'half-normal': 'hnormal', 'truncated-normal': 'tnormal' } as const;
    const written = names[isTruncated ? 'truncated-normal' : (distribution as keyof typeof names)];
    return {
      ...likelihoodInStata('frontier', fit, ({ further }) => {
        const mean = further('mean');
        return [`distribution(${written})`, ...(mean.length === 0 ? [] : [`cm(${mean.join(' ')})`]), ...ofCost];
      }),
      unchecked,
    };
  }
  if (!isTruncated) return { none: '`xtfrontier` estimates the mean of inefficiency, which is zero here' };
  if (fit.vcovInfo.type !== 'iid') return { none: '`xtfrontier` has no robust errors' };
  return {
    ...likelihoodInStata('xtfrontier', fit, () => [course === 'decay' ? 'tvd' : 'ti', ...ofCost]),
    set: 'panel' as const,
    unchecked,
  };
}
