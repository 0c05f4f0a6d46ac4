/** The mark `bars`: bars from zero, of the mean where several rows share a place; groups stand beside each other. */
import type { Mark } from '../mark.ts';
import { summarised } from '../statistics.ts';

/** Share of the gap between places that bars of numbers take. */
const SHARE = 0.8;

export const bars: Mark = {
  name: 'bars',
  reads: ['x', 'y', 'by', 'sample', 'exclude', 'statistic'],
  needs: ['x', ['y', 'statistic']],
  sign: 'fill',
  rows: (points, layer, { along, isNominal, gap }) =>
    summarised(points, layer, along).map((row) => {
      if (isNominal) return row;
      const half = (SHARE * (gap || 1)) / 2;
      return { ...row, from: (row.x as number) - half, to: (row.x as number) + half };
    }),
  views({ x, y, along, isNominal }, { color, offset, clip }) {
    const axis = along === 'y' ? y : x;
    const zero = { ...axis, stack: null, scale: { ...(axis.scale as object), zero: true } };
    const place = isNominal ? (along === 'y' ? { x } : { y }) : { x: { ...x, field: 'from' }, x2: { field: 'to' } };
    return [
      {
        mark: { type: 'bar', opacity: 0.85, clip },
        encoding: { ...place, [along]: zero, ...(isNominal ? {} : { [`${along}2`]: { datum: 0 } }), color, ...offset },
      },
    ];
  },
};
