/** Declares the result of a bootstrap: the fit that it draws again. */
import type { PlannedNode, Result } from '../../src/base/result.ts';
import { estimateForm, fitResult, namesOfTerms, withNames } from '../../src/check/fit-result.ts';
import type { ResultParams } from './keys.ts';
import { rowOfStatistic } from './numbers/statistics.ts';

function terms({ params, view }: PlannedNode) {
  const { drawn } = params as unknown as Pick<ResultParams, 'drawn'>;
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
