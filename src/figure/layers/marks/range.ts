/** The mark `range`: a line between two variables at each place, or the confidence interval of the mean. */
import type { Mark } from '../mark.ts';
import { intervals } from '../statistics.ts';

export const range: Mark = {
  name: 'range',
  reads: ['x', 'y', 'by', 'sample', 'exclude', 'low', 'high', 'level'],
  needs: [['x', 'y']],
  sign: 'line',
  rows: (points, layer, { along }) => intervals(points, layer, along),
  views({ x, y, along }, { color, offset, clip }) {
    const [axis, place] = along === 'y' ? [y, { x }] : [x, { y }];
    return [
      {
        mark: { type: 'rule', strokeWidth: 1.1, clip },
        encoding: { ...place, [along]: { ...axis, field: 'low' }, [`${along}2`]: { field: 'high' }, color, ...offset },
      },
    ];
  },
};
