/** Declares the result of effects of staggered treatment: a fit of averages by period since treatment, or comparisons for `bacon`. */
import { members, type PlannedNode, type Result, values } from '../../src/base/result.ts';
import { fitResult } from '../../src/check/fit-result.ts';

const averages = ['simple', 'group', 'calendar', 'dynamic'];

/** The average over all, and others as far as the method has them. */
function terms({ params }: PlannedNode) {
  const { method } = params as unknown as { readonly method: string };
  if (method === 'cic')
    return {
      listed: ['simple'],
      others: { is: (name: string) => /^quantile::/.test(name), as: 'quantiles, as in `["quantile::0.5"]`' },
    };
  if (method === 'twfe' || method === 'did-m') return { listed: ['simple'] };
  if (method === 'rings')
    return {
      listed: ['simple'],
      others: { is: (name: string) => /^ring::/.test(name), as: 'rings, as in `["ring::0-20"]`' },
    };
  if (method === 'continuous')
    return {
      listed: ['simple', 'acrt'],
      others: { is: (name: string) => /^(?:event|att|acrt)::/.test(name), as: 'doses, as in `["att::p50"]`' },
    };
  const is = (name: string): boolean => /^(?:event|group|calendar|quantile)::/.test(name);
  return { listed: averages, others: { is, as: 'periods since treatment, as in `["event::1"]`' } };
}

const fit = fitResult(terms, { fromParams: true });

export const didResult: Result = {
  ...fit,
  parts: {
    ...fit.parts,
    eventStudy: 'unnamed',
    attgt: 'unnamed',
    curve: 'unnamed',
    treatment: 'unnamed',
    ring: 'unnamed',
  },
};

const comparisons = ['treated_vs_untreated', 'later_vs_always', 'earlier_vs_later', 'later_vs_earlier'];

export const baconResult: Result = {
  type: 'bacon',
  list: 'rows',
  fromParams: true,
  parts: {
    rows: {
      each: { ...members('weight', 'estimate', 'count', 'type'), usual: 'estimate' },
      planned: () => ({ listed: comparisons }),
    },
    twfe: 'value',
    components: { each: members('treated', 'control', 'type', 'weight', 'estimate') },
    simple: members('estimate', 'stdError', 'statistic', 'pValue', 'confLow', 'confHigh'),
    ...values('units', 'periods', 'nobs', 'method'),
    ...{ warnings: 'unnamed', rowsLost: 'unnamed' },
  },
};
