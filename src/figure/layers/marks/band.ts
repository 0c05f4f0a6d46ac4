/** The mark `band`: an area between two variables, or the confidence band of the mean at each place. */
import type { Mark } from '../mark.ts';
import { intervals } from '../statistics.ts';

export const band: Mark = {
  name: 'band',
  reads: ['x', 'y', 'by', 'sample', 'exclude', 'low', 'high', 'level'],
  needs: ['x', ['y', 'low']],
  sign: 'fill',
  rows: (points, layer) => intervals(points, layer, 'y').sort((a, b) => Number(a.x) - Number(b.x)),
  views: ({ x, y }, { color, clip }) => [
    {
      mark: { type: 'area', opacity: 0.2, clip, line: false },
      encoding: { x, y: { ...y, field: 'low', stack: null }, y2: { field: 'high' }, color },
    },
  ],
};
