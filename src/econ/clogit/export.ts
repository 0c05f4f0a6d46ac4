/** Says how conditional logit is written in other languages. */
import type { Counterpart } from '../counterpart.ts';
import { likelihoodInStata } from '../likelihood/in-stata.ts';

export const counterpart: Counterpart = {
  r: (_, fit) => {
    if (fit.vcovInfo.type !== 'iid') return { none: 'clogit() has no robust errors with the exact likelihood' };
    return {
      packages: ['survival'],
      rows: ({ outcome, unit }) => [
        `d <- subset(d, ave(${outcome}, ${unit!.name}) > 0 & ave(${outcome}, ${unit!.name}) < 1)`,
      ],
      call: ({ outcome, slopes, unit }) =>
        `clogit(${outcome} ~ ${slopes} + strata(${unit!.name}), data = d, method = "exact", control = coxph.control(eps = 1e-14, iter.max = 100))`,
      errors: 'likelihood',
      effects: 'call',
      nobs: 'nrow(d)',
    };
  },
  python: (_, { vcovInfo: { type } }) =>
    type === 'iid' || type === 'CRV1'
      ? {
          packages: [],
          rows: ({ outcome, unit }) => [`d = d[varies(${outcome}, ${unit})]`],
          call: ({ outcome, regressors, unit }) => `clogit(${outcome}, ${regressors}, ${unit})`,
          errors: 'likelihood',
          effects: 'call',
          nobs: 'len(d)',
          statistics: { ll: 'm.llf' },
        }
      : { none: `${type} errors count groups, and those of the scripts count rows` },
  stata: (_, fit) => likelihoodInStata('clogit', fit, ({ effects }) => [`group(${effects.join(' ')})`]),
};
