/** Holds the results of discontinuities: a fit of one jump, of several checks of it, or of a density. */
import type { Names, PlannedNode, Result } from '../../src/base/result.ts';
import { values } from '../../src/base/result.ts';
import { fitResult, withStatistics } from '../../src/check/fit-result.ts';
import { checksOf } from './numbers/checks/spec.ts';
import { cutoffTerm, together } from './numbers/cutoffs/spec.ts';
import type { RdNodeSpec } from './numbers/node-spec.ts';
import { rdStatistics } from './numbers/statistics.ts';

const terms = ({ params }: PlannedNode): Names => {
  const spec = params as unknown as RdNodeSpec;
  if (spec.method !== 'cutoffs' || spec.by === null) return { listed: termsOf(spec) };
  const start = `i(${spec.by})::`;
  const as = `cut-offs of \`${spec.by}\`, as in \`["${start}30"]\``;
  return { listed: together, others: { is: (name) => name.startsWith(start), as } };
};

function termsOf(spec: RdNodeSpec): readonly string[] {
  switch (spec.method) {
    case 'cutoffs':
      return [...(spec.cutoffs ?? []).map((cutoff) => cutoffTerm(spec, cutoff)), ...together];
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

/** Windows of densities have binomial p values, those of randomisation the balance of covariates and effects. */
const window = {
  ...values('width', 'below', 'above', 'pValue', 'left', 'right', 'variable', 'binomialP', 'window', 'isChosen'),
  ...values('estimate', 'stdError', 'confLow', 'confHigh', 'effectP', 'randomisationP'),
};

export const rdResult: Result = withStatistics(
  {
    ...fit,
    parts: {
      ...fit.parts,
      windowLevel: 'value',
      windows: { each: { members: window } },
      cutoffs: { each: { members: { ...values('term', 'below', 'above', 'weight'), h: 'any', b: 'any' } } },
      checks: { each: { members: { ...values('is', 'term', 'value', 'below', 'above'), h: 'any', b: 'any' } } },
    },
  },
  rdStatistics,
);
