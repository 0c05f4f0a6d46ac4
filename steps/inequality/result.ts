/** Declares the result of inequality: a record for each period, its parts by group, and pairs of groups. */
import { members, type Result, values } from '../../src/base/result.ts';
import { periodNames } from '../lib/regional/period-names.ts';

const fields = [
  ...['n', 'gini', 'g', 'gw', 'gnb', 'gt', 'shareW', 'shareNb', 'shareT', 't', 'l', 'tWithin', 'tBetween'],
  ...['lWithin', 'lBetween', 'shareTWithin', 'shareTBetween', 'weightedT', 'weightedTWithin', 'weightedTBetween'],
  ...['cv', 'cvN'],
];

export const inequalityResult: Result = {
  type: 'inequality',
  list: 'rows',
  fromParams: true,
  parts: {
    rows: { each: members(...fields), planned: periodNames },
    groups: {
      each: members(
        ...['period', 'group', 'n', 'gini', 'giniWithin', 't', 'l', 'incomeShare', 'populationShare', 'weightedT'],
      ),
    },
    pairs: { each: members('period', 'a', 'b', 'gjh', 'djh') },
    ...values('of', 'group'),
  },
};
