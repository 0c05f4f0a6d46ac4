/** The mark `area`: the area between zero and a line, pale so that others show through it, below the line itself. */
import type { Mark } from '../mark.ts';
import { line } from './line.ts';

export const area: Mark = {
  ...line,
  name: 'area',
  sign: 'fill',
  views: ({ x, y }, { color, clip }) => [
    { mark: { type: 'area', opacity: 0.25, clip, line: false }, encoding: { x, y: { ...y, stack: null }, color } },
    { mark: { type: 'line', clip }, encoding: { x, y, color } },
  ],
};
