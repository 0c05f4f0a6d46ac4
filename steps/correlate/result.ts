/** Declares the result of correlations: matrices, whose rows and columns are addressed by position. */
import type { Form, Result } from '../../src/base/result.ts';

const matrix: Form = { each: { each: 'value' } };

export const correlateResult: Result = {
  type: 'correlate',
  fromParams: true,
  parts: {
    method: 'value',
    missing: 'value',
    variables: { each: 'value' },
    correlation: matrix,
    pValue: matrix,
    nobs: matrix,
  },
};
