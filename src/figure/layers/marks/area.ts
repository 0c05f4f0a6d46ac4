/** The mark `area`: the area between zero and a line. */
import type { Mark } from '../mark.ts';
import { line } from './line.ts';

export const area: Mark = {
  ...line,
  name: 'area',
  sign: 'fill',
  views: ({ x, y }, { color, clip }) => [
    { mark: { type: 'area', opacity: 0.35, clip, line: false }, encoding: { x, y: { ...y, stack: null }, color } },
  ],
};
