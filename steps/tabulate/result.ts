/** Describes the result of a tabulation: a record for each row level with its cells by column level, and the same for each stratum. */
import { type Form, type Members, members, type Result, values } from '../../src/base/result.ts';

const counted = ['n', 'weight', 'row', 'column', 'cell'] as const;
const cells: Form = { each: { ...members(...counted), usual: 'n' } };
const record: Members = { members: { ...values(...counted, 'cumulative'), by: cells }, usual: 'n' };
const total: Members = { members: { ...values('n', 'weight'), by: cells }, usual: 'n' };
const test = members('chi2', 'df', 'pValue', 'cramersV');

export const tabulateResult: Result = {
  type: 'tabulate',
  list: 'rows',
  fromParams: true,
  elsewhere: { chi2: ['test', 'chi2'], cramersV: ['test', 'cramersV'] },
  parts: {
    rows: { each: record },
    total,
    test,
    strata: { each: { members: { rows: { each: record }, total, test } } },
    of: members('rows', 'by', 'over'),
    levels: { each: 'value' },
    weights: 'any',
  },
};
