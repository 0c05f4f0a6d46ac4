/** The mark `points`: a point a row, or a statistic of the rows at each place. */
import type { Mark } from '../mark.ts';
import { summarised } from '../statistics.ts';

/** More points than these are smaller and let others shine through. */
const CROWDED = 500;

export const points: Mark = {
  name: 'points',
  reads: ['x', 'y', 'by', 'sample', 'exclude', 'statistic', 'label'],
  needs: ['x', 'y'],
  sign: 'shape',
  rows: (found, layer, { along }) =>
    layer.statistic !== undefined
      ? summarised(found, layer, along)
      : found
          .filter(({ x = null, y = null }) => x !== null && y !== null)
          .map(({ x, y, label }) => ({ x: x!, y: y!, ...(label === undefined ? {} : { label }) })),
  views({ x, y }, { color, shape, offset, clip, count }) {
    const isCrowded = count > CROWDED;
    return [
      {
        mark: { type: 'point', size: isCrowded ? 8 : 22, opacity: isCrowded ? 0.5 : 0.85, clip },
        encoding: { x, y, color, shape, ...offset },
      },
    ];
  },
};
