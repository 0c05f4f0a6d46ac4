/** The mark `line`: a variable along another, its mean where several rows share a place. */
import type { Mark } from '../mark.ts';
import { summarised } from '../statistics.ts';

export const line: Mark = {
  name: 'line',
  reads: ['x', 'y', 'by', 'sample', 'exclude', 'statistic'],
  needs: ['x', ['y', 'statistic']],
  sign: 'line',
  rows: (points, layer, { along }) => summarised(points, layer, along),
  views: ({ x, y, along }, { color, dash, clip }) => [
    {
      mark: { type: 'line', clip },
      encoding: { x, y, color, strokeDash: dash, order: { field: along === 'y' ? 'x' : 'y' } },
    },
  ],
};
