/** Declares the results of a bootstrap: the fit that it draws again, or the numbers of another result. */
import { type PlannedNode, type Result, values } from '../../src/base/result.ts';
import { estimateForm, fitResult, namesOfTerms, withNames } from '../../src/check/fit-result.ts';
import type { DrawnResult } from './keys.ts';
import type { DrawnModel } from './numbers/spec.ts';
import { rowOfStatistic } from './numbers/statistics.ts';

function terms({ params, view }: PlannedNode) {
  const { drawn } = params as unknown as { readonly drawn: DrawnModel };
  const rows = (drawn.statistics ?? []).map(rowOfStatistic);
  return withNames(namesOfTerms(drawn.model), [...((view?.parameters ?? []) as readonly string[]), ...rows]);
}

const fit = fitResult(terms, { fromParams: true });
const members = { ...estimateForm.members, bias: 'value' } as const;

/** An estimate has a bias beside its own fields, by the jackknife. */
export const bootstrapResult: Result = {
  ...fit,
  parts: { ...fit.parts, terms: { each: { ...estimateForm, members }, planned: terms } },
};

/** Numbers of another kind's result, by the paths that name them there. */
export const resampledResult: Result = {
  type: 'resampled',
  list: 'rows',
  fromParams: true,
  parts: {
    rows: {
      each: { ...estimateForm, members },
      planned: ({ params }) => {
        const { drawn } = params as unknown as { readonly drawn: DrawnResult };
        return { listed: drawn.places.map(({ name }) => name) };
      },
    },
    ...values('method', 'interval', 'by', 'clusters', 'draws'),
  },
};
