/** Declares the result of kernel densities: a record for each period, with its curve. */
import { type Form, type Result, values } from '../../src/base/result.ts';
import { periodNames } from '../lib/regional/period-names.ts';

const curve: Form = { each: 'value' };

export const kernelDensityResult: Result = {
  type: 'kernel-density',
  list: 'rows',
  fromParams: true,
  parts: {
    rows: {
      each: {
        members: {
          ...values('n', 'bandwidth', 'mode', 'peak'),
          at: curve,
          density: curve,
          curve: { members: { at: curve, density: curve } },
        },
      },
      planned: periodNames,
    },
    ...values('of', 'kernel'),
  },
};
