/** Declares the result of placebo tests: the estimate, the distribution of placebo estimates around it, and p values. */

import { members, type PlannedNode, type Result, values } from '../../src/base/result.ts';
import { isPercentileName, percentileName } from '../../src/base/text/percentile-name.ts';
import { fitInside, namesOfTerms } from '../../src/check/fit-result.ts';

const percentiles = [1, 5, 10, 25, 50, 75, 90, 95, 99].map(percentileName);

const terms = ({ params }: PlannedNode) =>
  namesOfTerms((params as unknown as { readonly model: Parameters<typeof namesOfTerms>[0] }).model);

export const placeboResult: Result = {
  type: 'placebo',
  list: 'quantiles',
  fromParams: true,
  parts: {
    ...values('observed', 'assignments', 'exact', 'draws', 'skipped', 'countAbsGe', 'countGe', 'countLe', 'pValue'),
    ...values('pUpper', 'pLower', 'mean', 'sd', 'min', 'max', 'treatedUnits', 'units', 'treatment'),
    ...values('outcome', 'permute', 'statistic', 'convention', 'hasActual'),
    ...{ estimates: 'unnamed', pValues: 'unnamed' },
    quantiles: { ...members(...percentiles), further: isPercentileName },
    fit: fitInside(terms),
  },
};
