/** Declares the result of tests for spatial dependence: a record for each. */
import { members, type Result, values } from '../../src/base/result.ts';

const tests = ['LM-lag', 'Robust LM-lag', 'LM-error', 'Robust LM-error', 'SARMA', 'Moran’s I of residuals'];

export const spatialTestsResult: Result = {
  type: 'spatial-tests',
  list: 'rows',
  fromParams: true,
  parts: {
    rows: {
      each: members('statistic', 'df', 'pValue', 'i', 'expected', 'variance'),
      planned: () => ({ listed: tests }),
    },
    ...values('nobs', 'periods', 'outcome'),
  },
};
