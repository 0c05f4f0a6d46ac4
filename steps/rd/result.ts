/** Holds the results of discontinuities: a fit of one jump, of several checks of it, or of a density. */
import type { PlannedNode, Result } from '../../src/base/result.ts';
import { values } from '../../src/base/result.ts';
import { fitResult, withStatistics } from '../../src/check/fit-result.ts';
import { checksOf } from './numbers/checks/spec.ts';
import type { RdNodeSpec } from './numbers/node-spec.ts';
import { rdStatistics } from './numbers/statistics.ts';

const terms = ({ params }: PlannedNode) => ({ listed: termsOf(params as unknown as RdNodeSpec) });

function termsOf(spec: RdNodeSpec): readonly string[] {
  switch (spec.method) {
    case 'polynomials':
      return spec.rows;
    case 'checks':
      return checksOf(spec).map(({ term }) => term);
    case 'density':
      return ['density_below', 'density_above', 'difference'];
    case 'mccrary':
      return ['log_difference'];
    case 'randomisation':
      return ['effect'];
  }
}

const fit = fitResult(terms, { fromParams: true });

/** Windows of densities have binomial p values, those of randomisation the balance of covariates. */
const window = values('width', 'below', 'above', 'pValue', 'left', 'right', 'variable', 'binomialP');

export const rdResult: Result = withStatistics(
  {
    ...fit,
    parts: {
      ...fit.parts,
      windows: { each: { members: window } },
      checks: { each: { members: { ...values('is', 'term', 'value', 'below', 'above'), h: 'any', b: 'any' } } },
    },
  },
  rdStatistics,
);
