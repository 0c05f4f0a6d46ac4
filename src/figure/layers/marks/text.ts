/** The mark `text`: labels beside points, which stand where nothing is in their way, or one text at a fixed place. */
import { POINT_LABELS } from '../../drawing/scene.ts';
import type { Mark } from '../mark.ts';

export const text: Mark = {
  name: 'text',
  reads: ['x', 'y', 'by', 'sample', 'exclude', 'label', 'text'],
  needs: ['x', 'y', ['label', 'text']],
  sign: null,
  ink: 'text',
  fixed: true,
  rows: (points, { x, y, text: said }) =>
    said !== undefined
      ? [{ x: x as number, y: y as number, label: said }]
      : points
          .filter((point) => [point.x, point.y, point.label].every((value) => value !== null && value !== undefined))
          .map((point) => ({ x: point.x!, y: point.y!, label: String(point.label) })),
  views: ({ x, y }, { color, size, clip }) => [
    {
      name: POINT_LABELS,
      mark: { type: 'text', fontSize: size - 1.5, clip },
      encoding: { x, y, text: { field: 'label', type: 'nominal' }, color },
    },
  ],
};
