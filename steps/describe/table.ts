/** Builds tables of descriptive statistics. */
import { isPercentileName } from '../../src/base/text/percentile-name.ts';
import { recordBuilder } from '../../src/table/builders/records.ts';
import { askedPercentile, descriptive, descriptives, keptWhereShown } from './table-columns.ts';

export { byGroup } from './table-by-group.ts';

export const describe = recordBuilder({
  type: 'describe',
  parts: [],
  withUnits: true,
  scale: {
    of: 'sd',
    inItsUnits: new Set(['mean', 'sd', 'min', 'p1', 'p5', 'p10', 'p25', 'median', 'p75', 'p90', 'p95', 'p99', 'max']),
  },
  usual: ['n', 'mean', 'sd', 'min', 'max'],
  columns: descriptives,
  further: { is: isPercentileName, column: descriptive, asked: askedPercentile },
  keptWhereShown,
});
